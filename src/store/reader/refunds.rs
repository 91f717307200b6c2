//! Returns of a sale and notes of store credit. Must never tell what a return gave back: that is in the
//! journal.

use uuid::Uuid;

use super::Reader;
use crate::domain::document::DocumentNumber;
use crate::store::codec::decode;
use crate::store::error::guard;
use crate::store::{Credit, StoreError, schema};

impl Reader {
    /// Where the returns of that sale are, the oldest first.
    pub fn returns_of(&self, sale: Uuid) -> Result<Vec<u64>, StoreError> {
        guard(|| {
            let returns = self.tx.open_table(schema::RETURNS)?;
            let all = returns.range((sale.as_u128(), 0)..=(sale.as_u128(), u64::MAX))?;
            all.map(|row| Ok(row?.0.value().1)).collect()
        })
    }

    /// The note that a return of that number was paid back with.
    pub fn credit(&self, number: &DocumentNumber) -> Result<Option<Credit>, StoreError> {
        guard(|| {
            let series = self.tx.open_table(schema::SERIES)?;
            let Some(series) = series.get(number.series.as_str())? else {
                return Ok(None);
            };
            let credits = self.tx.open_table(schema::CREDITS)?;
            let row = credits.get((series.value(), number.number))?;
            row.map(|row| decode("credits", row.value())).transpose()
        })
    }
}
