//! What can go wrong with the store. Must never pass for a loss: the journal can always make the store again.

use std::io;
use std::path::PathBuf;

use super::Applied;

/// A fault of the store. Each variant is one situation a person can be told about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has it open.
    #[error("the store in {} is already open in another process", .0.display())]
    InUse(PathBuf),
    /// Written by a later version of the program.
    #[error(
        "the store has format {found}, which is newer than this program (it knows {known}): a newer version wrote it"
    )]
    Newer {
        /// Its format.
        found: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// Written by an earlier version of the program, or half written: `rebuild` makes it new.
    #[error("the store has format {found} and this program needs {known}: rebuild it from the journal")]
    Older {
        /// Its format.
        found: u32,
        /// The one this program writes.
        known: u32,
    },
    /// The first page makes no sense under this key.
    #[error("the store cannot be read with this key: it has another key, or its first page is damaged")]
    WrongKey,
    /// A checksum, a row or the length of the file is not what was written: `rebuild` makes it new.
    #[error("the store is damaged ({0}): rebuild it from the journal")]
    Damaged(String),
    /// An entry is missing between what the store has and what it was given.
    #[error("the store has the journal up to {applied} and was given {given}: entries between are missing")]
    Gap {
        /// The last entry it has.
        applied: Applied,
        /// The entry it was given.
        given: Applied,
    },
    /// The disk is full, and the reserve is used up.
    #[error("the disk is full: free some space, then start again")]
    Full,
    /// The parts of an import could not be read from the journal.
    #[error("the rows of an import cannot be read: {0}")]
    Parts(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An earlier fault stopped it until it is opened again.
    #[error("the store stopped after a fault: start again")]
    Stopped,
    /// The disk said no.
    #[error("the disk failed: {0}")]
    Io(#[from] io::Error),
}
