//! The number of a slip, or of a note of credit, for the tender that is taken. Must never take an amount for
//! one.

use ratatui::layout::{Position, Rect};

use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::entry;

/// What was typed, and what is done with it.
#[derive(Debug)]
pub struct State {
    field: Field,
    then: Command,
    required: bool,
}

/// Asks for it; that command takes the tender then.
pub fn open(then: Command, required: bool) -> State {
    State {
        field: Field::new(40),
        then,
        required,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Reference;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm if self.required && self.field.text().trim().is_empty() => {
                let told = counter.look.words.text("reference-needed").into_owned();
                counter.say(Role::Warn, told);
                counter.bell();
                Some(Go::Stay)
            }
            Command::Confirm => {
                counter.reference = Some(self.field.text().to_owned());
                Some(Go::Run(self.then))
            }
            _ => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Text
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 56, 5, &words.text("reference-title"));
        let label = words.text(match self.then {
            Command::Credit => "reference-of-note",
            _ => "reference-label",
        });
        Some(entry::whole(paper, entry::below(inside, 1), &label, &self.field))
    }
}
