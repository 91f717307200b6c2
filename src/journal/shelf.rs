//! Which incarnations and segments are on disk. Must never overlook one that is missing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, Mode, at};
use super::pack::{Keys, Unpacking};
use super::segment::{Segment, damaged, incarnation_dir, segment_path};
use super::{Cursor, Identity, JournalError};
use crate::vault::chain::Hash;
use crate::vault::seal::Sealer;
use crate::vault::{MasterKey, Purpose};

/// One life of the journal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Incarnation {
    pub(super) ordinal: u16,
    pub(super) identity: Identity,
    /// What its first entry links to.
    pub(super) origin: Hash,
    /// Its segments are numbered 1 to this.
    pub(super) segments: u32,
}

/// The journal's directory, and the key to it.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    /// Packed segments are segments on it.
    pub(super) disk: Arc<dyn Disk>,
    pub(super) dir: PathBuf,
    pub(super) sealer: Sealer,
    /// What opens a packed segment.
    pub(super) keys: Keys,
    /// In order; never empty once loaded.
    pub(super) incarnations: Vec<Incarnation>,
}

impl Shelf {
    /// A shelf with nothing on it.
    pub(super) fn bare(disk: Arc<dyn Disk>, dir: &Path, key: &MasterKey) -> Self {
        let sealer = Sealer::new(&key.derive(Purpose::Journal));
        let keys = Keys::of(key);
        Self {
            disk: Arc::new(Unpacking::over(disk, keys.clone())),
            dir: dir.to_owned(),
            sealer,
            keys,
            incarnations: Vec::new(),
        }
    }

    /// Lists the directory and reads the header of every segment.
    pub(super) fn load(disk: Arc<dyn Disk>, dir: &Path, key: &MasterKey) -> Result<Self, JournalError> {
        Self::bare(disk, dir, key).filled()
    }

    /// The same directory as it is now.
    pub(super) fn again(&self) -> Result<Self, JournalError> {
        let bare = Self {
            incarnations: Vec::new(),
            ..self.clone()
        };
        bare.filled()
    }

    fn filled(self) -> Result<Self, JournalError> {
        let mut shelf = self;
        let dir = &shelf.dir.clone();
        let folders = numbered(&shelf.list(dir)?, 4, "");
        let mut refused = None;
        for (folder, next) in folders.iter().zip(1..) {
            let folder_path = incarnation_dir(dir, next);
            if *folder != u32::from(next) {
                return Err(JournalError::Missing(folder_path));
            }
            let segments = numbered(&shelf.list(&folder_path)?, 8, ".seg");
            if segments.is_empty() && folders.len() == usize::from(next) {
                break; // A crash came before its first segment: nothing ever was in it.
            }
            shelf.add(next, &segments, &mut refused)?;
        }
        match (refused, shelf.incarnations.is_empty()) {
            (None, true) => Err(JournalError::NotThere(dir.clone())),
            (None, false) => Ok(shelf),
            (Some(path), true) => Err(JournalError::WrongKey(path)),
            // The key opens others, so it is right, and this header was altered.
            (Some(path), false) => Err(damaged(
                &path,
                0,
                Cursor::START,
                "the segment's header was altered",
            )),
        }
    }

    /// Reads the headers of an incarnation's segments. One that the key does not open goes to `refused`.
    fn add(
        &mut self,
        ordinal: u16,
        segments: &[u32],
        refused: &mut Option<PathBuf>,
    ) -> Result<(), JournalError> {
        let mut found: Option<Incarnation> = None;
        for number in 1..=segments.last().copied().unwrap_or(1) {
            if segments.get(number as usize - 1) != Some(&number) {
                return Err(JournalError::Missing(segment_path(&self.dir, ordinal, number)));
            }
            let segment = match self.open((ordinal, number), Mode::Read) {
                Err(JournalError::WrongKey(path)) => {
                    refused.get_or_insert(path);
                    continue;
                }
                other => other?,
            };
            let header = segment.header;
            let incarnation = found.get_or_insert(Incarnation {
                ordinal,
                identity: header.identity,
                origin: header.origin,
                segments: 0,
            });
            if (incarnation.identity, incarnation.origin) != (header.identity, header.origin) {
                return Err(damaged(
                    &segment.path,
                    0,
                    Cursor::START,
                    "the segment is of another incarnation",
                ));
            }
            incarnation.segments = number;
        }
        self.incarnations.extend(found);
        Ok(())
    }

    /// Opens a segment.
    pub(super) fn open(&self, which: (u16, u32), mode: Mode) -> Result<Segment, JournalError> {
        Segment::open(&*self.disk, &self.dir, which, &self.sealer, mode)
    }

    /// The incarnation being written.
    pub(super) fn last(&self) -> &Incarnation {
        self.incarnations
            .last()
            .expect("a loaded journal has an incarnation")
    }

    /// The names in a directory; none if there is no such directory.
    pub(super) fn list(&self, dir: &Path) -> Result<Vec<String>, JournalError> {
        match self.disk.list(dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            names => names.map_err(at(dir)),
        }
    }
}

/// The numbers among `names`, in order: `width` digits, then `suffix`. Other names are none of the journal's.
pub(super) fn numbered(names: &[String], width: usize, suffix: &str) -> Vec<u32> {
    let number = |name: &String| {
        let digits = name.strip_suffix(suffix)?;
        let all = digits.len() == width && digits.bytes().all(|digit| digit.is_ascii_digit());
        all.then(|| digits.parse().ok()).flatten()
    };
    let mut numbers: Vec<u32> = names.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}
