//! How long somebody waits who signed in wrong, by account and by address. Must never lock anybody out for
//! good, nor remember more strangers than it may.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Names held at most.
const HELD: usize = 10_000;
/// The longest wait of an account: its owner is not kept out by a stranger for longer.
const LONGEST_ACCOUNT: Duration = Duration::from_secs(60);
/// The longest wait of an address.
const LONGEST_ADDRESS: Duration = Duration::from_secs(300);

/// Who waits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    Account(String),
    Address(IpAddr),
}

/// Everybody who was wrong lately.
#[derive(Debug, Default)]
pub(in crate::hub) struct Delays(Mutex<HashMap<Who, (u32, Instant)>>);

impl Delays {
    /// Takes a try, which counts as wrong until it was right; the seconds to wait where it is too early.
    pub(in crate::hub) fn take(&self, name: &str, address: IpAddr) -> Result<(), u64> {
        self.take_at(name, address, Instant::now())
    }

    fn take_at(&self, name: &str, address: IpAddr, now: Instant) -> Result<(), u64> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= HELD {
            held.retain(|_, (_, until)| *until > now);
        }
        if held.len() >= HELD {
            held.clear();
        }
        let name: String = name.chars().take(60).collect();
        let all = [
            (Who::Account(name), LONGEST_ACCOUNT),
            (Who::Address(address), LONGEST_ADDRESS),
        ];
        let waits = all
            .iter()
            .filter_map(|(who, _)| held.get(who))
            .map(|(_, until)| *until)
            .max();
        if let Some(until) = waits.filter(|until| *until > now) {
            return Err((until - now).as_secs() + 1);
        }
        for (who, longest) in all {
            let (slips, until) = held.entry(who).or_insert((0, now));
            *slips += 1;
            // Three slips are a person's; from then on each wait is twice the one before.
            let wait = match *slips {
                0..=3 => Duration::ZERO,
                more => Duration::from_secs(1 << (more - 4).min(16)),
            };
            *until = now + wait.min(longest);
        }
        Ok(())
    }

    /// The try was right.
    pub(in crate::hub) fn right(&self, name: &str, address: IpAddr) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.remove(&Who::Account(name.chars().take(60).collect()));
        held.remove(&Who::Address(address));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_account_waits_wherever_it_is_tried_from_and_an_address_whatever_it_tries() {
        let delays = Delays::default();
        let now = Instant::now();
        let from = |last| IpAddr::from([10, 0, 0, last]);
        for last in 0..4 {
            delays.take_at("ana", from(last), now).unwrap();
        }
        assert_eq!(delays.take_at("ana", from(9), now), Err(2));
        assert!(delays.take_at("bea", from(9), now).is_ok());
        for name in ["a", "b", "c", "d"] {
            delays.take_at(name, from(50), now).unwrap();
        }
        assert_eq!(delays.take_at("e", from(50), now), Err(2));
        delays.right("ana", from(0));
        assert!(delays.take_at("ana", from(1), now).is_ok());
        let mut later = now;
        for _ in 0..40 {
            if let Err(wait) = delays.take_at("eve", from(70), later) {
                assert!(wait <= 301);
                later += Duration::from_secs(wait);
            }
        }
    }
}
