//! The writer: opens, recovers and appends. Must never answer before the sync, nor retry one that failed.

#![allow(clippy::todo)] // bodies follow

use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use super::{Cursor, Disk, Entry, JournalError, NewEntry, Position, Reader};
use crate::vault::MasterKey;
use crate::vault::chain::Hash;

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

/// A bug to plant, so that a test can prove that it would notice.
#[cfg(feature = "planted-bugs")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// `append` returns before its sync, which happens at the next append.
    AnswerBeforeSync,
}

/// The journal opened for writing. One per store, under its lock.
#[derive(Debug)]
pub struct Journal {}

impl Journal {
    /// Makes an empty journal in `dir`.
    pub fn create(
        disk: Arc<dyn Disk>,
        dir: &Path,
        identity: Identity,
        key: &MasterKey,
    ) -> Result<Self, JournalError> {
        let _ = (disk, dir, identity, key);
        todo!()
    }

    /// Opens the journal in `dir`, cutting a torn tail; reads the last segments only.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: &Path,
        key: &MasterKey,
        reached: Reached,
    ) -> Result<(Self, Recovery), JournalError> {
        let _ = (disk, dir, key, reached);
        todo!()
    }

    /// Starts a new incarnation after a restore; its first entry links to the head of the one before.
    pub fn new_incarnation(self, incarnation: Uuid) -> Result<Self, JournalError> {
        let _ = incarnation;
        todo!()
    }

    /// Appends the entries of one command as one frame with one sync: all or none of them.
    ///
    /// After a failed write or sync nothing more is appended ([`JournalError::Poisoned`]); the next open says
    /// whether these were recorded. [`JournalError::NoSpace`] and [`JournalError::TooLarge`] come before
    /// anything is written and poison nothing.
    pub fn append(&mut self, entries: &[NewEntry<'_>]) -> Result<Vec<Appended>, JournalError> {
        let _ = entries;
        todo!()
    }

    /// Whether the current segment is more than half full and the next is not there yet.
    pub fn wants_next(&self) -> bool {
        todo!()
    }

    /// Writes the next segment ahead of use, if it is not there yet; for idle moments.
    pub fn prepare_next(&mut self) -> Result<(), JournalError> {
        todo!()
    }

    /// The end of the journal.
    pub fn head(&self) -> Head {
        todo!()
    }

    /// The entry at a position.
    pub fn read(&self, position: Position) -> Result<Entry, JournalError> {
        self.reader().read(position)
    }

    /// The reading side, for everything else.
    pub fn reader(&self) -> &Reader {
        todo!()
    }

    /// Plants a bug.
    #[cfg(feature = "planted-bugs")]
    pub fn plant(&mut self, plant: Plant) {
        let _ = plant;
    }
}
