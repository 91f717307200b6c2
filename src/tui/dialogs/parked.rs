//! The tickets that were put aside, the newest first: Enter goes on with one. Must never lose the ticket in
//! hand for it.

use ratatui::layout::{Position, Rect};

use crate::domain::parked::ParkedBrief;
use crate::lang;
use crate::register::job::Job;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};

/// What is chosen.
#[derive(Debug, Default)]
pub struct State {
    list: List,
}

/// The page.
pub fn open() -> State {
    State::default()
}

/// Those that can be gone on with: all but the one in hand.
fn rows(counter: &Counter) -> Vec<&ParkedBrief> {
    let all = counter.desk.iter().flat_map(|desk| desk.parked.iter().rev());
    let in_hand = |brief: &&ParkedBrief| brief.id != counter.ticket.id || counter.ticket.lines.is_empty();
    all.filter(in_hand).collect()
}

impl Part for State {
    const SCOPE: Scope = Scope::Parked;

    fn flags(&self, counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, !rows(counter).is_empty())
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let rows = rows(counter);
        let (count, page) = (rows.len(), list::page(counter.size.1, false));
        let chosen = self.list.chosen(count).map(|row| rows[row].id);
        match (command, chosen) {
            (Command::Back, _) => return Some(Go::Back),
            (Command::Confirm, Some(id)) if counter.ticket.lines.is_empty() => {
                counter.ask(Job::Recall(id));
                return Some(Go::Sale { typed: String::new() });
            }
            (Command::Confirm, Some(id)) => return Some(Go::Park { then: Some(id) }),
            (Command::VoidParked, Some(id)) => return Some(Go::AskVoidParked(id)),
            _ => self.list.command(command, count, page).then_some(())?,
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let count = rows(counter).len();
        self.list.key(key, count, list::page(counter.size.1, false));
        Go::Stay
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let rows = rows(counter);
        let columns = [
            Column::text(words.text("parked-column-label"), 12, 40),
            Column::figure(words.text("parked-column-lines"), 3).rank(2),
            Column::figure(words.text("sale-column-amount"), 8),
            Column::text(words.text("parked-column-time"), 16, 18).rank(1),
            Column::text(words.text("parked-column-by"), 6, 14).rank(3),
        ];
        let row = |at: usize| -> Option<Line> {
            let brief = rows.get(at)?;
            let label = if brief.label.is_empty() {
                &brief.first
            } else {
                &brief.label
            };
            let by = counter.colleague(brief.by).map(|person| person.name.as_str());
            Some(vec![
                Cell::new(label),
                Cell::new(brief.lines.to_string()),
                Cell::new(look.figure(brief.total)),
                Cell::new(lang::moment(look.lang(), brief.time)),
                Cell::new(by.unwrap_or_default()),
            ])
        };
        let table = Table {
            title: &words.text("parked-title"),
            columns: &columns,
            sort: None,
            rows: rows.len(),
            all: rows.len(),
            filter: None,
            empty: &words.text("parked-empty"),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}
