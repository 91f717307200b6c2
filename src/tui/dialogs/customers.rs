//! The customers, found as one types: Enter names the chosen one on the ticket. Must never hold what they
//! owe: the register says it.

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use crate::domain::customer::{Customer, CustomerId};
use crate::domain::money::Money;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// What is searched, found and chosen.
#[derive(Debug)]
pub struct State {
    list: List,
    field: Field,
    found: Vec<usize>,
    balances: BTreeMap<CustomerId, Money>,
    asked: u64,
    /// Whether it is known what everybody owes.
    come: bool,
    statement: Option<u64>,
}

/// The page.
pub fn open(counter: &mut Counter) -> State {
    let mut state = State {
        list: List::default(),
        field: Field::new(40),
        found: Vec::new(),
        balances: BTreeMap::new(),
        asked: counter.ask(Job::Balances),
        come: false,
        statement: None,
    };
    state.search(counter);
    state
}

impl State {
    fn search(&mut self, counter: &Counter) {
        self.found = counter.customers.search(self.field.text());
        self.list.reset();
    }

    fn chosen<'c>(&self, counter: &'c Counter) -> Option<&'c Customer> {
        let row = self.list.chosen(self.found.len())?;
        counter.customers.at(self.found[row])
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Customers;

    fn flags(&self, counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, self.chosen(counter).is_some())
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, true);
        let chosen = self.chosen(counter).cloned();
        match (command, chosen) {
            (Command::Back, _) => return Some(Go::Back),
            (Command::NewCustomer, _) => return Some(Go::EditCustomer(None)),
            (Command::EditCustomer, Some(customer)) => {
                return Some(Go::EditCustomer(Some(Box::new(customer))));
            }
            (Command::PayAccount, Some(customer)) => {
                let balance = self.balances.get(&customer.id).copied();
                if self.come && balance.is_none_or(Money::is_zero) {
                    let values = [("name", customer.name.as_str().into())];
                    let told = counter.look.words.format("account-owes-nothing", &values);
                    counter.say(Role::Warn, told);
                    counter.bell();
                } else {
                    return Some(Go::PayAccount(Box::new(customer), balance));
                }
            }
            (Command::Statement, Some(customer)) => {
                self.statement = Some(counter.ask(Job::Statement(customer.id)));
            }
            (Command::Confirm, Some(customer)) => {
                counter.name(customer.active.then(|| customer.buyer()));
                return Some(Go::Back);
            }
            _ => self.list.command(command, self.found.len(), page).then_some(())?,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        if self.field.key(key) {
            self.search(counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Balances(all) if id == self.asked => {
                self.balances = all.iter().copied().collect();
                self.come = true;
                Some(Go::Stay)
            }
            Answer::Statement(statement) if self.statement == Some(id) => {
                self.statement = None;
                statement.clone().map(Go::Statement)
            }
            Answer::CustomerSaved(..) | Answer::AccountPaid(_) => {
                self.asked = counter.ask(Job::Balances);
                let list = self.list;
                self.search(counter);
                self.list = list;
                None
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
        let look = paper.look();
        let words = &look.words;
        let columns = [
            Column::text(words.text("customer-name"), 14, 40),
            Column::text(words.text("customer-phone"), 9, 14).rank(2),
            Column::text(words.text("customer-tax-id"), 9, 14).rank(3),
            Column::figure(words.text("customer-limit"), 6).rank(1),
            Column::figure(words.text("customer-balance"), 6),
        ];
        let figure = |money: Option<Money>| money.map(|money| look.figure(money)).unwrap_or_default();
        let row = |at: usize| -> Option<Line> {
            let customer = counter.customers.at(*self.found.get(at)?)?;
            let role = if customer.active { Role::Text } else { Role::Dim };
            let name = if customer.active {
                customer.name.clone()
            } else {
                format!("{} ({})", customer.name, words.text("customer-gone"))
            };
            Some(vec![
                Cell::new(name).role(role),
                Cell::new(&customer.phone),
                Cell::new(&customer.tax_id),
                Cell::new(figure(customer.limit)),
                Cell::new(figure(self.balances.get(&customer.id).copied())),
            ])
        };
        let label = words.text("customer-search");
        let table = Table {
            title: &words.text("customers-title"),
            columns: &columns,
            sort: None,
            rows: self.found.len(),
            all: counter.customers.len(),
            filter: Some((&label, &self.field)),
            empty: &words.text("customers-empty"),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}
