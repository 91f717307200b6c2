//! The thread that carries entries up and rows down. Must never hold a sale up: it hands over one thing and
//! waits until that is taken.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::courier::{Courier, Known, Published, Step};
use super::outcome::Outcome;
use crate::journal::Reader;

/// What the thread is told, kept until it looks.
#[derive(Default)]
struct Told {
    published: Option<Published>,
    now: bool,
    again: bool,
    renewed: Option<(Known, Reader)>,
    taken: bool,
    stop: bool,
}

#[derive(Default)]
struct Signals {
    told: Mutex<Told>,
    bell: Condvar,
}

impl Signals {
    fn told(&self) -> MutexGuard<'_, Told> {
        // What is told is whole at every moment.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, tell: impl FnOnce(&mut Told)) {
        tell(&mut self.told());
        self.bell.notify_one();
    }
}

/// The other side of the thread. Dropped, the thread ends after the request in hand; nobody waits for it.
pub struct Sync(Arc<Signals>);

impl Sync {
    /// So much is durable by now. Takes no time: an entry that was just answered must not wait.
    pub fn publish(&self, published: Published) {
        self.0.tell(|told| told.published = Some(published));
    }

    /// The journal has these lives from now on.
    pub fn renew(&self, known: Known, reader: Reader) {
        self.0.tell(|told| told.renewed = Some((known, reader)));
    }

    /// Somebody does not want to wait.
    pub fn now(&self) {
        self.0.tell(|told| told.now = true);
    }

    /// The same, and the entries that wait at the hub are tried once more.
    pub fn again(&self) {
        self.0.tell(|told| (told.now, told.again) = (true, true));
    }

    /// What was heard last is taken: go on.
    pub fn taken(&self) {
        self.0.tell(|told| told.taken = true);
    }
}

impl Drop for Sync {
    fn drop(&mut self) {
        self.0.tell(|told| told.stop = true);
    }
}

/// Starts the thread. `tell` hands over what was heard and says whether anybody is there to take it.
pub fn spawn(mut courier: Courier, tell: impl Fn(Outcome) -> bool + Send + 'static) -> Sync {
    let signals = Arc::new(Signals::default());
    let theirs = signals.clone();
    std::thread::spawn(move || {
        loop {
            let (wait, heard) = match courier.step() {
                Step::Wait(wait) => (wait, false),
                Step::Say(outcome) => {
                    if !tell(*outcome) {
                        return;
                    }
                    courier.look_ahead();
                    (None, true)
                }
            };
            if !listen(&theirs, &mut courier, wait, heard) {
                return;
            }
        }
    });
    Sync(signals)
}

/// Waits until something was said, or that long; after something was heard, until it is taken. False at the
/// end.
fn listen(signals: &Signals, courier: &mut Courier, wait: Option<Duration>, heard: bool) -> bool {
    let mut told = signals.told();
    let nothing = |told: &mut Told| {
        let said = told.published.is_some() || told.now;
        !told.stop && if heard { !told.taken } else { !said }
    };
    if let Some(wait) = wait.filter(|_| !heard) {
        let waited = signals.bell.wait_timeout_while(told, wait, nothing);
        told = waited.unwrap_or_else(PoisonError::into_inner).0;
    } else {
        let waited = signals.bell.wait_while(told, nothing);
        told = waited.unwrap_or_else(PoisonError::into_inner);
    }
    if told.stop {
        return false;
    }
    if let Some(published) = told.published.take() {
        courier.publish(published);
    }
    if let Some((known, reader)) = told.renewed.take() {
        courier.renew(known, reader);
    }
    if heard && std::mem::take(&mut told.taken) {
        courier.taken();
    }
    if std::mem::take(&mut told.now) {
        courier.now();
    }
    if std::mem::take(&mut told.again) {
        courier.again();
    }
    true
}
