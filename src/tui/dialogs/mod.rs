//! The dialogs: one file each, a closed set, on top of a screen. Must never know a screen.

pub mod ask;
pub mod explain;
pub mod help;
pub mod new_product;
pub mod notice;
pub mod palette;
pub mod preview;
pub mod quantity;
pub mod receipt;
pub mod report;
pub mod scroll;

use ratatui::layout::{Position, Rect};

use crate::register::reply::Answer;

use super::command::{Command, Scope};
use super::counter::Counter;
use super::field::Field;
use super::flags::Flags;
use super::go::Go;
use super::key::Key;
use super::paper::Paper;
use super::screens::OnScan;

/// What stands on top of a screen.
#[derive(Debug)]
pub enum Dialog {
    /// A question with Enter for yes and Esc for no.
    Ask(ask::State),
    /// The quantity of a line.
    Quantity(quantity::State),
    /// What the keys do.
    Help(help::State),
    /// Every command by its name.
    Palette(palette::State),
    /// A receipt.
    Receipt(receipt::State),
    /// An X or a Z.
    Report(report::State),
    /// The form of a new product.
    NewProduct(new_product::State),
    /// Something that must be read.
    Notice(notice::State),
}

impl Dialog {
    /// Its place in the table.
    pub fn scope(&self) -> Scope {
        match self {
            Dialog::Ask(_) => Scope::Ask,
            Dialog::Quantity(_) => Scope::Quantity,
            Dialog::Help(_) => Scope::Help,
            Dialog::Palette(_) => Scope::Palette,
            Dialog::Receipt(_) => Scope::Receipt,
            Dialog::Report(_) => Scope::Report,
            Dialog::NewProduct(_) => Scope::NewProduct,
            Dialog::Notice(_) => Scope::Notice,
        }
    }

    /// What is the case in it.
    pub fn flags(&self, _counter: &Counter) -> Flags {
        match self {
            Dialog::NewProduct(state) => state.flags(),
            _ => Flags::NONE,
        }
    }

    /// Does a command; none where it does not know it.
    pub fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match self {
            Dialog::Ask(state) => state.command(command, counter),
            Dialog::Quantity(state) => state.command(command, counter),
            Dialog::Help(state) => state.command(command, counter),
            Dialog::Palette(state) => state.command(command, counter),
            Dialog::Receipt(state) => state.command(command, counter),
            Dialog::Report(state) => state.command(command, counter),
            Dialog::NewProduct(state) => state.command(command, counter),
            Dialog::Notice(state) => state.command(command),
        }
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key) -> Go {
        match self {
            Dialog::Quantity(state) => state.key(key),
            Dialog::Palette(state) => state.key(key),
            Dialog::NewProduct(state) => state.key(key),
            Dialog::Ask(_) | Dialog::Help(_) | Dialog::Receipt(_) | Dialog::Report(_) | Dialog::Notice(_) => {
                Go::Stay
            }
        }
    }

    /// Takes the answer to a job; none where it is not its own.
    pub fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        match self {
            Dialog::NewProduct(state) => state.reply(id, answer, counter),
            _ => None,
        }
    }

    /// The field being typed in.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Dialog::Quantity(state) => Some(state.field()),
            Dialog::Palette(state) => Some(state.field()),
            Dialog::NewProduct(state) => state.field(),
            Dialog::Ask(_) | Dialog::Help(_) | Dialog::Receipt(_) | Dialog::Report(_) | Dialog::Notice(_) => {
                None
            }
        }
    }

    /// What a scan does here: it reaches the ticket from all that ask for no text.
    pub fn on_scan(&self) -> OnScan {
        match self {
            Dialog::Help(_) | Dialog::Palette(_) | Dialog::Receipt(_) | Dialog::Report(_) => OnScan::Ticket,
            Dialog::NewProduct(state) => state.on_scan(),
            Dialog::Ask(_) | Dialog::Notice(_) => OnScan::Refuse("scan-question"),
            Dialog::Quantity(_) => OnScan::Refuse("scan-quantity"),
        }
    }

    /// Draws it over the screen; gives where the cursor stands.
    pub fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        match self {
            Dialog::Ask(state) => state.view(paper, area),
            Dialog::Quantity(state) => state.view(counter, paper, area),
            Dialog::Help(state) => state.view(paper, area),
            Dialog::Palette(state) => state.view(paper, area),
            Dialog::Receipt(state) => state.view(paper, area),
            Dialog::Report(state) => state.view(paper, area),
            Dialog::NewProduct(state) => state.view(counter, paper, area),
            Dialog::Notice(state) => state.view(paper, area),
        }
    }
}
