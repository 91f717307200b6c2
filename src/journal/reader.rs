//! Reading entries back, also beside a running till. Must never write, and never skip what does not open.

#![allow(clippy::todo)] // bodies follow

use std::path::Path;
use std::sync::Arc;

use super::{Cursor, Disk, Entry, Head, JournalError, Position};
use crate::vault::MasterKey;

/// A journal opened for reading: whole frames only; an unfinished frame at the end is not there yet.
#[derive(Debug)]
pub struct Reader {}

impl Reader {
    /// Opens the journal in `dir`. Takes no lock: a till may be appending.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, key: &MasterKey) -> Result<Self, JournalError> {
        let _ = (disk, dir, key);
        todo!()
    }

    /// The entry at a position.
    pub fn read(&self, position: Position) -> Result<Entry, JournalError> {
        let _ = position;
        todo!()
    }

    /// Every entry of every incarnation, in order.
    pub fn all_entries(&self) -> Entries<'_> {
        self.entries_after(Cursor::START)
    }

    /// The entries after `cursor`, in order, through all later incarnations.
    pub fn entries_after(&self, cursor: Cursor) -> Entries<'_> {
        let _ = cursor;
        todo!()
    }

    /// The entries from `position` on, in order: a range of days, say.
    pub fn entries_at(&self, position: Position) -> Entries<'_> {
        let _ = position;
        todo!()
    }

    /// The last whole entry on disk.
    pub fn head(&self) -> Result<Head, JournalError> {
        todo!()
    }
}

/// Entries in order. Ends after the first error.
#[derive(Debug)]
pub struct Entries<'a> {
    _reader: &'a Reader,
}

impl Iterator for Entries<'_> {
    type Item = Result<Entry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        todo!()
    }
}
