//! Two stores side by side: what `audit` asks of the store and of one folded anew. Must never skip a table.

use std::cmp::Ordering;

use super::error::guard;
use super::schema::{Raw, Rows, TABLES};
use super::{Reader, StoreError};

/// Most differences told; more say nothing new.
const MOST: usize = 100;

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
    /// The first rows, a hundred at most, that differ between this store and `other`, over every table.
    pub fn compare(&self, other: &Reader) -> Result<Vec<Difference>, StoreError> {
        guard(|| {
            let mut found = Vec::new();
            for table in TABLES {
                compare(
                    table.name,
                    (table.rows)(&self.tx)?,
                    (table.rows)(&other.tx)?,
                    &mut found,
                )?;
            }
            Ok(found)
        })
    }
}

/// Walks both in order of their keys, as redb orders them: equal keys are equal bytes.
fn compare(
    table: &'static str,
    mut ours: Rows,
    mut theirs: Rows,
    found: &mut Vec<Difference>,
) -> Result<(), StoreError> {
    let (mut our, mut their) = (ours.next().transpose()?, theirs.next().transpose()?);
    while found.len() < MOST {
        let order = match (&our, &their) {
            (None, None) => break,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(our), Some(their)) => (our.order)(&our.key, &their.key),
        };
        let row = |row: &Option<Raw>| row.as_ref().map(|row| row.shown.clone()).unwrap_or_default();
        let (key, what) = match order {
            Ordering::Less => (row(&our), "too much"),
            Ordering::Greater => (row(&their), "missing"),
            Ordering::Equal => (row(&our), "different"),
        };
        let same = order == Ordering::Equal
            && our.as_ref().map(|row| &row.value) == their.as_ref().map(|row| &row.value);
        if !same {
            found.push(Difference { table, key, what });
        }
        if order != Ordering::Greater {
            our = ours.next().transpose()?;
        }
        if order != Ordering::Less {
            their = theirs.next().transpose()?;
        }
    }
    Ok(())
}
