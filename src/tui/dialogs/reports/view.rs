//! The page of reports on paper: what it is of, what it comes to, the chart, the rows. Must never cut a
//! figure.

use ratatui::layout::{Position, Rect};

use crate::domain::money::Money;
use crate::domain::period::{Named, Period};
use crate::lang;
use crate::register::reports::summary::{Totals, change};
use crate::register::reports::{Kind, Report};
use crate::tui::chart::{self, Item};
use crate::tui::counter::Counter;
use crate::tui::list::{Cell, Column, Table, page as list_page};
use crate::tui::look::Look;
use crate::tui::paper::{Paper, width};
use crate::tui::theme::Role;

use super::{Shown, State, cells};

/// Lines above the chart: what it is of, what it comes to, and a rule.
const ABOVE: u16 = 3;
/// Lines of the chart beside the rows, and a rule below it.
const CHART: u16 = 7;
/// Fewest lines of the page that have room for both.
const BOTH: u16 = 20;
/// Lines of the terminal that belong to no page.
const AROUND: u16 = 3;

/// Rows that are seen at once.
pub(super) fn page(state: &State, counter: &Counter) -> usize {
    let lines = counter.size.1.saturating_sub(AROUND);
    let chart = chart_lines(state, lines);
    list_page(counter.size.1.saturating_sub(ABOVE + chart), false)
}

fn chart_lines(state: &State, lines: u16) -> u16 {
    let drawable = !matches!(state.query.kind, Kind::Summary | Kind::Stock | Kind::ExpenseList);
    match state.shown {
        Shown::Both if lines >= BOTH && drawable => CHART + 1,
        Shown::Chart if drawable => lines.saturating_sub(ABOVE),
        _ => 0,
    }
}

/// A period by its name, or by its dates.
pub(in crate::tui) fn period_text(period: Period, named: Option<Named>, look: &Look) -> String {
    let dates = if period.from() == period.to() {
        lang::date(look.lang(), period.from())
    } else {
        let [from, to] = [period.from(), period.to()].map(|date| lang::date(look.lang(), date));
        format!("{from} - {to}")
    };
    match named {
        Some(named) => format!(
            "{} {} {dates}",
            look.words.text(period_name(named)),
            look.glyphs.dot
        ),
        None => dates,
    }
}

/// The message of a period's name.
pub(in crate::tui) fn period_name(named: Named) -> &'static str {
    match named {
        Named::Today => "period-today",
        Named::Yesterday => "period-yesterday",
        Named::ThisWeek => "period-this-week",
        Named::LastWeek => "period-last-week",
        Named::ThisMonth => "period-this-month",
        Named::LastMonth => "period-last-month",
        Named::ThisYear => "period-this-year",
        Named::LastYear => "period-last-year",
    }
}

impl State {
    pub(super) fn draw(&self, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        paper.clear(area);
        let look = paper.look();
        let end = area.right() - 1;
        let of = if self.query.kind.is_of_now() {
            look.words.text("report-now").into_owned()
        } else {
            period_text(self.query.period, self.named, look)
        };
        let x = paper.text(1, area.y, area.width - 2, &of, Role::Strong);
        if let Some((_, done, all)) = self.waiting {
            let told = progress(done, all, look);
            if x + width(&told) + 2 <= end {
                paper.right(end, area.y, width(&told), &told, Role::Warn);
            } else {
                paper.clear(Rect::new(area.x, area.y, area.width, 1));
                paper.text(1, area.y, area.width - 2, &told, Role::Warn);
            }
        }
        let Some(report) = &self.report else {
            return None;
        };
        totals(report, paper, Rect::new(1, area.y + 1, area.width - 2, 1));
        paper.rule(area.x, area.y + 2, area.width);
        let lines = chart_lines(self, area.height).min(area.height.saturating_sub(ABOVE));
        let top = area.y + ABOVE;
        if lines > 0 {
            let inside = Rect::new(area.x + 1, top, area.width - 2, lines);
            if lines == CHART + 1 {
                self.chart(
                    report,
                    paper,
                    Rect {
                        height: CHART,
                        ..inside
                    },
                );
                paper.rule(area.x, top + CHART, area.width);
            } else {
                self.chart(report, paper, inside);
                return None;
            }
        }
        let rest = Rect::new(area.x, top + lines, area.width, area.height - ABOVE - lines);
        self.table(report, paper, rest)
    }

    fn table(&self, report: &Report, paper: &mut Paper<'_>, area: Rect) -> Option<Position> {
        let look = paper.look();
        let kind = report.query.kind;
        let columns = report.table.columns.iter();
        let columns: Vec<Column> = columns.map(|name| cells::column(name, kind, look)).collect();
        let row = |at: usize| {
            let row = &report.table.rows[*self.order.get(at)?];
            let cells = row.iter().map(|cell| Cell::new(cells::shown(cell, look)));
            Some(cells.collect())
        };
        let table = Table {
            title: &look.words.text(cells::title(kind)),
            columns: &columns,
            sort: self.sort,
            rows: self.order.len(),
            all: self.order.len(),
            filter: None,
            empty: &look.words.text("report-empty"),
            row: &row,
        };
        self.list.view(&table, paper, area)
    }

    /// Days and hours stand side by side; everything else lies in bars, the first of the order first.
    fn chart(&self, report: &Report, paper: &mut Paper<'_>, area: Rect) {
        let look = paper.look();
        let kind = report.query.kind;
        let main = cells::main_column(kind);
        let Some(column) = report.table.columns.iter().position(|name| *name == main) else {
            return;
        };
        let stands = matches!(kind, Kind::Day | Kind::Hour);
        let item = |row: &[crate::register::reports::table::Cell]| Item {
            label: label(kind, row, look),
            value: cells::size(&row[column]),
            figure: cells::shown(&row[column], look),
        };
        if stands {
            let items: Vec<Item> = report.table.rows.iter().map(|row| item(row)).collect();
            if chart::columns(paper, area, &items) {
                return;
            }
        }
        let rows = self.order.iter().take(usize::from(area.height));
        let items: Vec<Item> = rows.map(|at| item(&report.table.rows[*at])).collect();
        chart::bars(paper, area, &items);
    }
}

/// What a bar is called: a day by its number in the month, a product by its name.
fn label(kind: Kind, row: &[crate::register::reports::table::Cell], look: &Look) -> String {
    use crate::register::reports::table::Cell;
    match (kind, row) {
        (Kind::Day, [Cell::Date(date), ..]) => format!("{:02}", date.day()),
        (Kind::Hour, [Cell::Hour(hour), ..]) => format!("{hour:02}"),
        (Kind::Closings, [number, _, date, ..]) => {
            format!("Z{} {}", cells::shown(number, look), cells::shown(date, look))
        }
        (Kind::Product | Kind::Margin | Kind::Stock | Kind::StockValue, [_, name, ..]) => {
            cells::shown(name, look)
        }
        (_, [first, ..]) => cells::shown(first, look),
        _ => String::new(),
    }
}

/// Total with its change, sales, margin: what has no room is left out whole.
fn totals(report: &Report, paper: &mut Paper<'_>, area: Rect) {
    let look = paper.look();
    if report.query.kind.is_of_now() {
        return;
    }
    let (before, earlier) = &report.before;
    let kind = report.query.kind;
    let (name, total) = comes_to(kind, &report.totals);
    let told = format!("{} {}", look.words.text(name), look.money(total));
    let mut facts = vec![(told, Role::Strong)];
    if let Some(change) = change(total, comes_to(kind, earlier).1) {
        let sign = if change.is_sign_positive() && !change.is_zero() {
            "+"
        } else {
            ""
        };
        let values = [
            (
                "change",
                format!("{sign}{} %", lang::number(look.lang(), change)).into(),
            ),
            ("period", period_text(*before, None, look).into()),
        ];
        facts.push((look.words.format("report-compared", &values), Role::Text));
    }
    if is_of_expenses(kind) {
        return beside(&facts, paper, area);
    }
    facts.push((
        look.words
            .format("report-sales", &[("count", report.totals.sales.into())]),
        Role::Text,
    ));
    facts.push((
        format!(
            "{} {}",
            look.words.text("report-column-margin"),
            look.money(report.totals.margin)
        ),
        Role::Text,
    ));
    beside(&facts, paper, area);
}

/// Whether it tells what was spent, not what was sold.
fn is_of_expenses(kind: Kind) -> bool {
    matches!(kind, Kind::Expense | Kind::ExpenseList)
}

/// What a report comes to, and the message that names it.
pub(super) fn comes_to(kind: Kind, totals: &Totals) -> (&'static str, Money) {
    if is_of_expenses(kind) {
        ("report-column-spent", totals.expenses)
    } else {
        ("report-column-total", totals.total)
    }
}

/// Facts on one line, as many as have room.
fn beside(facts: &[(String, Role)], paper: &mut Paper<'_>, area: Rect) {
    let mut x = area.x;
    for (at, (fact, role)) in facts.iter().enumerate() {
        let gap = if at == 0 { 0 } else { 3 };
        if x + gap + width(fact) <= area.right() {
            x = paper.text(x + gap, area.y, width(fact), fact, *role);
        }
    }
}

/// How far a report is.
pub(in crate::tui) fn progress(done: u64, all: u64, look: &Look) -> String {
    match (done * 100).checked_div(all) {
        None => look.words.text("report-reading").into_owned(),
        Some(percent) => look
            .words
            .format("report-progress", &[("percent", percent.to_string().into())]),
    }
}
