//! What the keys do in the place below, from the table. Must never hold a key of its own.

use ratatui::layout::{Position, Rect};

use crate::lang::Words;
use crate::tui::called;
use crate::tui::command::{Command, Row, Scope, TABLE};
use crate::tui::counter::Counter;
use crate::tui::go::Go;
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::preview::{page, place};
use super::scroll::Scroll;

/// The widest that sentences are set.
const COLUMNS: u16 = 76;

/// The keys, in groups, and how far they are scrolled.
#[derive(Debug)]
pub struct State {
    groups: Vec<Group>,
    scroll: Scroll,
}

#[derive(Debug)]
struct Group {
    title: String,
    /// Keys and sentence.
    rows: Vec<(String, String)>,
}

/// The keys of that place.
pub fn open(look: &Look, scope: Scope) -> State {
    let words = &look.words;
    let mut rows: Vec<&Row> = Vec::new();
    for row in TABLE.iter().filter(|row| row.scopes.contains(&scope)) {
        let known = rows.iter().any(|known| known.command == row.command);
        if !known {
            rows.push(row);
        }
    }
    let keys = |row: &Row| {
        let keys = look.keymap.keys(row);
        // The second key of an arrow is the same everywhere, and long.
        let shown = if moves(row.command) { 1 } else { keys.len() };
        keys.iter()
            .take(shown)
            .map(|key| called::key(words, *key))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let group = |title: &'static str, own: &dyn Fn(&Row) -> bool| Group {
        title: words.text(title).into_owned(),
        rows: rows
            .iter()
            .filter(|row| own(row))
            .map(|row| (keys(row), sentence(words, row)))
            .collect(),
    };
    let keyless = |row: &Row| look.keymap.keys(row).is_empty();
    let groups = [
        group("help-here", &|row| {
            !keyless(row) && !moves(row.command) && !always(row.command)
        }),
        group("help-move", &|row| !keyless(row) && moves(row.command)),
        group("help-always", &|row| !keyless(row) && always(row.command)),
        group("help-by-name", &keyless),
    ];
    State {
        groups: groups
            .into_iter()
            .filter(|group| !group.rows.is_empty())
            .collect(),
        scroll: Scroll::default(),
    }
}

/// A command without a key is found by its name, so its name comes first.
fn sentence(words: &Words, row: &Row) -> String {
    let told = words.text(&row.help());
    if row.keys.is_empty() {
        format!("{}: {told}", words.text(row.label))
    } else {
        told.into_owned()
    }
}

fn moves(command: Command) -> bool {
    use Command::{Back, Down, PageDown, PageUp, Up};
    matches!(command, Up | Down | PageUp | PageDown | Back)
}

fn always(command: Command) -> bool {
    matches!(command, Command::Palette | Command::Help | Command::Quit)
}

impl Part for State {
    const SCOPE: Scope = Scope::Help;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        if matches!(command, Command::Back | Command::Confirm) {
            return Some(Go::Back);
        }
        let (columns, rows) = counter.size;
        let lines = self.lines(columns.min(COLUMNS).saturating_sub(4)).len();
        let page = page(rows.saturating_sub(3));
        self.scroll.command(command, lines, page).then_some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let columns = area.width.min(COLUMNS);
        let lines = self.lines(columns.saturating_sub(4));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let title = paper.look().words.text("help-title");
        let inside = paper.dialog(area, columns, rows, &title);
        let top = self.scroll.top(lines.len(), usize::from(inside.height));
        let indent = self.indent();
        for (y, line) in (inside.y..inside.bottom()).zip(&lines[top..]) {
            match line {
                Line::Title(title) => {
                    paper.text(inside.x, y, inside.width, title, Role::Title);
                }
                Line::Row(keys, told) => {
                    paper.text(inside.x, y, indent, keys, Role::Key);
                    paper.text(inside.x + indent, y, inside.width - indent, told, Role::Text);
                }
            }
        }
        place(paper, inside, top, lines.len());
        None
    }
}

impl State {
    fn indent(&self) -> u16 {
        let keys = self.groups.iter().flat_map(|group| &group.rows);
        let widest = keys.map(|(keys, _)| width(keys)).max().unwrap_or(0);
        (widest + 2).min(14)
    }

    fn lines(&self, columns: u16) -> Vec<Line<'_>> {
        let indent = self.indent();
        let mut lines = Vec::new();
        for group in &self.groups {
            if !lines.is_empty() {
                lines.push(Line::Title(""));
            }
            lines.push(Line::Title(&group.title));
            for (keys, told) in &group.rows {
                let told = wrap(told, columns.saturating_sub(indent));
                let keys = std::iter::once(keys.as_str()).chain(std::iter::repeat(""));
                lines.extend(keys.zip(told).map(|(keys, told)| Line::Row(keys, told)));
            }
        }
        lines
    }
}

enum Line<'a> {
    Title(&'a str),
    Row(&'a str, String),
}
