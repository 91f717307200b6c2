//! Writes a small secret file whole or not at all. Must never leave half of one under its own name.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::VaultError;

/// Writes `bytes` to `path` with mode 0600: a new file, synced, renamed over the old, the directory synced.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    let dir = path
        .parent()
        .filter(|dir| !dir.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        File::open(dir)?.sync_all()
    };
    write().map_err(io_at(path))
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
