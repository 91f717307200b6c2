//! The store against a fresh fold of the journal, row by row. Must never bring the store up to date first:
//! what it has is what is judged.

use crate::journal::{Cursor, Reader};
use crate::store::{Recorded, Store};

use super::report::{Check, Finding};
use crate::register::Fault;
use crate::register::commit::{fold_anew, recorded};
use crate::register::hub::{base_of, numbers_of};

/// Entries folded in one transaction.
const BATCH: usize = 4096;

/// Folds the journal into `fresh`, an empty store, as far as `store` has it, and compares every row.
pub(super) fn compare_with_fold(
    mut check: Check,
    reader: &Reader,
    store: &Store,
    mut fresh: Store,
) -> Result<Check, Fault> {
    let applied = store.applied();
    let upto = Cursor {
        incarnation: applied.ordinal,
        seq: applied.seq,
    };
    numbers_of(store, &mut fresh)?;
    let mut batch: Vec<Recorded> = Vec::new();
    let mut last = Cursor::START;
    for entry in reader.all_entries() {
        let entry = entry?;
        if entry.cursor > upto {
            break;
        }
        last = entry.cursor;
        batch.push(recorded(&entry)?);
        check.checked += 1;
        if batch.len() >= BATCH {
            fold_anew(&mut fresh, reader, &batch)?;
            batch.clear();
        }
    }
    fold_anew(&mut fresh, reader, &batch)?;
    base_of(store, reader, &mut fresh)?;
    if last < upto {
        let what = format!("the store has entries up to {upto}, the journal only up to {last}");
        check.break_with(Finding { at: Some(upto), what });
        return Ok(check);
    }
    for difference in store.read()?.compare(&fresh.read()?)? {
        let what = format!(
            "row {} of {} is {} in the store",
            difference.key, difference.table, difference.what
        );
        check.break_with(Finding { at: None, what });
    }
    Ok(check)
}
