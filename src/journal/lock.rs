//! The lock on a store directory: one process writes. Must never be broken by force.

#![allow(clippy::todo)] // bodies follow

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The lock on a store; released when dropped or when the process ends.
#[derive(Debug)]
pub struct StoreLock {
    _file: File,
}

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error("the store is open already{}", pid.map(|pid| format!(" in process {pid}")).unwrap_or_default())]
    Held {
        /// Its process id, where the lock file says so.
        pid: Option<u32>,
    },
    /// The lock file could not be made or locked.
    #[error("{}: {source}", path.display())]
    Io {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl StoreLock {
    /// Takes `dir/lock`, to be called before journal and store are opened.
    pub fn take(dir: &Path) -> Result<Self, LockError> {
        let _ = dir;
        todo!()
    }
}
