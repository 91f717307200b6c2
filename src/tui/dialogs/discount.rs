//! A discount on a line or on the whole ticket. Must never give more than whoever is signed in may give, nor
//! take a scanned code for a figure.

use ratatui::layout::{Position, Rect};

use crate::domain::discount::Discount;
use crate::lang::Value;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::entry;

/// What it is taken off, and what was typed.
#[derive(Debug)]
pub struct State {
    line: usize,
    on_ticket: bool,
    field: Field,
}

/// Asks for the discount on that line; an arrow makes it one on the ticket.
pub fn open(line: usize) -> State {
    State {
        line,
        on_ticket: false,
        field: Field::new(12),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Discount;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up | Command::Down => self.on_ticket = !self.on_ticket,
            Command::Confirm if self.field.is_empty() => return Some(Go::Back),
            Command::Confirm => return Some(self.confirm(counter)),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-discount")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 52, 7, &words.text("discount-title"));
        let of = format!("< {} >", self.target(counter));
        paper.text(inside.x, inside.y, inside.width, &of, Role::Selected);
        let cursor = entry::line(
            paper,
            entry::below(inside, 2),
            &words.text("discount-how-much"),
            &self.field,
        );
        let told = match self.given(counter) {
            Some(given) => {
                let values = [("discount", Value::from(shown(given, counter)))];
                words.format("discount-given", &values)
            }
            None => words.text("discount-hint").into_owned(),
        };
        entry::sentence(paper, entry::below(inside, 3), &told);
        Some(cursor)
    }
}

impl State {
    fn on(&self) -> Option<usize> {
        (!self.on_ticket).then_some(self.line)
    }

    /// The discount that stands there.
    fn given(&self, counter: &Counter) -> Option<Discount> {
        match self.on() {
            Some(line) => counter.ticket.lines.get(line)?.discount,
            None => counter.ticket.discount,
        }
    }

    /// What it is taken off, in words.
    fn target(&self, counter: &Counter) -> String {
        let words = &counter.look.words;
        match self.on().and_then(|line| counter.ticket.lines.get(line)) {
            Some(line) => {
                let values = [
                    ("line", Value::from((self.line + 1) as u64)),
                    ("name", Value::from(&line.good.name)),
                ];
                words.format("discount-on-line", &values)
            }
            None => words.text("discount-on-ticket").into_owned(),
        }
    }

    fn confirm(&mut self, counter: &mut Counter) -> Go {
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        let currency = currency.expect("a ticket is begun in a shop");
        let discount = match typing::discount(self.field.text(), currency) {
            Ok(discount) => discount,
            Err(said) => {
                counter.refuse(&said);
                return Go::Stay;
            }
        };
        match counter.discount(self.on(), discount) {
            Ok(()) => Go::Back,
            Err(denied) => denied.go(self.what(discount, counter), counter),
        }
    }

    /// What somebody is asked to allow.
    fn what(&self, discount: Option<Discount>, counter: &Counter) -> String {
        let discount = discount
            .map(|discount| shown(discount, counter))
            .unwrap_or_default();
        let name = counter.look.words.text("sale-discount");
        format!("{name} {discount}: {}", self.target(counter))
    }
}

/// A discount as people write it.
pub(in crate::tui) fn shown(discount: Discount, counter: &Counter) -> String {
    match discount {
        Discount::Percent(rate) => {
            let rate = crate::lang::number(counter.look.lang(), rate.percent());
            format!("{rate} %")
        }
        Discount::Amount(amount) => counter.look.figure(amount),
    }
}
