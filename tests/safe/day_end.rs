//! The end of a day reads the store through: damage that no reading of the day has met is told after the Z,
//! and the journal mends it. Must never hold back a Z.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tendero::devices::settings::Printer;
use tendero::domain::event::Via;
use tendero::register::job::{ClosingAsked, Job, Request};
use tendero::register::reply::{Answer, Reply};
use tendero::register::surroundings::Machine;
use tendero::register::worker::{Handle, spawn};
use tendero::register::{How, Unlocking};

use crate::shop::{Shop, sell};

const PAGE: usize = 4096;
const CLOSE: [&str; 8] = [
    "shift",
    "close",
    "--user",
    "Ana",
    "--counted",
    "0",
    "--reason",
    "a test",
];

/// Every file below a directory.
fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let each = |path: PathBuf| match path.is_dir() {
        true => files(&path),
        false => vec![(path.clone(), fs::read(&path).unwrap())],
    };
    entries.flat_map(each).collect()
}

/// A shop before its closing, which can be had again, with a page of its store damaged.
struct Evening {
    shop: Shop,
    before: Vec<(PathBuf, Vec<u8>)>,
    store: PathBuf,
}

impl Evening {
    fn new() -> Evening {
        let shop = Shop::after_a_day();
        // So many that a start does not look at every page.
        let mut register = shop.open();
        for _ in 0..150 {
            sell(&mut register, 1);
        }
        register.fold().unwrap();
        drop(register);
        let (before, store) = (files(&shop.dir()), shop.dir().join("store/store.redb"));
        Evening { shop, before, store }
    }

    /// Bytes of the store here and there.
    fn places(&self) -> Vec<usize> {
        let bytes = fs::read(&self.store).unwrap();
        let used = |page: &usize| bytes[page * PAGE..][..PAGE].iter().any(|byte| *byte != 0);
        let pages = (0..bytes.len() / PAGE).filter(used);
        pages
            .flat_map(|page| [2600, 900, 3900].map(|at| page * PAGE + at))
            .collect()
    }

    fn again_with_damage_at(&self, place: usize) {
        for (path, bytes) in &self.before {
            fs::write(path, bytes).unwrap();
        }
        let mut bytes = fs::read(&self.store).unwrap();
        bytes[place] ^= 4;
        fs::write(&self.store, bytes).unwrap();
    }
}

/// An open till without its screens.
struct Open {
    handle: Handle,
    heard: Receiver<Reply>,
}

impl Open {
    fn of(shop: &Shop) -> Open {
        let (say, heard) = channel();
        let how = How {
            key: Unlocking::File(Some(shop.key_file())),
            via: Via::Till,
            around: Box::new(Machine::default()),
        };
        let handle = spawn(shop.dir(), how, Printer::default(), move |reply| {
            drop(say.send(reply));
        });
        Open { handle, heard }
    }

    fn ask(&self, id: u64, job: Job) {
        self.handle.ask(Request { id, job }).unwrap();
    }

    /// The first answer that is one of those, or a fault; none within so long.
    fn hears(&self, within: Duration, wanted: fn(&Answer) -> bool) -> Option<Answer> {
        let end = Instant::now() + within;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let answer = self.heard.recv_timeout(left).ok()?.answer;
            if wanted(&answer) || matches!(answer, Answer::Fault(_)) {
                return Some(answer);
            }
        }
    }
}

#[test]
fn damage_of_the_store_is_told_after_the_z_and_ends_in_a_rebuild() {
    let evening = Evening::new();
    let (mut found, mut early) = (0, 0);
    for place in evening.places() {
        evening.again_with_damage_at(place);
        let closed = evening.shop.run(&CLOSE);
        match (closed.code, closed.out.contains("Expected")) {
            (0, true) => continue,
            (3, false) => early += 1,
            (3, true) => {
                found += 1;
                assert!(closed.err.contains("the store is damaged"), "{}", closed.err);
                assert!(closed.err.contains("rebuild"), "{}", closed.err);
                assert!(!closed.err.contains("panicked"), "{}", closed.err);
            }
            other => panic!("byte {place}: {other:?}: {}{}", closed.out, closed.err),
        }
        evening.shop.run(&["rebuild"]).ends(0);
        let closings = evening.shop.run(&["audit", "verify", "--json"]).ends(0).json();
        assert_eq!(closings["ok"], true);
        if found == 3 {
            break;
        }
    }
    println!("{found} damages were found at the end of the day, {early} before");
    assert!(found > 0);
}

#[test]
fn a_till_with_screens_tells_it_once_nobody_waits_and_the_z_is_there() {
    let evening = Evening::new();
    let mut told = 0;
    for place in evening.places() {
        // What a script is told after the Z.
        evening.again_with_damage_at(place);
        let closed = evening.shop.run(&CLOSE);
        if closed.code == 0 || closed.out.is_empty() {
            continue;
        }
        evening.again_with_damage_at(place);
        let till = Open::of(&evening.shop);
        let patience = Duration::from_secs(20);
        let opened = till.hears(patience, |answer| matches!(answer, Answer::Opened(_)));
        let Some(Answer::Opened(opened)) = opened else {
            continue;
        };
        let (person, pin) = (opened.desk.people[0].id, "1234".to_owned());
        till.ask(1, Job::SignIn { person, pin });
        till.hears(patience, |answer| matches!(answer, Answer::SignedIn(_)));
        let closing = ClosingAsked {
            count: Vec::new(),
            declared: Vec::new(),
            foreign: Vec::new(),
            kept: None,
            reason: "a test".to_owned(),
        };
        let (approval, allowed) = (None, None);
        let since = Instant::now();
        till.ask(
            2,
            Job::CloseShift {
                closing,
                approval,
                allowed,
            },
        );
        let closed = till.hears(patience, |answer| matches!(answer, Answer::Closed(_)));
        if !matches!(closed, Some(Answer::Closed(_))) {
            continue;
        }
        let shown = since.elapsed();
        let Some(Answer::Fault(said)) = till.hears(patience, |_| false) else {
            panic!("byte {place}: nothing was told");
        };
        assert!(
            since.elapsed() > shown + Duration::from_millis(500),
            "the Z comes first"
        );
        assert_eq!(said.code, "fault-store-damaged", "{said:?}");
        assert!(said.sentence.contains("tendero rebuild"), "{said:?}");
        drop(till);
        evening.shop.run(&["rebuild"]).ends(0);
        evening.shop.run(&["shift", "status"]).ends(0).says("closed");
        evening.shop.run(&["audit", "verify"]).ends(0);
        told += 1;
        if told == 2 {
            return;
        }
    }
    panic!("only {told} damages were told of");
}
