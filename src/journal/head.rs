//! Where a journal ends and who writes it: what the writer begins with and gives back. Must never read or
//! write a disk.

use uuid::Uuid;

use crate::vault::chain::Hash;

use super::{Cursor, Position};

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The till; kept for its life.
    pub terminal: Uuid,
    /// This life of its journal; new after a restore.
    pub incarnation: Uuid,
}

/// The end of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Who wrote the last incarnation.
    pub identity: Identity,
    /// The last entry; `seq` 0 if the incarnation has none yet.
    pub cursor: Cursor,
    /// Its hash; what stands before the first entry if there is none yet.
    pub hash: Hash,
}

/// The end of the journal as far as it is durable: what a mirror may copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durable {
    /// The last entry.
    pub head: Head,
    /// The segment it lies in.
    pub(super) segment: u32,
    /// The block behind its frame.
    pub(super) block: u16,
}

/// What others have seen of this journal; an invalid frame up to there is damage, never a torn tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// The store's applied position.
    pub store: Option<Cursor>,
    /// The hub's acknowledgement.
    pub hub: Option<Cursor>,
    /// The mirror's last entry.
    pub mirror: Option<Cursor>,
}

/// What opening had to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing: every frame is whole.
    Clean,
    /// The last frame was never finished, so never answered; it was cut.
    TornTail {
        /// Bytes cut.
        bytes: u64,
        /// The last entry that is whole.
        after: Cursor,
    },
}

/// One entry appended and durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its sequence.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Where it is.
    pub position: Position,
}
