//! One line to type in, inside a box. Must never read what was typed.

use ratatui::layout::{Position, Rect};

use crate::tui::field::Field;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::theme::Role;

/// Draws the label and what stands in the field, in the first row of `area`; gives where the cursor stands.
pub(super) fn line(paper: &mut Paper<'_>, area: Rect, label: &str, field: &Field) -> Position {
    labelled(paper, area, (label, area.width / 2), field)
}

/// The same with the label whole, however little room that leaves.
pub(super) fn whole(paper: &mut Paper<'_>, area: Rect, label: &str, field: &Field) -> Position {
    labelled(paper, area, (label, u16::MAX), field)
}

fn labelled(paper: &mut Paper<'_>, area: Rect, (label, most): (&str, u16), field: &Field) -> Position {
    let end = paper.text(area.x, area.y, width(label).min(most), label, Role::Text) + 1;
    let width = area.right().saturating_sub(end);
    field.view(paper, Rect::new(end, area.y, width, 1))
}

/// Draws a sentence from the first row of `area` on, as far as there is room.
pub(super) fn sentence(paper: &mut Paper<'_>, area: Rect, told: &str) {
    for (y, line) in (area.y..area.bottom()).zip(wrap(told, area.width)) {
        paper.text(area.x, y, area.width, &line, Role::Dim);
    }
}

/// The rows of `area` below its first `rows`.
pub(super) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}
