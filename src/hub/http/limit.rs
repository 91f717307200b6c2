//! How often somebody may ask. Must never hold more strangers in memory than it may.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::hub::Clock;
use crate::hub::no::no;
use crate::protocol::refused::{Code, Refused};

/// Requests that a till may make at once, and how many more each second.
const TILL: (u32, u32) = (200, 100);
/// Wrong tokens that an address may show at once, and how many more each second.
const STRANGER: (u32, u32) = (30, 1);
/// The longest that an address waits after wrong codes.
const LONGEST: Duration = Duration::from_secs(300);
/// Names held at most; beyond that those who have been quiet are forgotten, then all.
const HELD: usize = 10_000;

/// All limits of a hub process.
pub(super) struct Limits {
    clock: Arc<dyn Clock>,
    tills: Mutex<HashMap<Uuid, Bucket>>,
    strangers: Mutex<HashMap<IpAddr, Bucket>>,
    codes: Mutex<HashMap<IpAddr, Slips>>,
}

/// What is left of an allowance.
struct Bucket {
    thousandths: u64,
    at: Instant,
}

/// How often somebody was wrong in a row.
struct Slips {
    count: u32,
    until: Instant,
}

impl Limits {
    /// Nobody has asked yet.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Limits {
        Limits {
            clock,
            tills: Mutex::default(),
            strangers: Mutex::default(),
            codes: Mutex::default(),
        }
    }

    /// A till asks.
    pub(super) fn till(&self, terminal: Uuid) -> Result<(), Refused> {
        spend(&self.tills, terminal, TILL, self.clock.moment())
    }

    /// Somebody at that address showed a token that is none.
    pub(super) fn stranger(&self, address: IpAddr) -> Result<(), Refused> {
        spend(&self.strangers, address, STRANGER, self.clock.moment())
    }

    /// Whether that address may try a code now.
    pub(super) fn may_try(&self, address: IpAddr) -> Result<(), Refused> {
        self.may_try_at(address, self.clock.moment())
    }

    fn may_try_at(&self, address: IpAddr, now: Instant) -> Result<(), Refused> {
        let held = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        match held.get(&address) {
            Some(slips) if slips.until > now => Err(slow_down(slips.until - now)),
            _ => Ok(()),
        }
    }

    /// How a try came out.
    pub(super) fn tried(&self, address: IpAddr, right: bool) {
        self.tried_at(address, right, self.clock.moment());
    }

    fn tried_at(&self, address: IpAddr, right: bool, now: Instant) {
        let mut held = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        if right {
            held.remove(&address);
            return;
        }
        if held.len() >= HELD {
            held.retain(|_, slips| slips.until > now);
        }
        if held.len() >= HELD {
            held.clear();
        }
        let slips = held.entry(address).or_insert(Slips { count: 0, until: now });
        slips.count += 1;
        // Three slips are a person's; from then on each wait is twice the one before.
        let wait = match slips.count {
            0..=3 => Duration::ZERO,
            more => Duration::from_secs(1 << (more - 4).min(16)),
        };
        slips.until = now + wait.min(LONGEST);
    }
}

fn spend<K: Eq + Hash>(
    held: &Mutex<HashMap<K, Bucket>>,
    who: K,
    (most, each_second): (u32, u32),
    now: Instant,
) -> Result<(), Refused> {
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    let full = u64::from(most) * 1_000;
    if held.len() >= HELD && !held.contains_key(&who) {
        held.retain(|_, bucket| now.saturating_duration_since(bucket.at) < Duration::from_secs(60));
        if held.len() >= HELD {
            held.clear();
        }
    }
    let bucket = held.entry(who).or_insert(Bucket {
        thousandths: full,
        at: now,
    });
    let passed = now.saturating_duration_since(bucket.at).as_millis();
    let earned = u64::try_from(passed)
        .unwrap_or(u64::MAX)
        .saturating_mul(u64::from(each_second));
    bucket.thousandths = bucket.thousandths.saturating_add(earned).min(full);
    bucket.at = now;
    match bucket.thousandths.checked_sub(1_000) {
        Some(left) => {
            bucket.thousandths = left;
            Ok(())
        }
        None => Err(slow_down(Duration::from_secs(1))),
    }
}

fn slow_down(wait: Duration) -> Refused {
    Refused {
        retry_after: Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1)),
        ..no(Code::SlowDown, "too many requests; wait a little")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::hub::clock::Machine;

    #[test]
    fn who_guesses_waits_longer_each_time() {
        let limits = Limits::new(Arc::new(Machine));
        let address = IpAddr::from([10, 0, 0, 1]);
        let mut now = Instant::now();
        let mut waits = Vec::new();
        for _ in 0..20 {
            limits.tried_at(address, false, now);
            let wait = limits
                .may_try_at(address, now)
                .err()
                .map_or(0, |no| no.retry_after.unwrap());
            waits.push(wait);
            now += Duration::from_secs(u64::from(wait));
        }
        assert_eq!(waits[..7], [0, 0, 0, 1, 2, 4, 8]);
        assert_eq!(waits[19], 300);
        assert!(limits.may_try_at(IpAddr::from([10, 0, 0, 2]), now).is_ok());
        limits.tried_at(address, true, now);
        assert!(limits.may_try_at(address, now).is_ok());
    }

    #[test]
    fn an_allowance_fills_again() {
        let held = Mutex::new(HashMap::new());
        let now = Instant::now();
        let spend = |at| spend(&held, 1, (3, 2), at);
        assert!((0..3).all(|_| spend(now).is_ok()));
        assert_eq!(spend(now).unwrap_err().code, Code::SlowDown);
        assert!(spend(now + Duration::from_millis(500)).is_ok());
        assert!(spend(now + Duration::from_millis(510)).is_err());
    }
}
