//! What became of each entry at the hub, the newest first: all, or those that wait, are there or failed.
//! Must never change an entry.

use ratatui::layout::{Position, Rect};

use crate::register::hub::state::{Filter, Queue, QueueRow, Status, SyncAnswer, SyncJob};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::hub_words::{mended, moment, queue, standing};
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Entries asked for in one go.
const PAGE: usize = 100;
/// So many rows before the end of what has come, more is asked for.
const AHEAD: usize = 30;
/// Lines that the list keeps at least: title, heads and an entry.
const LIST: u16 = 3;

/// What has come, which of it is wanted, and what is chosen.
#[derive(Debug)]
pub struct State {
    filter: Filter,
    rows: Vec<QueueRow>,
    next: Option<(u16, u64)>,
    counts: [u64; 4],
    list: List,
    /// The question, and whether its answer goes behind what has come.
    asked: Option<(u64, bool)>,
    /// Something has changed since the question was asked.
    stale: bool,
    /// Whether the chosen entry stands open.
    open: bool,
}

/// The newest entries.
pub fn open(counter: &mut Counter) -> State {
    let mut state = State {
        filter: Filter::All,
        rows: Vec::new(),
        next: None,
        counts: [0; 4],
        list: List::default(),
        asked: None,
        stale: false,
        open: false,
    };
    state.ask(false, counter);
    state
}

impl State {
    fn ask(&mut self, more: bool, counter: &mut Counter) {
        let limit = if more { PAGE } else { self.rows.len().max(PAGE) };
        let job = SyncJob::Queue {
            filter: self.filter,
            before: self.next.filter(|_| more),
            limit,
        };
        self.asked = Some((counter.ask(Job::Sync(job)), more));
    }

    /// Looks again: something has become of an entry.
    pub fn renew(&mut self, counter: &mut Counter) {
        if self.asked.is_some() {
            self.stale = true;
        } else {
            self.ask(false, counter);
        }
    }

    fn take(&mut self, queue: &Queue, more: bool) {
        if more {
            self.rows.extend(queue.rows.iter().cloned());
        } else {
            let chosen = self.chosen().map(|row| row.at);
            self.rows.clone_from(&queue.rows);
            let again = chosen.and_then(|at| self.rows.iter().position(|row| row.at == at));
            if let Some(row) = again {
                self.list.choose(row);
            }
        }
        self.next = queue.next;
        self.counts = queue.counts;
    }

    fn chosen(&self) -> Option<&QueueRow> {
        self.rows.get(self.list.chosen(self.rows.len())?)
    }

    /// Asks for more where the end of what has come is near.
    fn go_on(&mut self, counter: &mut Counter) {
        let near = self.list.chosen(self.rows.len()).unwrap_or(0) + AHEAD >= self.rows.len();
        if near && self.next.is_some() && self.asked.is_none() {
            self.ask(true, counter);
        }
    }

    fn next_filter(&mut self, counter: &mut Counter) {
        self.filter = match self.filter {
            Filter::All => Filter::Waiting,
            Filter::Waiting => Filter::Failed,
            Filter::Failed => Filter::Synced,
            Filter::Synced => Filter::All,
        };
        self.rows.clear();
        self.list.reset();
        self.open = false;
        self.ask(false, counter);
    }

    fn all(&self) -> usize {
        let [pending, sending, synced, failed] = self.counts;
        let count = match self.filter {
            Filter::All => self.counts.iter().sum(),
            Filter::Waiting => pending + sending,
            Filter::Synced => synced + failed,
            Filter::Failed => failed,
        };
        usize::try_from(count).unwrap_or(usize::MAX).max(self.rows.len())
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::SyncQueue;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, !self.rows.is_empty())
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, false);
        match command {
            Command::Back if self.open => self.open = false,
            Command::Back => return Some(Go::Back),
            Command::Confirm => self.open = !self.open && !self.rows.is_empty(),
            Command::SyncFilter => self.next_filter(counter),
            Command::SyncNow => counter.sync_now(),
            Command::RetryFailed => counter.sync_again(),
            Command::Conflicts => return Some(Go::Conflicts),
            command => {
                if !self.list.command(command, self.rows.len(), page) {
                    return None;
                }
                self.go_on(counter);
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, false);
        if self.list.key(key, self.rows.len(), page) {
            self.go_on(counter);
        }
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        let (_, more) = self.asked.take_if(|(asked, _)| *asked == id)?;
        let Answer::Sync(SyncAnswer::Queue(queue)) = answer else {
            return None;
        };
        self.take(queue, more);
        if std::mem::take(&mut self.stale) {
            self.ask(false, counter);
        }
        Some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let (told, tone) = standing(counter);
        let wide = area.width.saturating_sub(2);
        let mut told: Vec<_> = wrap(&told, wide).into_iter().map(|line| (line, tone)).collect();
        let room = usize::from(area.height.saturating_sub(LIST));
        let mended = mended(counter).map(|mended| wrap(&mended, wide));
        // Whole or not at all: half a sentence says something else.
        if let Some(mended) = mended.filter(|mended| told.len() + mended.len() <= room) {
            told.extend(mended.into_iter().map(|line| (line, Role::Warn)));
        }
        let foot = u16::try_from(told.len().min(room)).unwrap_or(0);
        let list = Rect {
            height: area.height - foot,
            ..area
        };
        let columns = [
            Column::text(words.text("sync-column-when"), 5, 16),
            Column::text(words.text("sync-column-what"), 12, 26),
            Column::text(words.text("sync-column-which"), 10, 30).rank(2),
            Column::figure(words.text("sync-column-amount"), 8).rank(1),
            Column::text(words.text("sync-column-status"), 10, 26),
        ];
        let row = |at: usize| self.rows.get(at).map(|row| line(row, counter));
        let title = format!(
            "{} {} {}",
            words.text("sync-title"),
            look.glyphs.dot,
            words.text(queue::filter(self.filter))
        );
        let empty = match counter.hub() {
            _ if self.asked.is_some() => "sync-asking",
            Some(_) => queue::none(self.filter),
            None => "sync-none",
        };
        let table = Table {
            title: &title,
            columns: &columns,
            sort: None,
            rows: self.rows.len(),
            all: self.all(),
            filter: None,
            empty: &words.text(empty),
            row: &row,
        };
        self.list.view(&table, paper, list);
        if counter.hub().is_some() {
            for (y, (line, tone)) in (list.bottom()..area.bottom()).zip(&told) {
                paper.text(area.x + 1, y, wide, line, *tone);
            }
        }
        if let Some(row) = self.chosen().filter(|_| self.open) {
            detail(row, counter, paper, area);
        }
        None
    }
}

fn line(row: &QueueRow, counter: &Counter) -> Line {
    let look = &counter.look;
    let (status, tone) = queue::status(row, counter);
    vec![
        Cell::new(moment(counter, row.made)).role(Role::Dim),
        Cell::new(queue::kind(row, &look.words)),
        Cell::new(row.subject.clone()),
        Cell::new(row.amount.map_or_else(String::new, |amount| look.figure(amount))),
        Cell::new(status).role(tone),
    ]
}

/// One entry whole.
fn detail(row: &QueueRow, counter: &Counter, paper: &mut Paper<'_>, area: Rect) {
    let look = &counter.look;
    let words = &look.words;
    let columns = area.width.min(70);
    let mut lines = vec![(queue::kind(row, words), Role::Strong)];
    if !row.subject.is_empty() {
        lines.push((row.subject.clone(), Role::Text));
    }
    let (status, tone) = queue::status(row, counter);
    let mut facts = vec![
        ("sync-column-when", moment(counter, row.made), Role::Text),
        ("sync-column-status", status, tone),
        ("sync-entry", row.at.1.to_string(), Role::Dim),
    ];
    if let Some(amount) = row.amount {
        facts.insert(1, ("sync-column-amount", look.money(amount), Role::Text));
    }
    lines.extend(
        facts
            .into_iter()
            .map(|(key, value, role)| (format!("{}: {value}", words.text(key)), role)),
    );
    if let Status::Failed { reason, message } = &row.status {
        let told = queue::why(reason, message, words);
        let whole = words.format("sync-held-told", &[("why", told.into_owned().into())]);
        lines.push((String::new(), Role::Text));
        let wrapped = wrap(&whole, columns.saturating_sub(4));
        lines.extend(wrapped.into_iter().map(|line| (line, Role::Bad)));
    }
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inside = paper.dialog(area, columns, rows, &words.text("sync-detail"));
    for (y, (line, role)) in (inside.y..inside.bottom()).zip(&lines) {
        paper.text(inside.x, y, inside.width, line, *role);
    }
}
