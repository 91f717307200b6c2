//! The keys of the place below, from the table. Must never hold a list of its own.

use ratatui::layout::{Position, Rect};

use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;

/// Its own state.
#[derive(Debug)]
pub struct State {}

/// The help of the place where the model stands.
pub fn open(_model: &crate::tui::model::Model) -> State {
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
