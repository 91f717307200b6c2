//! What a person changes on the ticket in hand. Must never leave a ticket that cannot be priced, nor give
//! away more than whoever is signed in may give, unless somebody has allowed it.

use crate::domain::concession;
use crate::domain::discount::Discount;
use crate::domain::document::Good;
use crate::domain::permission::Permission;
use crate::domain::pricing::{BasketRefusal, Priced};
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::ticket::Ticket;
use crate::lang::Value;
use crate::register::job::Job;
use crate::register::reply::Said;
use crate::tui::command::Command;
use crate::tui::go::Go;
use crate::tui::theme::Role;

use super::Counter;

/// Why a change was not made. Nothing is other than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The ticket could not be priced with it.
    Refused(BasketRefusal),
    /// Somebody has to allow it.
    NeedsLeave(Permission),
}

impl Denied {
    /// Where a dialog goes with it: on, once its sentence was told, or to somebody who may allow `what`,
    /// after which the dialog is confirmed again.
    pub fn go(self, what: String, counter: &mut Counter) -> Go {
        match self {
            Denied::Refused(refusal) => {
                counter.refuse(&Said::from(&refusal));
                Go::Stay
            }
            Denied::NeedsLeave(permission) => Go::Allow {
                then: Command::Confirm,
                permission,
                what,
            },
        }
    }
}

impl Counter {
    /// Puts a good on the ticket. Refused where the ticket could not be priced with it; then nothing changed.
    pub fn add(&mut self, good: Good) -> Result<(), BasketRefusal> {
        let before = self.ticket.clone();
        self.ticket.add(good);
        self.settle_change(before)
    }

    /// Sells so much of a product at that price, or at its own: goes nowhere when it is on the ticket, or to
    /// where it is asked what is missing; none where it was refused, and that told.
    pub fn sell(
        &mut self,
        product: &Product,
        quantity: Option<Quantity>,
        price: Option<UnitPrice>,
        weigh: bool,
    ) -> Option<Go> {
        if !product.active {
            let name = [("name", Value::from(&product.name))];
            let told = self.look.words.format("sale-retired", &name);
            self.say(Role::Bad, told);
            self.bell();
            return None;
        }
        let good = Good::of(product, quantity.unwrap_or(Quantity::ONE), price);
        let weighed = weigh && quantity.is_none() && product.unit.decimals() > 0;
        let unpriced = product.open_price && price.is_none();
        if weighed || unpriced {
            return Some(Go::Missing {
                good: Box::new(good),
                quantity: weighed,
                price: unpriced,
            });
        }
        match self.add(good) {
            Ok(()) => Some(Go::Stay),
            Err(refusal) => {
                self.refuse(&Said::from(&refusal));
                None
            }
        }
    }

    /// Gives a line another quantity. A lower one gives up the difference, as [`Counter::void_line`] does
    /// the line: it asks for the same right and is noted.
    ///
    /// # Errors
    /// What makes it no quantity of that line, or that somebody has to allow it.
    pub fn set_quantity(&mut self, line: usize, quantity: Quantity) -> Result<(), Denied> {
        let before = self.ticket.clone();
        let Some(changed) = self.ticket.lines.get_mut(line) else {
            return Ok(());
        };
        let less = changed.good.quantity.checked_sub(quantity).ok();
        let less = less.filter(|less| *less > Quantity::ZERO);
        let cheaper = changed.good.price_changed() && changed.good.quantity < quantity;
        let gone = less.map(|less| changed.less(less));
        changed.good.quantity = quantity;
        if let Err(refusal) = self.price() {
            self.ticket = before;
            return Err(Denied::Refused(refusal));
        }
        // leave for a price was given for so much of it
        if cheaper && !self.may(Some(Permission::Price)) {
            let Some(approval) = self.take_approval(Permission::Price) else {
                self.ticket = before;
                return Err(Denied::NeedsLeave(Permission::Price));
            };
            self.ticket.approvals.push(approval);
        }
        if let Some(gone) = gone {
            let right = Permission::VoidLine;
            if !self.may(Some(right)) && self.approval(right).is_none() {
                self.ticket = before;
                return Err(Denied::NeedsLeave(right));
            }
            self.note_void(vec![gone], false);
        }
        self.reprice();
        self.keep();
        Ok(())
    }

    /// Gives a discount on a line, or on the ticket where none is named; none takes it off.
    ///
    /// # Errors
    /// What makes it no discount, or that somebody has to allow it.
    pub fn discount(&mut self, line: Option<usize>, discount: Option<Discount>) -> Result<(), Denied> {
        self.concede(
            Permission::Discount,
            |ticket| ticket.discount(line, discount),
            |counter, before, after| match &counter.desk {
                Some(desk) => concession::asks_leave(before, after, line, &desk.shop),
                None => true,
            },
        )
    }

    /// Sells a line at another price. Goods whose price is asked for each time have none that could change.
    ///
    /// # Errors
    /// What makes it no price of that line, or that somebody has to allow it.
    pub fn change_price(&mut self, line: usize, price: UnitPrice) -> Result<(), Denied> {
        let open = self.ticket.lines.get(line).is_some_and(|line| {
            let row = self.catalogue.by_sku(line.good.sku.as_str());
            row.is_some_and(|row| self.catalogue.get(row).open_price)
        });
        self.concede(
            Permission::Price,
            |ticket| {
                if let Some(line) = ticket.lines.get_mut(line) {
                    line.good.change_price(price);
                    if open {
                        line.good.list_price = None;
                    }
                }
            },
            |counter, _, _| {
                counter
                    .ticket
                    .lines
                    .get(line)
                    .is_some_and(|line| line.good.price_changed())
            },
        )
    }

    /// Writes a note on a line, or on the ticket where none is named.
    pub fn write(&mut self, line: Option<usize>, note: &str) {
        self.ticket.write(line, note);
        self.keep();
    }

    /// Takes a line off the ticket, and has that noted. A discount of the ticket that the rest cannot bear
    /// goes with it; true where it did.
    pub fn void_line(&mut self, line: usize) -> Option<(Good, bool)> {
        if line >= self.ticket.lines.len() {
            return None;
        }
        let gone = self.ticket.lines.remove(line);
        let good = gone.good.clone();
        self.note_void(vec![gone], false);
        if self.ticket.lines.is_empty() {
            self.ticket = Ticket::new(self.ticket.id);
        }
        let too_much = matches!(self.price(), Err(BasketRefusal::DiscountAboveTicket { .. }));
        if too_much {
            self.ticket.discount = None;
        }
        self.reprice();
        self.keep();
        Some((good, too_much))
    }

    /// Gives the ticket up, and has that noted.
    pub fn void_ticket(&mut self) {
        let lines = std::mem::take(&mut self.ticket.lines);
        self.note_void(lines, true);
        self.begin();
    }

    /// Puts a good at hand, or takes it away; true where it is at hand now, none where the grid is full.
    pub fn toggle_favourite(&mut self, sku: &Sku) -> Option<bool> {
        let mut customs = self.desk.as_ref()?.shop.customs.clone();
        if !customs.toggle(sku) {
            return None;
        }
        let kept = customs.favourites.contains(sku);
        let approval = self.take_approval(Permission::Settings);
        self.ask(Job::SetFavourites {
            goods: customs.favourites,
            approval,
        });
        Some(kept)
    }

    /// Two goods of the grid change their places.
    pub fn swap_favourites(&mut self, one: &Sku, other: &Sku) {
        let Some(desk) = &self.desk else { return };
        let mut goods = desk.shop.customs.favourites.clone();
        let place = |sku: &Sku| goods.iter().position(|known| known == sku);
        if let (Some(one), Some(other)) = (place(one), place(other)) {
            goods.swap(one, other);
            let approval = self.take_approval(Permission::Settings);
            self.ask(Job::SetFavourites { goods, approval });
        }
    }

    /// The same, and says what became of it.
    pub fn say_favourite(&mut self, sku: &Sku, name: &str) {
        let (key, role) = match self.toggle_favourite(sku) {
            Some(true) => ("favourites-kept", Role::Good),
            Some(false) => ("favourites-away", Role::Good),
            None => ("favourites-full", Role::Warn),
        };
        let told = self.look.words.format(key, &[("name", Value::from(name))]);
        self.say(role, told);
    }

    fn note_void(&mut self, lines: Vec<crate::domain::ticket::TicketLine>, whole: bool) {
        let permission = if whole {
            Permission::VoidTicket
        } else {
            Permission::VoidLine
        };
        let approval = self.take_approval(permission);
        let given_up = Ticket {
            lines,
            discount: self.ticket.discount.filter(|_| whole),
            ..Ticket::new(self.ticket.id)
        };
        self.ask(Job::Void {
            given_up,
            whole,
            approval,
        });
    }

    /// Makes a change that somebody may have to allow: `asks` sees the figures before and after it.
    fn concede(
        &mut self,
        permission: Permission,
        change: impl FnOnce(&mut Ticket),
        asks: impl FnOnce(&Counter, Option<&Priced>, &Priced) -> bool,
    ) -> Result<(), Denied> {
        let before = self.ticket.clone();
        change(&mut self.ticket);
        let priced = match self.price() {
            Ok(priced) => priced,
            Err(refusal) => {
                self.ticket = before;
                return Err(Denied::Refused(refusal));
            }
        };
        let asked = priced
            .as_ref()
            .is_some_and(|priced| asks(self, self.priced.as_ref(), priced));
        if asked && !self.may(Some(permission)) {
            let Some(approval) = self.take_approval(permission) else {
                self.ticket = before;
                return Err(Denied::NeedsLeave(permission));
            };
            self.ticket.approvals.push(approval);
        }
        self.priced = priced;
        self.keep();
        Ok(())
    }

    fn settle_change(&mut self, before: Ticket) -> Result<(), BasketRefusal> {
        match self.price() {
            Ok(priced) => {
                self.priced = priced;
                self.keep();
                Ok(())
            }
            Err(refusal) => {
                self.ticket = before;
                Err(refusal)
            }
        }
    }
}
