//! The change in big figures, until the next scan or key begins the next sale. Must never be shown for a sale
//! that is not on disk.

use ratatui::layout::{Position, Rect};

use crate::domain::document::Sale;
use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::Paper;

/// The sale that was completed.
#[derive(Debug)]
pub struct State {
    sale: Box<Sale>,
}

/// The change of that sale; the counter begins the next ticket.
pub fn open(sale: Box<Sale>, counter: &mut Counter) -> State {
    counter.stock.clear();
    counter.begin();
    State { sale }
}

impl State {
    /// Does a command; none where it does not know it.
    pub fn command(&mut self, command: Command, _counter: &mut Counter) -> Option<Go> {
        match command {
            Command::NextSale => Some(Go::Sale { typed: String::new() }),
            Command::Receipt => Some(Go::Receipt(self.sale.clone())),
            _ => None,
        }
    }

    /// Takes a key that is no command: typing begins the next sale.
    pub fn key(&mut self, key: Key, _counter: &mut Counter) -> Go {
        match key {
            Key::Char(letter) => Go::Sale {
                typed: letter.to_string(),
            },
            _ => Go::Stay,
        }
    }

    /// Draws it; it has no cursor.
    pub fn view(&self, _counter: &Counter, _paper: &mut Paper<'_>, _area: Rect) -> Option<Position> {
        None
    }
}
