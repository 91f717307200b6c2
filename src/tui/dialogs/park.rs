//! What to call the ticket that is put aside; it may go without. Must never let go of the ticket before the
//! register has it.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::entry;

/// The label being typed.
#[derive(Debug)]
pub struct State {
    field: Field,
    /// The parked ticket that is taken up once this one is put aside.
    then: Option<Uuid>,
    asked: Option<u64>,
}

/// Puts the ticket in hand aside; then takes up that other one.
pub fn open(then: Option<Uuid>) -> State {
    State {
        field: Field::new(40),
        then,
        asked: None,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Park;

    fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Confirm => {
                self.asked = Some(counter.ask(Job::Park {
                    ticket: counter.ticket.clone(),
                    label: self.field.text().to_owned(),
                }));
            }
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        match answer {
            Answer::Parked(_) => {
                counter.begin();
                match self.then {
                    Some(other) => drop(counter.ask(Job::Recall(other))),
                    None => {
                        let told = counter.look.words.text("park-done").into_owned();
                        counter.say(Role::Good, told);
                    }
                }
                Some(Go::Sale { typed: String::new() })
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

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let told = match self.then {
            Some(_) => words.text("park-first"),
            None => words.text("park-told"),
        };
        let told = wrap(&told, area.width.min(56).saturating_sub(4));
        let rows = u16::try_from(told.len()).unwrap_or(2) + 4;
        let inside = paper.dialog(area, 56, rows, &words.text("park-title"));
        for (y, line) in (inside.y..).zip(&told) {
            paper.text(inside.x, y, inside.width, line, Role::Text);
        }
        let last = entry::below(inside, inside.height.saturating_sub(1));
        Some(entry::whole(paper, last, &words.text("park-label"), &self.field))
    }
}
