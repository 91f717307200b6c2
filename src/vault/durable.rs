//! Writes a small file whole or not at all, for its owner only. Must never leave half of one under its own
//! name.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::VaultError;

/// Writes `bytes` to `path`; see [`write_whole`].
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    write_whole(path, |file| file.write_all(bytes)).map_err(io_at(path))
}

/// A new file with mode 0600, written, synced, renamed over the old one, the directory synced: both are whole
/// at every moment.
///
/// # Errors
/// What writing met; the old file stands as it was.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let dir = path
        .parent()
        .filter(|dir| !dir.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    write(&mut file)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    File::open(dir)?.sync_all()
}

/// Makes the directory a file will lie in, and those above it, for the owner only.
pub(super) fn make_dir_of(path: &Path) -> Result<(), VaultError> {
    let Some(dir) = path.parent() else { return Ok(()) };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(io_at(dir))
}

/// Names the file an operation failed on.
pub(super) fn io_at(path: &Path) -> impl FnOnce(io::Error) -> VaultError {
    let path: PathBuf = path.to_owned();
    move |source| VaultError::Io { path, source }
}
