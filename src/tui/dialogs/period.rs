//! Which dates a report is of: a name out of the list or typed, or a first and a last day. Must never take a
//! date that no calendar has.

use ratatui::layout::{Position, Rect};

use crate::domain::period::{Named, Period, PeriodRefusal, parse_date};
use crate::domain::search::folded;
use crate::register::reply::Said;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::reports;

/// Letters of a date, or of the name of a period.
const LETTERS: usize = 20;
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
    /// What was typed as a period, by its name where it is one.
    fn typed(&self, counter: &Counter) -> Result<(Period, Option<Named>), PeriodRefusal> {
        let (from, named) = one(&self.from, counter)?;
        if self.to.is_empty() {
            // One day alone is a period too.
            return Ok((from, named));
        }
        let (to, _) = one(&self.to, counter)?;
        Ok((Period::new(from.from(), to.to())?, None))
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
            Ok((period, named)) => Go::Period(period, named),
            Err(refusal) => {
                counter.refuse(&Said::from(&refusal));
                Go::Stay
            }
        }
    }
}

/// The dates that one field means: a day, or the period that is called so.
fn one(field: &Field, counter: &Counter) -> Result<(Period, Option<Named>), PeriodRefusal> {
    let today = reports::today(counter);
    match called(field.text(), &counter.look) {
        Some(named) => Ok((named.period(today), Some(named))),
        None => Ok((Period::day(parse_date(field.text(), today)?), None)),
    }
}

/// The period of that name, or the only one whose name begins so; capitals and accents do not count.
fn called(text: &str, look: &Look) -> Option<Named> {
    let wanted = folded(text);
    let name = |named: &Named| folded(&look.words.text(reports::period_name(*named)));
    let whole = Named::ALL.into_iter().find(|named| name(named) == wanted);
    let mut begun = Named::ALL
        .into_iter()
        .filter(|named| name(named).starts_with(&wanted));
    let only = begun
        .next()
        .filter(|_| !wanted.is_empty() && begun.next().is_none());
    whole.or(only)
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
                let mut text = reports::period_text(named.period(today), Some(*named), look);
                if width(&text) > line.width {
                    text = look.words.text(reports::period_name(*named)).into_owned();
                }
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
            if x + LETTERS as u16 + 2 + width(&hint) <= line.right() {
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
