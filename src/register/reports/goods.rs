//! Reports by product: whole dekads from the roll-ups, broken ones from the documents of their days. Must
//! never come to another figure than the documents do.

use jiff::civil::Date;

use crate::domain::period::Period;
use crate::domain::quantity::Quantity;
use crate::domain::stock::{is_low, value};
use crate::store::{Dekad, Lines, Moved};

use super::sales::rate;
use super::source::{Source, Stop, Watch};
use super::table::{Cell, Table};

/// How the days of one dekad are counted.
enum Part {
    /// The dekad as it is rolled up: all its documents are of the period.
    Whole(Dekad),
    /// The dekad as it is rolled up, without the documents at these positions.
    But(Dekad, Vec<u64>),
    /// Only the documents at these positions.
    Only(Vec<u64>),
}

impl Source {
    /// What was sold of every product in a period, by SKU and name.
    pub(super) fn moved(
        &self,
        period: Period,
        watch: Watch<'_>,
        each: impl FnMut(&str, &str, Moved),
    ) -> Result<(), Stop> {
        let mut parts = Vec::new();
        let mut start = period.from();
        // The store has no day outside these: a period typed as "ever" has few dekads with sales.
        let known = self.days(period.from(), period.to())?;
        for (date, _) in known {
            if date < start {
                continue;
            }
            parts.push(self.part(period, date)?);
            start = Dekad::around(date).1.tomorrow().unwrap_or(Date::MAX);
        }
        let all: usize = parts.iter().map(Part::documents).sum();
        let mut before = 0;
        let mut lines = Lines::default();
        let mut dekads = Vec::new();
        for part in &parts {
            let (positions, dekad) = match part {
                Part::Whole(dekad) => (&[][..], Some(*dekad)),
                Part::But(dekad, positions) => (positions.as_slice(), Some(*dekad)),
                Part::Only(positions) => (positions.as_slice(), None),
            };
            dekads.extend(dekad);
            let off = dekad.is_some();
            let mut tell = |done, _| watch(before + done, all as u64);
            let sums = self.scan(positions, &mut tell, |lines: &mut Lines, _, document| {
                for line in &document.lines {
                    // A return backwards, and backwards again where its dekad was counted whole.
                    if off == document.is_return {
                        lines.add(line);
                    } else {
                        lines.take_off(line);
                    }
                }
            })?;
            sums.iter().for_each(|sum| lines.gather(sum));
            before += positions.len() as u64;
        }
        Ok(self
            .store
            .moved_in(|dekad| dekads.contains(&dekad), &lines, each)?)
    }

    /// How the dekad of that date is counted: by whichever documents are fewer.
    fn part(&self, period: Period, date: Date) -> Result<Part, Stop> {
        let (first, last) = Dekad::around(date);
        let (from, to) = (period.from().max(first), period.to().min(last));
        let between =
            |from: Date, to: Date| -> Result<Vec<u64>, Stop> { Ok(self.store.sales_between(from, to)?) };
        let mut outside = match from.yesterday() {
            Ok(yesterday) if from > first => between(first, yesterday)?,
            _ => Vec::new(),
        };
        if let Ok(tomorrow) = to.tomorrow()
            && to < last
        {
            outside.extend(between(tomorrow, last)?);
        }
        if outside.is_empty() {
            return Ok(Part::Whole(Dekad::of(date)));
        }
        let inside = between(from, to)?;
        Ok(if inside.len() <= outside.len() {
            Part::Only(inside)
        } else {
            Part::But(Dekad::of(date), outside)
        })
    }
}

impl Part {
    fn documents(&self) -> usize {
        match self {
            Part::Whole(_) => 0,
            Part::But(_, positions) | Part::Only(positions) => positions.len(),
        }
    }
}

pub(super) fn products(source: &Source, period: Period, watch: Watch<'_>) -> Result<Table, Stop> {
    let mut table = Table::new(&["sku", "name", "quantity", "net", "margin"]);
    source.moved(period, watch, |sku, name, moved| {
        table.rows.push(vec![
            Cell::text(sku),
            Cell::text(name),
            Cell::Number(moved.quantity.value().normalize()),
            Cell::Money(moved.net),
            margin_cell(&moved),
        ]);
    })?;
    Ok(table)
}

pub(super) fn margins(source: &Source, period: Period, watch: Watch<'_>) -> Result<Table, Stop> {
    let mut table = Table::new(&["sku", "name", "net", "cost", "margin", "rate", "uncosted"]);
    source.moved(period, watch, |sku, name, moved| {
        table.rows.push(vec![
            Cell::text(sku),
            Cell::text(name),
            Cell::Money(moved.net),
            Cell::Money(moved.cost),
            margin_cell(&moved),
            rate(moved.margin(), moved.net - moved.uncosted),
            Cell::Money(moved.uncosted),
        ]);
    })?;
    Ok(table)
}

/// What was earned, where the cost of any of it is known.
fn margin_cell(moved: &Moved) -> Cell {
    if moved.cost.is_zero() && moved.net == moved.uncosted {
        Cell::Unknown
    } else {
        Cell::Money(moved.margin())
    }
}

/// Levels of every product.
pub(super) fn stock(source: &Source) -> Result<Table, Stop> {
    let mut table = Table::new(&["sku", "name", "stock", "unit", "min_stock", "low"]);
    source.store.for_each_level(|product, level| {
        let number = |quantity: Quantity| Cell::Number(quantity.value());
        let low = is_low(level, product.min_stock);
        table.rows.push(vec![
            Cell::text(product.sku.as_str()),
            Cell::Text(product.name),
            level.map_or(Cell::Unknown, number),
            Cell::Unit(product.unit),
            product.min_stock.map_or(Cell::Unknown, number),
            Cell::text(if low { "low" } else { "" }),
        ]);
    })?;
    Ok(table)
}

/// What is on the shelf at its cost; goods of which there is none are left out.
pub(super) fn stock_value(source: &Source) -> Result<Table, Stop> {
    let mut table = Table::new(&["sku", "name", "stock", "unit", "cost", "value"]);
    source.store.for_each_level(|product, level| {
        let Some(level) = level.filter(|level| !level.value().is_zero()) else {
            return;
        };
        let worth = value(level, product.cost, source.currency, source.rounding);
        table.rows.push(vec![
            Cell::text(product.sku.as_str()),
            Cell::Text(product.name),
            Cell::Number(level.value()),
            Cell::Unit(product.unit),
            product
                .cost
                .map_or(Cell::Unknown, |cost| Cell::Number(cost.value())),
            worth.map_or(Cell::Unknown, Cell::Money),
        ]);
    })?;
    Ok(table)
}
