//! Crash points by the hundred thousand, over every kind of day and on every core. Must never count a point
//! that was not looked at.
//!
//! `TENDERO_CRASH_POINTS` is how many there are to be at least, and `TENDERO_SEED` the first seed, so that a
//! longer run is the same test:
//!
//! ```text
//! TENDERO_CRASH_POINTS=1000000 cargo nextest run --cargo-profile ci --all-features --test crash power_cut
//! ```

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use crate::till::{Tally, cut_everywhere};
use crate::work::{Work, live};

/// Crash points of a run at least, half of them the second crash after another.
const POINTS: usize = 100_000;
/// Days across the end of a segment: one in so many rounds of all kinds.
const SELDOM: u64 = 4;
/// First ones of each kind of day at least.
const OF_EACH: usize = 1_500;

pub(crate) fn number(name: &str, unless_set: u64) -> u64 {
    let set = std::env::var(name).ok();
    set.map_or(unless_set, |text| text.parse().expect("a number"))
}

#[test]
fn a_power_cut_or_kill_at_any_operation_loses_no_answered_sale_and_doubles_none() {
    let wanted = number("TENDERO_CRASH_POINTS", POINTS as u64) as usize;
    let (first, started) = (number("TENDERO_SEED", 1), Instant::now());
    let (next, done) = (AtomicU64::new(0), AtomicUsize::new(0));
    let tallies: Mutex<BTreeMap<Work, Tally>> = Mutex::default();
    let broken: Mutex<Vec<String>> = Mutex::default();
    let work = || {
        let kinds = Work::ALL.len() as u64;
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let over = done.load(Ordering::Relaxed) >= wanted && at >= kinds;
            if over || !broken.lock().unwrap().is_empty() {
                return;
            }
            let (kind, round) = (Work::ALL[(at % kinds) as usize], at / kinds);
            // Each start there opens a whole segment: one such day costs as much as ten others.
            if kind == Work::Segments && round % SELDOM != 0 {
                continue;
            }
            let seed = first + round;
            match cut_everywhere(&live(kind, seed, |_| ()), seed) {
                Ok(tally) => {
                    done.fetch_add(tally.points + tally.again, Ordering::Relaxed);
                    *tallies.lock().unwrap().entry(kind).or_default() += tally;
                }
                Err(what) => broken.lock().unwrap().push(format!("{kind:?}, {what}")),
            }
        }
    };
    std::thread::scope(|threads| {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        for _ in 0..cores {
            threads.spawn(work);
        }
    });
    let broken = broken.into_inner().unwrap();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let tallies = tallies.into_inner().unwrap();
    let mut all = Tally::default();
    tallies.values().for_each(|tally| all += *tally);
    println!(
        "{tallies:#?}\n{all:?} in {:.0?}, seeds from {first}",
        started.elapsed()
    );
    let counted = all.points + all.again;
    assert!(counted >= wanted, "only {counted} crash points");
    assert!(
        all.again * 20 >= all.points * 19,
        "only {} second crashes",
        all.again
    );
    assert!(
        all.thorough >= wanted / 200,
        "only {} looked at in every way",
        all.thorough
    );
    for kind in Work::ALL {
        let points = tallies.get(&kind).map_or(0, |tally| tally.points);
        assert!(
            points >= OF_EACH.min(wanted / 100),
            "only {points} crash points of {kind:?}"
        );
    }
}
