//! What waits for the printer: again, or not at all. Must never print a paper twice but by a person's key.

use ratatui::layout::{Position, Rect};

use crate::devices::printer::Problem;
use crate::devices::settings::Receipts;
use crate::devices::spool::{Kind, Paper as Job, Printing, State as Progress, Title};
use crate::lang::{self, Words};
use crate::register::job::{Job as Ask, Print};
use crate::register::reply::Answer;
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{self, Cell, Column, Line, List, Table};
use crate::tui::paper::{Paper, wrap};
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// Below so many columns a state has no room beside its paper.
const NARROW: u16 = 60;

/// Which paper is chosen.
#[derive(Debug, Default)]
pub struct State {
    list: List,
}

/// The top of the queue.
pub fn open() -> State {
    State::default()
}

impl State {
    fn chosen<'a>(&self, counter: &'a Counter) -> Option<&'a Job> {
        let papers = &counter.printing.papers;
        papers.get(self.list.chosen(papers.len())?)
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::PrintQueue;

    fn flags(&self, counter: &Counter) -> Flags {
        let waits = self
            .chosen(counter)
            .is_some_and(|paper| paper.state != Progress::Printed);
        Flags::when(Flags::CHOSEN, waits)
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        let id = self.chosen(counter).map(|paper| paper.id);
        match (command, id) {
            (Command::Back, _) => return Some(Go::Back),
            (Command::PrintAgain, Some(id)) => drop(counter.ask(Ask::Print(Print::Retry(id)))),
            (Command::CancelPaper, Some(id)) => drop(counter.ask(Ask::Print(Print::Cancel(id)))),
            (Command::PrintAgain | Command::CancelPaper, None) => {}
            _ => {
                let rows = counter.printing.papers.len();
                let page = list::page(counter.size.1, false);
                return self.list.command(command, rows, page).then_some(Go::Stay);
            }
        }
        Some(Go::Stay)
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = list::page(counter.size.1, false);
        self.list.key(key, counter.printing.papers.len(), page);
        Go::Stay
    }

    fn reply(&mut self, _id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        // The list itself shows what came of it.
        matches!(answer, Answer::HandedOver).then_some(Go::Stay)
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let words = &counter.look.words;
        let papers = &counter.printing.papers;
        let columns = [
            Column::text(words.text("print-column-paper"), 18, 34),
            Column::text(words.text("print-column-state"), 12, 60),
            Column::text(words.text("print-column-time"), 5, 5).rank(1),
        ];
        let empty = if counter.printing.set_up() {
            "print-queue-empty"
        } else {
            "print-queue-no-printer"
        };
        let row = |at: usize| papers.get(at).map(|job| line(job, words));
        let table = Table {
            title: &words.text("print-queue-title"),
            columns: &columns,
            sort: None,
            rows: papers.len(),
            all: papers.len(),
            filter: None,
            empty: &words.text(empty),
            row: &row,
        };
        // What has no room in the columns of a narrow screen stands whole below them.
        let Some(job) = self.chosen(counter).filter(|_| area.width < NARROW) else {
            return self.list.view(&table, paper, area);
        };
        let told = wrap(&progress(&job.state, words), area.width.saturating_sub(2));
        let rows = u16::try_from(told.len()).unwrap_or(0).min(3).min(area.height / 3);
        let list = Rect {
            height: area.height - rows,
            ..area
        };
        let cursor = self.list.view(&table, paper, list);
        for (y, line) in (list.bottom()..area.bottom()).zip(&told) {
            paper.text(area.x + 1, y, area.width - 2, line, role(&job.state));
        }
        cursor
    }
}

fn line(job: &Job, words: &Words) -> Line {
    vec![
        Cell::new(name(&job.title, words)),
        Cell::new(progress(&job.state, words)).role(role(&job.state)),
        Cell::new(lang::time(job.at.time())).role(Role::Dim),
    ]
}

/// What a paper is called.
pub fn name(title: &Title, words: &Words) -> String {
    match title.kind {
        Kind::Slip => title.name.clone(),
        kind => words.format(kind.key(), &[("name", title.name.as_str().into())]),
    }
}

/// How far a paper is, in words.
pub fn progress(state: &Progress, words: &Words) -> String {
    let key = match state {
        Progress::Queued => "print-queued",
        Progress::Printing => "print-printing",
        Progress::Printed => "print-printed",
        Progress::Unsure => "print-unsure",
        Progress::Stuck(problem) => {
            return words.format("print-stuck", &[("why", why(problem, words).into())]);
        }
    };
    words.text(key).into_owned()
}

/// Why nothing comes out, in words.
pub fn why(problem: &Problem, words: &Words) -> String {
    words.format(problem.key(), &[("said", problem.detail().into())])
}

/// The tone in which that is said.
pub fn role(state: &Progress) -> Role {
    match state {
        Progress::Queued | Progress::Printing => Role::Text,
        Progress::Printed => Role::Good,
        Progress::Stuck(_) => Role::Bad,
        Progress::Unsure => Role::Warn,
    }
}

/// What the change screen says of the receipt of that number, and in which tone; none without a printer.
pub fn of_receipt(printing: &Printing, number: &str, words: &Words, key: &str) -> Option<(String, Role)> {
    if !printing.set_up() {
        return None;
    }
    if let Some(problem) = &printing.drawer_problem {
        let told = words.format("print-drawer-shut", &[("why", why(problem, words).into())]);
        return Some((told, Role::Bad));
    }
    let last = [Kind::Copy, Kind::Receipt]
        .into_iter()
        .find_map(|kind| printing.paper(&Title::new(kind, number)));
    Some(match last {
        Some(paper) => (progress(&paper.state, words), role(&paper.state)),
        // Nothing is offered where no receipts are wished.
        None if printing.printer.receipts == Receipts::Never => return None,
        None => (
            words.format("print-not-printed", &[("key", key.into())]),
            Role::Dim,
        ),
    })
}
