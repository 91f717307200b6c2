//! Bugs that a test plants in a running hub: only in a build with planted bugs. Must never be in a release.

use std::path::Path;

use super::ledger::StoredEntry;

/// Names the directory of the gates: a bug is planted while a file of its name is in it.
const GATES: &str = "TENDERO_TEST_GATES";
/// Bugs bite sales alone: the first entries of a till are needed for the rest.
const SOLD: u16 = 20;

/// A bug of one hub alone, whatever others there are in the same process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// Entries that it holds already do what they say once more when they come again.
    DoneAgain,
    /// The same, where later ones have come since.
    DoneLate,
    /// An id that is known from another place does what it says once more.
    IdsForgotten,
}

/// Whether a file of that name is in it.
pub(crate) fn planted(bug: &str) -> bool {
    std::env::var_os(GATES).is_some_and(|gates| Path::new(&gates).join(bug).exists())
}

/// From where a feed is read on: one row too far, as by a cursor that names the next one.
pub(super) fn read_from(v: u64) -> u64 {
    v + u64::from(v > 0 && planted("cursor-plus-one"))
}

/// The rows of a page: one that is exactly full is taken for one that has a row too many.
pub(super) fn shorten<T>(rows: &mut Vec<T>, limit: usize) {
    if rows.len() == limit && planted("page-end-lost") {
        rows.pop();
    }
}

/// How often the effect of an entry is done.
pub(super) fn times(entry: &StoredEntry) -> usize {
    match entry.kind {
        SOLD if planted("effect-twice") => 2,
        SOLD if planted("effect-lost") => 0,
        _ => 1,
    }
}

/// The entry as it is kept.
pub(super) fn kept(entry: &StoredEntry) -> Option<StoredEntry> {
    match entry.kind {
        SOLD if planted("entry-lost") => None,
        SOLD if planted("entry-other") => Some(StoredEntry {
            payload: entry.payload.replacen("\"sold\"", "\"Sold\"", 1),
            ..entry.clone()
        }),
        _ => Some(entry.clone()),
    }
}
