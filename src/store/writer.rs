//! The one writer of the store: opens it and folds entries into it. Must never fold an entry twice or leave
//! one out.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use redb::backends::InMemoryBackend;
use redb::{Database, DatabaseError, ReadableDatabase, StorageBackend, WriteTransaction};

use super::codec::{decode, encode};
use super::error::guard;
use super::fold::Fold;
use super::medium::{self, Medium};
use super::schema::{self, META, META_APPLIED, META_FORMAT, META_PRODUCTS, META_TILL};
use super::{Applied, Parts, Reader, Recorded, StoreError, ballast};
use crate::domain::retold::Told;
use crate::domain::till::Till;
use crate::vault::key::PageKeys;

/// Most entries in one transaction: what a power cut makes the next start fold again.
const TRANSACTION: usize = 64;

/// The store of one till.
pub struct Store {
    /// None between losing one and opening it again.
    database: Option<Database>,
    medium: Medium,
    dir: Option<PathBuf>,
    state: State,
}

/// What the last transaction left behind.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    applied: Applied,
    pub(super) till: Option<Till>,
    /// How many products have a number.
    pub(super) numbered: u32,
}

/// How the store stands on its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Bytes that the store's file takes on the disk.
    pub file_bytes: u64,
    /// Bytes of the reserve for a full disk; 0 when it is used up.
    pub reserve_bytes: u64,
}

impl Store {
    /// Opens the store in `dir`, or makes an empty one there, and the directory if need be.
    pub fn open(dir: &Path, keys: &PageKeys) -> Result<Store, StoreError> {
        Store::on(Medium::in_directory(dir, keys)?, Some(dir.to_owned()))
    }

    /// Opens the store on a disk of the caller's, which `next` gives anew each time the store must be opened
    /// again after a fault. An empty one becomes an empty store. For tests of what a disk can do to it.
    pub fn with_backends<B: StorageBackend>(
        next: impl FnMut() -> io::Result<B> + Send + 'static,
    ) -> Result<Store, StoreError> {
        Store::on(Medium::of_backends(next), None)
    }

    /// An empty store in memory, gone when it is dropped: to hold another against.
    pub fn in_memory() -> Result<Store, StoreError> {
        Store::with_backends(|| Ok(InMemoryBackend::new()))
    }

    /// Removes the store in `dir`, before a rebuild. Nothing is lost that the journal has.
    pub fn remove(dir: &Path) -> Result<(), StoreError> {
        medium::remove(dir)
    }

    fn on(mut medium: Medium, dir: Option<PathBuf>) -> Result<Store, StoreError> {
        let (database, state) = load(&mut medium)?;
        Ok(Store {
            database: Some(database),
            medium,
            dir,
            state,
        })
    }

    /// How far the journal is folded.
    pub fn applied(&self) -> Applied {
        self.state.applied
    }

    /// The state for decisions after the last entry folded; `None` before the founding entry.
    pub fn till(&self) -> Option<&Till> {
        self.state.till.as_ref()
    }

    /// Folds entries, in their order, in transactions of at most 64. Entries the store has are passed over; a
    /// missing one is [`StoreError::Gap`]. An import counts at its commit entry, for which `parts` is called.
    ///
    /// On a full disk the reserve is freed and the transaction tried once more; after any other fault the
    /// store stands where its last whole transaction left it.
    pub fn fold(&mut self, batch: &[Recorded], parts: &mut Parts<'_>) -> Result<(), StoreError> {
        batch
            .chunks(TRANSACTION)
            .try_for_each(|entries| self.fold_at_once(entries, parts))
    }

    /// As [`fold`](Store::fold), in one transaction: for a rebuild, where nobody waits and some thousand
    /// entries cost hardly more than 64.
    pub fn fold_at_once(&mut self, batch: &[Recorded], parts: &mut Parts<'_>) -> Result<(), StoreError> {
        let known = batch.partition_point(|entry| entry.place() <= self.state.applied);
        let entries = &batch[known..];
        if entries.is_empty() {
            return Ok(());
        }
        self.write(|tx, state| fold_entries(tx, state, entries, parts))
    }

    /// One transaction, once more where the reserve makes room for it. The state it gives back is the store's
    /// from then on.
    pub(super) fn write(
        &mut self,
        mut work: impl FnMut(&WriteTransaction, &State) -> Result<State, StoreError>,
    ) -> Result<(), StoreError> {
        let written = match guard(|| self.transaction(&mut work)) {
            Err(StoreError::Full) if (self.medium.make_room)() => {
                self.reopen()?;
                guard(|| self.transaction(&mut work))
            }
            other => other,
        };
        if let Err(StoreError::Damaged(_)) = &written {
            // Nothing more is read from it or written to it.
            self.close();
        }
        self.state = written?;
        Ok(())
    }

    /// Closes the file. redb writes down which pages are free as it does, and stops where what it has of them
    /// makes no sense: the next start, or the next look through its pages, tells.
    fn close(&mut self) {
        let closed = self.database.take();
        let _told_then = guard(move || {
            drop(closed);
            Ok(())
        });
    }

    /// Makes the store look as one of another version.
    #[cfg(test)]
    pub(crate) fn pretend_format(&self, format: u32) -> Result<(), StoreError> {
        let tx = self.database()?.begin_write()?;
        tx.open_table(META)?
            .insert(META_FORMAT, format.to_le_bytes().as_slice())?;
        Ok(tx.commit()?)
    }

    /// A snapshot to query.
    pub fn read(&self) -> Result<Reader, StoreError> {
        guard(|| Ok(Reader::new(self.database()?.begin_read()?)))
    }

    /// Reads every page and its checksum; [`StoreError::Damaged`] if one is not as it was written, and then
    /// nothing more is read from it. False where a snapshot is in use: nothing was looked at.
    pub fn check_integrity(&mut self) -> Result<bool, StoreError> {
        let database = self.database.as_mut().ok_or(StoreError::Stopped)?;
        let checked = guard(|| match database.check_integrity() {
            Err(DatabaseError::TransactionInProgress) => Ok(false),
            checked => match checked? {
                true => Ok(true),
                false => Err(StoreError::Damaged("its pages do not add up".to_owned())),
            },
        });
        if let Err(StoreError::Damaged(_)) = &checked {
            self.close();
        }
        checked
    }

    /// Whether what is recorded next can be folded: false on a disk that is full but for crumbs once the
    /// reserve is used up.
    pub fn has_room(&self) -> bool {
        self.dir.as_deref().is_none_or(ballast::is_enough)
    }

    /// Sizes on the disk; zeros for a disk of the caller's.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let file_bytes = self.dir.as_deref().map_or(Ok(0), medium::file_bytes);
        Ok(Stats {
            file_bytes: file_bytes.map_err(StoreError::disk)?,
            reserve_bytes: self.dir.as_deref().map_or(0, ballast::size),
        })
    }

    fn database(&self) -> Result<&Database, StoreError> {
        self.database.as_ref().ok_or(StoreError::Stopped)
    }

    /// A failed write leaves redb refusing everything until it is opened again.
    fn reopen(&mut self) -> Result<(), StoreError> {
        self.close();
        let (database, state) = load(&mut self.medium)?;
        (self.database, self.state) = (Some(database), state);
        Ok(())
    }

    fn transaction(
        &self,
        work: &mut impl FnMut(&WriteTransaction, &State) -> Result<State, StoreError>,
    ) -> Result<State, StoreError> {
        let tx = self.database()?.begin_write()?;
        let state = work(&tx, &self.state)?;
        tx.commit()?;
        Ok(state)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

fn fold_entries(
    tx: &WriteTransaction,
    before: &State,
    entries: &[Recorded],
    parts: &mut Parts<'_>,
) -> Result<State, StoreError> {
    let mut state = before.clone();
    let mut fold = Fold::begin(tx, state.numbered)?;
    for entry in entries {
        // After a commit whose answer was lost, the first entries may be there already.
        if entry.place() <= state.applied {
            continue;
        }
        let told = state.told(entry);
        state.advance(entry)?;
        fold.entry(entry, (state.day_of(entry), told), parts)?;
    }
    state.numbered = fold.finish()?;
    let mut meta = tx.open_table(META)?;
    state.save(&mut meta)?;
    Ok(state)
}

fn load(medium: &mut Medium) -> Result<(Database, State), StoreError> {
    guard(|| {
        let database = (medium.open)()?;
        let state = State::load(&database)?;
        Ok((database, state))
    })
}

impl State {
    fn load(database: &Database) -> Result<State, StoreError> {
        let tx = database.begin_read()?;
        let meta = tx.open_table(META)?;
        let mut state = State::default();
        if let Some(row) = meta.get(META_APPLIED)? {
            let (ordinal, seq) = decode("meta", row.value())?;
            state.applied = Applied { ordinal, seq };
        }
        let format = match meta.get(META_FORMAT)? {
            Some(bytes) => bytes.value().try_into().map(u32::from_le_bytes),
            None => Ok(0),
        };
        let (known, applied) = (schema::FORMAT, state.applied);
        match format.map_err(|_| StoreError::Damaged("its format is unreadable".to_owned()))? {
            found if found > known => return Err(StoreError::Newer { found, known }),
            found if found < known => {
                return Err(StoreError::Older {
                    found,
                    known,
                    applied,
                });
            }
            _ => {}
        }
        if let Some(row) = meta.get(META_PRODUCTS)? {
            state.numbered = decode("meta", row.value())?;
        }
        if let Some(row) = meta.get(META_TILL)? {
            let till = serde_json::from_slice(row.value());
            state.till = Some(till.map_err(|error| StoreError::Damaged(format!("{error} in meta")))?);
        }
        Ok(state)
    }

    fn advance(&mut self, entry: &Recorded) -> Result<(), StoreError> {
        let (applied, given) = (self.applied, entry.place());
        if !applied.precedes(given) {
            return Err(StoreError::Gap { applied, given });
        }
        self.applied = given;
        match &mut self.till {
            Some(till) => till.apply(entry.mark, &entry.fact),
            None => self.till = Till::found(entry.mark, &entry.fact),
        }
        Ok(())
    }

    fn told(&self, entry: &Recorded) -> Told {
        let place = (entry.mark.incarnation, entry.mark.seq);
        let till = self.till.as_ref();
        till.map_or(Told::First, |till| till.retold.told(place))
    }

    /// The business day an entry belongs to: its own, else that of the open shift, else the day of its clock.
    fn day_of(&self, entry: &Recorded) -> Date {
        let shift = self.till.as_ref().and_then(|till| till.shift.as_ref());
        let own = entry.fact.event.date();
        own.or(shift.map(|shift| shift.opened.date)).unwrap_or_else(|| {
            let wall = Timestamp::from_millisecond(entry.mark.at_wall).unwrap_or(Timestamp::UNIX_EPOCH);
            TimeZone::UTC.to_datetime(wall).date()
        })
    }

    pub(super) fn save(&self, meta: &mut redb::Table<'_, &str, &[u8]>) -> Result<(), StoreError> {
        let applied = (self.applied.ordinal, self.applied.seq);
        meta.insert(META_APPLIED, encode(&applied).as_slice())?;
        meta.insert(META_PRODUCTS, encode(&self.numbered).as_slice())?;
        if let Some(till) = &self.till {
            // Not postcard: settings that are not set are left out, and only a format that names them allows
            // it.
            let till = serde_json::to_vec(till).expect("the keys of its maps are strings");
            meta.insert(META_TILL, till.as_slice())?;
        }
        Ok(())
    }
}
