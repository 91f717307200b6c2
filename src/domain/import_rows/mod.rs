//! Rows of a product file, in and out. Must never let a row in that the counter could not have typed.
//!
//! One pass over the bytes within fixed bounds: whatever the file holds, memory grows with its good rows
//! only.

mod cells;
mod export;
mod header;
mod problem;
mod records;
mod row;

pub use export::{header, line};
pub use header::COLUMNS;
pub use problem::{Problem, Reason};
pub use records::{RECORD_MAX, VALUE_MAX};
pub use row::ImportRow;

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::product::{Code, Sku};
use cells::Cells;
use records::{Read, Record, Records};

/// How many problems of a kind are kept; more are only counted.
pub const PROBLEMS_MAX: usize = 1000;

/// Rows between two reports of progress.
const STEP: u64 = 1000;

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows below the header, good or bad.
    pub rows: u64,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The good rows, in their order.
    pub rows: Vec<ImportRow>,
    /// What keeps rows, or the whole file, out.
    pub errors: Problems,
    /// What should be looked at, and keeps nothing out.
    pub warnings: Problems,
}

/// Problems in the order of the file.
#[derive(Debug, Default)]
pub struct Problems {
    /// The first [`PROBLEMS_MAX`].
    pub first: Vec<Problem>,
    /// How many there are in all.
    pub count: usize,
}

impl Problems {
    fn add(&mut self, problem: Problem) {
        self.count += 1;
        if self.first.len() < PROBLEMS_MAX {
            self.first.push(problem);
        }
    }
}

/// Where SKUs and codes were first seen.
#[derive(Default)]
struct Seen {
    skus: HashMap<Sku, u64>,
    codes: HashMap<Code, u64>,
}

/// Reads a product file. A bad row is an error and left out; a bad header leaves nothing.
///
/// # Errors
/// Only those of `reader`.
pub fn parse(
    reader: impl BufRead,
    tax_classes: &[&str],
    progress: &mut dyn FnMut(Progress),
) -> io::Result<Parsed> {
    let mut parsed = Parsed::default();
    let mut records = Records::new(reader);
    let mut record = Record::default();
    let whole = |line, column, reason| Problem { line, column, reason };
    let places = match records.next(&mut record)? {
        Read::Whole => header::places(&record),
        Read::End => Err(vec![whole(1, None, Reason::EmptyFile)]),
        Read::Unclosed => Err(vec![whole(1, None, Reason::UnclosedQuote)]),
        Read::Endless { last } => Err(vec![whole(1, None, Reason::RowTooLong { last })]),
    };
    let places = match places {
        Ok(places) => places,
        Err(problems) => {
            problems
                .into_iter()
                .for_each(|problem| parsed.errors.add(problem));
            return Ok(parsed);
        }
    };
    let (mut seen, mut rows) = (Seen::default(), 0);
    loop {
        let read = records.next(&mut record)?;
        if read == Read::End {
            break;
        }
        if read == Read::Whole && is_blank(&record) {
            continue;
        }
        rows += 1;
        if let Some(reason) = unreadable(read, &record, places.len()) {
            parsed.errors.add(whole(record.line, None, reason));
        } else {
            take(&mut parsed, &record, &places, tax_classes, &mut seen);
        }
        if rows % STEP == 0 {
            let bytes = records.offset;
            progress(Progress { bytes, rows });
        }
    }
    if rows == 0 {
        parsed.errors.add(whole(1, None, Reason::NoProducts));
    }
    let bytes = records.offset;
    progress(Progress { bytes, rows });
    Ok(parsed)
}

/// Spreadsheets leave empty lines, and lines of commas, behind their rows.
fn is_blank(record: &Record) -> bool {
    record.bytes().iter().all(u8::is_ascii_whitespace)
}

/// Why a record cannot be looked at value by value.
fn unreadable(read: Read, record: &Record, expected: usize) -> Option<Reason> {
    match read {
        Read::Unclosed => Some(Reason::UnclosedQuote),
        Read::Endless { last } => Some(Reason::RowTooLong { last }),
        _ if record.bytes().contains(&0) => Some(Reason::Nul),
        _ if record.cut => Some(Reason::ValueTooLong),
        _ if str::from_utf8(record.bytes()).is_err() => Some(Reason::NotUtf8),
        _ if record.len() != expected => {
            let found = record.len();
            Some(Reason::ValueCount { found, expected })
        }
        _ => None,
    }
}

/// Reads one row into `parsed`.
fn take(
    parsed: &mut Parsed,
    record: &Record,
    places: &[usize; COLUMNS.len()],
    tax_classes: &[&str],
    seen: &mut Seen,
) {
    let mut cells = Cells {
        record,
        places,
        tax_classes,
        errors: Vec::new(),
        warnings: Vec::new(),
    };
    let row = cells.read();
    if let Some(row) = &row {
        seen.note(row, &mut cells);
    }
    let good = cells.errors.is_empty();
    cells
        .errors
        .into_iter()
        .for_each(|problem| parsed.errors.add(problem));
    cells
        .warnings
        .into_iter()
        .for_each(|problem| parsed.warnings.add(problem));
    parsed.rows.extend(row.filter(|_| good));
}

impl Seen {
    /// Remembers the SKU and the codes of a good row; what another row has already is an error of this one.
    fn note(&mut self, row: &ImportRow, cells: &mut Cells) {
        let (line, product) = (cells.record.line, &row.product);
        if let Some(first) = self.skus.get(&product.sku).copied() {
            let sku = product.sku.to_string();
            cells.error(cells::SKU, Reason::RepeatedSku { sku, first });
        }
        for code in &product.codes {
            if let Some(first) = self.codes.get(code).copied() {
                let code = code.to_string();
                cells.error(cells::BARCODE, Reason::RepeatedCode { code, first });
            }
        }
        if cells.errors.is_empty() {
            self.skus.insert(product.sku.clone(), line);
            self.codes
                .extend(product.codes.iter().map(|code| (code.clone(), line)));
        }
    }
}

/// `text` without the one `'` that guards it from being taken for a formula.
fn unguarded(text: &str) -> &str {
    let bare = text.trim_start_matches('\'');
    match text.strip_prefix('\'') {
        Some(rest) if export::starts_formula(bare) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests;
