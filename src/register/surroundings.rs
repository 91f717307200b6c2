//! What the register takes from outside: the clocks and randomness. Must be the only place that reads them.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use uuid::{Builder, Uuid};

/// The clocks and the source of randomness, so that a test or the demo can stand in for both.
pub trait Surroundings: Send {
    /// Milliseconds since 1970 by the wall clock, which may be wrong.
    fn wall(&self) -> i64;

    /// Milliseconds since some moment of this start, never backwards.
    fn mono(&self) -> u64;

    /// Random bytes.
    fn random(&self) -> [u8; 10];

    /// A fresh UUIDv7.
    fn id(&self) -> Uuid {
        let millis = u64::try_from(self.wall()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.random()).into_uuid()
    }

    /// Local time of the counter.
    fn local(&self, zone: &TimeZone) -> DateTime {
        local(self.wall(), zone)
    }
}

/// Local time at that wall clock, in whole seconds.
pub fn local(wall: i64, zone: &TimeZone) -> DateTime {
    let stamp = jiff::Timestamp::from_millisecond(wall).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let stamp = jiff::Timestamp::from_second(stamp.as_second()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    zone.to_datetime(stamp)
}

/// The machine's own clocks and randomness.
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    started: Instant,
}

impl Default for Machine {
    fn default() -> Machine {
        Machine {
            started: Instant::now(),
        }
    }
}

impl Surroundings for Machine {
    fn wall(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn mono(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes).expect("the kernel gives random bytes once it has booted");
        bytes
    }
}

/// A clock that moves only when told and randomness from a seed: for tests and for the demo's past weeks.
#[derive(Debug)]
pub struct Scripted {
    wall: std::sync::Arc<std::sync::atomic::AtomicI64>,
    seed: std::sync::atomic::AtomicU64,
}

impl Scripted {
    /// Starts at that wall clock. The returned handle sets it, in milliseconds since 1970.
    pub fn new(wall: i64, seed: u64) -> (Scripted, std::sync::Arc<std::sync::atomic::AtomicI64>) {
        let wall = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(wall));
        (
            Scripted {
                wall: wall.clone(),
                seed: seed.into(),
            },
            wall,
        )
    }
}

impl Surroundings for Scripted {
    fn wall(&self) -> i64 {
        self.wall.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn mono(&self) -> u64 {
        u64::try_from(self.wall()).unwrap_or(0)
    }

    fn random(&self) -> [u8; 10] {
        // SplitMix64 twice: the same ids for the same seed, in the order of asking.
        let mut bytes = [0; 10];
        let next = || {
            let state = self
                .seed
                .fetch_add(0x9e37_79b9_7f4a_7c15, std::sync::atomic::Ordering::Relaxed);
            let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (z ^ (z >> 31)).to_be_bytes()
        };
        bytes[..8].copy_from_slice(&next());
        bytes[8..].copy_from_slice(&next()[..2]);
        bytes
    }
}
