//! A reserve of disk space, freed when the disk is full so that the fold can end what it began. Must never be
//! sparse: a promise of space is not space.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Bytes of the reserve: a transaction of the fold needs far less.
pub(super) const BALLAST: u64 = 8 << 20;

/// Bytes that the fold of what may be recorded before the next look takes at most, and some more.
const ENOUGH: u64 = 2 << 20;

const NAME: &str = "ballast";

/// Keeps the reserve in `dir` filled, as far as there is space for it and as much again.
pub(super) fn fill(dir: &Path) {
    let path = dir.join(NAME);
    if size(dir) == BALLAST || !is_room(dir) {
        return;
    }
    // Without it the store works all the same, until the disk is full.
    if write(&path).is_err() {
        let _ = fs::remove_file(&path);
    }
}

/// Frees the reserve. False if there was none.
pub(super) fn free(dir: &Path) -> bool {
    size(dir) > 0 && fs::remove_file(dir.join(NAME)).is_ok()
}

/// Bytes of the reserve in `dir`.
pub(super) fn size(dir: &Path) -> u64 {
    fs::metadata(dir.join(NAME)).map_or(0, |file| file.len())
}

fn is_room(dir: &Path) -> bool {
    free_bytes(dir).is_some_and(|free| free >= 2 * BALLAST)
}

/// Whether the fold of what is recorded next will find room: the reserve, or as much as it takes.
pub(super) fn is_enough(dir: &Path) -> bool {
    size(dir) > 0 || free_bytes(dir).is_none_or(|free| free >= ENOUGH)
}

/// Bytes free on the disk, where that is known.
fn free_bytes(dir: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Bytes that no file system can squeeze, each block another.
fn write(path: &PathBuf) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file: File = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut block = vec![0; 1 << 16];
    for _ in 0..BALLAST >> 16 {
        for word in block.chunks_exact_mut(8) {
            // xorshift64 (Marsaglia 2003)
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            word.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block)?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn the_reserve_takes_real_blocks_and_gives_them_back_once() {
        let dir = tempfile::tempdir().unwrap();
        fill(dir.path());
        assert_eq!(size(dir.path()), BALLAST);
        let blocks = fs::metadata(dir.path().join(NAME)).unwrap().blocks();
        assert!(blocks * 512 >= BALLAST, "{blocks} blocks");
        assert!(free(dir.path()));
        assert!(!free(dir.path()));
        assert_eq!(size(dir.path()), 0);
    }
}
