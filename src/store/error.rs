//! What can go wrong with the store. Must never pass for a loss: the journal can always make the store again.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Applied;

/// A fault of the store. Each variant is one situation a person can be told about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has it open.
    #[error("the store is already open in another process")]
    InUse,
    /// Written by a later version of the program.
    #[error("a newer version wrote the store: it has format {found}, and this program knows {known}")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// Written by an earlier version of the program, or half written: it is folded anew from the journal.
    #[error("the store has format {found} and this program needs {known}: rebuild it from the journal")]
    Older {
        /// Its format.
        found: u32,
        /// The one this program writes.
        known: u32,
        /// How far it has the journal, which must reach at least there.
        applied: Applied,
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
    /// The directory or the file belongs to somebody else, or the disk is mounted for reading only.
    #[error("the store may not be written: check who owns its directory and whether its disk is writable")]
    NotAllowed,
    /// The disk is full, and the reserve is used up.
    #[error("the disk is full: what was recorded is safe; free some space, then start again to see it")]
    Full,
    /// The parts of an import could not be read from the journal.
    #[error("the rows of an import cannot be read: {0}")]
    Parts(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An earlier fault stopped it until it is opened again.
    #[error("the store stopped after a fault: start again")]
    Stopped,
    /// The disk said no.
    #[error("the disk failed: {0}")]
    Io(#[source] io::Error),
}

impl StoreError {
    /// A failed read or write of the disk.
    pub(super) fn disk(error: io::Error) -> StoreError {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                StoreError::Full
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::NotAllowed,
            io::ErrorKind::UnexpectedEof => StoreError::Damaged("the file ends early".to_owned()),
            _ => StoreError::Io(error),
        }
    }
}

thread_local! {
    /// Whether this thread is at work on a file that may be damaged.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread, now, becomes a sentence: a hook that tells of defects passes it over.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Does `work` on a file that may be damaged. redb checks its checksums when it recovers and not when it
/// reads, and stops with a panic at a page that is none; here that is damage like any other, told and mended.
pub(super) fn guard<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.unwrap_or_else(|_| Err(StoreError::Damaged("a page makes no sense".to_owned())))
}

/// What redb says in the words of the store. A row or table of another type is damage like any other.
impl From<redb::Error> for StoreError {
    fn from(error: redb::Error) -> StoreError {
        match error {
            redb::Error::Io(error) => StoreError::disk(error),
            redb::Error::DatabaseAlreadyOpen => StoreError::InUse,
            redb::Error::PreviousIo | redb::Error::DatabaseClosed => StoreError::Stopped,
            // What redb says beyond that is for whoever works on redb.
            redb::Error::Corrupted(_) => StoreError::Damaged("a page is not as it was written".to_owned()),
            _ => StoreError::Damaged("a table is not as it was made".to_owned()),
        }
    }
}

macro_rules! through_redb {
    ($($error:ident)*) => {$(
        impl From<redb::$error> for StoreError {
            fn from(error: redb::$error) -> StoreError {
                redb::Error::from(error).into()
            }
        }
    )*};
}

through_redb! { StorageError TableError TransactionError CommitError DatabaseError }
