//! A report as it would be printed. Must never hold more rows than a roll of paper should.

use crate::devices::layout::Layout;
use crate::devices::report::{Sheet, layout};
use crate::register::reports::table::Cell;
use crate::register::reports::{Kind, Report};
use crate::tui::counter::Counter;
use crate::tui::go::Go;

use super::{cells, view};

/// Rows on one paper at most: the first of the order.
const ROWS: usize = 500;

/// One row whole, each of its cells under its head: what no screen has room for.
pub(super) fn one(report: &Report, row: &[Cell], counter: &Counter) -> Go {
    let look = &counter.look;
    let kind = report.query.kind;
    let mut layout = Layout::default();
    let title = look.words.text(cells::title(kind)).into_owned();
    layout.title(counter.desk.as_ref().map_or("", |desk| desk.shop.name.as_str()));
    layout.title(&title);
    layout.rule();
    for (name, cell) in report.table.columns.iter().zip(row) {
        let column = cells::column(name, kind, look);
        layout.pair(column.head(), cells::shown(cell, look));
    }
    Go::Paper { title, layout }
}

/// The paper of a report, its rows in that order.
pub(super) fn print(report: &Report, order: &[usize], counter: &Counter) -> Go {
    let look = &counter.look;
    let kind = report.query.kind;
    let main = cells::main_column(kind);
    let column = report.table.columns.iter().position(|name| *name == main);
    let column = column.unwrap_or(0);
    // What is named by a number or a code is called by its words as well.
    let named = match kind {
        Kind::Product | Kind::Margin | Kind::Stock | Kind::StockValue | Kind::ExpenseList => 1,
        _ => 0,
    };
    let row = |at: &usize| {
        let row = &report.table.rows[*at];
        let mut name = cells::shown(&row[named], look);
        if let (Kind::ExpenseList, [date, ..]) = (kind, row.as_slice()) {
            name = format!("{} {name}", cells::shown(date, look));
        }
        if let (Kind::Closings, [_, _, date @ Cell::Date(_), ..]) = (kind, row.as_slice()) {
            name = format!("Z{name} {}", cells::shown(date, look));
        }
        (name, cells::shown(&row[column], look))
    };
    let title = look.words.text(cells::title(kind)).into_owned();
    let of = if kind.is_of_now() {
        look.words.text("report-now").into_owned()
    } else {
        view::period_text(report.query.period, None, look)
    };
    let head = |at: usize| {
        cells::column(report.table.columns[at], kind, look)
            .head()
            .to_owned()
    };
    let shop = counter.desk.as_ref().map_or("", |desk| desk.shop.name.as_str());
    let total = (!kind.is_of_now()).then(|| {
        let (name, total) = view::comes_to(kind, &report.totals);
        (look.words.text(name).into_owned(), look.figure(total))
    });
    let sheet = Sheet {
        shop,
        title: &title,
        of: &of,
        heads: (&head(named), &head(column)),
        rows: order.iter().take(ROWS).map(row).collect(),
        total,
    };
    let layout = layout(sheet);
    Go::Paper { title, layout }
}
