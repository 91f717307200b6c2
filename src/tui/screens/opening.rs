//! Before the store is open, and after it failed. Must never offer to sell.

use ratatui::layout::{Position, Rect};

use crate::tui::paper::{Paper, wrap};
use crate::tui::theme::Role;

/// Opening.
pub(super) fn view(paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
    let told = paper.look().words.text("opening");
    paper.text(area.x + 1, area.y + 1, area.width - 2, &told, Role::Text);
    None
}

/// Stopped: why, and that nothing shown as paid is lost.
pub(super) fn stopped(told: &str, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
    let words = &paper.look().words;
    let (title, kept) = (words.text("fault-title"), words.text("fault-sale-kept"));
    let mut y = area.y + 1;
    paper.text(area.x + 1, y, area.width - 2, &title, Role::Bad);
    y += 2;
    for text in [told, &kept] {
        for line in wrap(&crate::tui::counter::sentence(text), area.width - 2) {
            if y < area.bottom() {
                paper.text(area.x + 1, y, area.width - 2, &line, Role::Text);
                y += 1;
            }
        }
        y += 1;
    }
    None
}
