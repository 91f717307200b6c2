//! Somebody who sells at a till that is killed again and again, and remembers what it answered. Must never
//! count what was not answered, nor do anything twice.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use serde_json::Value;

use crate::counter::{Deed, LOAF, MARK, command, is_plain, worth};
use crate::shop::Shop;

/// What is drawn by lot; the seed is said when the test fails, and taken from `TENDERO_SEED` where that is
/// set.
pub(crate) struct Lots {
    seed: u64,
    state: u64,
}

impl Lots {
    pub(crate) fn new() -> Lots {
        let asked = std::env::var("TENDERO_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let now = std::time::UNIX_EPOCH
            .elapsed()
            .map_or(1, |since| since.as_nanos() as u64);
        let seed = asked.unwrap_or(now);
        Lots {
            seed,
            state: seed | 1,
        }
    }

    /// For somebody else, of the same seed.
    pub(crate) fn apart(&self, which: u64) -> Lots {
        let state = self.seed.wrapping_add(which.wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1;
        Lots {
            seed: self.seed,
            state,
        }
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % most
    }

    pub(crate) fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_micros(from * 1_000 + self.below((to - from) * 1_000))
    }
}

impl Drop for Lots {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("TENDERO_SEED={}", self.seed);
        }
    }
}

/// What everybody who makes trouble must know.
#[derive(Default)]
pub(crate) struct Trouble {
    pub(crate) stop: AtomicBool,
    /// Things done at any counter.
    pub(crate) done: AtomicUsize,
    /// Hubs that were killed.
    pub(crate) kills: AtomicUsize,
}

/// Somebody at a till.
pub(crate) struct Clerk<'a> {
    pub(crate) till: Shop,
    /// Which of the tills.
    which: usize,
    trouble: &'a Trouble,
    /// Sales to make.
    many: usize,
    /// What was answered, by number of the basket.
    pub(crate) sales: BTreeMap<usize, Value>,
    pub(crate) returns: BTreeMap<usize, Value>,
    /// How often the till was killed.
    pub(crate) kills: usize,
    /// What is not answered yet.
    deed: Option<Deed>,
    /// What comes before the next sale.
    extra: Vec<Deed>,
}

impl<'a> Clerk<'a> {
    /// Somebody who shall make so many sales.
    pub(crate) fn new(till: Shop, which: usize, many: usize, trouble: &'a Trouble) -> Clerk<'a> {
        Clerk {
            till,
            which,
            trouble,
            many,
            sales: BTreeMap::new(),
            returns: BTreeMap::new(),
            kills: 0,
            deed: None,
            extra: Vec::new(),
        }
    }

    /// Whether everything is done and answered.
    pub(crate) fn is_done(&self) -> bool {
        self.sales.len() >= self.many && self.deed.is_none()
    }

    /// What it all comes to, in cents.
    pub(crate) fn sum(&self) -> i64 {
        let sold: i64 = self.sales.keys().map(|n| worth(*n)).sum();
        sold - LOAF * self.returns.len() as i64
    }

    fn note(&mut self, deed: &Deed, said: Value) {
        self.trouble.done.fetch_add(1, SeqCst);
        let (all, n, cents) = match deed {
            Deed::Sell(n) => (&mut self.sales, *n, worth(*n)),
            Deed::Back(n, _) => (&mut self.returns, *n, -LOAF),
            Deed::In(_) | Deed::Out(_) => return,
        };
        assert_eq!(said["cents"], cents, "{deed:?}: {said}");
        let before = all.insert(n, said.clone());
        assert!(before.is_none_or(|before| before == said), "{deed:?} twice");
    }

    /// What comes next: a sale, and beside some of them something else.
    fn next(&mut self) -> Deed {
        if let Some(deed) = self.extra.pop() {
            return deed;
        }
        let n = self.sales.len();
        if n % 17 == 3 {
            self.extra.push(Deed::In(500));
        }
        if n % 19 == 7 {
            self.extra.push(Deed::Out(300));
        }
        match n.checked_sub(1) {
            Some(last) if is_plain(last) && n % 9 == 5 && !self.returns.contains_key(&last) => {
                self.extra.push(Deed::Sell(n));
                let number = self.sales[&last]["number"].as_str().expect("a number");
                Deed::Back(last, number.to_owned())
            }
            _ => Deed::Sell(n),
        }
    }

    /// What is not answered yet, or comes next; none when there is nothing left to do.
    fn in_hand(&mut self) -> Option<Deed> {
        if self.deed.is_none() && self.sales.len() < self.many {
            self.deed = Some(self.next());
        }
        self.deed.clone()
    }

    /// One life of the till: it does some of what is to be done, and is killed: in the middle of the next
    /// thing, while it sends, or before it is even open.
    pub(crate) fn live(&mut self, lots: &mut Lots) {
        let mut till = command(&self.till.store(), &self.till.key(), self.which);
        let mut child = till.spawn().expect("the till starts");
        let mut to = child.stdin.take().expect("a pipe");
        let mut from = BufReader::new(child.stdout.take().expect("a pipe"));
        self.kills += 1;
        if lots.below(10) == 0 {
            std::thread::sleep(lots.millis(1, 80));
            return kill(&mut child);
        }
        assert!(heard(&mut from).is_some(), "the till does not open");
        for _ in 0..lots.below(44) {
            let Some(deed) = self.in_hand() else { break };
            to.write_all(deed.line().as_bytes()).expect("it reads");
            let said = heard(&mut from).expect("it answers");
            self.deed = None;
            self.note(&deed, said);
        }
        let next = self.in_hand().filter(|_| lots.below(3) > 0);
        let Some(deed) = next else {
            std::thread::sleep(lots.millis(0, 120));
            return kill(&mut child);
        };
        to.write_all(deed.line().as_bytes()).expect("it reads");
        std::thread::sleep(lots.millis(0, 8));
        kill(&mut child);
        let said = heard(&mut from);
        // Cash that moved has no name by which it could be asked again.
        if said.is_some() || matches!(deed, Deed::In(_) | Deed::Out(_)) {
            self.deed = None;
        }
        said.into_iter().for_each(|said| self.note(&deed, said));
    }
}

fn kill(child: &mut Child) {
    child.kill().expect("it is killed");
    child.wait().expect("it is dead");
}

/// The next line of the process; none when it is dead.
fn heard(from: &mut impl BufRead) -> Option<Value> {
    loop {
        let mut line = String::new();
        let read = from.read_line(&mut line).ok()?;
        // A line that the kill cut off was not said.
        if read == 0 || !line.ends_with('\n') {
            return None;
        }
        if let Some((_, said)) = line.split_once(MARK) {
            return Some(serde_json::from_str(said).expect("JSON"));
        }
    }
}
