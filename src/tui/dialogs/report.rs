//! X and Z reports. Must never compute: it shows what the register said.

use ratatui::layout::{Position, Rect};

use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;

/// Its own state.
#[derive(Debug)]
pub struct State {}

/// The shift so far.
pub fn x(_shift: Box<crate::domain::shift::Shift>) -> State {
    State {}
}

/// A closing.
pub fn z(_closing: Box<crate::domain::shift::Closing>) -> State {
    State {}
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

    /// Draws it; gives where the cursor stands.
    pub fn view(&self, _counter: &Counter, _paper: &mut Paper<'_>, _area: Rect) -> Option<Position> {
        None
    }
}
