//! Rebuilding the store from the journal. Must never do it when the store proves that the journal has lost
//! entries.

use std::path::Path;
use std::sync::Arc;

use crate::domain::event::Event;
use crate::journal::disk::Os;
use crate::journal::lock::StoreLock;
use crate::journal::{Disk, Journal, Reader};
use crate::store::{Recorded, Store, StoreError};
use crate::vault::Purpose;

use super::commit::{fold_anew, recorded};
use super::mirror::reached;
use super::open::cursor;
use super::places::Places;
use super::{Fault, How, Register};

/// Entries folded in one transaction, after which progress is told.
const BATCH: usize = 4096;

/// A store that was made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries folded.
    pub entries: u64,
    /// Products there are.
    pub products: u64,
    /// Closings there are.
    pub closings: u64,
}

/// Removes the store in `dir` and folds the journal again. Interrupted, the next start goes on where this one
/// ended. `progress` is told how many entries are folded.
pub fn rebuild(dir: &Path, how: How, progress: &mut dyn FnMut(u64)) -> Result<Rebuilt, Fault> {
    let places = Places::of(dir);
    if !places.exist() {
        return Err(Fault::NoStore(dir.to_owned()));
    }
    let lock = StoreLock::take(dir)?;
    let master = how.key.unlock(dir)?;
    // The old store is of no use any more but as a witness: what it has seen must be in the journal.
    let witness = match Store::open(&places.store(), &master.page_keys()) {
        Ok(store) => {
            Register::save_rows(&store, &places, &master.derive(Purpose::Hub));
            Some(cursor(store.applied()))
        }
        Err(StoreError::Older { applied, .. }) => Some(cursor(applied)),
        Err(_) => None,
    };
    let disk: Arc<dyn Disk> = Arc::new(Os);
    let reached = reached(&places, &master, &disk, witness);
    drop(Journal::open(disk, &places.journal(), &master, reached)?);
    Store::remove(&places.store())?;
    let mut store = Store::open(&places.store(), &master.page_keys())?;
    let reader = Reader::open(Arc::new(Os), &places.journal(), &master)?;
    let entries = fold_all(&mut store, &reader, progress)?;
    drop(reader);
    let (mut register, _) = Register::assemble(places, lock, Arc::new(Os), store, &master, how)?;
    register.take_back_rows()?;
    register.commit_one(None, Event::Rebuilt(entries))?;
    let closings = register.folded()?.closings()?.len() as u64;
    Ok(Rebuilt {
        entries,
        products: register.catalogue().len() as u64,
        closings,
    })
}

fn fold_all(store: &mut Store, reader: &Reader, progress: &mut dyn FnMut(u64)) -> Result<u64, Fault> {
    let mut batch: Vec<Recorded> = Vec::with_capacity(BATCH);
    let mut entries = 0;
    for entry in reader.all_entries() {
        batch.push(recorded(&entry?)?);
        entries += 1;
        if batch.len() >= BATCH {
            fold_anew(store, reader, &batch)?;
            batch.clear();
            progress(entries);
        }
    }
    fold_anew(store, reader, &batch)?;
    progress(entries);
    Ok(entries)
}
