//! Which documents were made when, without listing them: they are numbered without a gap. Must never read
//! one.

use jiff::civil::Date;

use super::Reader;
use crate::store::StoreError;
use crate::store::error::guard;
use crate::store::schema;

/// Documents of one series with consecutive numbers, made on one business date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Number of the series in the store.
    pub(in crate::store) series: u32,
    /// Number of the first.
    pub(in crate::store) first: u64,
    /// Number of the last.
    pub(in crate::store) last: u64,
}

impl Run {
    /// How many documents.
    pub fn count(&self) -> u64 {
        self.last - self.first + 1
    }
}

impl Reader {
    /// The documents of those business dates, both included, in the order of dates.
    pub fn runs_between(&self, from: Date, to: Date) -> Result<Vec<Run>, StoreError> {
        guard(|| {
            let rows = self.day_rows(from, to)?;
            let runs = rows.into_iter().flat_map(|(_, row)| row.runs);
            Ok(runs
                .map(|run| Run {
                    series: run.series,
                    first: run.first,
                    last: run.last,
                })
                .collect())
        })
    }

    /// Where the documents of a run are, that many from the one at `skip` on.
    pub fn positions_in(&self, run: &Run, skip: u64, count: u64) -> Result<Vec<u64>, StoreError> {
        guard(|| {
            let first = run.first.saturating_add(skip);
            let last = run.last.min(first.saturating_add(count).saturating_sub(1));
            if count == 0 || first > last {
                return Ok(Vec::new());
            }
            let numbers = self.tx.open_table(schema::NUMBERS)?;
            let rows = numbers.range((run.series, first)..=(run.series, last))?;
            rows.map(|row| Ok(row?.1.value())).collect()
        })
    }
}
