//! The archive: old segments of the journal packed where they lie, and a packed copy of them in a directory
//! elsewhere. Must never pack what has no second copy that was read back, nor lose an entry to save room.

mod pack;
mod stand;
mod survey;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::journal::JournalError;
use crate::journal::mirror::MirrorError;

pub use pack::{Archived, Progress, Unpacked, archive, unpack};
pub use stand::{Checked, Stand, check, slots_of, stands};

/// How old the entries must be, by the business dates of the shifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// So many days before the last shift that was opened.
    Days(u16),
    /// Of shifts up to that day.
    Until(Date),
}

/// Days that pass before entries are packed, where nobody says otherwise.
pub const USUAL_DAYS: u16 = 90;

/// What can be the matter with the directory of an archive.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The directory is not there.
    #[error("{} is not there: plug the stick in, or mount its disk", .0.display())]
    NotThere(PathBuf),
    /// It lies where it would be lost together with what it is to keep.
    #[error("{} is inside the store: an archive belongs on another disk or a stick", .0.display())]
    Inside(PathBuf),
    /// Files of other programs are there.
    #[error("{} holds a directory called journal that is no archive: choose an empty place", .0.display())]
    Occupied(PathBuf),
    /// Another till's.
    #[error("{} is of another till: nothing is written on it", .0.display())]
    Foreign(PathBuf),
    /// Another program writes it.
    #[error("another program is writing in {}", .0.display())]
    InUse(PathBuf),
    /// Written by a later version of the program.
    #[error("{} was written by a newer version of this program", .0.display())]
    Newer(PathBuf),
    /// It follows the till as its mirror.
    #[error("{} is a mirror: give the archive a directory of its own", .0.display())]
    IsMirror(PathBuf),
    /// There is no archive in it.
    #[error("{} holds no archive: plug its stick in, or say where it is", .0.display())]
    NoArchive(PathBuf),
    /// It has other entries than the till in the same place.
    #[error(
        "{} is not what this till has in that place: it is damaged, or the till was copied or restored; \
         keep it and give the archive another directory",
        .0.display()
    )]
    Other(PathBuf),
    /// It does not read as it was written.
    #[error("the archive in {} is damaged ({what}): use another copy", path.display())]
    Damaged {
        /// The directory.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// No room on its disk.
    #[error("there is no room in {}: make some, or use a larger stick", .0.display())]
    Full(PathBuf),
    /// Reading or writing failed.
    #[error(
        "the archive in {} cannot be read or written ({what}): see whether its stick sits well",
        path.display()
    )]
    Fails {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        what: String,
    },
}

impl From<MirrorError> for ArchiveError {
    /// A mirror and an archive have the same marker and the same keys beside it.
    fn from(error: MirrorError) -> ArchiveError {
        match error {
            MirrorError::NotThere(path) => ArchiveError::NotThere(path),
            MirrorError::NotMarked(path) => ArchiveError::NoArchive(path),
            MirrorError::Occupied(path) => ArchiveError::Occupied(path),
            MirrorError::InUse(path) => ArchiveError::InUse(path),
            MirrorError::Newer(path) => ArchiveError::Newer(path),
            MirrorError::Damaged { path, what } => ArchiveError::Damaged { path, what },
            MirrorError::Io { path, source } => {
                ArchiveError::there(&path, JournalError::io(path.clone(), source))
            }
            other => ArchiveError::Fails {
                path: PathBuf::new(),
                what: other.to_string(),
            },
        }
    }
}

impl ArchiveError {
    /// An error of the journal's code, met in the directory of the archive.
    fn there(root: &Path, error: JournalError) -> ArchiveError {
        let path = root.to_owned();
        match error {
            JournalError::NotThere(_) => ArchiveError::NoArchive(path),
            JournalError::NoSpace(_) => ArchiveError::Full(path),
            JournalError::Foreign(pack) => ArchiveError::Other(pack),
            JournalError::Io { source, .. } => ArchiveError::Fails {
                path,
                what: source.to_string(),
            },
            other => ArchiveError::Damaged {
                path,
                what: other.to_string(),
            },
        }
    }
}
