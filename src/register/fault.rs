//! What can go wrong below the shop's rules, and the two ways an operation can end without success. Must
//! never dress a fault as a refusal: after a fault nothing more is decided.

use std::path::PathBuf;

use crate::domain::event::Unreadable;
use crate::domain::refusal::Refuse;
use crate::journal::JournalError;
use crate::journal::lock::LockError;
use crate::journal::mirror::MirrorError;
use crate::store::{self, StoreError};
use crate::vault::VaultError;

use super::SpaceRefusal;
use super::archive::ArchiveError;
use super::backup::BackupError;
use super::reply::Said;

/// A fault, with its cause.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no store where one was asked for.
    #[error("there is no store in {}: create one with `tendero init`, or try `tendero demo`", .0.display())]
    NoStore(PathBuf),
    /// There is one where none was to be.
    #[error("there is a store in {} already: choose another directory", .0.display())]
    StoreThere(PathBuf),
    /// Other files lie where a store was to be made.
    #[error("{} holds other files: choose another directory, nothing was changed", .0.display())]
    NotEmpty(PathBuf),
    /// Somebody else has it open.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Keys or sealed bytes.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The store behind it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A backup file.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The directory of an archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The mirror.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// A mirror is asked for where none was ever named.
    #[error("this till has no mirror: `tendero mirror start DIR` makes a directory on a stick its mirror")]
    NoMirror,
    /// An entry that a newer version wrote.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The journal does not begin as a till does.
    #[error("the journal does not begin with the founding of a till: it is not whole")]
    NotFounded,
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The register thread is gone.
    #[error("the register has stopped")]
    Stopped,
}

/// A sentence without the number that the system gives its reason.
fn plainly(sentence: &str) -> String {
    let Some((before, rest)) = sentence.split_once(" (os error ") else {
        return sentence.to_owned();
    };
    let after = rest.split_once(')').map_or("", |(_, after)| after);
    before.to_owned() + after
}

/// What on the disk is not as it was written, and what mends it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DamageRefusal {
    /// The store, which the journal makes anew.
    #[error("the store is damaged and nothing is lost: leave, type `tendero rebuild`, then start again")]
    Store,
}

impl Refuse for DamageRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Store => "fault-store-damaged",
        }
    }
}

/// Whether a panic of this thread, now, becomes one of these: a hook that tells of defects passes it over.
pub fn is_told() -> bool {
    store::is_guarded()
}

impl Fault {
    /// Why the till has stopped, ready to be told in any language that has a sentence for it.
    pub fn said(&self) -> Said {
        if self.is_full() {
            return Said::from(&SpaceRefusal::Stopped);
        }
        if let Fault::Store(StoreError::Damaged(_)) = self {
            return Said::from(&DamageRefusal::Store);
        }
        Said {
            code: "fault",
            sentence: plainly(&self.to_string()),
            values: Vec::new(),
        }
    }

    /// Whether there is no room on the disk.
    fn is_full(&self) -> bool {
        let full = |error: &std::io::Error| error.kind() == std::io::ErrorKind::StorageFull;
        match self {
            Fault::Journal(JournalError::NoSpace(_)) | Fault::Store(StoreError::Full) => true,
            Fault::Journal(JournalError::Io { source, .. })
            | Fault::Lock(LockError::Io { source, .. })
            | Fault::Vault(VaultError::Io { source, .. })
            | Fault::Io { source, .. } => full(source),
            _ => false,
        }
    }

    /// A failed file operation.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Fault {
        let path = path.into();
        move |source| Fault::Io { path, source }
    }
}

/// Why an operation did not succeed.
#[derive(Debug)]
pub enum Failure {
    /// The shop's rules say no; nothing has changed.
    Refused(Said),
    /// Something broke.
    Fault(Fault),
}

impl Failure {
    /// A refusal in words.
    pub fn refused(refusal: &impl Refuse) -> Failure {
        Failure::Refused(Said::from(refusal))
    }
}

impl<F: Into<Fault>> From<F> for Failure {
    fn from(fault: F) -> Failure {
        Failure::Fault(fault.into())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Refused(said) => f.write_str(&said.sentence),
            Failure::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_has_a_word_of_its_own() {
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        let faults = [
            Fault::Journal(JournalError::NoSpace("/j".into())),
            Fault::Store(StoreError::Full),
            Fault::io("/s")(full()),
        ];
        for fault in faults {
            assert_eq!(fault.said().code, "fault-disk-full");
        }
        assert_eq!(Fault::Stopped.said().code, "fault");
    }

    #[test]
    fn a_number_of_the_system_is_not_for_people() {
        let fault = Fault::io("/s")(std::io::Error::from_raw_os_error(5));
        assert_eq!(fault.said().sentence, "/s: Input/output error");
    }

    #[test]
    fn a_damaged_store_ends_in_a_rebuild() {
        let said = Fault::Store(StoreError::Damaged("a page".to_owned())).said();
        assert_eq!(said.code, "fault-store-damaged");
        assert!(said.sentence.contains("tendero rebuild"), "{}", said.sentence);
    }
}
