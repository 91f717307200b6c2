//! Another price for a line. Must never sell for nothing, nor take a scanned code for a price.

use ratatui::layout::{Position, Rect};

use crate::lang::Value;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::typing;

use super::entry;

/// The line and what was typed.
#[derive(Debug)]
pub struct State {
    line: usize,
    field: Field,
}

/// Asks for the price of that line.
pub fn open(line: usize) -> State {
    State {
        line,
        field: Field::new(17),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Price;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm if self.field.is_empty() => Some(Go::Back),
            Command::Confirm => Some(self.confirm(counter)),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-price")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let good = &counter.ticket.lines.get(self.line)?.good;
        let currency = counter.desk.as_ref()?.shop.currency;
        let words = &paper.look().words;
        let inside = paper.dialog(area, 52, 6, &good.name);
        let label = words.text("price-new");
        let cursor = entry::line(paper, entry::below(inside, 1), &label, &self.field);
        let now = counter
            .look
            .price(good.list_price.unwrap_or(good.price), currency);
        let told = words.format("price-now", &[("price", Value::from(now))]);
        entry::sentence(paper, entry::below(inside, 2), &told);
        Some(cursor)
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) -> Go {
        let price = match typing::price(self.field.text()) {
            Ok(price) => price,
            Err(said) => {
                counter.refuse(&said);
                return Go::Stay;
            }
        };
        match counter.change_price(self.line, price) {
            Ok(()) => Go::Back,
            Err(denied) => denied.go(self.what(counter), counter),
        }
    }

    /// What somebody is asked to allow.
    fn what(&self, counter: &Counter) -> String {
        let name = counter
            .ticket
            .lines
            .get(self.line)
            .map(|line| line.good.name.as_str());
        let values = [
            ("name", Value::from(name.unwrap_or_default())),
            ("price", Value::from(self.field.text().trim())),
        ];
        counter.look.words.format("price-what", &values)
    }
}
