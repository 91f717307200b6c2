//! What two tills changed at once and nobody has settled: Enter shows one. Must never settle anything.

use ratatui::layout::{Position, Rect};

use crate::protocol::feed::Conflict;
use crate::register::hub::state::{SyncAnswer, SyncJob};
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::hub_words::{conflict as words_of, moment};
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, List, Table};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Those that wait, and the chosen one.
#[derive(Debug)]
pub struct State {
    open: Vec<Conflict>,
    list: List,
    asked: Option<u64>,
}

/// The list.
pub fn open(counter: &mut Counter) -> State {
    let mut state = State {
        open: Vec::new(),
        list: List::default(),
        asked: None,
    };
    state.renew(counter);
    state
}

impl State {
    /// Looks again: one was settled, or one more has come.
    pub fn renew(&mut self, counter: &mut Counter) {
        self.asked = Some(counter.ask(Job::Sync(SyncJob::Conflicts)));
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Conflicts;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, !self.open.is_empty())
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let (rows, page) = (self.open.len(), list::page(counter.size.1, false));
        match command {
            Command::Back => Some(Go::Back),
            Command::Confirm => {
                let Some(at) = self.list.chosen(rows) else {
                    return Some(Go::Stay);
                };
                Some(Go::Conflict(Box::new(self.open[at].clone()), (at + 1, rows)))
            }
            _ => self.list.command(command, rows, page).then_some(Go::Stay),
        }
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, false);
        self.list.key(key, self.open.len(), page);
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        self.asked.take_if(|asked| *asked == id)?;
        let Answer::Sync(SyncAnswer::Conflicts(open)) = answer else {
            return None;
        };
        self.open.clone_from(open);
        Some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &counter.look.words;
        let columns = [
            Column::text(words.text("conflicts-column-what"), 12, 40),
            Column::text(words.text("conflicts-column-kind"), 8, 12).rank(3),
            Column::text(words.text("conflicts-column-fields"), 8, 24),
            Column::text(words.text("conflicts-column-till"), 4, 12).rank(2),
            Column::text(words.text("sync-column-when"), 5, 16).rank(1),
        ];
        let row = |at: usize| {
            let one = self.open.get(at)?;
            Some(vec![
                Cell::new(words_of::entity(one, counter)),
                Cell::new(words.text(words_of::kind(one.kind))),
                Cell::new(words_of::fields(one, words)).role(Role::Warn),
                Cell::new(one.terminal_name.clone()),
                Cell::new(moment(counter, one.at)).role(Role::Dim),
            ])
        };
        let empty = match counter.hub() {
            _ if self.asked.is_some() => "sync-asking",
            Some(_) => "conflicts-none",
            None => "sync-none",
        };
        let table = Table {
            title: &words.text("conflicts-title"),
            columns: &columns,
            sort: None,
            rows: self.open.len(),
            all: self.open.len(),
            filter: None,
            empty: &words.text(empty),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}
