//! Queries over a consistent snapshot of the store. Must never write, nor be kept for longer than a report takes:
//! pages it sees cannot be used again meanwhile.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Applied, ClosingBrief, Day, Month, Moved, StoreError};
use crate::domain::document::DocumentNumber;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;

/// A snapshot; may be handed to another thread.
pub struct Reader(());

/// A row that two stores of the same journal do not agree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the table.
    pub table: &'static str,
    /// The row's key, for a person to read.
    pub key: String,
    /// What is wrong with it: `missing`, `too much` or `different`, as seen from the first store.
    pub what: &'static str,
}

impl Reader {
    /// How far the journal is folded in this snapshot.
    pub fn applied(&self) -> Result<Applied, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Every product in order of SKU.
    pub fn for_each_product(&self, _each: impl FnMut(Product)) -> Result<(), StoreError> {
        Err(StoreError::Stopped)
    }

    /// Every product in order of SKU with its level; `None` where nothing was ever counted.
    pub fn for_each_level(&self, _each: impl FnMut(Product, Option<Quantity>)) -> Result<(), StoreError> {
        Err(StoreError::Stopped)
    }

    /// Levels, in the order asked for; `None` where nothing was ever counted.
    pub fn stock(&self, _skus: &[Sku]) -> Result<Vec<Option<Quantity>>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Where the entry of that id is.
    pub fn position_of_id(&self, _id: Uuid) -> Result<Option<u64>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Where the document of that number is.
    pub fn position_of_number(&self, _number: &DocumentNumber) -> Result<Option<u64>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Where the sales of those business dates are, both included, in the order they were made.
    pub fn sales_between(&self, _from: Date, _to: Date) -> Result<Vec<u64>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Where the Z of that number is.
    pub fn position_of_closing(&self, _number: u64) -> Result<Option<u64>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Every closing, the oldest first.
    pub fn closings(&self) -> Result<Vec<ClosingBrief>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// The days with sales from one business date to another, both included.
    pub fn days(&self, _from: Date, _to: Date) -> Result<Vec<(Date, Day)>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// What was sold of a product, month by month.
    pub fn months(&self, _sku: &Sku) -> Result<Vec<(Month, Moved)>, StoreError> {
        Err(StoreError::Stopped)
    }

    /// What was sold of every product from one month to another, both included, in order of SKU; products
    /// that were not sold are left out.
    pub fn moved_between(
        &self,
        _from: Month,
        _to: Month,
        _each: impl FnMut(Product, Moved),
    ) -> Result<(), StoreError> {
        Err(StoreError::Stopped)
    }

    /// The first rows, a hundred at most, that differ between this store and `other`, over every table.
    pub fn compare(&self, _other: &Reader) -> Result<Vec<Difference>, StoreError> {
        Err(StoreError::Stopped)
    }
}
