//! The record of one customer. Must never drop what was typed because something in it is wrong.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::domain::customer::{Customer, CustomerId, TaxIdCheck, check_tax_id};
use crate::domain::permission::Permission;
use crate::lang::{self, Lang};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

/// The labels, in the order of the form.
const LABELS: [&str; 6] = [
    "customer-name",
    "customer-phone",
    "customer-tax-id",
    "customer-limit",
    "customer-note",
    "customer-active",
];
const LIMIT: usize = 3;
const ACTIVE: usize = 5;

/// What was typed so far.
#[derive(Debug)]
pub struct State {
    id: CustomerId,
    fields: [Field; LABELS.len()],
    active: bool,
    at: usize,
    asked: Option<u64>,
}

/// The form, of a new customer where there is none.
pub fn open(customer: Option<&Customer>, fresh: Uuid, lang: Lang) -> State {
    let limit = customer.and_then(|customer| customer.limit);
    let limit = limit.map(|limit| lang::plain(lang, limit.amount()));
    let limit = limit.unwrap_or_default();
    let of = |text: fn(&Customer) -> &str| customer.map_or("", text);
    let field = |letters: usize, text: &str| Field::new(letters).with(text);
    State {
        id: customer.map_or(CustomerId(fresh), |customer| customer.id),
        fields: [
            field(60, of(|customer| &customer.name)),
            field(30, of(|customer| &customer.phone)),
            field(30, of(|customer| &customer.tax_id)),
            field(14, &limit),
            field(80, of(|customer| &customer.note)),
            Field::new(0),
        ],
        active: customer.is_none_or(|customer| customer.active),
        at: 0,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Customer;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Down => self.at = (self.at + 1).min(ACTIVE),
            Command::Confirm if self.at < ACTIVE => self.at += 1,
            Command::Confirm => self.save(counter),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        match key {
            _ if self.asked.is_some() => {}
            Key::Left | Key::Right | Key::Char(' ') if self.at == ACTIVE => self.active = !self.active,
            key => drop(self.fields[self.at].key(key)),
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::CustomerSaved(customer, _) => {
                let wrong = check_tax_id(&customer.tax_id) == TaxIdCheck::Wrong;
                let (key, tone) = if wrong {
                    ("customer-tax-id-odd", Role::Warn)
                } else {
                    ("customer-saved", Role::Good)
                };
                let values = [("name", customer.name.as_str().into())];
                let told = counter.look.words.format(key, &values);
                counter.say(tone, told);
                Some(Go::CustomerKept)
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        (self.at != ACTIVE).then_some(&mut self.fields[self.at])
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-form")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let rows = u16::try_from(LABELS.len()).unwrap_or(0) + 2;
        let inside = paper.dialog(area, 64, rows, &words.text("customer-title"));
        let labels = LABELS.map(|label| words.text(label));
        let x = inside.x + labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2;
        let room = inside.right().saturating_sub(x);
        let mut cursor = None;
        for (at, y) in (inside.y..inside.bottom()).enumerate().take(LABELS.len()) {
            let here = at == self.at;
            let role = if here { Role::Strong } else { Role::Text };
            paper.text(inside.x, y, x - inside.x - 1, &labels[at], role);
            if at == ACTIVE {
                let word = words.text(if self.active { "answer-yes" } else { "answer-no" });
                let told = if here {
                    format!("< {word} >")
                } else {
                    word.into_owned()
                };
                paper.text(x, y, room, &told, if here { Role::Selected } else { Role::Text });
                continue;
            }
            if at == LIMIT && self.fields[at].is_empty() {
                paper.text(x, y, room, &words.text("customer-no-account"), Role::Dim);
            }
            let width = room.saturating_sub(1);
            let typed = self.fields[at].view(paper, Rect::new(x, y, width, 1));
            cursor = cursor.or(here.then_some(typed));
        }
        cursor
    }
}

impl State {
    fn save(&mut self, counter: &mut Counter) {
        let Some(desk) = &counter.desk else { return };
        let limit = match self.fields[LIMIT].text().trim() {
            "" => None,
            text => match typing::money(text, desk.shop.currency) {
                Ok(limit) => Some(limit),
                Err(said) => {
                    self.at = LIMIT;
                    return counter.refuse(&said);
                }
            },
        };
        let text = |at: usize| self.fields[at].text().to_owned();
        let customer = Customer {
            id: self.id,
            name: text(0),
            phone: text(1),
            tax_id: text(2),
            note: text(4),
            limit,
            active: self.active,
        };
        let rights = [Permission::Customers, Permission::AccountLimit];
        let approvals = rights.iter().filter_map(|right| counter.take_approval(*right));
        let approvals = approvals.collect();
        let customer = Box::new(customer);
        self.asked = Some(counter.ask(Job::SaveCustomer { customer, approvals }));
    }
}
