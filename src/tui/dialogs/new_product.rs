//! A small form for a product that nobody knows. Must never sell what was not saved.

use ratatui::layout::{Position, Rect};

use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::Paper;

/// Its own state.
#[derive(Debug)]
pub struct State {
    field: Field,
}

/// The form, with a code.
pub fn open(_code: &str, _counter: &Counter) -> State {
    State {
        field: Field::new(40),
    }
}

impl State {
    /// Does a command; none where it does not know it.
    pub fn command(&mut self, command: Command, _counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm | Command::Up | Command::Down | Command::PageUp | Command::PageDown => {
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        self.field.key(key);
        Go::Stay
    }

    /// The field being typed in.
    pub fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    /// Takes the answer to a job; none where it is not its own.
    pub fn reply(
        &mut self,
        _id: u64,
        _answer: &crate::register::reply::Answer,
        _counter: &mut Counter,
    ) -> Option<Go> {
        None
    }

    /// Draws it; gives where the cursor stands.
    pub fn view(&self, _counter: &Counter, _paper: &mut Paper<'_>, _area: Rect) -> Option<Position> {
        None
    }
}
