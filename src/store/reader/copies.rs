//! How often a document was printed again. Must never print one.

use super::Reader;
use crate::domain::document::DocumentNumber;
use crate::store::StoreError;
use crate::store::error::guard;
use crate::store::schema;

impl Reader {
    /// Number of the last copy; 0 where there is none.
    pub fn copies(&self, number: &DocumentNumber) -> Result<u64, StoreError> {
        guard(|| {
            let series = self.tx.open_table(schema::SERIES)?;
            let Some(series) = series.get(number.series.as_str())?.map(|row| row.value()) else {
                return Ok(0);
            };
            let copies = self.tx.open_table(schema::COPIES)?;
            Ok(copies.get((series, number.number))?.map_or(0, |row| row.value()))
        })
    }
}
