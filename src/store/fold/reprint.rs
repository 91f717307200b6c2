//! Copies of a document: how many there are. Must never count one that the journal does not have.

use redb::ReadableTable;

use super::Fold;
use crate::domain::document::DocumentNumber;
use crate::store::StoreError;

impl Fold<'_> {
    pub(super) fn reprint(&mut self, number: &DocumentNumber, copy: u64) -> Result<(), StoreError> {
        let key = (self.series(&number.series)?, number.number);
        let before = self.copies.get(key)?.map_or(0, |row| row.value());
        self.copies.insert(key, before.max(copy))?;
        Ok(())
    }
}
