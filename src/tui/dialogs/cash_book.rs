//! The cash moves and expenses of the open shift, the newest first: each can be undone by a counter-entry.
//! Must never delete one, nor tell what the drawer should hold.

use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use crate::devices::zed::move_key;
use crate::domain::cash::{CashMove, CashMoved, ExpensePaid};
use crate::domain::money::Money;
use crate::domain::permission::Permission;
use crate::domain::staff::PersonId;
use crate::lang;
use crate::register::job::{CashJob, Job};
use crate::register::reply::{Answer, CashDone};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::{Go, Undo};
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::look::Look;
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// The entries as the register listed them, and which is chosen.
#[derive(Debug)]
pub struct State {
    list: List,
    rows: Vec<Row>,
    asked: u64,
    come: bool,
}

/// One entry.
#[derive(Debug, Clone)]
struct Row {
    id: Uuid,
    what: String,
    /// What it did to the drawer; what was paid otherwise has its own amount and says so.
    amount: Money,
    otherwise: bool,
    reason: String,
    time: jiff::civil::DateTime,
    by: PersonId,
    expense: bool,
    stands: Stands,
}

/// Whether an entry counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Yes,
    /// Another took it back.
    Undone,
    /// It takes another back.
    Undoes,
}

/// Asks the register for them.
pub fn open(counter: &mut Counter) -> State {
    State {
        list: List::default(),
        rows: Vec::new(),
        asked: counter.ask(Job::Cash(CashJob::List, None)),
        come: false,
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::CashBook;

    fn flags(&self, _counter: &Counter) -> Flags {
        Flags::when(Flags::CHOSEN, self.chosen().is_some())
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let page = list::page(counter.size.1, false);
        match command {
            Command::Back => Some(Go::Back),
            Command::UndoCash => Some(self.undo(counter)),
            Command::CashIn => Some(Go::Cash(Some(CashMove::In))),
            Command::CashOut => Some(Go::Cash(Some(CashMove::Out))),
            Command::CashDrop => Some(Go::Cash(Some(CashMove::Drop))),
            Command::Expense => Some(Go::Cash(None)),
            _ => self
                .list
                .command(command, self.rows.len(), page)
                .then_some(Go::Stay),
        }
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, false);
        self.list.key(key, self.rows.len(), page);
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, counter: &mut Counter) -> Option<Go> {
        match answer {
            Answer::Cash(CashDone::List { moves, expenses }) if id == self.asked => {
                self.rows = rows(moves, expenses, &counter.look);
                self.come = true;
                Some(Go::Stay)
            }
            _ => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let words = &look.words;
        let columns = [
            Column::text(words.text("cash-column-time"), 5, 5),
            Column::text(words.text("cash-column-what"), 10, 26),
            Column::figure(words.text("cash-amount"), 8),
            Column::text(words.text("cash-reason"), 8, 40).rank(2),
            Column::text(words.text("cash-column-by"), 6, 14).rank(3),
            Column::text(words.text("cash-column-state"), 9, 9).rank(1),
        ];
        let row = |at: usize| self.rows.get(at).map(|row| line(row, counter, look));
        let empty = words.text("cash-book-empty");
        let table = Table {
            title: &words.text("cash-book-title"),
            columns: &columns,
            sort: None,
            rows: self.rows.len(),
            all: self.rows.len(),
            filter: None,
            empty: if self.come { &empty } else { "" },
            row: &row,
        };
        self.list.view(&table, paper, area)
    }
}

impl State {
    /// Looks again: something was recorded.
    pub fn renew(&mut self, counter: &mut Counter) {
        self.asked = counter.ask(Job::Cash(CashJob::List, None));
    }

    /// The chosen entry, where it can be undone.
    fn chosen(&self) -> Option<&Row> {
        let row = self.rows.get(self.list.chosen(self.rows.len())?)?;
        (row.stands == Stands::Yes).then_some(row)
    }

    /// Asks before it is undone, and before that somebody who may.
    fn undo(&self, counter: &mut Counter) -> Go {
        let Some(row) = self.chosen() else {
            let told = counter.look.words.text("cash-nothing-to-undo").into_owned();
            counter.say(Role::Warn, told);
            counter.bell();
            return Go::Stay;
        };
        let permission = if row.expense {
            Permission::Expense
        } else {
            Permission::CashMove
        };
        let values = [
            ("what", row.what.as_str().into()),
            ("amount", counter.look.money(row.amount.abs()).into()),
            ("time", lang::time(row.time.time()).into()),
        ];
        let words = &counter.look.words;
        if !counter.may(Some(permission)) && counter.approval(permission).is_none() {
            return Go::Allow {
                then: Command::UndoCash,
                permission,
                what: words.format("cash-undo-what", &values),
            };
        }
        Go::AskUndoCash(Box::new(Undo {
            id: row.id,
            question: words.format("cash-undo-ask", &values),
            permission,
        }))
    }
}

/// Moves and expenses in one list, the newest first.
fn rows(moves: &[CashMoved], expenses: &[ExpensePaid], look: &Look) -> Vec<Row> {
    let reversed: Vec<Uuid> = moves
        .iter()
        .filter_map(|one| one.reverses)
        .chain(expenses.iter().filter_map(|one| one.reverses))
        .collect();
    let stands = |id: &Uuid, reverses: Option<Uuid>| match reverses {
        Some(_) => Stands::Undoes,
        None if reversed.contains(id) => Stands::Undone,
        None => Stands::Yes,
    };
    let moves = moves.iter().map(|moved| Row {
        id: moved.id,
        what: look.words.text(move_key(moved.what)).into_owned(),
        amount: moved.in_drawer(),
        otherwise: false,
        reason: moved.reason.clone(),
        time: moved.time,
        by: moved.by,
        expense: false,
        stands: stands(&moved.id, moved.reverses),
    });
    let expenses = expenses.iter().map(|paid| Row {
        id: paid.id,
        what: paid.category.clone(),
        amount: -paid.spent(),
        otherwise: !paid.from_drawer,
        reason: paid.note.clone(),
        time: paid.time,
        by: paid.by,
        expense: true,
        stands: stands(&paid.id, paid.reverses),
    });
    let mut rows: Vec<Row> = moves.chain(expenses).collect();
    rows.sort_by_key(|row| row.time);
    rows.reverse();
    rows
}

fn line(row: &Row, counter: &Counter, look: &Look) -> Line {
    let by = counter.colleague(row.by).map(|person| person.name.as_str());
    let (state, role) = match row.stands {
        Stands::Undone => ("cash-undone", Role::Dim),
        Stands::Undoes => ("cash-undoes", Role::Dim),
        Stands::Yes if row.otherwise => ("cash-not-drawer", Role::Text),
        Stands::Yes => ("cash-stands", Role::Text),
    };
    vec![
        Cell::new(lang::time(row.time.time())).role(role),
        Cell::new(row.what.clone()).role(role),
        Cell::new(look.figure(row.amount)).role(role),
        Cell::new(row.reason.clone()).role(role),
        Cell::new(by.unwrap_or_default()).role(role),
        Cell::new(look.words.text(state)).role(role),
    ]
}
