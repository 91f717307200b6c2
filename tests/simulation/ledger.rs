//! The ledger of the hub's processes as a shared database would be: overtaken, ambiguous, away, slow, and
//! read a little at a time. Must never change what is decided, nor lose what it said was written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tendero::hub::ledger::{
    Embedded, Fault, Feed, Key, Kind, Ledger, Loaded, Order, Page, Step, StoredEntry, Wanted,
};
use tokio::sync::{Notify, oneshot};
use uuid::Uuid;

use crate::cut::Chance;
use crate::scenario::Hits;

/// How often a transaction is begun anew, as over PostgreSQL.
const ATTEMPTS: u32 = 12;

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the database is like.
#[derive(Debug)]
pub(crate) struct Weather {
    pub(crate) chance: Chance,
    /// In a hundred transactions so many are overtaken.
    pub(crate) storm: usize,
    /// In a hundred so many are committed, or not, and nobody says which.
    pub(crate) unsure: usize,
    /// Rows of a page at most; 0 for as many as are asked for.
    pub(crate) page: u32,
    pub(crate) hits: Hits,
}

enum Fate {
    Fine,
    /// Decided, and rolled back: 40001.
    Overtaken,
    /// Committed, and said to be unknown: 40003.
    Unknown,
    /// Committed, and the connection is gone.
    Gone,
    Away,
}

/// Lets those who ask at the same time go on one by one, in an order drawn by lot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<Crowd>, Notify)>);

#[derive(Debug, Default)]
struct Crowd {
    driven: bool,
    running: usize,
    waiting: Vec<oneshot::Sender<()>>,
}

impl Gate {
    /// So many are about to come.
    pub(crate) fn expect(&self, many: usize) {
        *locked(&self.0.0) = Crowd {
            driven: true,
            running: many,
            waiting: Vec::new(),
        };
    }

    async fn pass(&self) {
        let turn = {
            let mut crowd = locked(&self.0.0);
            if !crowd.driven {
                return;
            }
            let (open, turn) = oneshot::channel();
            crowd.running -= 1;
            crowd.waiting.push(open);
            turn
        };
        self.0.1.notify_one();
        drop(turn.await);
    }

    /// One of them will not come again.
    pub(crate) fn done(&self) {
        locked(&self.0.0).running -= 1;
        self.0.1.notify_one();
    }

    /// Opens for one after the other until all are done.
    pub(crate) async fn drive(&self, mut draw: impl FnMut(usize) -> usize) {
        loop {
            while locked(&self.0.0).running > 0 {
                self.0.1.notified().await;
            }
            let next = {
                let mut crowd = locked(&self.0.0);
                if crowd.waiting.is_empty() {
                    crowd.driven = false;
                    return;
                }
                crowd.running += 1;
                let at = draw(crowd.waiting.len());
                crowd.waiting.swap_remove(at)
            };
            let _gone = next.send(());
        }
    }
}

/// The ledger under that weather.
#[derive(Clone)]
pub(crate) struct Troubled {
    pub(crate) inner: Embedded,
    pub(crate) weather: Arc<Mutex<Weather>>,
    pub(crate) gate: Gate,
}

impl Troubled {
    fn fate(&self, attempt: u32) -> Fate {
        let mut weather = locked(&self.weather);
        let (storm, unsure) = (weather.storm, weather.unsure);
        // A storm goes on for the one that it has met.
        let storm = if attempt > 0 { (storm * 3).min(95) } else { storm };
        if weather.chance.below(100) < storm {
            weather.hits.hit("40001");
            return Fate::Overtaken;
        }
        if weather.chance.below(100) < unsure {
            return match weather.chance.below(3) {
                0 => Fate::Away,
                1 => {
                    weather.hits.hit("ambiguous commit");
                    Fate::Gone
                }
                _ => {
                    weather.hits.hit("ambiguous commit");
                    Fate::Unknown
                }
            };
        }
        Fate::Fine
    }
}

fn note(asked: &Mutex<Wanted>, more: &Wanted) {
    let mut asked = locked(asked);
    asked.keys.extend(more.keys.iter().cloned());
    asked.ids.extend(&more.ids);
    asked.places.extend(&more.places);
}

impl Ledger for Troubled {
    async fn transact<T: Send + 'static>(
        &self,
        shop: Uuid,
        wanted: Wanted,
        decide: impl FnMut(&Loaded) -> Step<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let (asked, decide) = (Arc::new(Mutex::new(wanted)), Arc::new(Mutex::new(decide)));
        for attempt in 0..ATTEMPTS {
            self.gate.pass().await;
            let fate = self.fate(attempt);
            let (known, asking, deciding) = (locked(&asked).clone(), asked.clone(), decide.clone());
            let step = move |loaded: &Loaded| {
                let step = (locked(&deciding))(loaded);
                if let Step::More(more) = &step {
                    note(&asking, more);
                }
                step
            };
            match fate {
                Fate::Away => return Err(Fault::Away("it is restarting".to_owned())),
                Fate::Overtaken => {
                    let undone = move |loaded: &Loaded| match step(loaded) {
                        Step::More(more) => Step::More(more),
                        Step::Done(..) | Step::Nothing(_) => Step::Nothing(()),
                    };
                    self.inner.transact(shop, known, undone).await?;
                }
                Fate::Fine => {
                    let done = self.inner.transact(shop, known, step).await?;
                    // Committed, and the others go on before it is answered.
                    self.gate.pass().await;
                    return Ok(done);
                }
                Fate::Unknown => drop(self.inner.transact(shop, known, step).await?),
                Fate::Gone => {
                    drop(self.inner.transact(shop, known, step).await?);
                    return Err(Fault::Away("the connection is gone".to_owned()));
                }
            }
        }
        locked(&self.weather).hits.hit("40001 without end");
        Err(Fault::Away(
            "the same rows are fought over without end".to_owned(),
        ))
    }

    async fn get(&self, shop: Uuid, keys: BTreeSet<Key>) -> Result<BTreeMap<Key, Value>, Fault> {
        self.gate.pass().await;
        self.inner.get(shop, keys).await
    }

    async fn list(
        &self,
        shop: Uuid,
        kind: Kind,
        after: Option<String>,
        order: Order,
        limit: u32,
    ) -> Result<Vec<(String, Value)>, Fault> {
        self.gate.pass().await;
        self.inner.list(shop, kind, after, order, limit).await
    }

    async fn page(&self, shop: Uuid, feed: Feed, after: u64, limit: u32) -> Result<Page, Fault> {
        self.gate.pass().await;
        let page = locked(&self.weather).page;
        let limit = if page > 0 { limit.min(page) } else { limit };
        self.inner.page(shop, feed, after, limit).await
    }

    async fn entries(
        &self,
        shop: Uuid,
        incarnation: Uuid,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, Fault> {
        self.gate.pass().await;
        self.inner.entries(shop, incarnation, from, limit).await
    }

    async fn check(&self) -> Result<(), Fault> {
        self.inner.check().await
    }
}
