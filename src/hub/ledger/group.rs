//! Decisions about one shop that wait for the same disk, written together: whoever has the turn takes along
//! what waits behind them. Must never let one decision see less than it would have seen alone, nor answer one
//! before all of them are committed.

use std::any::Any;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use tokio::sync::{OwnedMutexGuard, oneshot};
use uuid::Uuid;

use super::{Changes, Fault, Key, Known, Loaded, Step, Wanted, Written, write};

/// Things to load in one transaction, about: beyond that the next decision waits for the one after.
const WEIGHT: usize = 8_000;

/// What a decision says, without its answer.
pub(super) enum Said {
    /// It must see these too.
    More(Wanted),
    /// This is to be written.
    Done(Changes),
    /// Nothing is.
    Nothing,
}

/// Somebody who waits for the turn, with what they want to decide.
pub(super) trait Job: Send {
    /// All that it must see, as far as is known.
    fn wanted(&mut self) -> &mut Wanted;
    /// Asks it.
    fn decide(&mut self, loaded: &Loaded) -> Said;
    /// Answers it: what it decided is committed, or why not.
    fn answer(self: Box<Self>, done: Result<(), Fault>);
}

/// What a waiter is told.
enum Told<T> {
    Done(Result<T, Fault>),
    /// The decision itself failed.
    Failed(Box<dyn Any + Send>),
}

struct Asking<T, F> {
    wanted: Wanted,
    decide: F,
    answer: Option<T>,
    failed: Option<Box<dyn Any + Send>>,
    tell: oneshot::Sender<Told<T>>,
}

impl<T: Send, F: FnMut(&Loaded) -> Step<T> + Send> Job for Asking<T, F> {
    fn wanted(&mut self) -> &mut Wanted {
        &mut self.wanted
    }

    fn decide(&mut self, loaded: &Loaded) -> Said {
        let decide = &mut self.decide;
        match catch_unwind(AssertUnwindSafe(|| decide(loaded))) {
            Ok(Step::More(more)) => Said::More(more),
            Ok(Step::Done(changes, answer)) => {
                self.answer = Some(answer);
                Said::Done(changes)
            }
            Ok(Step::Nothing(answer)) => {
                self.answer = Some(answer);
                Said::Nothing
            }
            Err(failed) => {
                self.failed = Some(failed);
                Said::Nothing
            }
        }
    }

    fn answer(self: Box<Self>, done: Result<(), Fault>) {
        let told = match (self.failed, done, self.answer) {
            (Some(failed), ..) => Told::Failed(failed),
            (None, Ok(()), Some(answer)) => Told::Done(Ok(answer)),
            (None, Ok(()), None) => Told::Done(Err(Fault::Away("it was not decided".to_owned()))),
            (None, Err(fault), _) => Told::Done(Err(fault)),
        };
        // whoever asked may have given up
        drop(self.tell.send(told));
    }
}

type Jobs = Vec<Box<dyn Job>>;
type Turn = OwnedMutexGuard<()>;

/// Those who wait, by shop.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<HashMap<Uuid, VecDeque<Box<dyn Job>>>>,
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, HashMap<Uuid, VecDeque<Box<dyn Job>>>> {
        // Nothing is done under the lock that could fail half way.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is decided and committed. `work` does what it is given in one transaction and answers
    /// all of it; it is called by one at a time for each `turn`.
    pub(super) async fn decided<T: Send + 'static, W: Future<Output = ()> + Send + 'static>(
        &self,
        shop: Uuid,
        wanted: Wanted,
        decide: impl FnMut(&Loaded) -> Step<T> + Send + 'static,
        turn: Arc<tokio::sync::Mutex<()>>,
        work: impl Fn(Jobs, Turn) -> W,
    ) -> Result<T, Fault> {
        let (tell, mut told) = oneshot::channel();
        let job = Asking {
            wanted,
            decide,
            answer: None,
            failed: None,
            tell,
        };
        self.waiting().entry(shop).or_default().push_back(Box::new(job));
        let closing = || Told::Done(Err(Fault::Away("it is closing".to_owned())));
        let said = loop {
            let turn = tokio::select! {
                biased;
                said = &mut told => break said.unwrap_or_else(|_| closing()),
                turn = turn.clone().lock_owned() => turn,
            };
            let jobs = self.next(shop);
            if jobs.is_empty() {
                drop(turn);
                break told.await.unwrap_or_else(|_| closing());
            }
            // A task of its own: whoever gives up waiting takes nobody along.
            drop(tokio::spawn(work(jobs, turn)).await);
        };
        match said {
            Told::Done(done) => done,
            Told::Failed(failed) => resume_unwind(failed),
        }
    }

    /// Takes the next ones that fit one transaction, in the order in which they came.
    fn next(&self, shop: Uuid) -> Jobs {
        let mut waiting = self.waiting();
        let Some(queue) = waiting.get_mut(&shop) else {
            return Vec::new();
        };
        let (mut jobs, mut weight) = (Jobs::new(), 0);
        let (mut seen, hasher) = (HashSet::new(), RandomState::new());
        while let Some(mut job) = queue.pop_front() {
            let wanted = job.wanted();
            // What several of them want is loaded, and written, once.
            let new = |key: &&Key| seen.insert(hasher.hash_one(key));
            weight += wanted.keys.iter().filter(new).count() + wanted.ids.len() + wanted.places.len();
            if weight > WEIGHT && !jobs.is_empty() {
                queue.push_front(job);
                break;
            }
            jobs.push(job);
        }
        if queue.is_empty() {
            waiting.remove(&shop);
        }
        jobs
    }
}

/// One transaction: what was loaded, with what is going to be written laid over it.
#[derive(Default)]
pub(super) struct Round {
    asked: Wanted,
    begun: bool,
    loaded: Loaded,
    written: Written,
    rows: BTreeMap<Key, (Option<u64>, Option<String>)>,
}

impl Round {
    /// What everybody wants that was not asked for yet; it counts as asked for from here on.
    pub(super) fn missing(&mut self, jobs: &mut [Box<dyn Job>]) -> Wanted {
        let mut missing = Wanted::default();
        for job in jobs {
            let wanted = job.wanted().clone();
            self.add(wanted, &mut missing);
        }
        missing
    }

    fn add(&mut self, wanted: Wanted, missing: &mut Wanted) {
        let asked = &mut self.asked;
        for key in wanted.keys {
            if !asked.keys.insert(key.clone()) {
                continue;
            }
            match self.rows.get(&key) {
                Some((_, Some(json))) => {
                    let value = serde_json::from_str(json).expect("it was just written");
                    self.loaded.rows.insert(key, value);
                }
                Some((_, None)) => {}
                None => drop(missing.keys.insert(key)),
            }
        }
        missing
            .ids
            .extend(wanted.ids.into_iter().filter(|id| asked.ids.insert(*id)));
        let places = wanted.places.into_iter();
        missing
            .places
            .extend(places.filter(|place| asked.places.insert(*place)));
    }

    /// Takes what was found. It never covers what was decided since: only what is new is asked for.
    pub(super) fn take(&mut self, found: Loaded) {
        let Loaded {
            rows,
            ids,
            places,
            heads,
        } = found;
        self.loaded.rows.extend(rows);
        for (id, known) in ids {
            self.loaded.ids.entry(id).or_insert(known);
        }
        self.loaded.places.extend(places);
        if !std::mem::replace(&mut self.begun, true) {
            self.loaded.heads = heads;
        }
    }

    /// Asks a job; what it must see beside what is there, or nothing once it has decided. Behind the last one
    /// nobody has to see what it decided.
    pub(super) fn ask(&mut self, job: &mut dyn Job, last: bool) -> Option<Wanted> {
        loop {
            match job.decide(&self.loaded) {
                Said::More(more) => {
                    // Asked anew, it wants these from the start.
                    let wanted = job.wanted();
                    wanted.keys.extend(more.keys.iter().cloned());
                    wanted.ids.extend(&more.ids);
                    wanted.places.extend(&more.places);
                    let mut missing = Wanted::default();
                    self.add(more, &mut missing);
                    let known =
                        missing.keys.is_empty() && missing.ids.is_empty() && missing.places.is_empty();
                    if !known {
                        return Some(missing);
                    }
                }
                Said::Done(changes) => {
                    self.lay(changes, last);
                    return None;
                }
                Said::Nothing => return None,
            }
        }
    }

    /// Lays what was decided over what was loaded, so that the next one sees it.
    fn lay(&mut self, changes: Changes, last: bool) {
        if !last {
            for (key, value) in &changes.rows {
                match value {
                    _ if !self.asked.keys.contains(key) => {}
                    Some(value) => drop(self.loaded.rows.insert(key.clone(), value.clone())),
                    None => drop(self.loaded.rows.remove(key)),
                }
            }
        }
        let written = write(&self.loaded, changes);
        for entry in written.entries.iter().filter(|_| !last) {
            let known = Known {
                incarnation: entry.incarnation,
                seq: entry.seq,
                payload: Sha256::digest(entry.payload.as_bytes()).into(),
            };
            self.loaded.ids.entry(entry.id).or_insert(known);
            let place = (entry.incarnation, entry.seq);
            self.loaded.places.insert(place, entry.hash);
        }
        self.written.entries.extend(written.entries);
        for (key, version, json) in written.rows {
            self.rows.insert(key, (version, json));
        }
        self.loaded.heads.extend(&written.heads);
        self.written.heads.extend(written.heads);
    }

    /// All that is to be written; none where that is nothing.
    pub(super) fn written(&mut self) -> Option<Written> {
        let rows = std::mem::take(&mut self.rows).into_iter();
        let mut written = std::mem::take(&mut self.written);
        written.rows = rows.map(|(key, (version, json))| (key, version, json)).collect();
        let nothing = written.entries.is_empty() && written.rows.is_empty();
        (!nothing).then_some(written)
    }
}
