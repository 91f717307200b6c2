//! The truth: an append-only list of sealed, chained entries on disk. Must never interpret a payload.
//!
//! The format is written down byte by byte in `docs/journal.md`.

mod copy;
pub mod disk;
mod entries;
mod entry;
mod error;
mod frame;
#[cfg(feature = "planted-bugs")]
pub mod gated;
mod head;
pub mod lock;
pub mod mirror;
pub mod pack;
mod position;
mod reader;
mod scan;
mod segment;
mod shelf;
mod tail;
mod verify;
mod write;

pub use crate::vault::chain::Hash;

pub use copy::{Part, PartBytes};
pub use disk::{Disk, DiskFile};
pub use entries::Entries;
pub use entry::{Entry, NewEntry, Stamp};
pub use error::{JournalError, Witness};
pub use head::{Appended, Durable, Head, Identity, Reached, Recovery};
pub use position::{Cursor, Position};
pub use reader::Reader;
pub use verify::{Verified, verify};
pub use write::Journal;

/// Bytes of a segment file.
pub const SEGMENT_LEN: u64 = 8 << 20;

#[cfg(feature = "planted-bugs")]
pub use write::Plant;

#[cfg(test)]
mod tests;
