//! What can be wrong with a backup file. Must never be told as anything but the file's fault.

use std::path::PathBuf;

/// A fault of a backup file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// A file of that name is there.
    #[error("{} is there already: choose another name, or say --force to replace it", .0.display())]
    Exists(PathBuf),
    /// Not the start of a backup.
    #[error("{} is not a backup of this program", .0.display())]
    NotABackup(PathBuf),
    /// Written by a later version of the program.
    #[error(
        "{} has backup format {found}, which is newer than this program: use the newer one",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u16,
    },
    /// Bytes are missing or were altered.
    #[error("{} is damaged ({what}): nothing was taken from it; use another copy", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
}
