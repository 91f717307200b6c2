//! Reading entries back, also beside a running till. Must never write, and never skip what does not open.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::Mode;
use super::entries::Entries;
use super::scan::{Found, Scan};
use super::segment::Segment;
use super::shelf::Shelf;
use super::{Cursor, Disk, Entry, Head, JournalError, Position, tail};
use crate::vault::MasterKey;

/// Segments kept open for reading by position.
const KEPT_OPEN: usize = 4;

/// A journal opened for reading: whole frames only; an unfinished frame at the end is not there yet.
#[derive(Debug)]
pub struct Reader {
    pub(super) shelf: Shelf,
    recent: Mutex<Vec<Arc<Segment>>>,
}

impl Reader {
    /// Opens the journal in `dir`. Takes no lock: a till may be appending. Sees the segments there now.
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, key: &MasterKey) -> Result<Self, JournalError> {
        Ok(Self::over(Shelf::load(disk, dir, key)?))
    }

    pub(super) fn over(shelf: Shelf) -> Self {
        Self {
            shelf,
            recent: Mutex::new(Vec::new()),
        }
    }

    /// Another reader of the same journal, for another thread: it sees the segments there are now.
    pub fn another(&self) -> Self {
        Self::over(self.shelf.clone())
    }

    /// A reader that sees the segments there are now.
    pub fn again(&self) -> Result<Self, JournalError> {
        Ok(Self::over(self.shelf.again()?))
    }

    /// The end of each life of the journal, in order.
    pub fn lives(&self) -> Result<Vec<Head>, JournalError> {
        let ends = self
            .shelf
            .incarnations
            .iter()
            .map(|life| tail::find(&self.shelf, life));
        ends.map(|tail| tail.map(|tail| tail.head)).collect()
    }

    /// The entry at a position.
    pub fn read(&self, position: Position) -> Result<Entry, JournalError> {
        let nothing = || JournalError::NoEntry(position.to_string());
        if position.segment() == 0 || position.block() == 0 {
            return Err(nothing());
        }
        let segment = self.segment(position.incarnation(), position.segment())?;
        match Scan::single().frame(&self.shelf.sealer, &segment, position.block())? {
            Found::Frame { mut entries, .. } if usize::from(position.index()) < entries.len() => {
                Ok(entries.swap_remove(position.index().into()))
            }
            _ => Err(nothing()),
        }
    }

    /// Every entry of every incarnation, in order.
    pub fn all_entries(&self) -> Entries<'_> {
        self.entries_after(Cursor::START)
    }

    /// The entries after `cursor`, in order, through all later incarnations.
    pub fn entries_after(&self, cursor: Cursor) -> Entries<'_> {
        Entries::after(self, cursor)
    }

    /// The last whole entry on disk.
    pub fn head(&self) -> Result<Head, JournalError> {
        let mut suspect = None;
        loop {
            match tail::find(&self.shelf, self.shelf.last()) {
                // A till may have finished one frame and begun the next between two reads: damage stays.
                Err(JournalError::Damaged { offset, .. }) if suspect != Some(offset) => {
                    suspect = Some(offset);
                }
                tail => return tail.map(|tail| tail.head),
            }
        }
    }

    /// A segment, opened once for several reads.
    pub(super) fn segment(&self, ordinal: u16, number: u32) -> Result<Arc<Segment>, JournalError> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let known = recent
            .iter()
            .position(|s| (s.header.ordinal, s.header.number) == (ordinal, number));
        let segment = match known {
            Some(at) => recent.remove(at),
            None => Arc::new(self.shelf.open((ordinal, number), Mode::Read)?),
        };
        recent.insert(0, Arc::clone(&segment));
        recent.truncate(KEPT_OPEN);
        Ok(segment)
    }
}
