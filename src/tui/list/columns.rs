//! Which columns have room, and where they stand. Must never give a figure fewer columns than it takes.

use crate::tui::paper::width;

use super::Line;

/// Blanks between two columns.
const GAP: u16 = 2;

/// One column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub(super) head: String,
    pub(super) least: u16,
    pub(super) most: u16,
    pub(super) figure: bool,
    pub(super) rank: u8,
}

/// By which column the rows are in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Its place among the columns.
    pub column: usize,
    /// Whether the greatest comes first.
    pub down: bool,
}

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) column: usize,
    pub(super) x: u16,
    pub(super) width: u16,
}

impl Column {
    /// A column of words, from the left: at least and at most so many columns wide.
    pub fn text(head: impl Into<String>, least: u16, most: u16) -> Column {
        let head = head.into();
        let least = least.max(width(&head));
        Column {
            least,
            most: most.max(least),
            head,
            figure: false,
            rank: 0,
        }
    }

    /// A column of figures, to the right: as wide as its widest, at least so many columns.
    pub fn figure(head: impl Into<String>, least: u16) -> Column {
        let head = head.into();
        let least = least.max(width(&head));
        Column {
            least,
            most: least,
            head,
            figure: true,
            rank: 0,
        }
    }

    /// The rank at which it is left out where there is no room: the highest goes first, 0 always stays.
    #[must_use]
    pub fn rank(mut self, rank: u8) -> Column {
        self.rank = rank;
        self
    }

    /// What stands above it.
    pub fn head(&self) -> &str {
        &self.head
    }

    fn needs(&self, at: usize, lines: &[Option<Line>], sorted: bool) -> u16 {
        let head = width(&self.head) + if sorted { 2 } else { 0 };
        let least = self.least.max(head);
        if !self.figure {
            return least;
        }
        least.max(widest(at, lines))
    }
}

/// Columns of the widest cell that is shown of a column.
fn widest(at: usize, lines: &[Option<Line>]) -> u16 {
    let cells = lines.iter().flatten().filter_map(|line| line.get(at));
    cells.map(|cell| width(&cell.text)).max().unwrap_or(0)
}

/// The columns that have room in so many, from the left, with the figures as wide as those shown.
pub(super) fn places(
    columns: &[Column],
    sort: Option<Sort>,
    lines: &[Option<Line>],
    room: u16,
) -> Vec<Place> {
    let sorted = |at| sort.is_some_and(|sort| sort.column == at);
    let mut kept: Vec<(usize, u16)> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| (at, column.needs(at, lines, sorted(at))))
        .collect();
    while taken(&kept) > room.into() {
        let last = kept
            .iter()
            .enumerate()
            .filter(|(_, (at, _))| columns[*at].rank > 0)
            .max_by_key(|(place, (at, _))| (columns[*at].rank, *place));
        let Some((place, _)) = last else { break };
        kept.remove(place);
    }
    squeeze(columns, &mut kept, room);
    stretch(columns, &mut kept, lines, room);
    let mut x = 0;
    let mut places = Vec::with_capacity(kept.len());
    for (column, width) in kept {
        places.push(Place { column, x, width });
        x += width + GAP;
    }
    places
}

fn taken(kept: &[(usize, u16)]) -> u32 {
    let gaps = u32::from(GAP) * (kept.len().saturating_sub(1) as u32);
    kept.iter().map(|(_, width)| u32::from(*width)).sum::<u32>() + gaps
}

/// Where even what always stays has no room, words give way to figures.
fn squeeze(columns: &[Column], kept: &mut Vec<(usize, u16)>, room: u16) {
    let words = kept.iter_mut().filter(|(at, _)| !columns[*at].figure);
    for at in words.map(|(at, _)| *at).collect::<Vec<_>>() {
        let over = u16::try_from(taken(kept).saturating_sub(room.into())).unwrap_or(u16::MAX);
        if let Some((_, width)) = kept.iter_mut().find(|(own, _)| *own == at) {
            *width -= over.min(width.saturating_sub(1));
        }
    }
    while taken(kept) > room.into() && kept.len() > 1 {
        kept.pop();
    }
}

/// What room is left goes to words, those that stay longest first: until what is shown stands whole, and then
/// until a column is as wide as it may be.
fn stretch(columns: &[Column], kept: &mut [(usize, u16)], lines: &[Option<Line>], room: u16) {
    let mut left = u16::try_from(u32::from(room).saturating_sub(taken(kept))).unwrap_or(0);
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|place| columns[kept[*place].0].rank);
    for whole in [true, false] {
        for place in &order {
            let (at, width) = &mut kept[*place];
            let most = columns[*at].most;
            let wanted = if whole { widest(*at, lines).min(most) } else { most };
            let more = wanted.saturating_sub(*width).min(left);
            *width += more;
            left -= more;
        }
    }
}
