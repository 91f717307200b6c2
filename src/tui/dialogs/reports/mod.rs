//! The page of reports: one kind at a time over one period, with its chart and its rows; Enter goes deeper.
//! Must never compute a figure: it orders and shows what the report says.

mod cells;
mod paper;
mod view;

pub(in crate::tui) use view::{period_name, period_text, progress};

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use crate::domain::period::{Named, Period};
use crate::domain::product::Sku;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::desk::Ask;
use crate::register::reports::documents::Which;
use crate::register::reports::table::Cell;
use crate::register::reports::{Kind, Query, Report};
use crate::tui::command::{Command, Scope};
use crate::tui::counter::Counter;
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::key::Key;
use crate::tui::list::{List, Sort};
use crate::tui::paper::Paper;
use crate::tui::part::{OnScan, Part};
use crate::tui::theme::Role;

/// As many years away from today a period is moved at most.
const YEARS: i16 = 100;

/// What is shown of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The chart where there is room, and the rows.
    Both,
    /// The chart alone.
    Chart,
    /// The rows alone.
    Rows,
}

/// The report asked for, and where one is in it.
#[derive(Debug)]
pub struct State {
    query: Query,
    /// The period by its name, while it has one.
    named: Option<Named>,
    report: Option<Arc<Report>>,
    /// The question that is out, and how far its answer is.
    waiting: Option<(u64, u64, u64)>,
    /// The question for a closing.
    zed: Option<u64>,
    /// Rows of the report in the order shown.
    order: Vec<usize>,
    sort: Option<Sort>,
    list: List,
    shown: Shown,
    /// The reports that one came from by going deeper, each with its chosen row.
    came: Vec<(Kind, usize)>,
    /// The row to choose once the report is there.
    again: Option<usize>,
}

/// The business day that reports are seen from.
pub(in crate::tui) fn today(counter: &Counter) -> jiff::civil::Date {
    let shift = counter.desk.as_ref().and_then(|desk| desk.shift.as_ref());
    shift.map_or(counter.at.local.date(), |shift| shift.opened.date)
}

/// Today, summed up.
pub fn open(counter: &mut Counter) -> State {
    of(Kind::Summary, Named::Today, counter)
}

/// The closings of this year: each leads to its Z.
pub fn closings(counter: &mut Counter) -> State {
    of(Kind::Closings, Named::ThisYear, counter)
}

fn of(kind: Kind, named: Named, counter: &mut Counter) -> State {
    let query = Query {
        kind,
        period: named.period(today(counter)),
    };
    let mut state = State {
        query,
        named: Some(named),
        report: None,
        waiting: None,
        zed: None,
        order: Vec::new(),
        sort: None,
        list: List::default(),
        shown: Shown::Both,
        came: Vec::new(),
        again: None,
    };
    state.ask(counter);
    state
}

impl State {
    /// Over another period.
    pub fn set_period(&mut self, period: Period, named: Option<Named>, counter: &mut Counter) {
        (self.query.period, self.named) = (period, named);
        self.ask(counter);
    }

    fn ask(&mut self, counter: &mut Counter) {
        let id = counter.ask(Job::Report(Ask::Report(self.query)));
        self.waiting = Some((id, 0, 0));
    }

    fn set_kind(&mut self, kind: Kind, counter: &mut Counter) -> Go {
        self.query.kind = kind;
        self.ask(counter);
        Go::Stay
    }

    /// Into the report that a row of this one sums up; Esc leads back.
    fn descend(&mut self, kind: Kind, counter: &mut Counter) -> Go {
        let chosen = self.list.chosen(self.rows()).unwrap_or(0);
        self.came.push((self.query.kind, chosen));
        self.set_kind(kind, counter)
    }

    /// The next or the previous kind of report.
    fn turn(&mut self, by: usize, counter: &mut Counter) -> Go {
        self.came.clear();
        let all = Kind::ALL;
        let at = all.iter().position(|kind| *kind == self.query.kind).unwrap_or(0);
        self.set_kind(all[(at + by) % all.len()], counter)
    }

    fn rows(&self) -> usize {
        self.order.len()
    }

    fn take_in(&mut self, report: &Arc<Report>) {
        let kind = report.query.kind;
        let name = cells::main_column(kind);
        let down = cells::greatest_first(kind);
        let main = report.table.columns.iter().position(|column| *column == name);
        self.sort = main.filter(|_| down).map(|column| Sort { column, down });
        self.order = (0..report.table.rows.len()).collect();
        if kind == Kind::Closings {
            self.order.reverse();
        }
        self.report = Some(report.clone());
        self.put_in_order();
        self.list.reset();
        if let Some(row) = self.again.take() {
            self.list.choose(row);
        }
    }

    fn put_in_order(&mut self) {
        let (Some(report), Some(Sort { column, down })) = (&self.report, self.sort) else {
            return;
        };
        let cell = |row: &usize| &report.table.rows[*row][column];
        self.order.sort_by(|one, other| {
            let order = cells::order(cell(one), cell(other));
            if down { order.reverse() } else { order }
        });
    }

    /// By the next column: figures from the greatest, words from the first letter.
    fn next_order(&mut self) -> Go {
        if let Some(report) = &self.report {
            let columns = report.table.columns.len();
            let column = self.sort.map_or(0, |sort| (sort.column + 1) % columns);
            let is_figure = report.table.rows.iter().any(|row| row[column].is_figure());
            self.sort = Some(Sort {
                column,
                down: is_figure,
            });
            self.put_in_order();
            self.list.reset();
        }
        Go::Stay
    }

    fn chosen_row(&self) -> Option<&[Cell]> {
        let at = *self.order.get(self.list.chosen(self.rows())?)?;
        Some(&self.report.as_ref()?.table.rows[at])
    }

    /// Deeper: from the summary to its days, from a row to its documents, from a closing to its Z.
    fn deeper(&mut self, counter: &mut Counter) -> Go {
        let Some(row) = self.chosen_row() else {
            return Go::Stay;
        };
        let mut which = Which {
            period: self.query.period,
            sku: None,
        };
        match (self.query.kind, row) {
            (Kind::Summary, [Cell::Figure("expenses"), ..]) => {
                return self.descend(Kind::Expense, counter);
            }
            (Kind::Summary, _) => return self.descend(Kind::Day, counter),
            (Kind::Expense, _) => return self.descend(Kind::ExpenseList, counter),
            (Kind::ExpenseList, row) => {
                let report = self.report.as_ref();
                return report.map_or(Go::Stay, |report| paper::one(report, row, counter));
            }
            (Kind::Closings, [Cell::Count(number), ..]) => {
                let ask = Ask::Closing(*number);
                self.zed = Some(counter.ask(Job::Report(ask)));
                return Go::Stay;
            }
            (_, [Cell::Date(date), ..]) => which.period = Period::day(*date),
            (Kind::Product | Kind::Margin | Kind::Stock | Kind::StockValue, [Cell::Text(sku), ..]) => {
                which.sku = Sku::new(sku).ok();
            }
            _ => {}
        }
        Go::Documents(Box::new(which))
    }

    fn shift(&mut self, later: bool, counter: &mut Counter) -> Go {
        let period = self.query.period;
        let moved = if later { period.after() } else { period.before() };
        let today = today(counter);
        // A till sells for some decades; beyond that the calendar itself ends and the period would shrink.
        let year = if later {
            moved.to().year()
        } else {
            moved.from().year()
        };
        if (later && year > today.year() + YEARS) || (!later && year < today.year() - YEARS) {
            let told = counter.look.words.text("period-end").into_owned();
            counter.say(Role::Warn, told);
            counter.bell();
            return Go::Stay;
        }
        let named = Named::ALL.into_iter().find(|name| name.period(today) == moved);
        self.set_period(moved, named, counter);
        Go::Stay
    }

    fn back(&mut self, counter: &mut Counter) -> Go {
        if self.waiting.take().is_none() {
            let Some((kind, chosen)) = self.came.pop() else {
                return Go::Back;
            };
            self.again = Some(chosen);
            return self.set_kind(kind, counter);
        }
        // Given up: what was shown before stays, if anything was.
        counter.ask(Job::StopReport);
        match &self.report {
            Some(report) => {
                self.query = report.query;
                Go::Stay
            }
            None => Go::Back,
        }
    }
}

impl Part for State {
    const SCOPE: Scope = Scope::Reports;

    fn flags(&self, _counter: &Counter) -> Flags {
        let ready = self.report.is_some() && self.waiting.is_none();
        let ready = Flags::when(Flags::READY, ready);
        let chosen = Flags::when(Flags::CHOSEN, self.rows() > 0 && self.waiting.is_none());
        ready.and(chosen)
    }

    fn waiting(&self) -> bool {
        self.waiting.is_some()
    }

    fn covers(&self) -> bool {
        true
    }

    fn command(&mut self, command: Command, counter: &mut Counter) -> Option<Go> {
        Some(match command {
            Command::Back => self.back(counter),
            Command::NextReport => self.turn(1, counter),
            Command::PreviousReport => self.turn(Kind::ALL.len() - 1, counter),
            Command::Earlier => self.shift(false, counter),
            Command::Later => self.shift(true, counter),
            Command::Period => Go::AskPeriod,
            Command::OpenRow => self.deeper(counter),
            Command::Order => self.next_order(),
            Command::Chart => {
                self.shown = match self.shown {
                    Shown::Both => Shown::Chart,
                    Shown::Chart => Shown::Rows,
                    Shown::Rows => Shown::Both,
                };
                Go::Stay
            }
            Command::SaveReport => self.report.clone().map_or(Go::Stay, Go::SaveReport),
            Command::PaperReport => match &self.report {
                Some(report) => paper::print(report, &self.order, counter),
                None => Go::Stay,
            },
            moves => {
                let page = view::page(self, counter);
                let known = self.list.command(moves, self.rows(), page);
                return known.then_some(Go::Stay);
            }
        })
    }

    fn key(&mut self, key: Key, counter: &mut Counter) -> Go {
        let page = view::page(self, counter);
        self.list.key(key, self.rows(), page);
        Go::Stay
    }

    fn reply(&mut self, id: u64, answer: &Answer, _counter: &mut Counter) -> Option<Go> {
        let own = self.waiting.is_some_and(|(own, _, _)| own == id);
        match answer {
            Answer::Progress(done, all) if own => {
                self.waiting = Some((id, *done, *all));
                Some(Go::Stay)
            }
            Answer::Report(report) if own => {
                self.waiting = None;
                self.take_in(report);
                Some(Go::Stay)
            }
            Answer::Zed(Some(closing)) if self.zed == Some(id) => Some(Go::Zed(closing.clone())),
            Answer::Refused(_) if own => {
                // The sentence is told; what was shown before stays.
                self.waiting = None;
                None
            }
            _ => None,
        }
    }

    fn on_scan(&self, _counter: &Counter) -> OnScan {
        OnScan::Ticket
    }

    fn view(&self, _counter: &Counter, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        self.draw(paper, area)
    }
}
