//! Lists of documents, the newest first, read a page at a time: half a million open at once. Must never hold
//! a document that is not asked for.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::DateTime;
use rust_decimal::Decimal;

use crate::domain::document::DocumentNumber;
use crate::domain::glance::Glance;
use crate::domain::money::{self, Money};
use crate::domain::period::Period;
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::store::Run;

use super::source::{Names, Source, Stop, Watch};

/// Which documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// Of which business dates.
    pub period: Period,
    /// Only those with this product.
    pub sku: Option<Sku>,
}

/// A list that was made: where its documents are.
#[derive(Debug, Clone)]
pub struct Documents {
    /// What was asked.
    pub which: Which,
    place: Arc<Place>,
}

#[derive(Debug)]
enum Place {
    /// All of a period, by their numbers, with how many come before each run.
    Runs(Vec<(u64, Run)>, u64),
    /// Some, by their positions, the oldest first.
    At(Vec<u64>),
}

/// One document of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// What it is called.
    pub number: DocumentNumber,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who took the money.
    pub cashier: String,
    /// Lines on it.
    pub lines: usize,
    /// Whether goods came back on it.
    pub is_return: bool,
    /// What it came to; below zero for a return.
    pub total: Money,
    /// Of the product that was asked for: how much of it, and its net.
    pub of: Option<(Quantity, Money)>,
}

impl Documents {
    /// How many.
    pub fn count(&self) -> usize {
        match &*self.place {
            Place::Runs(_, count) => usize::try_from(*count).unwrap_or(usize::MAX),
            Place::At(positions) => positions.len(),
        }
    }
}

impl Source {
    /// Finds the documents of a period, or those of them with one product.
    ///
    /// # Errors
    /// Nobody waits any more, or something cannot be read.
    pub fn documents(&self, which: Which, watch: Watch<'_>) -> Result<Documents, Stop> {
        let (from, to) = (which.period.from(), which.period.to());
        let place = match &which.sku {
            None => {
                let mut before = 0;
                let runs = self.store.runs_between(from, to)?;
                let runs = runs.into_iter().map(|run| {
                    let first = before;
                    before += run.count();
                    (first, run)
                });
                Place::Runs(runs.collect(), before)
            }
            Some(sku) => {
                let positions = self.store.sales_between(from, to)?;
                let found = self.scan(&positions, watch, |found: &mut Vec<u64>, position, document| {
                    if document.lines.iter().any(|line| line.sku == sku.as_str()) {
                        found.push(position);
                    }
                })?;
                Place::At(found.concat())
            }
        };
        Ok(Documents {
            which,
            place: Arc::new(place),
        })
    }

    /// Rows of a list, counted from the newest.
    ///
    /// # Errors
    /// Something cannot be read.
    pub fn rows(&self, documents: &Documents, rows: Range<usize>) -> Result<Vec<DocumentRow>, Stop> {
        let count = documents.count();
        let (start, end) = (rows.start.min(count), rows.end.min(count));
        let wanted = count - end..count - start;
        let positions = match &*documents.place {
            Place::At(positions) => positions[wanted].to_vec(),
            Place::Runs(runs, _) => self.positions(runs, wanted.start as u64..wanted.end as u64)?,
        };
        let sku = documents.which.sku.as_ref();
        let names = self.names();
        let rows = self.scan(
            &positions,
            &mut |_, _| true,
            |rows: &mut Vec<DocumentRow>, _, document| rows.push(row(document, names, sku)),
        )?;
        Ok(rows.into_iter().flatten().rev().collect())
    }

    fn positions(&self, runs: &[(u64, Run)], wanted: Range<u64>) -> Result<Vec<u64>, Stop> {
        let first = runs.partition_point(|(before, run)| before + run.count() <= wanted.start);
        let mut positions = Vec::new();
        for (before, run) in &runs[first..] {
            if *before >= wanted.end {
                break;
            }
            let skip = wanted.start.saturating_sub(*before);
            let count = wanted.end - (before + skip);
            positions.extend(self.store.positions_in(run, skip, count)?);
        }
        Ok(positions)
    }
}

fn row(document: &Glance<'_>, names: &Names, sku: Option<&Sku>) -> DocumentRow {
    DocumentRow {
        number: document.number.clone(),
        time: document.time,
        cashier: names.of(document.cashier),
        lines: document.lines.len(),
        is_return: document.is_return,
        total: if document.is_return {
            -document.total
        } else {
            document.total
        },
        of: sku.and_then(|sku| of(document, sku)),
    }
}

/// How much of a product a document has, and its net; below zero where it came back.
fn of(document: &Glance<'_>, sku: &Sku) -> Option<(Quantity, Money)> {
    let lines = || document.lines.iter().filter(|line| line.sku == sku.as_str());
    let quantity = lines().map(|line| line.quantity.value()).sum::<Decimal>();
    let net = money::sum(document.currency, lines().map(|line| line.net));
    if document.is_return {
        Some((Quantity::new(-quantity).ok()?, -net))
    } else {
        Some((Quantity::new(quantity).ok()?, net))
    }
}
