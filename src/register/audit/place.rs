//! The audit of a store where it lies, and of a backup file. Must never wait for a running till, nor stop
//! one.

use std::path::Path;
use std::sync::Arc;

use crate::journal::disk::Os;
use crate::journal::lock::{LockError, StoreLock};
use crate::journal::{JournalError, Reader};
use crate::register::backup::Backup;
use crate::register::places::Places;
use crate::register::{Fault, Unlocking};
use crate::store::{Store, StoreError};
use crate::vault::MasterKey;

use super::fold::compare_with_fold;
use super::report::{Check, Finding, Report};
use super::{CHAIN, audit};

const FILE: (&str, &str) = ("file", "the backup file is as it was written");
const STORE: (&str, &str) = ("store", "the store is the fold of the journal");

/// Audits the store in `dir`. Beside a running till it reads sealed frames only and leaves the store out.
pub fn audit_store(dir: &Path, key: &Unlocking) -> Result<Report, Fault> {
    let places = Places::of(dir);
    if !places.exist() {
        return Err(Fault::NoStore(dir.to_owned()));
    }
    let master = key.unlock(dir)?;
    let lock = StoreLock::take(dir);
    let reader = match Reader::open(Arc::new(Os), &places.journal(), &master) {
        Ok(reader) => reader,
        Err(error) => return unopened(error),
    };
    let mut report = audit(&reader)?;
    let store = match lock {
        Err(LockError::Held { pid }) => {
            let who = pid.map(|pid| format!(" (process {pid})")).unwrap_or_default();
            Check::not_checked(STORE, format!("the till is running{who}"))
        }
        Err(error) => Check::not_checked(STORE, error.to_string()),
        // Folding trusts the entries; what is wrong with them is told already.
        Ok(_) if !report.is_good() => Check::not_checked(STORE, "the journal itself is not in order"),
        Ok(lock) => {
            let check = store_check(&places, &reader, &master)?;
            drop(lock);
            check
        }
    };
    report.checks.push(store);
    Ok(report)
}

fn store_check(places: &Places, reader: &Reader, master: &MasterKey) -> Result<Check, Fault> {
    if !places.store().exists() {
        return Ok(Check::not_checked(
            STORE,
            "there is no store yet: the next start makes it",
        ));
    }
    let store = match Store::open(&places.store(), &master.page_keys()) {
        Ok(store) => store,
        Err(StoreError::Older { .. }) => {
            let why = "an older version wrote it: the next start makes it anew";
            return Ok(Check::not_checked(STORE, why));
        }
        Err(error) => {
            let mut check = Check::new(STORE.0, STORE.1);
            check.break_with(Finding {
                at: None,
                what: error.to_string(),
            });
            return Ok(check);
        }
    };
    compare_with_fold(Check::new(STORE.0, STORE.1), reader, &store, Store::in_memory()?)
}

/// Audits the backup at `path`; its slots say what opens it.
pub fn audit_backup(path: &Path, key: &Unlocking) -> Result<Report, Fault> {
    let backup = Backup::open(path)?;
    let master = backup.unlock(key)?;
    let manifest = backup.manifest(&master)?;
    let mut file = Check::new(FILE.0, FILE.1);
    file.checked = manifest.parts.len() as u64;
    if let Err(error) = backup.verify(&master) {
        file.break_with(Finding {
            at: None,
            what: error.to_string(),
        });
    }
    let mut report = match backup.reader(&manifest, &master) {
        Ok(reader) => audit(&reader)?,
        Err(Fault::Journal(error)) => unopened(error)?,
        Err(fault) => return Err(fault),
    };
    report.checks.insert(0, file);
    Ok(report)
}

/// A journal of which not even the list of segments is right: nothing else can be checked.
fn unopened(error: JournalError) -> Result<Report, Fault> {
    match error {
        JournalError::Truncated { .. } | JournalError::Missing(_) | JournalError::Damaged { .. } => {
            let mut chain = Check::new(CHAIN.0, CHAIN.1);
            chain.break_with(Finding {
                at: None,
                what: error.to_string(),
            });
            Ok(Report {
                checks: vec![chain],
                head: None,
            })
        }
        other => Err(other.into()),
    }
}
