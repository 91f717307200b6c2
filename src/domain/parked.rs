//! A ticket put aside until somebody comes back for it. Must never be a sale, nor take a number of one.
//!
//! A parked ticket stays parked until the sale of the same id exists, until it is voided by its id, or until
//! it is parked again. Taking it up again is no entry: whatever cuts the power meanwhile loses nothing.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::money::Money;
use super::product::Sku;
use super::staff::PersonId;
use super::ticket::Ticket;

/// The longest label, in bytes.
pub const LABEL_MAX: usize = 60;

/// A ticket put aside, as the journal records it, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The ticket; its id is what it is found by.
    pub ticket: Ticket,
    /// What to call it: a name, a table; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What it came to.
    pub total: Money,
    /// Who put it aside.
    pub by: PersonId,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
}

/// A parked ticket as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedBrief {
    /// Of the ticket.
    pub id: Uuid,
    /// What it is called; may be empty.
    pub label: String,
    /// How many lines it has.
    pub lines: usize,
    /// The first good on it, to know it by where it has no label.
    pub first: String,
    /// What it came to.
    pub total: Money,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who put it aside.
    pub by: PersonId,
}

impl Parked {
    /// The row of the list.
    pub fn brief(&self) -> ParkedBrief {
        ParkedBrief {
            id: self.ticket.id,
            label: self.label.clone(),
            lines: self.ticket.lines.len(),
            first: self
                .ticket
                .lines
                .first()
                .map(|line| line.good.name.clone())
                .unwrap_or_default(),
            total: self.total,
            time: self.time,
            by: self.by,
        }
    }

    /// Whether that product is on it.
    pub fn holds(&self, sku: &Sku) -> bool {
        self.ticket.lines.iter().any(|line| line.good.sku == *sku)
    }
}
