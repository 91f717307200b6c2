//! Reports that the roll-ups of days answer: by day, hour, category, cashier, tender, tax, discount. Must
//! never read a document.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::money::{self, Currency, Money, Rounding};
use crate::domain::staff::PersonId;
use crate::store::{CategoryFigures, ClosingBrief, Day};

use super::table::{Cell, Table};

/// Business dates with what was sold on them.
pub(super) type Days<'a> = &'a [(Date, Day)];

pub(super) fn days(days: Days<'_>) -> Table {
    let mut table = Table::new(&[
        "date", "sales", "net", "tax", "total", "discount", "rounding", "margin",
    ]);
    for (date, day) in days {
        let figures = &day.figures;
        table.rows.push(vec![
            Cell::Date(*date),
            Cell::Count(figures.sales),
            Cell::Money(figures.net),
            Cell::Money(figures.tax),
            Cell::Money(figures.total),
            Cell::Money(figures.discount),
            Cell::Money(figures.rounding),
            Cell::Money(day.margin()),
        ]);
    }
    table
}

pub(super) fn hours(days: Days<'_>) -> Table {
    let mut by_hour: BTreeMap<u8, (u64, Money)> = BTreeMap::new();
    for (hour, row) in days.iter().flat_map(|(_, day)| &day.hours) {
        add(&mut by_hour, *hour, row.sales, row.total);
    }
    let mut table = Table::new(&["hour", "sales", "total"]);
    let rows = by_hour.into_iter();
    table.rows = rows
        .map(|(hour, (sales, total))| vec![Cell::Hour(hour), Cell::Count(sales), Cell::Money(total)])
        .collect();
    table
}

fn add<K: Ord>(rows: &mut BTreeMap<K, (u64, Money)>, key: K, count: u64, amount: Money) {
    let row = rows.entry(key).or_insert((0, Money::zero(amount.currency())));
    row.0 += count;
    row.1.gather(amount);
}

pub(super) fn cashiers(days: Days<'_>, name: impl Fn(PersonId) -> String) -> Table {
    let mut by_name = BTreeMap::new();
    for (id, row) in days.iter().flat_map(|(_, day)| &day.figures.cashiers) {
        add(&mut by_name, name(*id), row.sales, row.total);
    }
    let mut table = Table::new(&["cashier", "sales", "total"]);
    let rows = by_name.into_iter();
    table.rows = rows
        .map(|(name, (sales, total))| vec![Cell::Text(name), Cell::Count(sales), Cell::Money(total)])
        .collect();
    table
}

pub(super) fn tenders(days: Days<'_>, currency: Currency) -> Table {
    let zero = Money::zero(currency);
    let mut by_method = BTreeMap::new();
    for (method, row) in days.iter().flat_map(|(_, day)| &day.figures.tenders) {
        let sum = by_method.entry(*method).or_insert((0, zero, zero));
        sum.0 += row.count;
        sum.1.gather(row.received);
        sum.2.gather(row.given);
    }
    let mut table = Table::new(&["tender", "payments", "received", "given", "kept"]);
    for (method, (count, received, given)) in by_method {
        table.rows.push(vec![
            Cell::Tender(method),
            Cell::Count(count),
            Cell::Money(received),
            Cell::Money(given),
            Cell::Money(received - given),
        ]);
    }
    table
}

pub(super) fn taxes(days: Days<'_>, currency: Currency) -> Table {
    let zero = Money::zero(currency);
    let mut by_name: BTreeMap<&str, (Money, Money)> = BTreeMap::new();
    for (name, row) in days.iter().flat_map(|(_, day)| &day.figures.taxes) {
        let sum = by_name.entry(name).or_insert((zero, zero));
        sum.0.gather(row.base);
        sum.1.gather(row.tax);
    }
    let mut table = Table::new(&["tax", "base", "amount"]);
    let rows = by_name.into_iter();
    table.rows = rows
        .map(|(name, (base, tax))| vec![Cell::Tax(name.to_owned()), Cell::Money(base), Cell::Money(tax)])
        .collect();
    table
}

pub(super) fn categories(days: Days<'_>, currency: Currency) -> Table {
    let mut by_name: BTreeMap<&str, CategoryFigures> = BTreeMap::new();
    for (name, row) in days.iter().flat_map(|(_, day)| &day.categories) {
        by_name
            .entry(name)
            .or_insert(CategoryFigures::zero(currency))
            .gather(*row);
    }
    let mut table = Table::new(&["category", "lines", "net", "margin", "rate"]);
    for (name, row) in by_name {
        table.rows.push(vec![
            Cell::text(name),
            Cell::Count(row.lines),
            Cell::Money(row.net),
            Cell::Money(row.margin()),
            rate(row.margin(), row.net - row.uncosted),
        ]);
    }
    table
}

pub(super) fn discounts(days: Days<'_>) -> Table {
    let mut table = Table::new(&["date", "sales", "total", "discount", "rate"]);
    for (date, day) in days {
        let figures = &day.figures;
        if figures.discount.is_zero() {
            continue;
        }
        table.rows.push(vec![
            Cell::Date(*date),
            Cell::Count(figures.sales),
            Cell::Money(figures.total),
            Cell::Money(figures.discount),
            rate(figures.discount, figures.total + figures.discount),
        ]);
    }
    table
}

pub(super) fn closings(all: &[ClosingBrief], name: impl Fn(PersonId) -> String) -> Table {
    let mut table = Table::new(&[
        "number", "shift", "date", "by", "sales", "total", "expected", "counted", "variance",
    ]);
    for closing in all {
        table.rows.push(vec![
            Cell::Count(closing.number),
            Cell::Count(closing.shift),
            Cell::Date(closing.date),
            Cell::Text(name(closing.by)),
            Cell::Count(closing.sales),
            Cell::Money(closing.total),
            Cell::Money(closing.expected),
            Cell::Money(closing.counted),
            Cell::Money(closing.variance),
        ]);
    }
    table
}

/// What part is of whole, in percent with one decimal; not known where there is no whole.
pub(super) fn rate(part: Money, whole: Money) -> Cell {
    percent(part.amount(), whole.amount()).map_or(Cell::Unknown, Cell::Number)
}

/// The same of numbers.
pub(super) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    let share = part.checked_mul(hundred)?.checked_div(whole)?;
    let mut rounded = money::round(share, 1, Rounding::HalfUp);
    rounded.rescale(1);
    Some(rounded)
}
