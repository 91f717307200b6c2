//! Before the store is open. Must never offer to sell.

use ratatui::layout::{Position, Rect};

use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Opening.
#[derive(Debug)]
pub struct State;

impl Part for State {
    const SCOPE: Scope = Scope::Opening;

    fn command(&mut self, _command: Command, _counter: &mut Counter) -> Option<Go> {
        None
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Refuse("scan-sign-in")
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let told = paper.look().words.text("opening");
        paper.text(area.x + 1, area.y + 1, area.width - 2, &told, Role::Text);
        None
    }
}
