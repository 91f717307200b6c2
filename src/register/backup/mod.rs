//! Backups: the key slots and every sealed frame in one file, byte for byte as in `docs/backup.md`. Must
//! never be called done before it was read back and its chain verified.

mod disk;
mod error;
mod manifest;
mod pour;
mod read;
#[cfg(test)]
mod tests;
pub(super) mod write;

use std::path::Path;
use std::sync::Arc;

use crate::domain::event::{BackupMade, Event};
use crate::journal::disk::Os;
use crate::journal::lock::LockError;
use crate::journal::{Cursor, JournalError, Reader};
use crate::vault::{KeyRing, SlotKind};

use super::places::Places;
use super::{Fault, How, Register};

pub use error::BackupError;
pub use manifest::Manifest;
pub use read::Backup;
pub(super) use write::said_of;
pub use write::{Progress, write};

/// Whether the till knows of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// The journal says so.
    Yes,
    /// A till was running, in the process of that id: it goes on counting what is not copied.
    TillRuns(Option<u32>),
    /// The store does not open, so nothing was appended; why.
    StoreFails(String),
    /// The disk of the till is full, so nothing was appended.
    NoRoom,
    /// The disk of the till is mounted for reading only, or fails; why.
    NotWritten(String),
}

/// A backup that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The last entry in it.
    pub head: Cursor,
    /// How many entries are in it.
    pub entries: u64,
    /// Its size.
    pub bytes: u64,
    /// Whether a recovery code opens it that somebody has typed back once.
    pub recovery_confirmed: bool,
    /// Whether the till knows.
    pub noted: Noted,
}

/// What the system said, without its number.
fn why(fault: &Fault) -> String {
    let said = match fault {
        Fault::Lock(LockError::Io { source, .. }) | Fault::Journal(JournalError::Io { source, .. }) => {
            source.to_string()
        }
        other => other.to_string(),
    };
    said.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// Backs up the store in `dir` to `target`, also beside a running till. A file of that name is replaced only
/// if `replace`, and only by a backup that was read back.
pub fn backup(
    dir: &Path,
    how: How,
    target: &Path,
    replace: bool,
    progress: Progress<'_>,
) -> Result<Made, Fault> {
    let places = Places::of(dir);
    if !places.exist() {
        return Err(Fault::NoStore(dir.to_owned()));
    }
    if !replace && target.exists() {
        return Err(BackupError::Exists(target.to_owned()).into());
    }
    // The copy is of sealed frames either way; the lock decides whether the till can be told.
    let wall = how.around.wall();
    let ring = KeyRing::load(dir)?;
    let key = how.key.clone();
    let (mut register, mut noted, master) = match Register::open_keyed(dir, how) {
        Ok((register, _, master)) => (Some(register), Noted::Yes, master),
        Err(Fault::Lock(LockError::Held { pid })) => (None, Noted::TillRuns(pid), key.open_ring(&ring)?),
        // A disk that only reads, or fails, is when it is wanted as much: what cannot be read is told below.
        Err(fault @ (Fault::Lock(LockError::Io { .. }) | Fault::Journal(JournalError::Io { .. }))) => {
            (None, Noted::NotWritten(why(&fault)), key.open_ring(&ring)?)
        }
        Err(Fault::Store(error)) => (None, Noted::StoreFails(error.to_string()), key.open_ring(&ring)?),
        Err(fault) => return Err(fault),
    };
    let reader = Reader::open(Arc::new(Os), &places.journal(), &master)?;
    let written = write(&reader, &ring, &master, target, wall, progress)?;
    // A full disk is when a backup elsewhere is wanted most.
    if register
        .as_ref()
        .is_some_and(|register| !register.store.has_room())
    {
        (register, noted) = (None, Noted::NoRoom);
    }
    if let Some(register) = &mut register {
        let made = BackupMade {
            seq: written.head.seq,
            bytes: written.bytes,
        };
        let appended = register.commit_one(None, Event::BackupMade(made));
        if let Err(fault) = appended.and_then(|_| register.fold()) {
            noted = Noted::NotWritten(why(&fault));
        }
    }
    let slots = ring.slots();
    let mut recovery = slots.iter().filter(|slot| slot.kind == SlotKind::Recovery);
    Ok(Made {
        head: written.head,
        entries: written.entries,
        bytes: written.bytes,
        recovery_confirmed: recovery.any(|slot| slot.confirmed),
        noted,
    })
}
