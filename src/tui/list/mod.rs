//! The one list of every page: what is chosen and how far it is scrolled, over rows that it does not hold.
//! Must never ask for a row that is not shown, so that half a million of them open at once.
//!
//! A page keeps a [`List`], gives it the arrows by [`List::key`] or [`List::command`], and draws it by
//! [`List::view`] with a [`Table`]: the columns, how many rows there are, and a closure that says what stands
//! on one row. Rows that are still on their way from the register are `None`, and [`List::window`] says which
//! ones to ask for.

mod columns;
mod view;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::command::Command;
use super::field::Field;
use super::key::Key;
use super::theme::Role;

pub use columns::{Column, Sort};

/// Rows of the terminal that belong to no page: header, message, footer.
const AROUND: u16 = 3;

/// What is chosen and what is seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    chosen: usize,
    top: usize,
}

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    role: Role,
}

/// What stands on one row, in the order of the columns; a cell that is missing is empty.
pub type Line = Vec<Cell>;

/// What there is to show.
pub struct Table<'a> {
    /// What the page is called.
    pub title: &'a str,
    /// The columns.
    pub columns: &'a [Column],
    /// Which of them the rows are in order of.
    pub sort: Option<Sort>,
    /// Rows in the list now.
    pub rows: usize,
    /// Rows without the filter; the same where nothing is filtered.
    pub all: usize,
    /// What says which rows are wanted: its label, and the field.
    pub filter: Option<(&'a str, &'a Field)>,
    /// What to say where there is no row: what to do now.
    pub empty: &'a str,
    /// What stands on a row; `None` while it is on its way.
    pub row: &'a dyn Fn(usize) -> Option<Line>,
}

impl Cell {
    /// Text in the ordinary role.
    pub fn new(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            role: Role::Text,
        }
    }

    /// The same cell in another role. The word itself must say what the colour says.
    #[must_use]
    pub fn role(mut self, role: Role) -> Cell {
        self.role = role;
        self
    }
}

impl List {
    /// The chosen row; none in a list without rows.
    pub fn chosen(&self, rows: usize) -> Option<usize> {
        (rows > 0).then(|| self.chosen.min(rows.saturating_sub(1)))
    }

    /// Chooses a row; it is scrolled to where it is drawn.
    pub fn choose(&mut self, row: usize) {
        self.chosen = row;
    }

    /// Back to the first row: another filter, another order.
    pub fn reset(&mut self) {
        *self = List::default();
    }

    /// Moves by a command of the table; false where it moves nothing in any list.
    pub fn command(&mut self, command: Command, rows: usize, page: usize) -> bool {
        match command {
            Command::Up => self.step(-1, rows, page),
            Command::Down => self.step(1, rows, page),
            Command::PageUp => self.step(-(page.max(2) as isize - 1), rows, page),
            Command::PageDown => self.step(page.max(2) as isize - 1, rows, page),
            _ => return false,
        }
        true
    }

    /// Moves by a key that is no command; false where it means nothing to a list.
    pub fn key(&mut self, key: Key, rows: usize, page: usize) -> bool {
        match key {
            Key::Home => self.step(isize::MIN, rows, page),
            Key::End => self.step(isize::MAX, rows, page),
            Key::Up => self.step(-1, rows, page),
            Key::Down => self.step(1, rows, page),
            Key::PageUp => return self.command(Command::PageUp, rows, page),
            Key::PageDown => return self.command(Command::PageDown, rows, page),
            _ => return false,
        }
        true
    }

    fn step(&mut self, by: isize, rows: usize, page: usize) {
        let now = self.chosen.min(rows.saturating_sub(1));
        self.chosen = now.saturating_add_signed(by).min(rows.saturating_sub(1));
        self.top = self.window(rows, page).start;
    }

    /// The rows that are seen on a page of so many: the chosen one is among them, and none beyond the end.
    pub fn window(&self, rows: usize, page: usize) -> Range<usize> {
        let page = page.max(1);
        let chosen = self.chosen.min(rows.saturating_sub(1));
        let last_top = rows.saturating_sub(page);
        let needed = (chosen + 1).saturating_sub(page);
        let top = self.top.clamp(needed, chosen).min(last_top);
        top..(top + page).min(rows)
    }
}

/// Rows seen on a page that has the whole of a terminal of that many lines.
pub fn page(lines: u16, filtered: bool) -> usize {
    usize::from(view::room(lines.saturating_sub(AROUND), filtered))
}
