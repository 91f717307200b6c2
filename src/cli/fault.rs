//! Faults of the machine as a code, a sentence and what to do. Must never show a sentence that leaves the
//! person without a next step where there is one.

use std::io;

use super::error::{Failure, Kind, plain};
use crate::domain::refusal::Refuse;
use crate::journal::JournalError;
use crate::journal::lock::LockError;
use crate::journal::mirror::MirrorError;
use crate::register;
use crate::register::Fault;
use crate::register::archive::ArchiveError;
use crate::register::backup::BackupError;
use crate::register::fault::Fault as F;
use crate::store::StoreError;
use crate::vault::VaultError;

impl From<register::Failure> for Failure {
    fn from(failure: register::Failure) -> Failure {
        match failure {
            register::Failure::Refused(said) => Failure::refused(said.code, said.sentence),
            register::Failure::Fault(fault) => fault.into(),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        let (code, hint) = told(&fault);
        let message = match &fault {
            F::Io { path, source } => format!("{}: {}", path.display(), plain(source)),
            F::Lock(LockError::Io { path, source }) => format!("{}: {}", path.display(), plain(source)),
            F::Vault(VaultError::Io { path, source }) => format!("{}: {}", path.display(), plain(source)),
            F::Journal(JournalError::Io { path, source }) => format!("{}: {}", path.display(), plain(source)),
            F::Store(StoreError::Io(source)) => {
                format!("the store cannot be read or written: {}", plain(source))
            }
            other => other.to_string(),
        };
        let message = if hint.is_empty() {
            message
        } else {
            format!("{message}: {hint}")
        };
        match &fault {
            F::StoreThere(_)
            | F::NotEmpty(_)
            | F::Backup(BackupError::Exists(_))
            | F::Mirror(MirrorError::Foreign(_) | MirrorError::Occupied(_) | MirrorError::Inside(_))
            | F::Archive(
                ArchiveError::IsMirror(_)
                | ArchiveError::Inside(_)
                | ArchiveError::Occupied(_)
                | ArchiveError::Foreign(_)
                | ArchiveError::Other(_),
            )
            | F::NoMirror
            | F::Vault(
                VaultError::KeyFileInsideStore(_) | VaultError::LastSlot | VaultError::UnknownSlot(_),
            ) => Failure::refused(code, message),
            _ => Failure {
                kind: Kind::Environment,
                code: code.into(),
                message,
            },
        }
    }
}

/// The word for scripts and what to do; empty where the sentence already says it.
fn told(fault: &Fault) -> (&'static str, &'static str) {
    match fault {
        F::NoStore(_) => ("no-store", ""),
        F::StoreThere(_) => ("store-there", ""),
        F::NotEmpty(_) => ("not-empty", ""),
        F::Lock(LockError::Held { .. }) => ("in-use", "close that one first, or do it there"),
        F::Lock(LockError::Io { source, .. }) | F::Io { source, .. } => ("file", file(source)),
        F::Vault(error) => keys(error),
        F::Journal(error) => journal(error),
        F::Store(error) => store(error),
        F::Mirror(MirrorError::Own(error)) => (journal(error).0, ""),
        F::Mirror(error) => (error.code(), ""),
        F::NoMirror => ("no-mirror", ""),
        F::Archive(error) => (archive(error), ""),
        F::Unreadable(_) => ("newer", "update this program"),
        F::NotFounded => ("damaged", "restore it from a backup"),
        F::Backup(error) => (backup(error), ""),
        F::Stopped => ("stopped", "start again"),
    }
}

/// What to do about a file that the system would not read or write.
fn file(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull => "free some space, then try again",
        io::ErrorKind::PermissionDenied => "see who owns it and who may write it, then try again",
        io::ErrorKind::ReadOnlyFilesystem => "make its disk writable, then try again",
        _ => "",
    }
}

fn backup(error: &BackupError) -> &'static str {
    match error {
        BackupError::Exists(_) => "file-there",
        BackupError::NotABackup(_) => "not-a-backup",
        BackupError::Newer { .. } => "newer",
        _ => "backup-damaged",
    }
}

fn archive(error: &ArchiveError) -> &'static str {
    match error {
        ArchiveError::NotThere(_) => "archive-away",
        ArchiveError::Inside(_) => "archive-inside",
        ArchiveError::Occupied(_) => "archive-occupied",
        ArchiveError::Foreign(_) => "archive-foreign",
        ArchiveError::InUse(_) => "archive-in-use",
        ArchiveError::IsMirror(_) => "archive-is-mirror",
        ArchiveError::NoArchive(_) => "no-archive",
        ArchiveError::Other(_) => "archive-other",
        ArchiveError::Full(_) => "archive-full",
        ArchiveError::Newer(_) => "newer",
        ArchiveError::Damaged { .. } => "archive-damaged",
        ArchiveError::Fails { .. } => "archive-fails",
    }
}

fn keys(error: &VaultError) -> (&'static str, &'static str) {
    match error {
        VaultError::WrongKey(_) => ("wrong-key", "use the one that was made with this store"),
        VaultError::NoSlot(_) => ("no-slot", "use --key-file or --passphrase-file"),
        VaultError::KeyFileMissing(_) => (
            "key-file-missing",
            "plug in its stick, say where it is with --key-file, or use the recovery code",
        ),
        VaultError::KeyFileInsideStore(_) => ("key-file-inside-store", "choose a place outside the store"),
        VaultError::NotAKeyFile(_) => ("not-a-key-file", "choose the file that was made with this store"),
        VaultError::Damaged(_) | VaultError::NoKeys(_) => ("keys-damaged", "restore the store from a backup"),
        VaultError::Newer(_) => ("newer", "update this program"),
        VaultError::Io { source, .. } => ("file", file(source)),
        _ => ("keys", ""),
    }
}

fn journal(error: &JournalError) -> (&'static str, &'static str) {
    match error {
        JournalError::NoSpace(_) => (
            "disk-full",
            "nothing was changed; free some space, then try again",
        ),
        JournalError::Newer { .. } => ("newer", "update this program"),
        JournalError::WrongKey(_) => ("wrong-key", "use the key that was made with this store"),
        JournalError::Truncated { .. }
        | JournalError::Missing(_)
        | JournalError::Damaged { .. }
        | JournalError::Lost { .. }
        | JournalError::NotThere(_) => (
            "damaged",
            "nothing was changed; `tendero audit verify` says how far it is whole, `tendero mirror mend` or \
             a backup brings it back",
        ),
        JournalError::Poisoned => ("disk-failed", "start again: it will say what was recorded"),
        JournalError::Io { source, .. } => ("file", file(source)),
        _ => ("journal", ""),
    }
}

fn store(error: &StoreError) -> (&'static str, &'static str) {
    match error {
        StoreError::Newer { .. } => ("newer", "update this program"),
        StoreError::Older { .. } | StoreError::Damaged(_) => ("rebuild", "`tendero rebuild` does it"),
        StoreError::WrongKey => (
            "wrong-key",
            "if the key is right, `tendero rebuild` makes the store anew",
        ),
        StoreError::Full => ("disk-full", ""),
        StoreError::InUse => ("in-use", ""),
        _ => ("store", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_what_to_do_and_ends_with_three() {
        let fault = Fault::from(VaultError::KeyFileMissing("/k".into()));
        let failure = Failure::from(fault);
        assert_eq!(
            (failure.exit_code(), failure.code.as_ref()),
            (3, "key-file-missing")
        );
        assert!(failure.message.contains("--key-file"), "{}", failure.message);
        let failure = Failure::from(Fault::StoreThere("/s".into()));
        assert_eq!(failure.exit_code(), 1, "{}", failure.message);
    }

    #[test]
    fn a_disk_that_says_no_is_told_with_what_it_means_and_what_to_do() {
        let said = |fault: Fault| Failure::from(fault).message;
        let full = said(JournalError::NoSpace("/j".into()).into());
        assert!(
            full.contains("nothing was changed") && full.contains("free some space"),
            "{full}"
        );
        // what was recorded but not yet folded must not be taken for lost, nor done again
        let full = said(StoreError::Full.into());
        assert!(
            full.contains("recorded is safe") && full.contains("free some space"),
            "{full}"
        );
        for (kind, todo) in [
            (io::ErrorKind::StorageFull, "free some space"),
            (io::ErrorKind::PermissionDenied, "who owns it"),
            (io::ErrorKind::ReadOnlyFilesystem, "writable"),
        ] {
            let path = std::path::PathBuf::from("/s/lock");
            let source = kind.into();
            let lock = said(
                LockError::Io {
                    path: path.clone(),
                    source,
                }
                .into(),
            );
            assert!(lock.contains(todo), "{lock}");
            let source = kind.into();
            let file = said(F::Io { path, source });
            assert!(file.contains(todo), "{file}");
        }
    }
}
