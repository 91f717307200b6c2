//! Where parked tickets are. Must never hold one: the journal does.

use redb::ReadableTable;
use uuid::Uuid;

use super::Reader;
use crate::store::StoreError;
use crate::store::error::guard;
use crate::store::schema;

impl Reader {
    /// Where the newest entry of that parked ticket is; none where it is not parked.
    pub fn position_of_parked(&self, ticket: Uuid) -> Result<Option<u64>, StoreError> {
        guard(|| {
            let parked = self.tx.open_table(schema::PARKED)?;
            Ok(parked.get(ticket.as_bytes())?.map(|row| row.value()))
        })
    }

    /// Where every parked ticket is, in the order in which they were parked.
    pub fn parked(&self) -> Result<Vec<u64>, StoreError> {
        guard(|| {
            let parked = self.tx.open_table(schema::PARKED)?;
            let mut positions = Vec::new();
            for row in parked.iter()? {
                positions.push(row?.1.value());
            }
            positions.sort_unstable();
            Ok(positions)
        })
    }
}
