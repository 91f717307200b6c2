//! Where the files of a store are. Must be the only place that names them.

use std::path::{Path, PathBuf};

/// Below this it is time to make room.
pub(super) const LOW_MIB: u64 = 512;

/// What is free on the disk of that directory, where it can be told.
pub(super) fn free_mib(dir: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize) >> 20)
}

/// The files and folders of one store directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    dir: PathBuf,
}

impl Places {
    /// Of the store in `dir`.
    pub fn of(dir: &Path) -> Places {
        Places { dir: dir.to_owned() }
    }

    /// The store directory itself; holds `lock`, `keys.a`, `keys.b`.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The journal: the truth.
    pub fn journal(&self) -> PathBuf {
        self.dir.join("journal")
    }

    /// The fold of it; may be deleted and rebuilt.
    pub fn store(&self) -> PathBuf {
        self.dir.join("store")
    }

    /// The ticket being typed.
    pub fn draft(&self) -> PathBuf {
        self.dir.join("draft")
    }

    /// What ties the till to its hub.
    pub fn hub(&self) -> PathBuf {
        self.dir.join("hub")
    }

    /// The hub's rows as they were when the register was closed last.
    pub fn catalogue(&self) -> PathBuf {
        self.dir.join("catalogue")
    }

    /// Papers that wait for the printer.
    pub fn spool(&self) -> PathBuf {
        self.dir.join("spool")
    }

    /// Where the mirror is, and when it was there last.
    pub fn mirror(&self) -> PathBuf {
        self.dir.join("mirror")
    }

    /// What was replaced when the journal was mended at that moment.
    pub fn aside(&self, wall: i64) -> PathBuf {
        self.dir.join(format!("damaged-{wall}"))
    }

    /// Whether there is a store here at all.
    pub fn exist(&self) -> bool {
        self.dir.join("keys.a").exists() || self.dir.join("keys.b").exists()
    }
}
