//! The payment: what is due, what came in. Must never show a sale as done before the register says so.

use ratatui::layout::{Position, Rect};

use crate::devices::receipt::tender_key;
use crate::domain::acceptance::AskReference;
use crate::domain::basket::Terms;
use crate::domain::coins::due_in_cash;
use crate::domain::money::Money;
use crate::domain::payment::{self, Method, Remaining, Tender};
use crate::domain::permission::Permission;
use crate::domain::refund::Back;
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::register::return_jobs::{ExchangedFor, Offered, ReturnAnswer};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::figures::{self, big};
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

/// What somebody may allow of a payment: why it was refused, the command that takes it again, the right.
const LEAVE: [(&str, Command, Permission); 3] = [
    ("account-above-limit", Command::Account, Permission::AccountLimit),
    (
        "credit-needs-code",
        Command::Credit,
        Permission::ReturnWithoutReceipt,
    ),
    (
        "credit-other-till",
        Command::Credit,
        Permission::ReturnWithoutReceipt,
    ),
];

/// The amount being typed and the tenders so far.
#[derive(Debug)]
pub struct State {
    field: Field,
    tenders: Vec<Tender>,
    /// The sale that the register is writing.
    saving: Option<u64>,
    /// The tender that was refused for want of leave; it is taken again once somebody gives it.
    refused: Option<Tender>,
    /// The return that pays a part; its worth is the first tender.
    exchange: Option<Box<Offered>>,
}

/// A payment without tenders.
pub fn open() -> State {
    State {
        field: Field::new(14),
        tenders: Vec::new(),
        saving: None,
        refused: None,
        exchange: None,
    }
}

/// A payment of what a return of that worth does not cover. Taking that tender off gives the return up.
pub fn exchange(offered: Box<Offered>, worth: Money) -> State {
    let tender = Tender {
        method: Method::Exchange,
        amount: worth,
        reference: None,
        foreign: None,
    };
    State {
        tenders: vec![tender],
        exchange: Some(offered),
        ..open()
    }
}

/// What the ticket comes to, on the terms of the shop.
fn due(counter: &Counter) -> Option<(Terms, Money)> {
    let terms = counter.desk.as_ref()?.shop.terms();
    Some((terms, counter.priced.as_ref()?.total))
}

impl Part for State {
    const SCOPE: Scope = Scope::Pay;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::TYPED, !self.field.is_empty())
            .and(Flags::when(Flags::TENDERED, !self.tenders.is_empty()))
    }

    fn waiting(&self) -> bool {
        self.saving.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::ExactCash | Command::Cash => self.take(Method::Cash, command, counter),
            Command::Card => self.take(Method::Card, command, counter),
            Command::Mobile => self.take(Method::Mobile, command, counter),
            Command::Transfer => self.take(Method::Transfer, command, counter),
            Command::Account | Command::Credit if self.is_allowed(counter) => self.take_again(counter),
            Command::Account => self.take(Method::Account, command, counter),
            Command::Credit => self.take(Method::Credit, command, counter),
            Command::Foreign => self.take(Method::Foreign, command, counter),
            Command::Back => Some(self.back()),
            _ => None,
        }
    }

    /// What is no amount is told when it is confirmed: a sign left out here would make another amount of
    /// what was typed.
    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.saving != Some(id) {
            return None;
        }
        self.saving = None;
        match answer {
            Answer::Sold(sale) | Answer::Return(ReturnAnswer::Exchanged(_, sale)) => {
                Some(Go::Change(sale.clone()))
            }
            Answer::Refused(said) => {
                self.refused = None;
                let last = self.tenders.pop();
                if let Some((_, then, permission)) = LEAVE.into_iter().find(|(code, ..)| said.code == *code) {
                    self.refused = last;
                    let words = &counter.look.words;
                    let what = match said.values.first() {
                        Some((_, number)) if said.code == "credit-needs-code" => {
                            words.format("credit-by-number", &[("number", number.into())])
                        }
                        _ => words.refusal(said.code, &said.sentence, &said.values),
                    };
                    return Some(Go::Allow {
                        then,
                        permission,
                        what,
                    });
                }
                counter.refuse(said);
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        if self.tenders.is_empty() && self.saving.is_none() {
            OnScan::Ticket
        } else {
            OnScan::Refuse("pay-scan-refused")
        }
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let (terms, total) = due(counter)?;
        let missing = payment::remaining(&terms, total, &self.tenders);
        let field = area.bottom() - 1;
        let tall = area.height >= 17;
        if tall {
            paper.rule(area.x, area.y, area.width);
            paper.rule(area.x, field - 1, area.width);
        }
        let top = area.y + u16::from(tall);
        let left = Rect::new(area.x + 1, top, (area.width - 4) / 2, 3);
        let x = left.right() + 2;
        let right = Rect::new(x, top, area.right() - 1 - x, area.height - 3);
        asked(&terms, total, &self.tenders, left, paper);
        let listed = self.tendered(&missing, right, paper);
        let below = (left.bottom().max(listed) + 1).min(field.saturating_sub(figures::ROWS + 1));
        let room = Rect::new(
            area.x + 1,
            below,
            area.width - 2,
            (field - 1).saturating_sub(below),
        );
        let height = room.height.min(figures::ROWS);
        let y = room.y + (room.height - height) / 2;
        let left_to_pay = paper.look().figure(missing.in_cash);
        big(paper, Rect::new(room.x, y, room.width, height), &left_to_pay);
        self.prompt(field, area, paper)
    }
}

impl State {
    /// One step back: the amount being typed, the last tender, the sale.
    fn back(&mut self) -> Go {
        if !self.field.is_empty() {
            self.field.clear();
        } else if self.tenders.pop().is_none() {
            return Go::Sale { typed: String::new() };
        } else if self.tenders.is_empty() {
            self.exchange = None;
        }
        Go::Stay
    }

    /// Takes a tender: the typed amount, or all that is missing.
    fn take(&mut self, method: Method, command: Command, counter: &mut Counter) -> Option<Go> {
        let accepts = &counter.desk.as_ref()?.shop.accepts;
        let asks = match method {
            Method::Credit => AskReference::Required,
            method => accepts.reference(method),
        };
        if asks != AskReference::Never && counter.reference.is_none() {
            let required = asks == AskReference::Required;
            return Some(Go::Reference {
                then: command,
                required,
            });
        }
        self.refused = None;
        let accepts = &counter.desk.as_ref()?.shop.accepts;
        let (terms, total) = due(counter)?;
        let missing = payment::remaining(&terms, total, &self.tenders);
        let tender = match method {
            Method::Foreign => typing::foreign(self.field.text(), &terms, &accepts.rates, missing.in_cash),
            method if !self.field.is_empty() => {
                typing::money(self.field.text(), terms.currency).map(|amount| Tender::new(method, amount))
            }
            Method::Cash => Ok(Tender::new(method, missing.in_cash)),
            method => Ok(Tender::new(method, missing.otherwise)),
        };
        let reference = counter.reference.take();
        let outcome = tender.and_then(|mut tender| {
            tender.reference = reference;
            self.tenders.push(tender);
            self.check(&terms, total)
        });
        self.field.clear();
        if let Err(said) = outcome {
            counter.refuse(&said);
        } else if payment::remaining(&terms, total, &self.tenders).is_paid() {
            self.saving = Some(counter.ask(self.job(counter)));
        }
        Some(Go::Stay)
    }

    /// Whether somebody has allowed the tender that was refused.
    fn is_allowed(&self, counter: &Counter) -> bool {
        let given = |(_, _, permission)| counter.approval(permission).is_some();
        self.refused.is_some() && LEAVE.into_iter().any(given)
    }

    /// Somebody has allowed it: pays as it was to be paid.
    fn take_again(&mut self, counter: &mut Counter) -> Option<Go> {
        for (_, _, permission) in LEAVE {
            let allowed = counter.take_approval(permission);
            counter.ticket.approvals.extend(allowed);
        }
        self.tenders.extend(self.refused.take());
        self.saving = Some(counter.ask(self.job(counter)));
        Some(Go::Stay)
    }

    /// What is recorded: the sale, or the return and the sale together.
    fn job(&self, counter: &Counter) -> Job {
        let (ticket, tenders) = (counter.ticket.clone(), self.tenders.clone());
        match &self.exchange {
            None => Job::Sell { ticket, tenders },
            Some(offered) => {
                let added = |tender: &Tender| tender.method != Method::Exchange;
                let tenders = tenders.into_iter().filter(added).collect();
                let sale = ExchangedFor { ticket, tenders };
                Job::Return(offered.make(Back::Cash, &offered.asked.reason, Some(sale)))
            }
        }
    }

    /// Refuses the last tender, and takes it off, where the register would refuse the payment for it.
    fn check(&mut self, terms: &Terms, total: Money) -> Result<(), Said> {
        match payment::settle(terms, total, &self.tenders) {
            Ok(_) | Err(payment::PaymentRefusal::NotCovered { .. }) => Ok(()),
            Err(refusal) => {
                self.tenders.pop();
                Err(Said::from(&refusal))
            }
        }
    }

    fn prompt(&self, y: u16, area: Rect, paper: &mut Paper<'_>) -> Option<Position> {
        let words = &paper.look().words;
        if self.saving.is_some() {
            paper.text(1, y, area.width - 2, &words.text("pay-saving"), Role::Text);
            return None;
        }
        let label = words.text("pay-amount");
        let x = paper.text(1, y, width(&label), &label, Role::Text) + 1;
        let width = area.right().saturating_sub(x + 1);
        Some(self.field.view(paper, Rect::new(x, y, width, 1)))
    }

    /// What came in, and what is missing; gives the row after it.
    fn tendered(&self, missing: &Remaining, area: Rect, paper: &mut Paper<'_>) -> u16 {
        let look = paper.look();
        let mut y = area.y;
        // The last tenders are the ones being talked about.
        let room = usize::from(area.height.min(4));
        for tender in self.tenders.iter().skip(self.tenders.len().saturating_sub(room)) {
            let name = name(tender, look);
            row(paper, area, y, &name, &look.figure(tender.amount), Role::Text);
            y += 1;
        }
        if !self.tenders.is_empty() && !missing.is_paid() {
            let name = look.words.text("pay-missing");
            row(paper, area, y, &name, &look.figure(missing.otherwise), Role::Warn);
            y += 1;
        }
        y
    }
}

/// What the document says, the rounding if the rest is paid in cash, and what that makes.
fn asked(terms: &Terms, total: Money, tenders: &[Tender], area: Rect, paper: &mut Paper<'_>) {
    let look = paper.look();
    let other = tenders.iter().filter(|tender| !tender.method.is_cash());
    let other = crate::domain::money::sum(terms.currency, other.map(|tender| tender.amount));
    let rounding = due_in_cash(terms, total - other) - (total - other);
    let mut rows = vec![("pay-total", total, Role::Text)];
    if !rounding.is_zero() {
        rows.push(("pay-rounding", rounding, Role::Dim));
    }
    rows.push(("pay-due", total + rounding, Role::Strong));
    for (y, (key, amount, role)) in (area.y..).zip(rows) {
        row(paper, area, y, &look.words.text(key), &look.figure(amount), role);
    }
}

/// What a tender is called; money of another currency by what was handed over.
pub(super) fn name(tender: &Tender, look: &Look) -> String {
    match &tender.foreign {
        Some(foreign) => format!("{} {}", foreign.amount.currency(), look.figure(foreign.amount)),
        None => look.words.text(tender_key(tender.method)).into_owned(),
    }
}

/// A name at the left and a figure at the right.
pub(super) fn row(paper: &mut Paper<'_>, area: Rect, y: u16, name: &str, figure: &str, role: Role) {
    let start = paper.right(area.right(), y, area.width, figure, role);
    paper.text(area.x, y, start.saturating_sub(area.x + 1), name, role);
}
