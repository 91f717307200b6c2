//! Key slots: the master key wrapped for each way of opening the store. Must never hold it in clear on disk.

#![allow(clippy::todo)] // bodies follow

use std::fmt;
use std::path::{Path, PathBuf};

use super::code::RecoveryCode;
use super::{MasterKey, VaultError};

/// The ways a slot opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// A file of 32 random bytes outside the store.
    KeyFile,
    /// A passphrase through Argon2id.
    Passphrase,
    /// The printed recovery code.
    Recovery,
}

impl fmt::Display for SlotKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeyFile => "key file",
            Self::Passphrase => "passphrase",
            Self::Recovery => "recovery code",
        })
    }
}

/// What to open the slots with.
#[derive(Debug, Clone, Copy)]
pub enum Unlock<'a> {
    /// The key file at this path.
    KeyFile(&'a Path),
    /// A passphrase.
    Passphrase(&'a str),
    /// A recovery code as typed.
    Recovery(&'a str),
}

/// A slot to be made.
#[derive(Debug, Clone, Copy)]
pub enum NewSlot<'a> {
    /// The key file at this path, written there (mode 0600) unless one is there already.
    /// It must lie outside the store directory.
    KeyFile(&'a Path),
    /// A passphrase at this cost.
    Passphrase(&'a str, Cost),
    /// A recovery code; not confirmed until typed back.
    Recovery(&'a RecoveryCode),
}

/// What a passphrase costs to try (Argon2id, RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// About a second on this machine: 46 MiB where memory allows, as many passes as fit.
    pub fn measured() -> Result<Self, VaultError> {
        todo!()
    }
}

/// What may be told about a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotInfo {
    /// Its number; never used again after removal.
    pub id: u32,
    /// How it opens.
    pub kind: SlotKind,
    /// Recovery code: it was typed back once. Always true for the others.
    pub confirmed: bool,
    /// Key file: where it was written. A hint; the stick may be mounted elsewhere today.
    pub written_to: Option<PathBuf>,
}

/// The key slots of a store: the file pair `keys.a` and `keys.b` in its directory.
#[derive(Debug)]
pub struct KeyRing {
    dir: PathBuf,
}

impl KeyRing {
    /// Makes the slots of a new store in `dir` with one first slot.
    pub fn create(dir: &Path, master: &MasterKey, first: NewSlot<'_>) -> Result<Self, VaultError> {
        let _ = (dir, master, first);
        todo!()
    }

    /// Reads the newest whole copy of the slots in `dir`.
    pub fn load(dir: &Path) -> Result<Self, VaultError> {
        let _ = dir;
        todo!()
    }

    /// The slots as bytes, for the start of a backup.
    pub fn to_bytes(&self) -> Vec<u8> {
        todo!()
    }

    /// The slots of a backup, for the store directory `dir`; nothing is written before [`KeyRing::save`].
    pub fn from_bytes(dir: &Path, bytes: &[u8]) -> Result<Self, VaultError> {
        let _ = (dir, bytes);
        todo!()
    }

    /// Writes both copies: after a restore.
    pub fn save(&mut self) -> Result<(), VaultError> {
        todo!()
    }

    /// Opens the master key.
    pub fn unlock(&self, with: Unlock<'_>) -> Result<MasterKey, VaultError> {
        let _ = (with, &self.dir);
        todo!()
    }

    /// Adds a slot and returns its number.
    pub fn add(&mut self, master: &MasterKey, slot: NewSlot<'_>) -> Result<u32, VaultError> {
        let _ = (master, slot);
        todo!()
    }

    /// Puts a new slot in the place of slot `id`, in one write; returns the new number.
    pub fn replace(&mut self, master: &MasterKey, id: u32, slot: NewSlot<'_>) -> Result<u32, VaultError> {
        let _ = (master, id, slot);
        todo!()
    }

    /// Removes slot `id`, unless it is the last.
    pub fn remove(&mut self, id: u32) -> Result<(), VaultError> {
        let _ = id;
        todo!()
    }

    /// Notes that the recovery code was typed back, if `typed` is indeed the code of a slot.
    pub fn confirm_recovery(&mut self, typed: &str) -> Result<(), VaultError> {
        let _ = typed;
        todo!()
    }

    /// The slots, oldest first.
    pub fn slots(&self) -> Vec<SlotInfo> {
        todo!()
    }
}
