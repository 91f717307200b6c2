//! Where the files of a store are. Must be the only place that names them.

use std::path::{Path, PathBuf};

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

    /// Whether there is a store here at all.
    pub fn exist(&self) -> bool {
        self.dir.join("keys.a").exists() || self.dir.join("keys.b").exists()
    }
}
