//! What can be the matter with a mirror. Must never be taken for a fault of the journal: selling goes on.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::refusal::Refuse;
use crate::journal::{Cursor, JournalError};

/// Why a mirror is not written, or not used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MirrorError {
    /// The directory is not there: the stick is not plugged in.
    #[error("{} is not there: plug the stick in, or mount its disk", .0.display())]
    NotThere(PathBuf),
    /// The directory is there and holds no mirror: a mount point without its stick, or a new stick.
    #[error(
        "{} holds no mirror: plug its stick in; a new stick becomes a mirror by `tendero mirror start`",
        .0.display()
    )]
    NotMarked(PathBuf),
    /// The mirror of another till.
    #[error("{} is the mirror of another till: nothing is written on it", .0.display())]
    Foreign(PathBuf),
    /// Written by a later version of the program.
    #[error("{} was written by a newer version of this program", .0.display())]
    Newer(PathBuf),
    /// It goes on where the journal ends.
    #[error(
        "the mirror in {} has entries up to {mirror}, this till only up to {journal}: its disk was set back; \
         the mirror is left as it is and `tendero mirror mend` brings them back",
        path.display()
    )]
    Ahead {
        /// The mirror.
        path: PathBuf,
        /// Where the journal ends.
        journal: Cursor,
        /// Where the mirror ends.
        mirror: Cursor,
    },
    /// It has entries that the journal has not.
    #[error(
        "the mirror in {} has another past than this till, at the latest from entry {at} on: this till was \
         copied or restored; the mirror is left as it is, keep it and start one on another stick",
        path.display()
    )]
    Parted {
        /// The mirror.
        path: PathBuf,
        /// An entry that only the mirror has.
        at: Cursor,
    },
    /// It cannot be read, and what it holds cannot be judged.
    #[error("the mirror in {} is damaged ({what})", path.display())]
    Damaged {
        /// The mirror.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Another program writes it.
    #[error("another program is writing the mirror in {}", .0.display())]
    InUse(PathBuf),
    /// The journal of this till cannot be read.
    #[error("the journal of this till cannot be copied: {0}")]
    Own(#[source] JournalError),
    /// Neither the journal nor the mirror is whole there.
    #[error(
        "after entry {after} neither {} nor the mirror is whole: restore the last backup into another \
         directory",
        path.display()
    )]
    BothDamaged {
        /// The journal's file.
        path: PathBuf,
        /// The last entry that is whole in one of them.
        after: Cursor,
    },
    /// Files of that name are there.
    #[error("{} holds a directory called journal that is no mirror: choose an empty place", .0.display())]
    Occupied(PathBuf),
    /// It lies where it would be lost together with what it is to keep.
    #[error("{} is inside the store: a mirror belongs on another disk or a stick", .0.display())]
    Inside(PathBuf),
    /// Reading or writing it failed.
    #[error("{}", failed(path, source))]
    Io {
        /// The file in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What the system said, and what to do.
fn failed(path: &Path, source: &io::Error) -> String {
    let path = path.display();
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!("the mirror is full ({path}): make room on it, or plug in a larger stick")
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            format!("the mirror may not be written ({path}): see whether it is write-protected")
        }
        _ => format!(
            "the mirror cannot be read or written ({path}: {source}): see whether its stick sits well"
        ),
    }
}

impl MirrorError {
    /// A failed operation on the mirror.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> MirrorError {
        let path = path.into();
        move |source| MirrorError::Io { path, source }
    }

    /// An error of the journal's code, met while it looked at the mirror in `path`.
    pub(super) fn there(path: &Path, error: JournalError) -> MirrorError {
        match error {
            JournalError::Io { path, source } => Self::Io { path, source },
            JournalError::NoSpace(path) => Self::Io {
                path,
                source: io::ErrorKind::StorageFull.into(),
            },
            JournalError::Newer { .. } => Self::Newer(path.to_owned()),
            other => Self::Damaged {
                path: path.to_owned(),
                what: other.to_string(),
            },
        }
    }
}

impl Refuse for MirrorError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotThere(_) => "mirror-away",
            Self::NotMarked(_) => "mirror-unmarked",
            Self::Foreign(_) => "mirror-foreign",
            Self::Newer(_) => "mirror-newer",
            Self::Ahead { .. } => "mirror-ahead",
            Self::Parted { .. } => "mirror-parted",
            Self::Damaged { .. } => "mirror-damaged",
            Self::BothDamaged { .. } => "mirror-both-damaged",
            Self::InUse(_) => "mirror-in-use",
            Self::Own(_) => "mirror-journal",
            Self::Occupied(_) => "mirror-occupied",
            Self::Inside(_) => "mirror-inside",
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "mirror-full",
                io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "mirror-read-only",
                _ => "mirror-fails",
            },
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        let (path, more) = match self {
            Self::NotThere(path)
            | Self::NotMarked(path)
            | Self::Foreign(path)
            | Self::Newer(path)
            | Self::InUse(path)
            | Self::Occupied(path)
            | Self::Inside(path)
            | Self::Io { path, .. } => (path, String::new()),
            Self::Ahead { path, mirror, .. } => (path, mirror.to_string()),
            Self::Parted { path, at } => (path, at.to_string()),
            Self::BothDamaged { path, after } => (path, after.to_string()),
            Self::Damaged { path, what } => (path, what.clone()),
            Self::Own(error) => return vec![("more", error.to_string())],
        };
        vec![("path", path.display().to_string()), ("more", more)]
    }
}
