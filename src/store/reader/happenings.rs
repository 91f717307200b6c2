//! What the trail tells, by business day. Must never tell what an entry says: that is in the journal.

use jiff::civil::Date;

use super::Reader;
use crate::store::StoreError;
use crate::store::error::guard;
use crate::store::schema::{self, date_of, day_key};

/// One entry of the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// The business day.
    pub day: Date,
    /// Where the entry is in the journal.
    pub position: u64,
    /// Number of its kind.
    pub kind: u16,
}

impl Reader {
    /// What happened from one business day to another, both included, in the order it happened; only the
    /// kinds asked for, or all where none is.
    pub fn happenings(&self, from: Date, to: Date, kinds: &[u16]) -> Result<Vec<Happening>, StoreError> {
        guard(|| {
            let table = self.tx.open_table(schema::HAPPENINGS)?;
            let mut found = Vec::new();
            for row in table.range((day_key(from), 0)..=(day_key(to), u64::MAX))? {
                let (key, kind) = row?;
                let ((day, position), kind) = (key.value(), kind.value());
                if (kinds.is_empty() || kinds.contains(&kind))
                    && let Some(day) = date_of(day)
                {
                    found.push(Happening { day, position, kind });
                }
            }
            Ok(found)
        })
    }
}
