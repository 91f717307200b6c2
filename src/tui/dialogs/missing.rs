//! What a good does not say of itself: the weight of what is weighed, the price of what has none. Must never
//! sell before it is said, nor take a scanned code for it, nor sell for nothing.

use ratatui::layout::{Position, Rect};

use crate::domain::document::Good;
use crate::domain::quantity::Quantity;
use crate::lang::Value;
use crate::register::reply::Said;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::entry;

/// One thing to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// How much of it, in its unit.
    Quantity,
    /// What one of it costs.
    Price,
}

/// The good, and what is still to be said of it.
#[derive(Debug)]
pub struct State {
    good: Good,
    left: Vec<Missing>,
    field: Field,
}

/// Asks how much of it and what it costs, where that must be said, and puts the good on the ticket then.
pub fn open(good: Good, quantity: bool, price: bool) -> State {
    let asked = [(quantity, Missing::Quantity), (price, Missing::Price)];
    State {
        good,
        left: asked
            .into_iter()
            .filter(|(asked, _)| *asked)
            .map(|(_, missing)| missing)
            .collect(),
        field: Field::new(17),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Missing;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm => Some(match self.confirm(counter) {
                Ok(go) => go,
                Err(said) => {
                    counter.refuse(&said);
                    Go::Stay
                }
            }),
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-missing")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 52, 6, &self.good.name);
        let (label, hint) = match self.left.first()? {
            Missing::Quantity => {
                let unit = [("unit", Value::from(self.good.unit.name()))];
                (words.format("missing-quantity", &unit), "missing-quantity-hint")
            }
            Missing::Price => (words.text("price-new").into_owned(), "missing-price-hint"),
        };
        let cursor = entry::line(paper, entry::below(inside, 1), &label, &self.field);
        entry::sentence(paper, entry::below(inside, 2), &words.text(hint));
        let quantity = counter.look.quantity(self.good.quantity, self.good.unit.name());
        if self.left == [Missing::Price] && self.good.quantity != Quantity::ONE {
            let times = format!("x {quantity}");
            paper.right(inside.right(), inside.y + 1, 12, &times, Role::Dim);
        }
        Some(cursor)
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) -> Result<Go, Said> {
        match self.left.first() {
            Some(Missing::Quantity) => {
                let quantity = typing::quantity(self.field.text())?;
                if !quantity.is_positive() {
                    return Err(typing::not_positive(quantity));
                }
                self.good.quantity = quantity;
            }
            Some(Missing::Price) => self.good.price = typing::price(self.field.text())?,
            None => {}
        }
        if self.left.len() > 1 {
            self.left.remove(0);
            self.field.clear();
            return Ok(Go::Stay);
        }
        match counter.add(self.good.clone()) {
            Ok(()) => Ok(Go::Sale { typed: String::new() }),
            Err(refusal) => Err(Said::from(&refusal)),
        }
    }
}
