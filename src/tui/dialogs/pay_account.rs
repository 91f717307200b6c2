//! A payment on account: how much, and by what. Must never take more than is owed, nor count as a sale.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::domain::acceptance::AskReference;
use crate::domain::coins::due_in_cash;
use crate::domain::customer::Customer;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::permission::Permission;
use crate::domain::shop::Shop;
use crate::register::job::Job;
use crate::register::reply::{Answer, Said};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::entry;

/// Who pays, what they owe and how much was typed.
#[derive(Debug)]
pub struct State {
    customer: Customer,
    balance: Option<Money>,
    field: Field,
    /// The payment's own, so that pressing twice pays once.
    id: Uuid,
    asked: Option<u64>,
}

/// Asks how much is paid.
pub fn open(customer: Customer, balance: Option<Money>, id: Uuid) -> State {
    State {
        customer,
        balance,
        field: Field::new(14),
        id,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::PayAccount;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Cash => Some(self.take(Method::Cash, command, counter)),
            Command::Card => Some(self.take(Method::Card, command, counter)),
            Command::Mobile => Some(self.take(Method::Mobile, command, counter)),
            Command::Transfer => Some(self.take(Method::Transfer, command, counter)),
            Command::Foreign => Some(self.take(Method::Foreign, command, counter)),
            _ => None,
        }
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::AccountPaid(paid) => {
                let values = [("amount", counter.look.money(paid.balance).into())];
                let told = counter.look.words.format("account-paid", &values);
                counter.say(Role::Good, told);
                Some(Go::AccountPaid(paid.clone()))
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-form")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 56, 6, &self.customer.name);
        let owed = self.balance.map(|balance| counter.look.money(balance));
        let values = [("amount", owed.unwrap_or_default().into())];
        let told = words.format("account-owes", &values);
        for (y, line) in (inside.y..inside.bottom()).zip(wrap(&told, inside.width)) {
            paper.text(inside.x, y, inside.width, &line, Role::Text);
        }
        let last = entry::below(inside, inside.height.saturating_sub(1));
        Some(entry::whole(paper, last, &words.text("pay-amount"), &self.field))
    }
}

impl State {
    /// Takes the typed amount, or all that is owed, once its number is typed where the shop asks for one.
    fn take(&mut self, method: Method, command: Command, counter: &mut Counter) -> Go {
        let Some(desk) = &counter.desk else {
            return Go::Stay;
        };
        let asks = desk.shop.accepts.reference(method);
        if asks != AskReference::Never && counter.reference.is_none() {
            return Go::Reference {
                then: command,
                required: asks == AskReference::Required,
            };
        }
        let reference = counter.reference.take();
        match self.paid(method, &desk.shop) {
            Ok((amount, tender)) => {
                let approval = counter.take_approval(Permission::Sell);
                self.asked = Some(counter.ask(Job::PayAccount {
                    id: self.id,
                    customer: self.customer.id,
                    amount,
                    tenders: vec![Tender { reference, ..tender }],
                    approval,
                }));
            }
            Err(said) => {
                self.field.clear();
                counter.refuse(&said);
            }
        }
        Go::Stay
    }

    /// How much of the account is paid, and what is handed over for it. Money of another currency pays what
    /// it is worth, and no more than is owed: the rest is change.
    fn paid(&self, method: Method, shop: &Shop) -> Result<(Money, Tender), Said> {
        let terms = shop.terms();
        let owed = self.balance.unwrap_or(Money::zero(terms.currency));
        let typed = self.field.text().trim();
        if method == Method::Foreign {
            let due = due_in_cash(&terms, owed);
            let tender = typing::foreign(typed, &terms, &shop.accepts.rates, due)?;
            let all = self.balance.filter(|_| tender.amount >= due);
            return Ok((all.unwrap_or(tender.amount), tender));
        }
        let amount = match typed {
            "" => owed,
            typed => typing::money(typed, terms.currency)?,
        };
        let given = match method {
            Method::Cash => due_in_cash(&terms, amount),
            _ => amount,
        };
        Ok((amount, Tender::new(method, given)))
    }
}
