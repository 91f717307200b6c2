//! The blind count and the closing of a shift: numbered, immutable, reprintable. Must never be changed once
//! it has its number.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Figures, ShiftOpened};
use crate::domain::cash::{Declared, ForeignCounted};
use crate::domain::document::Perpetual;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::Method;
use crate::domain::staff::PersonId;

/// One row of the blind count: so many of a note or coin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Face value.
    pub denomination: Money,
    /// How many.
    pub pieces: u64,
}

/// A blind count, noted before the person who counted learned what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountTaken {
    /// Cash counted.
    pub counted: Money,
    /// Cash that should have been there.
    pub expected: Money,
    /// The rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<Counted>,
    /// What was declared of other tenders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// Money of other currencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<ForeignCounted>,
    /// Who allowed another count after one that had told what was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
}

impl CountTaken {
    /// Whether it says the same of the drawer, the other tenders and the other currencies.
    pub fn agrees(&self, count: &[Counted], declared: &[(Method, Money)], foreign: &[Money]) -> bool {
        let rows = self.declared.iter().map(|row| (row.method, row.declared));
        let others = self.foreign.iter().map(|row| row.counted);
        self.count == count && rows.eq(declared.iter().copied()) && others.eq(foreign.iter().copied())
    }
}

/// The closing of a shift: numbered, immutable, reprintable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Z number, gapless from 1 per incarnation of the till.
    pub number: u64,
    /// How the shift was opened.
    pub opened: ShiftOpened,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who closed it.
    pub by: PersonId,
    /// Who allowed a variance above the limit, where that was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// First entry of the shift and last before this one.
    pub range: (u64, u64),
    /// What went through it.
    pub figures: Figures,
    /// Cash that should be in the drawer.
    pub expected: Money,
    /// Cash that was counted.
    pub counted: Money,
    /// The count by denomination; empty where only the sum was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<Counted>,
    /// counted − expected.
    pub variance: Money,
    /// Why it differs, in the words of who closed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What was declared of other tenders; one that is missing was not held against anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// Money of other currencies that was counted; one that is missing was not held against anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<ForeignCounted>,
    /// Cash that stays in the drawer as the next float, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Money>,
    /// Cash that leaves the drawer for the bank or the safe: counted − kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banked: Option<Money>,
    /// The perpetual totals at the end of the shift.
    pub perpetual: Perpetual,
    /// Entries that no hub had acknowledged when it was closed.
    pub unsynced: u64,
}

impl Closing {
    /// What the next shift is likely to begin with: what was kept, or as much as this one began with.
    pub fn next_float(self) -> Money {
        self.kept.unwrap_or(self.opened.float)
    }
}

impl Counted {
    /// What the rows of a count are worth; however many a file has, they never leave the range of an amount.
    pub fn sum(currency: Currency, rows: &[Counted]) -> Money {
        let mut sum = Money::zero(currency);
        rows.iter().for_each(|row| sum.gather(row.amount()));
        sum
    }

    /// What the row is worth. So many pieces that no drawer holds them count as the limit of an amount.
    pub fn amount(&self) -> Money {
        let pieces = i64::try_from(self.pieces).unwrap_or(i64::MAX);
        let minor = self.denomination.minor().saturating_mul(pieces).min(Money::LIMIT);
        Money::from_minor(minor, self.denomination.currency())
    }
}
