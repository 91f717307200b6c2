//! A list on paper: title and count, filter, heads, rows, how far it is scrolled. Must never cut a figure,
//! nor write outside its area.

use ratatui::layout::{Position, Rect};

use crate::tui::paper::{Paper, width, wrap};
use crate::tui::theme::Role;

use super::columns::{Place, places};
use super::{Line, List, Table};

/// Lines above the rows: title and heads.
const ABOVE: u16 = 2;

/// Rows seen in an area of that height.
pub(super) fn room(height: u16, filtered: bool) -> u16 {
    height.saturating_sub(ABOVE + u16::from(filtered)).max(1)
}

impl List {
    /// Draws it over the whole of `area`; gives where the cursor stands, if it has a field.
    pub fn view(&self, table: &Table<'_>, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        paper.clear(area);
        let area = area.intersection(paper.area());
        if area.width < 4 || area.height < ABOVE + 1 {
            return None;
        }
        title(table, paper, area);
        // The last column shows how far the list is scrolled, and stands apart from the figures.
        let inside = Rect::new(area.x + 1, area.y, area.width - 3, area.height);
        let cursor = table.filter.map(|filter| field(filter, paper, inside));
        let page = room(area.height, table.filter.is_some());
        let rows = Rect::new(inside.x, area.bottom() - page, inside.width, page);
        if table.rows == 0 {
            for (y, line) in (rows.y..rows.bottom()).zip(wrap(table.empty, rows.width)) {
                paper.text(rows.x, y, rows.width, &line, Role::Dim);
            }
            return cursor;
        }
        let window = self.window(table.rows, usize::from(page));
        let lines: Vec<Option<Line>> = window.clone().map(table.row).collect();
        let places = places(table.columns, table.sort, &lines, rows.width);
        heads(table, &places, paper, rows);
        for (y, (at, line)) in (rows.y..rows.bottom()).zip(window.clone().zip(&lines)) {
            match line {
                Some(line) => row(table, &places, line, paper, (rows, y)),
                None => {
                    let dots = paper.look().glyphs.dot.repeat(3);
                    paper.text(rows.x, y, rows.width, &dots, Role::Dim);
                }
            }
            if self.chosen(table.rows) == Some(at) {
                paper.select(Rect::new(area.x, y, area.width - 1, 1));
            }
        }
        let edge = Rect::new(area.right() - 1, rows.y, 1, page);
        thumb(paper, edge, (window.start, window.len(), table.rows));
        cursor
    }
}

/// What the page is called, and how many rows there are.
fn title(table: &Table<'_>, paper: &mut Paper<'_>, area: Rect) {
    let look = paper.look();
    let count = if table.rows == table.all {
        crate::lang::number(look.lang(), (table.all as u64).into())
    } else {
        let values = [("shown", table.rows.into()), ("all", table.all.into())];
        look.words.format("search-count", &values)
    };
    let end = area.right() - 1;
    let start = paper.right(end, area.y, area.width - 2, &count, Role::Dim);
    paper.text(
        area.x + 1,
        area.y,
        start.saturating_sub(area.x + 3),
        table.title,
        Role::Title,
    );
}

/// The filter under the title; gives where its cursor stands.
fn field((label, field): (&str, &crate::tui::field::Field), paper: &mut Paper<'_>, area: Rect) -> Position {
    let y = area.y + 1;
    let x = paper.text(area.x, y, area.width / 2, label, Role::Text) + 1;
    let width = area.right().saturating_sub(x + 1);
    field.view(paper, Rect::new(x, y, width, 1))
}

fn heads(table: &Table<'_>, places: &[Place], paper: &mut Paper<'_>, rows: Rect) {
    let y = rows.y - 1;
    for place in places {
        let column = &table.columns[place.column];
        let mark = match table.sort.filter(|sort| sort.column == place.column) {
            Some(sort) if sort.down => " v",
            Some(_) => " ^",
            None => "",
        };
        let head = format!("{}{mark}", column.head);
        let x = rows.x + place.x;
        if column.figure {
            paper.right(x + place.width, y, place.width, &head, Role::Dim);
        } else {
            paper.text(x, y, place.width, &head, Role::Dim);
        }
    }
}

fn row(table: &Table<'_>, places: &[Place], line: &Line, paper: &mut Paper<'_>, (rows, y): (Rect, u16)) {
    for (place, cell) in places
        .iter()
        .filter_map(|place| Some((place, line.get(place.column)?)))
    {
        let x = rows.x + place.x;
        if !table.columns[place.column].figure {
            paper.text(x, y, place.width, &cell.text, cell.role);
        } else if width(&cell.text) <= place.width {
            paper.right(x + place.width, y, place.width, &cell.text, cell.role);
        } else {
            // A part of a figure is another figure.
            paper.repeat(x, y, place.width, "#", cell.role);
        }
    }
}

/// At the right edge, which part of a long list is seen.
fn thumb(paper: &mut Paper<'_>, edge: Rect, (top, seen, rows): (usize, usize, usize)) {
    if seen >= rows || edge.height == 0 {
        return;
    }
    let height = usize::from(edge.height);
    let long = (height * seen / rows).clamp(1, height);
    let start = (height - long) * top / (rows - seen);
    let (start, long) = (start as u16, long as u16);
    let glyphs = paper.look().glyphs;
    for y in edge.top()..edge.bottom() {
        let on = (start..start + long).contains(&(y - edge.y));
        let mark = if on { glyphs.block } else { glyphs.vertical };
        paper.repeat(edge.x, y, 1, mark, Role::Dim);
    }
}
