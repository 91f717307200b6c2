//! What can go wrong with the journal. Must never turn damage into a shorter history.

use std::io;
use std::path::PathBuf;

use super::Cursor;
use crate::vault::VaultError;

/// Who has seen an entry, and so proves that it was once durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Witness {
    /// The store has folded it.
    Store,
    /// The hub has acknowledged it.
    Hub,
    /// The mirror holds it.
    Mirror,
    /// A later entry of the journal itself.
    Journal,
}

/// A fault of the journal. Each variant is one situation a person can be told about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// No journal in this directory.
    #[error("there is no journal in {}", .0.display())]
    NotThere(PathBuf),
    /// A journal is there already; creating would hide its sales.
    #[error("there is a journal in {} already", .0.display())]
    AlreadyThere(PathBuf),
    /// The key does not open the journal: another store's key, or a segment header was altered.
    #[error("the key does not open {}", .0.display())]
    WrongKey(PathBuf),
    /// Written by a later version of the program.
    #[error("{} has format {found}, which is newer than this program", path.display())]
    Newer {
        /// The segment.
        path: PathBuf,
        /// Its format version.
        found: u16,
    },
    /// A segment shorter or longer than a segment is.
    #[error("{} is {found} bytes long instead of {}", path.display(), super::SEGMENT_LEN)]
    Truncated {
        /// The segment.
        path: PathBuf,
        /// Its length in bytes.
        found: u64,
    },
    /// A segment between others is not there.
    #[error("{} is missing", .0.display())]
    Missing(PathBuf),
    /// Bytes inside the history do not open, or do not follow from those before.
    #[error("{} is damaged at byte {offset}, after entry {after}: {what}", path.display())]
    Damaged {
        /// The segment.
        path: PathBuf,
        /// Where in it, in bytes.
        offset: u64,
        /// The last entry that is whole.
        after: Cursor,
        /// What is wrong there.
        what: &'static str,
    },
    /// The journal ends before an entry that someone has seen.
    #[error("the journal ends at entry {head}, but {by:?} has seen entry {reached}")]
    Lost {
        /// The last entry that is whole.
        head: Cursor,
        /// The entry that was seen.
        reached: Cursor,
        /// By whom.
        by: Witness,
    },
    /// A packed segment holds other entries than the journal has in its place, or cannot be read.
    #[error("{} is not the segment that the journal has there", .0.display())]
    Foreign(PathBuf),
    /// No entry is at this position or sequence.
    #[error("there is no entry at {0}")]
    NoEntry(String),
    /// The entries of one command do not fit a frame.
    #[error("{0} bytes of entries do not fit one frame")]
    TooLarge(usize),
    /// No space for the next segment; the entries in hand were not written.
    #[error("the disk is full: there is no room for {}", .0.display())]
    NoSpace(PathBuf),
    /// An earlier write or sync failed; nothing is appended until the journal is opened again.
    #[error("an earlier write to the journal failed, so nothing more is written")]
    Poisoned,
    /// All incarnations or segments that a position can name are used.
    #[error("the journal cannot be numbered any further")]
    Exhausted,
    /// Sealing failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Reading or writing failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl JournalError {
    /// A failed operation on a file; a full disk is a thing of its own.
    pub fn io(path: PathBuf, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::NoSpace(path)
            }
            _ => Self::Io { path, source },
        }
    }
}
