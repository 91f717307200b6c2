//! Customers who buy. Must never sell what is not on the shelf.

use rust_decimal::Decimal;

use super::Weeks;
use crate::cli::error::Outcome;
use crate::domain::decide::sell::SellCommand;
use crate::domain::discount::Discount;
use crate::domain::document::Good;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::price;
use crate::domain::quantity::Quantity;
use crate::domain::rate::Rate;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;
use crate::register::{self, fingerprint};

/// What a customer puts on the counter, in cents.
const NOTES: [i64; 5] = [500, 1_000, 2_000, 5_000, 10_000];

impl Weeks<'_> {
    pub(super) fn sale(&mut self, cashier: PersonId) -> Outcome {
        let ticket = self.ticket();
        if ticket.lines.is_empty() {
            return Ok(());
        }
        let priced = price(&ticket.basket(&self.register.till().shop));
        let total = priced
            .map_err(|refusal| register::Failure::refused(&refusal))?
            .total;
        let tenders = self.tenders(total);
        let fingerprint = fingerprint::of_ticket(&ticket, &tenders);
        let command = SellCommand {
            ticket,
            tenders,
            fingerprint,
            cashier,
        };
        let sold = self.register.complete_sale(&command)?;
        self.receipts.push(sold.sale.number);
        Ok(())
    }

    /// A basket that is put aside, and either paid a little later or left behind.
    pub(super) fn changes_their_mind(&mut self, cashier: PersonId) -> Outcome {
        let ticket = self.ticket();
        if ticket.lines.is_empty() {
            return Ok(());
        }
        self.register.park(cashier, &ticket, "")?;
        self.wait(90_000);
        self.register.void_parked(cashier, ticket.id, None)?;
        Ok(())
    }

    /// What somebody puts on the counter; now and then a small discount.
    fn ticket(&mut self) -> Ticket {
        let mut ticket = Ticket::new(self.id());
        let lines = 1 + self.dice.below(3) + self.dice.below(4);
        for _ in 0..lines {
            if let Some(good) = self.good() {
                ticket.add(good);
            }
        }
        let off = Rate::parse("5").ok().map(Discount::Percent);
        match self.dice.below(40) {
            0 => ticket.discount = off,
            1 => ticket
                .lines
                .iter_mut()
                .take(1)
                .for_each(|line| line.discount = off),
            _ => {}
        }
        ticket
    }

    /// Something from the shelf, the front of it more often; none where it is nearly sold out.
    fn good(&mut self) -> Option<Good> {
        let at = self
            .dice
            .below(self.shelf.len())
            .min(self.dice.below(self.shelf.len() * 2));
        let quantity = {
            let (product, _) = &self.shelf[at];
            if product.unit.decimals() > 0 {
                Quantity::new(Decimal::new(
                    i64::try_from(self.dice.between(15, 160)).ok()? * 10,
                    3,
                ))
                .ok()?
            } else {
                Quantity::from([1, 1, 1, 1, 2, 2, 3][self.dice.below(7)])
            }
        };
        let (product, left) = &mut self.shelf[at];
        let after = *left - quantity.value();
        if after < Decimal::ONE {
            return None;
        }
        *left = after;
        // as the catalogue has it now: a delivery may have moved its cost
        let catalogue = self.register.catalogue();
        let now = catalogue.by_sku(product.sku.as_str())?;
        Some(Good::of(&catalogue.get(now).to_product(), quantity, None))
    }

    fn tenders(&mut self, total: Money) -> Vec<Tender> {
        let tender = |method, amount| Tender {
            method,
            amount,
            reference: None,
            foreign: None,
        };
        match self.dice.below(100) {
            0..=54 => {
                let note = NOTES.into_iter().find(|note| *note >= total.minor());
                let given = match note {
                    Some(note) if self.dice.percent(70) => self.euros(note),
                    _ => total,
                };
                vec![tender(Method::Cash, given)]
            }
            55..=92 => vec![tender(Method::Card, total)],
            93..=97 => vec![tender(Method::Mobile, total)],
            _ if total.minor() > 2_000 => {
                let cash = self.euros(1_000);
                vec![tender(Method::Cash, cash), tender(Method::Card, total - cash)]
            }
            _ => vec![tender(Method::Card, total)],
        }
    }
}
