//! After the disk or the store failed: why, and that nothing shown as paid is lost. Must never offer to sell.

use ratatui::layout::{Position, Rect};

use crate::tui::command::{Command, Scope};
use crate::tui::counter::{Counter, sentence};
use crate::tui::go::Go;
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The sentence.
#[derive(Debug)]
pub struct State {
    told: String,
}

/// Stopped by that.
pub fn open(told: String) -> State {
    State { told }
}

impl State {
    /// Why nothing works any more.
    pub fn told(&self) -> &str {
        &self.told
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Stopped;

    fn command(&mut self, _command: Command, _counter: &mut Counter) -> Option<Go> {
        None
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-stopped")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let (title, kept) = (words.text("fault-title"), words.text("fault-sale-kept"));
        let mut y = area.y + 1;
        paper.text(area.x + 1, y, area.width - 2, &title, Role::Bad);
        y += 2;
        for text in [self.told.as_str(), &kept] {
            for line in wrap(&sentence(text), area.width - 2) {
                if y < area.bottom() {
                    paper.text(area.x + 1, y, area.width - 2, &line, Role::Text);
                    y += 1;
                }
            }
            y += 1;
        }
        None
    }
}
