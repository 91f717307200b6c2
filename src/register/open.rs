//! Opening a store: lock, keys, store, journal, and whatever the last end left unfinished. Must never open
//! what another process has open, nor go on past damage.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::domain::catalogue::Catalogue;
use crate::domain::event::Via;
use crate::domain::till::Till;
use crate::journal::disk::Os;
use crate::journal::lock::StoreLock;
use crate::journal::{Cursor, Disk, Journal, Recovery};
use crate::store::{Applied, Reader, Recorded, Store, StoreError};
use crate::vault::slots::{KeyRing, SlotKind, Unlock};
use crate::vault::{MasterKey, Purpose, VaultError};

use super::commit::{fold_anew, recorded};
use super::customers::load_customers;
use super::mirror::reached;
use super::places::{LOW_MIB, Places, free_mib};
use super::reply::Notice;
use super::surroundings::{Surroundings, local};
use super::{Fault, Register};

/// Entries kept in memory at most while the store catches up.
const CATCH_UP_BATCH: usize = 1024;

/// A clock may be set by a minute or two without a word; more backwards than this is told.
const CLOCK_SLACK_MS: i64 = 120_000;

/// What the store is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlocking {
    /// The key file at this path, or where the key slots say it was written.
    File(Option<PathBuf>),
    /// A passphrase.
    Passphrase(String),
    /// The recovery code as typed.
    Recovery(String),
}

/// How a store is to be opened.
pub struct How {
    /// With what.
    pub key: Unlocking,
    /// Through which door commands will come.
    pub via: Via,
    /// Clocks and randomness.
    pub around: Box<dyn Surroundings>,
}

impl Unlocking {
    /// The master key of the store in `dir`.
    pub fn unlock(&self, dir: &Path) -> Result<MasterKey, Fault> {
        self.open_ring(&KeyRing::load(dir)?)
    }

    /// The master key behind these slots.
    pub fn open_ring(&self, ring: &KeyRing) -> Result<MasterKey, Fault> {
        Ok(match self {
            Unlocking::File(Some(path)) => ring.unlock(Unlock::KeyFile(path))?,
            Unlocking::File(None) => remembered(ring)?,
            Unlocking::Passphrase(phrase) => ring.unlock(Unlock::Passphrase(phrase))?,
            Unlocking::Recovery(code) => ring.unlock(Unlock::Recovery(code))?,
        })
    }
}

/// Opens the slots with the first of the key files they remember that does.
fn remembered(ring: &KeyRing) -> Result<MasterKey, VaultError> {
    let mut outcome = Err(VaultError::NoSlot(SlotKind::KeyFile));
    for path in ring.slots().into_iter().filter_map(|slot| slot.written_to) {
        match ring.unlock(Unlock::KeyFile(&path)) {
            Ok(master) => return Ok(master),
            Err(error) => outcome = Err(error),
        }
    }
    outcome
}

/// The disk of this machine; in a build with planted bugs, one that a test can hold up.
fn disk() -> Arc<dyn Disk> {
    #[cfg(feature = "planted-bugs")]
    if let Some(gated) = crate::journal::gated::Gated::asked() {
        return Arc::new(gated);
    }
    Arc::new(Os)
}

impl Register {
    /// Opens the store in `dir`, ready to decide.
    pub fn open(dir: &Path, how: How) -> Result<(Register, Vec<Notice>), Fault> {
        let (register, notices, _) = Register::open_keyed(dir, how)?;
        Ok((register, notices))
    }

    /// The same, with the master key for what needs it beside the till's own work.
    pub(super) fn open_keyed(dir: &Path, how: How) -> Result<(Register, Vec<Notice>, MasterKey), Fault> {
        let places = Places::of(dir);
        if !places.exist() {
            return Err(Fault::NoStore(dir.to_owned()));
        }
        let lock = StoreLock::take(dir)?;
        let master = how.key.unlock(dir)?;
        let store = open_store(&places, &master)?;
        let (mut register, mut notices) = Register::assemble(places, lock, disk(), store, &master, how)?;
        register.follow();
        if let Some(mib) = free_mib(dir).filter(|mib| *mib < LOW_MIB) {
            notices.push(Notice::LittleSpace { mib });
        }
        Ok((register, notices, master))
    }

    /// The same without anybody who follows the journal: where a mirror is written by hand.
    pub(super) fn open_without_mirror(dir: &Path, how: How) -> Result<Register, Fault> {
        let (mut register, _) = Register::open(dir, how)?;
        register.mirror = None;
        Ok(register)
    }

    /// Puts a register together over an open store and any disk; the crash tests come in here.
    pub fn assemble(
        places: Places,
        lock: StoreLock,
        disk: Arc<dyn Disk>,
        mut store: Store,
        master: &MasterKey,
        how: How,
    ) -> Result<(Register, Vec<Notice>), Fault> {
        #[cfg(feature = "planted-bugs")]
        if crate::journal::gated::planted("change-is-cash") {
            crate::domain::shift::count_change_as_cash();
        }
        let applied = cursor(store.applied());
        let reached = reached(&places, master, &disk, Some(applied));
        let (journal, recovery) = Journal::open(disk, &places.journal(), master, reached)?;
        let mut notices = Vec::new();
        if let Recovery::TornTail { after, .. } = recovery {
            notices.push(Notice::TornTail { after_seq: after.seq });
        }
        let (till, caught_up) = catch_up(&mut store, &journal, applied)?;
        if caught_up > 0 {
            notices.push(Notice::CaughtUp { entries: caught_up });
        }
        let zone = TimeZone::get(&till.shop.zone).unwrap_or_else(|_| {
            // UTC is known without a list of zones
            if till.shop.zone != "UTC" {
                notices.push(Notice::ZoneMissing {
                    zone: till.shop.zone.clone(),
                });
            }
            TimeZone::UTC
        });
        if how.around.wall().saturating_add(CLOCK_SLACK_MS) < till.latest_wall {
            notices.push(Notice::ClockBackwards {
                last: local(till.latest_wall, &zone),
            });
        }
        let catalogue = Arc::new(load_catalogue(&store)?);
        let customers = Arc::new(load_customers(&store)?);
        let register = Register {
            places,
            journal,
            store,
            till,
            catalogue,
            customers,
            tail: Vec::new(),
            around: how.around,
            zone,
            via: how.via,
            draft_key: master.derive(Purpose::Draft),
            spool_key: master.derive(Purpose::Spool),
            hub_key: master.derive(Purpose::Hub),
            hub: None,
            mirror: None,
            rows_copied: 0,
            _lock: lock,
        };
        let mut register = register.tied()?;
        if register.lacks_rows()? {
            // The store was made anew, or a rebuild was cut short.
            register.take_back_rows()?;
        }
        Ok((register, notices))
    }
}

/// Opens the store; one of an older version is made anew from the journal, once that is known to reach as far
/// as the store has seen it.
fn open_store(places: &Places, master: &MasterKey) -> Result<Store, Fault> {
    let (dir, keys) = (places.store(), master.page_keys());
    match Store::open(&dir, &keys) {
        Err(StoreError::Older { applied, .. }) => {
            let (disk, applied): (Arc<dyn Disk>, _) = (Arc::new(Os), cursor(applied));
            let reached = reached(places, master, &disk, Some(applied));
            drop(Journal::open(disk, &places.journal(), master, reached)?);
            Store::remove(&dir)?;
            Ok(Store::open(&dir, &keys)?)
        }
        opened => Ok(opened?),
    }
}

/// How far a store has the journal, in the journal's terms.
pub(super) fn cursor(applied: Applied) -> Cursor {
    Cursor {
        incarnation: applied.ordinal,
        seq: applied.seq,
    }
}

/// Brings the store up to the journal's end and returns the state there, and how many entries that took.
fn catch_up(store: &mut Store, journal: &Journal, applied: Cursor) -> Result<(Till, u64), Fault> {
    let mut till = store.till().cloned();
    let mut batch: Vec<Recorded> = Vec::new();
    let mut entries = 0;
    for entry in journal.reader().entries_after(applied) {
        let record = recorded(&entry?)?;
        match &mut till {
            Some(till) => till.apply(record.mark, &record.fact),
            None => till = Some(Till::found(record.mark, &record.fact).ok_or(Fault::NotFounded)?),
        }
        batch.push(record);
        entries += 1;
        if batch.len() >= CATCH_UP_BATCH {
            fold_anew(store, journal.reader(), &batch)?;
            batch.clear();
        }
    }
    fold_anew(store, journal.reader(), &batch)?;
    Ok((till.ok_or(Fault::NotFounded)?, entries))
}

/// The goods as the store has them.
pub(super) fn load_catalogue(store: &Store) -> Result<Catalogue, Fault> {
    catalogue_of(&store.read()?)
}

/// The goods as a snapshot of it has them.
pub(super) fn catalogue_of(reader: &Reader) -> Result<Catalogue, Fault> {
    let mut builder = Catalogue::builder();
    reader.for_each_product(|product| builder.push(&product))?;
    Ok(builder.finish())
}
