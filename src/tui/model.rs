//! Everything the screens know: what they share, the screen, the dialogs on it. Must never be changed but by
//! `update`.

use super::command::Scope;
use super::counter::Counter;
use super::dialogs::Dialog;
use super::flags::Flags;
use super::input::Moment;
use super::look::Look;
use super::screens::{Screen, first_run, opening, stopped};

/// Fewest columns and rows that the screens are drawn in.
pub const SMALLEST: (u16, u16) = (40, 15);

/// The whole state.
#[derive(Debug)]
pub struct Model {
    /// What all screens share.
    pub counter: Counter,
    /// The screen.
    pub screen: Screen,
    /// Dialogs on it, the last on top.
    pub dialogs: Vec<Dialog>,
}

impl Model {
    /// The model before the store is open.
    pub fn new(look: Look, size: (u16, u16), at: Moment) -> Model {
        Model {
            counter: Counter::new(look, size, at),
            screen: Screen::Opening(opening::State),
            dialogs: Vec::new(),
        }
    }

    /// The model where there is no store to open yet.
    pub fn first(look: Look, size: (u16, u16), at: Moment, start: first_run::Start) -> Model {
        let counter = Counter::new(look, size, at);
        Model {
            screen: Screen::FirstRun(first_run::open(start, &counter)),
            counter,
            dialogs: Vec::new(),
        }
    }

    /// Where a key arrives.
    pub fn scope(&self) -> Scope {
        self.dialogs
            .last()
            .map_or_else(|| self.screen.scope(), Dialog::scope)
    }

    /// What is the case there.
    pub fn flags(&self) -> Flags {
        let own = match self.dialogs.last() {
            Some(dialog) => dialog.flags(&self.counter),
            None => self.screen.flags(&self.counter),
        };
        self.counter.flags().and(own)
    }

    /// Nothing works any more but the way out: this is why.
    pub fn stop(&mut self, told: String) {
        self.dialogs.clear();
        self.screen = Screen::Stopped(stopped::open(told));
    }

    /// Whether the terminal is too small to draw in.
    pub fn too_small(&self) -> bool {
        let (columns, rows) = self.counter.size;
        columns < SMALLEST.0 || rows < SMALLEST.1
    }
}
