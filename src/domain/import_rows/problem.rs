//! What is wrong with a file of products, in a sentence that says where and what to do. Must never quote more
//! of the file than a line of a terminal holds.

use std::fmt;

use super::records::{RECORD_MAX, VALUE_MAX};
use crate::domain::product;
use crate::domain::quantity::QuantityRefusal;
use crate::domain::rate::RateRefusal;
use crate::domain::text;

/// Something wrong on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column it is in, when it is in one.
    pub column: Option<&'static str>,
    /// What it is.
    pub reason: Reason,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "line {}, {column}: {}", self.line, self.reason),
            None => write!(f, "line {}: {}", self.line, self.reason),
        }
    }
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each says itself in its sentence")]
pub enum Reason {
    #[error("the file is empty; its first line names the columns: {}", super::COLUMNS.join(","))]
    EmptyFile,
    #[error("the file has a header and no product below it")]
    NoProducts,
    #[error("the columns are separated by semicolons; save the file with commas between them")]
    Semicolons,
    #[error("the columns are separated by tabs; save the file with commas between them")]
    Tabs,
    #[error("unknown column {columns}; the columns are {}", super::COLUMNS.join(","))]
    UnknownColumns { columns: String },
    #[error("column {columns} is missing; the columns are {}", super::COLUMNS.join(","))]
    MissingColumns { columns: String },
    #[error("the column stands in the header twice; keep one of them")]
    RepeatedColumn,
    #[error("not UTF-8 text; save the file as UTF-8")]
    NotUtf8,
    #[error("holds a NUL byte, which no text has; the file is damaged or no CSV file")]
    Nul,
    #[error("the row is longer than {} KiB, up to line {last}; is a quote not closed?", RECORD_MAX / 1024)]
    RowTooLong { last: u64 },
    #[error("a value is longer than {} KiB", VALUE_MAX / 1024)]
    ValueTooLong,
    #[error("the file ends inside quotes; close the quote that opens in this row")]
    UnclosedQuote,
    #[error("the row has {found} values, the header {expected}; quote values that hold a comma")]
    ValueCount { found: usize, expected: usize },
    #[error("a value is missing")]
    Missing,
    #[error("longer than {max} bytes; shorten it")]
    TooLong { max: usize },
    #[error("{0}")]
    Price(RateRefusal),
    #[error("{0}")]
    Quantity(QuantityRefusal),
    #[error("{value} has more decimals than {unit} allows ({decimals})")]
    TooFine {
        value: String,
        unit: &'static str,
        decimals: u8,
    },
    #[error("{value} is below zero; the least that is 0")]
    Negative { value: String },
    #[error("the shop has no tax class {class}; it has {known}")]
    UnknownTax { class: String, known: String },
    #[error("there is no unit {unit}; the units are {known}")]
    UnknownUnit { unit: String, known: String },
    #[error("{0}")]
    Number(product::NumberRefusal),
    #[error("more than {max} codes for one product")]
    TooManyCodes { max: usize },
    #[error("the SKU {sku} is already on line {first}; each product has its own")]
    RepeatedSku { sku: String, first: u64 },
    #[error("the code {code} is already on line {first}; a code names one product")]
    RepeatedCode { code: String, first: u64 },
    #[error("the last digit of {code} does not fit the others; check the number")]
    CheckDigit { code: String },
}

/// Foreign text for a sentence: clean, cut after 40 bytes.
pub(super) fn quoted(raw: &str) -> String {
    let clean = text::clean(raw, 40);
    if clean.len() < raw.trim().len() {
        format!("\"{clean}…\"")
    } else {
        format!("\"{clean}\"")
    }
}
