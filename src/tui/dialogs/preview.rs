//! A paper on the screen, as wide as a printer that fits there. Must never show more than its layout says.

use ratatui::layout::Rect;

use crate::devices::layout::{Layout, Row, Weight};
use crate::devices::text;
use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::theme::Role;

use super::scroll::Scroll;

/// Columns of the printers there are: 80 mm in two fonts, 58 mm.
const WIDTHS: [u16; 3] = [48, 42, 32];
/// Columns and rows of the box around a paper.
const FRAME: (u16, u16) = (4, 2);
/// Rows of the terminal that are header, message and footer.
const AROUND: u16 = 3;

/// A paper and how far it is scrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    title: String,
    layout: Layout,
    scroll: Scroll,
}

impl Preview {
    /// The top of a paper.
    pub fn new(title: String, layout: Layout) -> Preview {
        Preview {
            title,
            layout,
            scroll: Scroll::default(),
        }
    }

    /// What is shown, for the printer.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Scrolls, or closes on Enter and Esc; none where it does not know the command.
    pub fn command(&mut self, command: Command, counter: &Counter) -> Option<Go> {
        if matches!(command, Command::Back | Command::Confirm) {
            return Some(Go::Back);
        }
        let (columns, rows) = counter.size;
        let lines = self.lines(fitting(columns), counter.look.glyphs.ascii).len();
        let page = page(rows.saturating_sub(AROUND));
        self.scroll.command(command, lines, page).then_some(Go::Stay)
    }

    /// Draws it.
    pub fn view(&self, paper: &mut Paper<'_>, area: Rect) {
        let columns = fitting(area.width);
        let lines = self.lines(columns, paper.look().glyphs.ascii);
        let rows = u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(FRAME.1);
        let inside = paper.dialog(area, columns + FRAME.0, rows, &self.title);
        let page = usize::from(inside.height);
        let top = self.scroll.top(lines.len(), page);
        for (y, (line, role)) in (inside.y..inside.bottom()).zip(&lines[top..]) {
            paper.text(inside.x, y, inside.width, line, *role);
        }
        place(paper, inside, top, lines.len());
    }

    fn lines(&self, columns: u16, ascii: bool) -> Vec<(String, Role)> {
        let rows = self.layout.rows.iter().flat_map(|row| {
            let role = match row {
                Row::Centre(_, Weight::Strong) | Row::Pair(_, _, Weight::Strong) => Role::Strong,
                Row::Rule => Role::Dim,
                _ => Role::Text,
            };
            let alone = Layout {
                rows: vec![if ascii { spelt(row) } else { row.clone() }],
            };
            let lines = text::lines(&alone, usize::from(columns));
            lines.into_iter().map(move |line| (line, role))
        });
        rows.collect()
    }
}

/// A row without the sign that a plain font lacks: the currency by its code.
fn spelt(row: &Row) -> Row {
    let spelt = |text: &String| text.replace('€', "EUR");
    match row {
        Row::Centre(text, weight) => Row::Centre(spelt(text), *weight),
        Row::Left(text) => Row::Left(spelt(text)),
        Row::Pair(name, figure, weight) => Row::Pair(spelt(name), spelt(figure), *weight),
        other => other.clone(),
    }
}

/// At the foot of a box, how much of a long text has been seen.
pub fn place(paper: &mut Paper<'_>, inside: Rect, top: usize, lines: usize) {
    let page = usize::from(inside.height);
    if lines > page {
        let told = format!(" {}/{lines} ", (top + page).min(lines));
        paper.right(inside.right(), inside.bottom(), inside.width, &told, Role::Dim);
    }
}

/// Lines of a long text that are seen in a screen of that height.
pub fn page(rows: u16) -> usize {
    usize::from(rows.saturating_sub(FRAME.1))
}

fn fitting(columns: u16) -> u16 {
    let fits = |width: &&u16| **width + FRAME.0 <= columns;
    WIDTHS.iter().find(fits).copied().unwrap_or(WIDTHS[2])
}
