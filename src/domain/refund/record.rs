//! The record of a return: the document, what came back and what was given for it. Must never change its
//! meaning: records live as long as the shop.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::customer::Buyer;
use crate::domain::document::{DocumentNumber, Good, Perpetual};
use crate::domain::payment::{Settlement, Tender};
use crate::domain::pricing::Priced;
use crate::domain::staff::PersonId;

/// What becomes of goods that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Back on the shelf.
    #[default]
    Stock,
    /// Thrown away or sent off: the level stays as it is.
    WrittenOff,
}

/// Which sale the goods were bought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// What its receipt is called.
    pub number: DocumentNumber,
    /// Its id.
    pub sale: Uuid,
}

/// One line of what came back. Its amounts are the line of the same index in [`Refund::priced`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// What, as the sale said, and how much of it came back.
    pub good: Good,
    /// Index of the sale's line; none without a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What becomes of it.
    pub fate: Fate,
}

/// A completed return. Amounts are not below zero: what the document says was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Identity of the return; the entry's id is the same.
    pub id: Uuid,
    /// What the document is called, in a series of its own.
    pub number: DocumentNumber,
    /// The sale it is of; none without a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Origin>,
    /// Whose account something of it was given back to: who the sale names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Buyer>,
    /// Number of the shift it belongs to.
    pub shift: u64,
    /// Business date, which is the shift's.
    pub date: Date,
    /// Local time of the counter when it was completed.
    pub time: DateTime,
    /// Who gave the money back.
    pub cashier: PersonId,
    /// Who allowed it, where a supervisor had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// Why the goods came back, in the words of who took them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Goods, line by line.
    pub goods: Vec<Returned>,
    /// Amounts, line by line and in total.
    pub priced: Priced,
    /// What the customer got.
    pub tenders: Vec<Tender>,
    /// Rounding, what was owed and what was given; there is no change.
    pub settlement: Settlement,
    /// The perpetual totals with this return in them.
    pub perpetual: Perpetual,
    /// Digest of the return as it was asked for: the same id with another request is refused.
    pub fingerprint: String,
}
