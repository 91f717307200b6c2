//! What a store remembers of its mirror: where it is and when it was there last. Must never be needed to open
//! the till.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::journal::Cursor;
use crate::register::places::Places;
use crate::vault::durable::write_whole;

/// The file `mirror` of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The directory of the mirror.
    pub dir: PathBuf,
    /// The last entry known to be there: ordinal of its life, and sequence.
    pub upto: Option<(u16, u64)>,
    /// When that was seen, in milliseconds since 1970.
    pub at: Option<i64>,
    /// Since when it is not written, in milliseconds since 1970.
    pub since: Option<i64>,
}

impl Note {
    /// Of a mirror that nothing is known of yet.
    pub fn of(dir: PathBuf) -> Note {
        Note {
            dir,
            upto: None,
            at: None,
            since: None,
        }
    }

    /// What the store remembers; nothing where it has no mirror, or the file cannot be read.
    pub fn read(places: &Places) -> Option<Note> {
        serde_json::from_slice(&fs::read(places.mirror()).ok()?).ok()
    }

    /// Keeps it.
    pub(super) fn keep(&self, places: &Places) -> io::Result<()> {
        let text = serde_json::to_vec(self).map_err(io::Error::other)?;
        write_whole(&places.mirror(), |file| file.write_all(&text))
    }

    /// The last entry known to be there.
    pub fn cursor(&self) -> Option<Cursor> {
        self.upto.map(|(incarnation, seq)| Cursor { incarnation, seq })
    }
}
