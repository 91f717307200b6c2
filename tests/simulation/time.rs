//! Time that passes only when it is told to, and the clocks that go by it, each wrong in its own way. Must
//! never read the machine's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use tendero::hub::Clock;
use tendero::register::surroundings::Surroundings;

use crate::cut::Chance;

/// 2026-11-20 09:00 UTC.
pub(crate) const MORNING: i64 = 1_795_165_200_000;
/// Ten years, in milliseconds.
pub(crate) const DECADE: i64 = 315_576_000_000;

/// Milliseconds since the simulation began, the same for everybody.
#[derive(Debug, Clone, Default)]
pub(crate) struct Time(Arc<AtomicU64>);

impl Time {
    pub(crate) fn now(&self) -> u64 {
        self.0.load(Relaxed)
    }

    pub(crate) fn pass(&self, millis: u64) {
        self.0.fetch_add(millis, Relaxed);
    }
}

/// How wrong somebody's wall clock is, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wrong(Arc<AtomicI64>);

impl Wrong {
    pub(crate) fn set(&self, millis: i64) {
        self.0.store(millis, Relaxed);
    }

    /// By years.
    pub(crate) fn is_far_off(&self) -> bool {
        self.0.load(Relaxed).abs() >= DECADE
    }

    pub(crate) fn wall(&self, time: &Time) -> i64 {
        MORNING + i64::try_from(time.now()).expect("no run takes that long") + self.0.load(Relaxed)
    }
}

/// What a till takes from outside.
pub(crate) struct Counter {
    pub(crate) time: Time,
    pub(crate) wrong: Wrong,
    pub(crate) seed: AtomicU64,
}

impl Surroundings for Counter {
    fn wall(&self) -> i64 {
        self.wrong.wall(&self.time)
    }

    fn mono(&self) -> u64 {
        self.time.now()
    }

    fn random(&self) -> [u8; 10] {
        let mut chance = Chance(self.seed.fetch_add(1 << 20, Relaxed));
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&chance.next().to_be_bytes());
        bytes[8..].copy_from_slice(&chance.next().to_be_bytes()[..2]);
        bytes
    }
}

/// What a hub reads of time.
pub(crate) struct HubClock {
    pub(crate) time: Time,
    pub(crate) wrong: Wrong,
    pub(crate) began: Instant,
}

impl Clock for HubClock {
    fn now(&self) -> i64 {
        self.wrong.wall(&self.time)
    }

    fn moment(&self) -> Instant {
        self.began + Duration::from_millis(self.time.now())
    }
}
