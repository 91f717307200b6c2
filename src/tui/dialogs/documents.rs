//! The documents of a day, a period or a product, the newest first; Enter shows one. Must never hold more of
//! them than are seen and their neighbours.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::domain::period::Named;
use crate::lang;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::desk::{Ask, ListRows};
use crate::register::reports::documents::{DocumentRow, Documents, Which};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, List, Table};
use crate::tui::look::Look;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

use super::reports;

/// Rows kept at most; the farther ones are read again when they are seen again.
const KEPT: usize = 2_000;

/// A list of documents and the rows of it that are here.
#[derive(Debug)]
pub struct State {
    which: Which,
    /// What the product of the list is called.
    product: Option<String>,
    found: Option<Documents>,
    /// The question that is out, and how far its answer is.
    waiting: Option<(u64, u64, u64)>,
    rows: BTreeMap<usize, DocumentRow>,
    list: List,
}

/// Asks for the list.
pub fn open(which: Which, counter: &mut Counter) -> State {
    let id = counter.ask(Job::Report(Ask::Documents(which.clone())));
    let product = which.sku.as_ref().map(|sku| {
        let row = counter.catalogue.by_sku(sku.as_str());
        row.map_or_else(
            || sku.to_string(),
            |row| counter.catalogue.get(row).name.to_owned(),
        )
    });
    State {
        which,
        product,
        found: None,
        waiting: Some((id, 0, 0)),
        rows: BTreeMap::new(),
        list: List::default(),
    }
}

impl State {
    fn count(&self) -> usize {
        self.found.as_ref().map_or(0, Documents::count)
    }

    fn window(&self, counter: &Counter) -> Range<usize> {
        self.list.window(self.count(), list::page(counter.size.1, false))
    }

    /// Asks for the rows that are seen and not here, with a page before and after.
    fn fetch(&mut self, counter: &mut Counter) {
        let seen = self.window(counter);
        let Some(of) = self
            .found
            .clone()
            .filter(|_| !seen.clone().all(|at| self.rows.contains_key(&at)))
        else {
            return;
        };
        if self.rows.len() > KEPT {
            self.rows.clear();
        }
        let first = seen.start.saturating_sub(seen.len());
        let count = seen.len() * 3;
        let ask = Ask::Rows(ListRows { of, first, count });
        let id = counter.ask(Job::Report(ask));
        self.waiting = Some((id, 0, 0));
    }

    fn columns(&self, look: &Look) -> Vec<Column> {
        let head = |key: &str| look.words.text(key).into_owned();
        let mut columns = vec![
            Column::text(head("report-column-document"), 10, 16),
            Column::text(head("report-column-date"), 11, 11).rank(3),
            Column::text(head("report-column-time"), 5, 5),
            Column::text(head("report-column-cashier"), 8, 24).rank(4),
            Column::figure(head("report-column-lines"), 5).rank(5),
            Column::figure(head("report-column-total"), 8),
        ];
        if self.which.sku.is_some() {
            columns.push(Column::figure(head("report-column-quantity"), 6).rank(1));
            columns.push(Column::figure(head("report-column-net"), 8).rank(2));
        }
        columns
    }
}

fn cells(row: &DocumentRow, look: &Look) -> Vec<Cell> {
    let mut number = row.number.to_string();
    if row.is_return {
        number = format!("{number} {}", look.words.text("report-return"));
    }
    let mut cells = vec![
        Cell::new(number),
        Cell::new(lang::date(look.lang(), row.time.date())),
        Cell::new(lang::time(row.time.time())),
        Cell::new(row.cashier.clone()),
        Cell::new(row.lines.to_string()),
        Cell::new(look.figure(row.total)),
    ];
    if let Some((quantity, net)) = row.of {
        cells.push(Cell::new(look.quantity(quantity, "ea")));
        cells.push(Cell::new(look.figure(net)));
    }
    cells
}

impl Part for State {
    const SCOPE: Scope = Scope::Documents;

    fn flags(&self, counter: &Counter) -> Flags {
        let chosen = self.list.chosen(self.count());
        let here = chosen.is_some_and(|at| self.rows.contains_key(&at));
        let open = counter.flags();
        open.and(Flags::when(Flags::CHOSEN, here))
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        match command {
            Command::Back => {
                if self.waiting.take().is_some() {
                    counter.ask(Job::StopReport);
                }
                return Some(Go::Back);
            }
            Command::OpenRow => {
                let chosen = self.list.chosen(self.count());
                if let Some(row) = chosen.and_then(|at| self.rows.get(&at)) {
                    counter.ask(Job::Receipt(Some(row.number.clone())));
                }
                return Some(Go::Stay);
            }
            moves => {
                let page = list::page(counter.size.1, false);
                if !self.list.command(moves, self.count(), page) {
                    return None;
                }
            }
        }
        self.fetch(counter);
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, false);
        if self.list.key(key, self.count(), page) {
            self.fetch(counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        if self.waiting.is_none_or(|(own, _, _)| own != id) {
            return None;
        }
        match answer {
            Answer::Progress(done, all) => self.waiting = Some((id, *done, *all)),
            Answer::Documents(found) => {
                self.waiting = None;
                self.found = Some(found.clone());
                self.fetch(counter);
            }
            Answer::DocumentRows(first, rows) => {
                self.waiting = None;
                self.rows.extend((*first..).zip(rows.iter().cloned()));
            }
            _ => {
                self.waiting = None;
                return None;
            }
        }
        Some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let today = reports::today(counter);
        let period = self.which.period;
        let named = Named::ALL.into_iter().find(|name| name.period(today) == period);
        let mut title = reports::period_text(period, named, look);
        if let Some(product) = &self.product {
            title = format!("{product} {} {title}", look.glyphs.dot);
        }
        let columns = self.columns(look);
        let row = |at: usize| self.rows.get(&at).map(|row| cells(row, look));
        let empty = match self.waiting {
            Some((_, done, all)) => reports::progress(done, all, look),
            None => look.words.text("report-empty").into_owned(),
        };
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.count(),
            all: self.count(),
            filter: None,
            empty: &empty,
            row: &row,
        };
        let cursor = self.list.view(&table, paper, area);
        if self.count() == 0 && self.waiting.is_some() {
            paper.mark(Rect::new(area.x, area.y + 2, area.width, 1), Role::Warn);
        }
        cursor
    }
}
