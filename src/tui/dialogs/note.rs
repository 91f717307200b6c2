//! A note on a line or on the whole ticket, printed on the receipt. Must never be more than one line.

use ratatui::layout::{Position, Rect};

use crate::domain::ticket::NOTE_LETTERS;
use crate::lang::Value;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::field::Field;
use crate::tui::go::Go;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::entry;

/// What it is written on, and what was typed for each.
#[derive(Debug)]
pub struct State {
    line: Option<usize>,
    on_ticket: bool,
    fields: [Field; 2],
}

/// Asks for the note on that line, or on the ticket where there is none; an arrow goes from one to the other.
pub fn open(line: Option<usize>, counter: &Counter) -> State {
    let on_line = line.and_then(|line| counter.ticket.lines.get(line));
    let on_line = on_line.map_or("", |line| line.good.note.as_str());
    State {
        line,
        on_ticket: line.is_none(),
        fields: [on_line, counter.ticket.note.as_str()].map(|note| Field::new(NOTE_LETTERS).with(note)),
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Note;

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => return Some(Go::Back),
            Command::Up | Command::Down => self.on_ticket = !self.on_ticket || self.line.is_none(),
            Command::Confirm => {
                let line = self.line.filter(|_| !self.on_ticket);
                let note = self.fields[usize::from(self.on_ticket)].text().to_owned();
                counter.write(line, &note);
                return Some(Go::Back);
            }
            _ => return None,
        }
        Some(Go::Stay)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.fields[usize::from(self.on_ticket)])
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        // A serial number is written down with the scanner.
        OnScan::Text
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &paper.look().words;
        let inside = paper.dialog(area, 64, 8, &words.text("note-title"));
        let line = self.line.filter(|_| !self.on_ticket);
        let of = match line.and_then(|line| Some((line, counter.ticket.lines.get(line)?))) {
            Some((at, line)) => {
                let values = [
                    ("line", Value::from((at + 1) as u64)),
                    ("name", Value::from(&line.good.name)),
                ];
                words.format("discount-on-line", &values)
            }
            None => words.text("discount-on-ticket").into_owned(),
        };
        paper.text(
            inside.x,
            inside.y,
            inside.width,
            &format!("< {of} >"),
            Role::Selected,
        );
        let field = &self.fields[usize::from(self.on_ticket)];
        let cursor = entry::line(paper, entry::below(inside, 2), &words.text("note-text"), field);
        entry::sentence(paper, entry::below(inside, 3), &words.text("note-hint"));
        Some(cursor)
    }
}
