//! The ticket. Must never sell what it is not sure of, nor give a ticket up without being asked twice.

use ratatui::layout::{Position, Rect};

use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::theme::Role;

/// The scan field and what is chosen.
#[derive(Debug)]
pub struct State {
    field: Field,
}

/// The sale, with this text in the field.
pub fn open(typed: &str, _counter: &mut Counter) -> State {
    State {
        field: Field::new(60).with(typed),
    }
}

impl State {
    /// What is the case on it.
    pub fn flags(&self) -> Flags {
        Flags::when(Flags::TYPED, !self.field.is_empty())
    }

    /// The chosen line.
    pub fn chosen(&self, counter: &Counter) -> Option<usize> {
        counter.ticket.lines.len().checked_sub(1)
    }

    /// Does a command; none where it does not know it.
    pub fn command(&mut self, command: Command, _counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => self.field.clear(),
            Command::Pay => return Some(Go::Pay),
            Command::VoidTicket => return Some(Go::AskVoid),
            Command::Quantity => return Some(Go::Quantity),
            Command::Add | Command::Search | Command::VoidLine | Command::Up | Command::Down => {}
            _ => return None,
        }
        Some(Go::Stay)
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        self.field.key(key);
        Go::Stay
    }

    /// Takes a scanned code.
    pub fn scan(&mut self, code: &str, _counter: &mut Counter) {
        self.field.insert(code);
    }

    /// Takes the answer to a job; none where it is not its own.
    pub fn reply(&mut self, _id: u64, _counter: &mut Counter) -> Option<Go> {
        None
    }

    /// The field being typed in.
    pub fn field(&mut self) -> &mut Field {
        &mut self.field
    }

    /// Draws it; gives where the cursor stands.
    pub fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let label = paper.look().words.text("sale-code-or-name");
        let y = area.bottom() - 1;
        let end = paper.text(1, y, width(&label), &label, Role::Text) + 1;
        paper.text(end, y, area.right() - end, self.field.text(), Role::Strong);
        let cursor = u16::try_from(self.field.cursor()).unwrap_or(0);
        Some(Position::new(end + cursor, y))
    }
}
