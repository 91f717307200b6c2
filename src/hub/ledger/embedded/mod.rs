//! A hub's facts in one file of its own machine: the ledger of a shop that sets nothing up. Must never be
//! open in two processes, nor answer before the disk has what it was told.

mod code;
mod file;
mod read;
mod sweep;
mod whole;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use redb::{Database, ReadableDatabase, StorageBackend, TableDefinition};
use serde_json::Value;
use uuid::Uuid;

use super::group::{Job, Queue, Round};
use super::{Fault, Feed, Key, Kind, Ledger, Loaded, Order, Page, Step, StoredEntry, Wanted, Written};
pub use file::OpenError;

/// Entries by shop, incarnation and place.
const ENTRIES: TableDefinition<'static, (u128, u128, u64), &'static [u8]> = TableDefinition::new("entries");
/// Where an id was seen first, by shop and id.
const IDS: TableDefinition<'static, (u128, u128), &'static [u8]> = TableDefinition::new("ids");
/// Rows by shop, kind and id; one that is gone and was told is there without a value.
const ROWS: TableDefinition<'static, (u128, u8, &'static str), &'static [u8]> = TableDefinition::new("rows");
/// Shop, feed and version.
type Line = (u128, u8, u64);
/// The row that changed at a version. Only the line of a row's own version tells of it; older ones of the
/// same row are swept away by and by.
const FEEDS: TableDefinition<'static, Line, (u8, &'static str)> = TableDefinition::new("feeds");
/// Of a feed: lines that tell of a row, lines that are old, and the version to sweep from.
type Broom = (u64, u64, u64);
/// How a feed is being swept, by shop and feed.
const BROOM: TableDefinition<'static, (u128, u8), Broom> = TableDefinition::new("broom");
/// Where a feed stands, by shop and feed.
const HEADS: TableDefinition<'static, (u128, u8), (u64, [u8; 32])> = TableDefinition::new("heads");

/// The ledger in one file; clones share it.
#[derive(Clone)]
pub struct Embedded {
    disk: Arc<RwLock<file::Disk>>,
    /// Who writes: the others wait here, in the order in which they came, and hold no thread meanwhile.
    turn: Arc<tokio::sync::Mutex<()>>,
    queue: Arc<Queue>,
}

impl Embedded {
    /// Opens the file in `dir`, which is made first where it is missing.
    pub fn open(dir: &Path) -> Result<Embedded, OpenError> {
        let disk = file::Disk::open(dir)?;
        Ok(Embedded {
            disk: Arc::new(RwLock::new(disk)),
            turn: Arc::default(),
            queue: Arc::default(),
        })
    }

    /// On a disk of the caller's, which is empty or holds a ledger. For tests of what a disk can do to it.
    pub fn on(backend: impl StorageBackend) -> Result<Embedded, OpenError> {
        let disk = file::on(backend)?;
        Ok(Embedded {
            disk: Arc::new(RwLock::new(disk)),
            turn: Arc::default(),
            queue: Arc::default(),
        })
    }

    /// Does `work` on a thread that may wait for the disk. A disk that was full is opened again, once: what
    /// was not written is as if it had never been asked for.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> Result<T, redb::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let disk = self.disk.clone();
        let done = tokio::task::spawn_blocking(move || file::with(&disk, work));
        match done.await {
            Ok(done) => done,
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Fault::Away("it is closing".to_owned())),
            },
        }
    }

    /// Does what those who wait want decided, in one transaction, and answers them.
    async fn together(&self, shop: u128, jobs: Vec<Box<dyn Job>>, turn: tokio::sync::OwnedMutexGuard<()>) {
        let jobs = Arc::new(Mutex::new(jobs));
        let theirs = jobs.clone();
        let done = self.on_disk(move |database| {
            let _turn = turn;
            let mut jobs = theirs.lock().unwrap_or_else(PoisonError::into_inner);
            together(database, shop, &mut jobs)
        });
        let (done, rest) = match done.await {
            Ok(rest) => (Ok(()), Some(rest)),
            Err(fault) => (Err(fault), None),
        };
        let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
        for job in jobs.drain(..) {
            job.answer(done.clone());
        }
        // Thousands of rows: nobody waits until they are put away.
        drop(rest);
    }
}

/// Decides one after the other and writes all of it; gives back what it was decided and written with.
fn together(
    database: &Database,
    shop: u128,
    jobs: &mut [Box<dyn Job>],
) -> Result<(Round, Option<Written>), redb::Error> {
    // As long as this one is open nobody else commits: what is committed is what it would see itself, and
    // can be read by two threads.
    let tx = database.begin_write()?;
    let committed = database.begin_read()?;
    let load = |wanted: &Wanted| {
        let mut found = Loaded::default();
        read::load(&committed, shop, wanted, &mut found).map(|()| found)
    };
    let mut round = Round::default();
    let missing = round.missing(jobs);
    round.take(load(&missing)?);
    let last = jobs.len().saturating_sub(1);
    for (at, job) in jobs.iter_mut().enumerate() {
        while let Some(more) = round.ask(job.as_mut(), at == last) {
            round.take(load(&more)?);
        }
    }
    let written = round.written();
    match &written {
        Some(written) => {
            write::write(&tx, &committed, shop, written)?;
            // Pages that nobody reads any more can be written over.
            drop(committed);
            tx.commit()?;
        }
        None => tx.abort()?,
    }
    Ok((round, written))
}

impl Ledger for Embedded {
    async fn transact<T: Send + 'static>(
        &self,
        shop: Uuid,
        wanted: Wanted,
        decide: impl FnMut(&Loaded) -> Step<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let this = self.clone();
        let work = move |jobs, turn| {
            let this = this.clone();
            async move { this.together(shop.as_u128(), jobs, turn).await }
        };
        self.queue
            .decided(shop, wanted, decide, self.turn.clone(), work)
            .await
    }

    async fn get(&self, shop: Uuid, keys: BTreeSet<Key>) -> Result<BTreeMap<Key, Value>, Fault> {
        let wanted = Wanted::rows(keys);
        self.on_disk(move |database| {
            let mut loaded = Loaded::default();
            read::load(&database.begin_read()?, shop.as_u128(), &wanted, &mut loaded)?;
            Ok(loaded.rows)
        })
        .await
    }

    async fn list(
        &self,
        shop: Uuid,
        kind: Kind,
        after: Option<String>,
        order: Order,
        limit: u32,
    ) -> Result<Vec<(String, Value)>, Fault> {
        let shop = shop.as_u128();
        self.on_disk(move |database| {
            read::list(
                &database.begin_read()?,
                (shop, kind),
                after.as_deref(),
                order,
                limit,
            )
        })
        .await
    }

    async fn page(&self, shop: Uuid, feed: Feed, after: u64, limit: u32) -> Result<Page, Fault> {
        let shop = shop.as_u128();
        self.on_disk(move |database| read::page(&database.begin_read()?, (shop, feed), after, limit))
            .await
    }

    async fn entries(
        &self,
        shop: Uuid,
        incarnation: Uuid,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, Fault> {
        let (shop, incarnation) = (shop.as_u128(), incarnation.as_u128());
        self.on_disk(move |database| read::entries(&database.begin_read()?, (shop, incarnation), from, limit))
            .await
    }

    async fn check(&self) -> Result<(), Fault> {
        self.on_disk(|database| Ok(database.begin_read().map(drop)?))
            .await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Changes, contract};
    use super::*;

    #[test]
    fn it_does_what_every_ledger_does() {
        let dir = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .build()
            .unwrap();
        runtime.block_on(contract::holds(Embedded::open(dir.path()).unwrap()));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn what_is_there_is_found_whatever_is_not(
            there in proptest::collection::btree_set((0..3_usize, 0..40_u8), 0..60),
            wanted in proptest::collection::btree_set((0..3_usize, 0..40_u8), 0..120),
        ) {
            let kinds = [Kind::Level, Kind::Blocked, Kind::Document];
            let key = |(kind, id): &(usize, u8)| Key::new(kinds[*kind], id.to_string());
            let dir = tempfile::tempdir().unwrap();
            let ledger = Embedded::open(dir.path()).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let rows = there.iter().map(|at| (key(at), Some(Value::from(at.1)))).collect();
            let changes = Changes { rows, ..Changes::default() };
            let put = move |_: &Loaded| Step::Done(changes.clone(), ());
            runtime.block_on(ledger.transact(Uuid::nil(), Wanted::default(), put)).unwrap();
            let found = runtime.block_on(ledger.get(Uuid::nil(), wanted.iter().map(key).collect())).unwrap();
            let expected = there.intersection(&wanted).map(|at| (key(at), Value::from(at.1)));
            proptest::prop_assert_eq!(found, expected.collect());
        }
    }

    #[test]
    fn one_process_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = Embedded::open(dir.path()).unwrap();
        assert!(matches!(
            Embedded::open(dir.path()).err(),
            Some(OpenError::AlreadyOpen)
        ));
        drop(first);
        drop(Embedded::open(dir.path()).unwrap());
    }
}
