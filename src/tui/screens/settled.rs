//! What the pictures of a finished sale and a finished return share: two columns of figures, and one amount
//! as large as there is room. Must never know whose figures they are.

use ratatui::layout::Rect;

use crate::domain::money::Money;
use crate::tui::figures::{self, big};
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::paper::{Paper, width};
use crate::tui::theme::Role;

/// What is typed begins the next sale.
pub(super) fn typed(key: Key) -> Go {
    match key {
        Key::Char(letter) => Go::Sale {
            typed: letter.to_string(),
        },
        _ => Go::Stay,
    }
}

/// The two columns at the top, below a rule where there is room for one.
pub(super) fn columns(area: Rect, paper: &mut Paper<'_>) -> (Rect, Rect) {
    let tall = area.height >= 17;
    if tall {
        paper.rule(area.x, area.y, area.width);
    }
    let top = area.y + u16::from(tall);
    let left = Rect::new(area.x + 1, top, (area.width - 4) / 2, 4);
    let x = left.right() + 2;
    (left, Rect::new(x, top, area.right() - 1 - x, 4))
}

/// The word in the middle of the rows from `below` to before `last`, and under it the amount.
pub(super) fn headline(
    paper: &mut Paper<'_>,
    area: Rect,
    (below, last): (u16, u16),
    (title, amount): (&str, Option<Money>),
) {
    let room = last.saturating_sub(below);
    let y = below + room.saturating_sub(figures::ROWS + 2) / 2;
    let area = Rect::new(area.x + 1, y, area.width - 2, last - y);
    let x = area.x + area.width.saturating_sub(width(title)) / 2;
    paper.text(x, area.y, area.width, title, Role::Strong);
    if let Some(amount) = amount.filter(|_| area.height > 2) {
        let room = Rect::new(area.x, area.y + 2, area.width, area.height - 2);
        let figure = paper.look().figure(amount);
        big(paper, room, &figure);
    }
}
