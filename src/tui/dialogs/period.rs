//! Which dates a report is of: a name out of the list, or a first and a last day typed. Must never take a
//! date that no calendar has.

use ratatui::layout::{Position, Rect};

use crate::domain::period::{Named, Period, PeriodRefusal, parse_date};
use crate::register::reply::Said;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::reports;

/// Letters of a date.
const LETTERS: usize = 10;
/// The places of the two fields below the names.
const FROM: usize = Named::ALL.len();
const TO: usize = FROM + 1;

/// The line one stands on, and what was typed.
#[derive(Debug)]
pub struct State {
    at: usize,
    from: Field,
    to: Field,
}

/// The names and two empty fields.
pub fn open() -> State {
    State {
        at: 0,
        from: Field::new(LETTERS),
        to: Field::new(LETTERS),
    }
}

impl State {
    fn typed(&self, counter: &Counter) -> Result<Period, PeriodRefusal> {
        let today = reports::today(counter);
        let from = parse_date(self.from.text(), today)?;
        // One day alone is a period too.
        let to = if self.to.is_empty() {
            from
        } else {
            parse_date(self.to.text(), today)?
        };
        Period::new(from, to)
    }

    fn confirm(&mut self, counter: &mut Counter) -> Go {
        if let Some(named) = Named::ALL.get(self.at) {
            return Go::Period(named.period(reports::today(counter)), Some(*named));
        }
        if self.at == FROM && self.to.is_empty() {
            let first = parse_date(self.from.text(), reports::today(counter));
            if first.is_ok() {
                self.at = TO;
                return Go::Stay;
            }
        }
        match self.typed(counter) {
            Ok(period) => Go::Period(period, None),
            Err(refusal) => {
                counter.refuse(&Said::from(&refusal));
                Go::Stay
            }
        }
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Period;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up => self.at = self.at.saturating_sub(1),
            Command::Down => self.at = (self.at + 1).min(TO),
            Command::Confirm => return Some(self.confirm(counter)),
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        if self.at < FROM && matches!(key, Key::Char(_)) {
            self.at = FROM;
        }
        if let Some(field) = self.field() {
            field.key(key);
        }
        Go::Stay
    }

    fn field(&mut self) -> Option<&mut Field> {
        match self.at {
            FROM => Some(&mut self.from),
            TO => Some(&mut self.to),
            _ => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-question")
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let title = look.words.text("period-title");
        let inside = paper.dialog(area, 60, TO as u16 + 3, &title);
        let today = reports::today(counter);
        // On a small terminal only the lines around the chosen one have room.
        let room = usize::from(inside.height).max(1);
        let top = (self.at + 1).saturating_sub(room);
        let mut cursor = None;
        for (y, at) in (inside.y..inside.bottom()).zip(top..=TO) {
            let line = Rect::new(inside.x, y, inside.width, 1);
            if let Some(named) = Named::ALL.get(at) {
                let text = reports::period_text(named.period(today), Some(*named), look);
                paper.text(line.x, y, line.width, &text, Role::Text);
                if at == self.at {
                    paper.select(line);
                }
                continue;
            }
            let (key, field) = if at == FROM {
                ("period-from", &self.from)
            } else {
                ("period-to", &self.to)
            };
            let label = look.words.text(key);
            let x = paper.text(line.x, y, 20, &label, Role::Text) + 1;
            let x = x.max(line.x + 8);
            paper.text(x, y, LETTERS as u16 + 1, field.text(), Role::Strong);
            let hint = look.words.text("period-hint");
            if x + 12 + width(&hint) <= line.right() {
                paper.right(line.right(), y, width(&hint), &hint, Role::Dim);
            }
            if at == self.at {
                let column = u16::try_from(field.cursor()).unwrap_or(0);
                cursor = Some(Position::new(x + column, y));
            }
        }
        cursor
    }
}
