//! What the person should be told at the start. Must never decide for them.

use ratatui::layout::{Position, Rect};

use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;

/// Its own state.
#[derive(Debug)]
pub struct State {}

/// A dialog for what must be read; what is only good to know is said as a message.
pub fn open(_notices: Vec<crate::register::reply::Notice>, _counter: &mut Counter) -> Vec<super::Dialog> {
    Vec::new()
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
