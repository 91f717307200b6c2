//! What a till is restored from: a backup, or the mirror alone where nothing else is left. Must never trust
//! the mirror further than its seals and its chain.

use std::fs;
use std::path::{Path, PathBuf};

use crate::journal::disk::Os;
use crate::journal::mirror::Marker;
use crate::journal::{Reader, verify};
use crate::register::backup::{Backup, Manifest, said_of};
use crate::register::{Fault, Unlocking};
use crate::vault::{KeyRing, MasterKey};

use super::thread::KEYS;

/// A backup file, or the directory of a mirror.
#[derive(Debug)]
pub enum Source {
    /// A file.
    Backup(Box<Backup>),
    /// A mirror, and the key slots in it.
    Mirror(PathBuf, Vec<u8>),
}

impl Source {
    /// Opens what is at `path`.
    pub fn open(path: &Path) -> Result<Source, Fault> {
        if !path.is_dir() {
            return Ok(Source::Backup(Box::new(Backup::open(path)?)));
        }
        Marker::read(&Os, path)?;
        let keys = path.join(KEYS);
        let bytes = fs::read(&keys).map_err(Fault::io(keys))?;
        Ok(Source::Mirror(path.to_owned(), bytes))
    }

    /// The key slots in it, for a store in `dir`.
    pub fn ring(&self, dir: &Path) -> Result<KeyRing, Fault> {
        match self {
            Source::Backup(backup) => backup.ring(dir),
            Source::Mirror(_, keys) => Ok(KeyRing::from_bytes(dir, keys)?),
        }
    }

    /// The master key, opened by `key` and the slots in it.
    pub(in crate::register) fn unlock(&self, key: &Unlocking) -> Result<MasterKey, Fault> {
        key.open_ring(&self.ring(Path::new(""))?)
    }

    /// The mirror, where it is one.
    pub(in crate::register) fn mirror(&self) -> Option<&Path> {
        match self {
            Source::Backup(_) => None,
            Source::Mirror(root, _) => Some(root),
        }
    }
}

/// What a backup of that journal would say of itself.
pub(in crate::register) fn manifest_of(reader: &Reader, wall: i64) -> Result<Manifest, Fault> {
    let verified = verify(reader, |_| ())?;
    Ok(said_of(verified.head, verified.entries, wall, Vec::new()))
}
