//! The cells of a report in the words and figures of the screen, and the columns that they stand in. Must
//! never compute a figure.

use std::cmp::Ordering;

use crate::devices::receipt::tender_key;
use crate::domain::product::Unit;
use crate::lang;
use crate::register::reports::Kind;
use crate::register::reports::table::Cell;
use crate::tui::list::Column;
use crate::tui::look::Look;

/// A column of a report: its message, how much room it takes and when it gives way.
struct Head {
    name: &'static str,
    message: &'static str,
    /// None for figures.
    words: Option<(u16, u16)>,
    rank: u8,
}

const fn figure(name: &'static str, message: &'static str, rank: u8) -> Head {
    Head {
        name,
        message,
        words: None,
        rank,
    }
}

const fn words(name: &'static str, message: &'static str, room: (u16, u16), rank: u8) -> Head {
    Head {
        name,
        message,
        words: Some(room),
        rank,
    }
}

const HEADS: [Head; 46] = [
    words("date", "report-column-date", (11, 11), 0),
    words("hour", "report-column-hour", (5, 6), 0),
    words("sku", "report-column-sku", (6, 16), 5),
    words("name", "report-column-name", (12, 48), 0),
    words("category", "report-column-category", (12, 40), 0),
    words("cashier", "report-column-cashier", (10, 30), 0),
    words("by", "report-column-cashier", (8, 24), 4),
    words("tender", "report-column-tender", (10, 24), 0),
    words("tax", "report-column-tax", (10, 30), 0),
    words("figure", "report-column-figure", (16, 26), 0),
    words("from", "report-column-from", (6, 10), 2),
    words("note", "report-column-note", (8, 40), 3),
    words("reference", "report-column-reference", (6, 24), 5),
    words("unit", "report-column-unit", (3, 6), 4),
    words("low", "report-column-low", (4, 6), 2),
    figure("number", "report-column-number", 0),
    figure("shift", "report-column-shift", 7),
    figure("sales", "report-column-sales", 1),
    figure("expenses", "report-column-count", 3),
    figure("drawer", "report-column-drawer", 2),
    figure("otherwise", "report-column-otherwise", 2),
    figure("spent", "report-column-spent", 0),
    figure("lines", "report-column-lines", 2),
    figure("quantity", "report-column-quantity", 1),
    figure("net", "report-column-net", 3),
    figure("total", "report-column-total", 0),
    figure("discount", "report-column-discount", 5),
    figure("rounding", "report-column-rounding", 6),
    figure("margin", "report-column-margin", 2),
    figure("rate", "report-column-rate", 3),
    figure("cost", "report-column-cost", 4),
    figure("uncosted", "report-column-uncosted", 6),
    figure("payments", "report-column-payments", 2),
    figure("received", "report-column-received", 3),
    figure("given", "report-column-given", 4),
    figure("kept", "report-column-kept", 0),
    figure("base", "report-column-base", 1),
    figure("amount", "report-column-tax", 0),
    figure("now", "report-column-now", 0),
    figure("before", "report-column-before", 1),
    figure("change", "report-column-change", 2),
    figure("stock", "report-column-stock", 0),
    figure("min_stock", "report-column-min-stock", 3),
    figure("value", "report-column-value", 0),
    figure("expected", "report-column-expected", 4),
    figure("counted", "report-column-counted", 5),
];

/// What the closings say beside: its head is a figure like any other.
const VARIANCE: Head = figure("variance", "report-column-variance", 2);

/// Names of the figures of the summary.
const FIGURES: [(&str, &str); 13] = [
    ("sales", "report-column-sales"),
    ("total", "report-column-total"),
    ("average", "report-average"),
    ("net", "report-column-net"),
    ("tax", "report-column-tax"),
    ("discount", "report-column-discount"),
    ("rounding", "report-column-rounding"),
    ("margin", "report-column-margin"),
    ("uncosted", "report-column-uncosted"),
    ("margin_rate", "report-margin-rate"),
    ("expenses", "report-expenses"),
    ("drawer", "report-column-drawer"),
    ("otherwise", "report-column-otherwise"),
];

/// The message that names a report.
pub(super) fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Summary => "report-summary",
        Kind::Day => "report-by-day",
        Kind::Hour => "report-by-hour",
        Kind::Product => "report-by-product",
        Kind::Category => "report-by-category",
        Kind::Cashier => "report-by-cashier",
        Kind::Tender => "report-by-tender",
        Kind::Tax => "report-by-tax",
        Kind::Margin => "report-margin",
        Kind::Discount => "report-discounts",
        Kind::Stock => "report-stock",
        Kind::StockValue => "report-stock-value",
        Kind::Closings => "report-closings",
        Kind::Expense => "report-expenses",
        Kind::ExpenseList => "report-expense-list",
    }
}

/// The column that a report is about: what its chart shows and what it is ordered by.
pub(super) fn main_column(kind: Kind) -> &'static str {
    match kind {
        Kind::Summary => "now",
        Kind::Day | Kind::Hour | Kind::Cashier | Kind::Closings => "total",
        Kind::Product | Kind::Category => "net",
        Kind::Tender => "kept",
        Kind::Tax => "amount",
        Kind::Margin => "margin",
        Kind::Discount => "discount",
        Kind::Stock => "stock",
        Kind::StockValue => "value",
        Kind::Expense | Kind::ExpenseList => "spent",
    }
}

/// Whether the greatest comes first until somebody wants another order.
pub(super) fn greatest_first(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Product
            | Kind::Category
            | Kind::Cashier
            | Kind::Margin
            | Kind::StockValue
            | Kind::Tender
            | Kind::Expense
    )
}

/// The column of that name in a report of that kind.
pub(super) fn column(name: &str, kind: Kind, look: &Look) -> Column {
    let head = HEADS.iter().find(|head| head.name == name).unwrap_or(&VARIANCE);
    // The amount of a tax stands under its own name, and the tax of a day under a figure's.
    let is_words = head.words.filter(|_| name != "tax" || kind == Kind::Tax);
    let text = look.words.text(head.message);
    let rank = if name == main_column(kind) { 0 } else { head.rank };
    match is_words {
        Some((least, most)) => Column::text(text, least, most).rank(rank),
        None if name == "tax" => Column::figure(text, 8).rank(4),
        None => Column::figure(text, 8).rank(rank),
    }
}

/// A cell as the screen tells it.
pub(super) fn shown(cell: &Cell, look: &Look) -> String {
    match cell {
        Cell::Text(text) if text == "low" => look.words.text("report-low").into_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Tax(name) => lang::spelled(look.lang(), name),
        Cell::Unit(Unit::Ea) => look.words.text("report-unit-each").into_owned(),
        Cell::Unit(unit) => unit.name().to_owned(),
        Cell::Date(date) => lang::date(look.lang(), *date),
        Cell::Tender(method) => look.words.text(tender_key(*method)).into_owned(),
        Cell::Figure(name) => {
            let message = FIGURES.iter().find(|(own, _)| own == name);
            message.map_or_else(String::new, |(_, message)| look.words.text(message).into_owned())
        }
        Cell::Count(count) => lang::number(look.lang(), (*count).into()),
        Cell::Money(money) => look.figure(*money),
        Cell::Number(number) => lang::number(look.lang(), *number),
        Cell::Hour(_) => cell.plain(),
        Cell::Unknown => "-".to_owned(),
    }
}

/// How much a cell is in a chart, in the smallest units of whatever it is.
pub(super) fn size(cell: &Cell) -> i64 {
    match cell {
        Cell::Money(money) => money.minor(),
        Cell::Count(count) => i64::try_from(*count).unwrap_or(i64::MAX),
        _ => 0,
    }
}

/// Which of two cells comes first; what is not known comes before everything.
pub(super) fn order(one: &Cell, other: &Cell) -> Ordering {
    match (one, other) {
        (Cell::Unknown, Cell::Unknown) => Ordering::Equal,
        (Cell::Unknown, _) => Ordering::Less,
        (_, Cell::Unknown) => Ordering::Greater,
        (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
        (Cell::Date(one), Cell::Date(other)) => one.cmp(other),
        (Cell::Hour(one), Cell::Hour(other)) => one.cmp(other),
        (Cell::Tender(one), Cell::Tender(other)) => one.cmp(other),
        (Cell::Count(one), Cell::Count(other)) => one.cmp(other),
        (Cell::Money(one), Cell::Money(other)) => one.minor().cmp(&other.minor()),
        (Cell::Number(one), Cell::Number(other)) => one.cmp(other),
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_head() {
        let columns = [
            "date sales net tax total discount rounding margin hour sku name quantity category lines rate",
            "cashier tender payments received given kept base amount cost uncosted figure now before change",
            "stock unit min_stock low value number shift by expected counted variance",
            "expenses drawer otherwise spent from note reference",
        ];
        for name in columns.iter().flat_map(|line| line.split(' ')) {
            let known = HEADS.iter().chain([&VARIANCE]).any(|head| head.name == name);
            assert!(known, "{name}");
        }
    }
}
