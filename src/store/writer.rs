//! The one writer of the store: opens it and folds entries into it. Must never fold an entry twice or leave one out.

use std::path::Path;

use super::{Applied, Reader, Recorded, StoreError};
use crate::domain::event::{ImportCommitted, ImportPart};
use crate::domain::till::Till;
use crate::vault::key::PageKeys;

/// Reads the parts of a committed import from the journal and shows them one by one, in order. A failure to read
/// is [`StoreError::Parts`]; a failure of the function given is passed on.
pub type Parts<'a> = dyn FnMut(&ImportCommitted, &mut dyn FnMut(&ImportPart) -> Result<(), StoreError>) -> Result<(), StoreError>
    + 'a;

/// The store of one till.
pub struct Store(());

/// How the store stands on its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Bytes of the store's file.
    pub file_bytes: u64,
    /// Bytes of the reserve for a full disk; 0 when it is used up.
    pub reserve_bytes: u64,
}

impl Store {
    /// Opens the store in `dir`, or creates an empty one there. Creates the directory's last part.
    pub fn open(_dir: &Path, _keys: &PageKeys) -> Result<Store, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Removes the store in `dir`, before a rebuild.
    pub fn remove(_dir: &Path) -> Result<(), StoreError> {
        Err(StoreError::Stopped)
    }

    /// How far the journal is folded.
    pub fn applied(&self) -> Applied {
        Applied::default()
    }

    /// The state for decisions after the last entry folded; `None` before the founding entry.
    pub fn till(&self) -> Option<&Till> {
        None
    }

    /// Folds entries, in their order, in transactions of at most 64. Entries the store has are passed over; a
    /// missing one is [`StoreError::Gap`]. An import counts at its commit entry, for which `parts` is called.
    pub fn fold(&mut self, _batch: &[Recorded], _parts: &mut Parts<'_>) -> Result<(), StoreError> {
        Err(StoreError::Stopped)
    }

    /// A snapshot to query.
    pub fn read(&self) -> Result<Reader, StoreError> {
        Err(StoreError::Stopped)
    }

    /// Reads every page and its checksum; [`StoreError::Damaged`] if one is not as it was written.
    pub fn check_integrity(&mut self) -> Result<(), StoreError> {
        Err(StoreError::Stopped)
    }

    /// Sizes on the disk.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        Err(StoreError::Stopped)
    }
}
