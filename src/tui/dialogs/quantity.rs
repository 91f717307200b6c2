//! The quantity of one line. Must never take a scanned code for a quantity.

use ratatui::layout::{Position, Rect};

use crate::tui::command::{Command, Scope};
use crate::tui::counter::{Counter, Denied};
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;
use crate::tui::typing;

use super::entry;

/// The line and what was typed.
#[derive(Debug)]
pub struct State {
    line: usize,
    field: Field,
}

/// Asks for the quantity of that line.
pub fn open(line: usize) -> State {
    State {
        line,
        field: Field::new(12),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Quantity;

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
        OnScan::Refuse("scan-quantity")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let line = counter.ticket.lines.get(self.line)?;
        let inside = paper.dialog(area, 44, 5, &line.good.name);
        let label = paper.look().words.text("sale-quantity");
        let cursor = entry::whole(paper, entry::below(inside, 1), &label, &self.field);
        let unit = counter.look.quantity(line.good.quantity, line.good.unit.name());
        paper.right(inside.right(), cursor.y, 16, &unit, Role::Dim);
        Some(cursor)
    }
}

impl State {
    fn confirm(&mut self, counter: &mut Counter) -> Go {
        let denied = match typing::quantity(self.field.text()) {
            Ok(quantity) => counter.set_quantity(self.line, quantity),
            Err(said) => {
                self.field.clear();
                counter.refuse(&said);
                return Go::Stay;
            }
        };
        match denied {
            Ok(()) => Go::Back,
            Err(denied) => {
                if matches!(denied, Denied::Refused(_)) {
                    self.field.clear();
                }
                denied.go(self.what(counter), counter)
            }
        }
    }

    /// What somebody is asked to allow.
    fn what(&self, counter: &Counter) -> String {
        let name = counter.look.words.text("sale-quantity");
        let line = counter.ticket.lines.get(self.line);
        let good = line.map_or("", |line| line.good.name.as_str());
        format!("{name} {}: {good}", self.field.text())
    }
}
