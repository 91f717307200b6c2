//! The payment: what is due, what came in. Must never show a sale as done before the register says so.

use ratatui::layout::{Position, Rect};

use crate::register::reply::Answer;
use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::Paper;

use super::OnScan;

/// The amount being typed and the tenders so far.
#[derive(Debug)]
pub struct State {
    field: Field,
}

/// A payment without tenders.
pub fn open() -> State {
    State {
        field: Field::new(14),
    }
}

impl State {
    /// What is the case on it.
    pub fn flags(&self) -> Flags {
        Flags::when(Flags::TYPED, !self.field.is_empty())
    }

    /// What a scan does here.
    pub fn on_scan(&self) -> OnScan {
        OnScan::Ticket
    }

    /// Does a command; none where it does not know it.
    pub fn command(&mut self, command: Command, _counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => Some(Go::Back),
            Command::ExactCash | Command::Cash | Command::Card | Command::Mobile | Command::Transfer => {
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key) -> Go {
        self.field.key(key);
        Go::Stay
    }

    /// Takes the answer to a job; none where it is not its own.
    pub fn reply(&mut self, _id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Sold(sale) => Some(Go::Change(sale.clone())),
            _ => None,
        }
    }

    /// The field being typed in.
    pub fn field(&mut self) -> &mut Field {
        &mut self.field
    }

    /// Draws it; gives where the cursor stands.
    pub fn view(&self, _counter: &Counter, _paper: &mut Paper<'_>, _area: Rect) -> Option<Position> {
        None
    }
}
