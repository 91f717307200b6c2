//! A shop of which every command is killed at any moment, again and again: it sells, imports, closes, backs
//! up, restores, rebuilds, archives and changes its keys, and goes on. Must never choose a moment that is a
//! good one.
//!
//! `TENDERO_KILLED_SALES=20000` lets it go on until so many sales were printed; `TENDERO_SEED` draws other
//! lots:
//!
//! ```text
//! TENDERO_KILLED_SALES=20000 cargo nextest run --cargo-profile ci --all-features --test cli plague
//! ```

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::killed::{exactly_once, killed_after};
use crate::shop::{HEADER, Shop, goods};

/// Sales that are printed in an ordinary run, at least.
const SALES: usize = 2_000;
/// Lives in which it sells, at least.
const LIVES: usize = 30;
/// Each sort of command is killed in the middle so often, at least.
const KILLS_OF_EACH: usize = 5;
/// Products of a file.
const ROWS: usize = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Sell,
    Import,
    Open,
    Close,
    Backup,
    Restore,
    Rebuild,
    Keys,
    Archive,
}

const DEEDS: [Deed; 8] = [
    Deed::Import,
    Deed::Open,
    Deed::Close,
    Deed::Backup,
    Deed::Restore,
    Deed::Rebuild,
    Deed::Keys,
    Deed::Archive,
];

/// How often a sort of command was killed before it was done, and how often it was done.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    killed: usize,
    done: usize,
    /// How long it takes when nobody kills it.
    takes: Duration,
}

struct Plague {
    shop: Shop,
    /// What was drawn last (xorshift64, Marsaglia 2003).
    lots: u64,
    printed: BTreeMap<String, Value>,
    tallies: BTreeMap<Deed, Tally>,
    round: usize,
    /// What a till says whose past is packed and unpacked; empty before there is one.
    archived: String,
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

impl Plague {
    fn new() -> Plague {
        let seed = number("TENDERO_SEED").unwrap_or_else(|| {
            let now = std::time::UNIX_EPOCH.elapsed();
            now.map_or(1, |since| since.as_nanos() as u64)
        });
        println!("TENDERO_SEED={seed}");
        Plague {
            shop: Shop::open(&goods()),
            lots: seed | 1,
            printed: BTreeMap::new(),
            tallies: BTreeMap::new(),
            round: 0,
            archived: String::new(),
        }
    }

    fn below(&mut self, most: u64) -> u64 {
        self.lots ^= self.lots << 13;
        self.lots ^= self.lots >> 7;
        self.lots ^= self.lots << 17;
        self.lots % most
    }

    fn path(&self, name: &str) -> String {
        self.shop.path(name).display().to_string()
    }

    /// Runs a command and kills it at a moment by lot, sooner or later than it would be done; what it had
    /// said, and whether it was done.
    fn interrupted(&mut self, deed: Deed, args: &[&str]) -> (String, bool) {
        let takes = self.tallies.entry(deed).or_default().takes;
        // The first one is let go on to its end: how long it takes is not known before.
        let patience = match takes.as_micros() as u64 {
            0 => Duration::from_secs(60),
            most => Duration::from_micros(self.below(most + most / 8)),
        };
        let mut command = self.shop.command(args);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let begun = Instant::now();
        let mut child = command.spawn().expect("the program starts");
        while begun.elapsed() < patience && child.try_wait().expect("it is a child").is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        let took = begun.elapsed();
        child.kill().expect("it is killed, or gone");
        let output = child.wait_with_output().expect("it is dead");
        let done = output.status.success();
        let tally = self.tallies.entry(deed).or_default();
        if done {
            tally.done += 1;
            tally.takes = took;
        } else {
            tally.killed += 1;
        }
        (String::from_utf8_lossy(&output.stdout).into_owned(), done)
    }

    fn sell(&mut self) {
        let patience = Duration::from_micros(300 + self.below(400_000));
        let first = self.printed.len();
        for line in killed_after(&self.shop, first, patience) {
            let said: Value = serde_json::from_str(&line).expect("a whole line of JSON");
            assert!(said["error"].is_null(), "{said}");
            let id = said["id"].as_str().expect("an id").to_owned();
            let before = self.printed.insert(id.clone(), said.clone());
            assert!(before.is_none_or(|before| before == said), "{id} was sold twice");
        }
        self.tallies.entry(Deed::Sell).or_default().killed += 1;
    }

    fn import(&mut self) {
        let round = self.round;
        let row = |n| {
            format!(
                "P{n},,Producto {n} de {round},,1.{:02},,standard,ea,,\n",
                round % 100
            )
        };
        let rows: String = (0..ROWS).map(row).collect();
        let file = self.shop.file("p.csv", (HEADER.to_owned() + &rows).as_bytes());
        let (_, done) = self.interrupted(Deed::Import, &["import", "products", &file]);
        let there = self.shop.run(&["export", "products"]).done().out;
        let ours = there.matches(&format!(" de {round},")).count();
        assert!(
            ours == ROWS || (ours == 0 && !done),
            "{ours} of {ROWS} rows, done: {done}"
        );
    }

    fn status(&self) -> Value {
        self.shop.json(&["shift", "status"])
    }

    fn closes(&mut self) {
        let before = self.status();
        assert_eq!(before["open"], true, "{before}");
        let close = ["shift", "close", "--user", "Luz", "--counted", "100.00", "--json"];
        let (said, _) = self.interrupted(Deed::Close, &close);
        if said.ends_with('\n') {
            assert_eq!(self.status()["open"], false, "its Z was printed: {said}");
        }
        if self.status()["open"] == true {
            self.shop.run(&close).done();
        }
        self.opens(&before);
    }

    fn opens(&mut self, before: &Value) {
        let open = ["shift", "open", "--user", "Luz", "--float", "100.00", "--json"];
        let (said, _) = self.interrupted(Deed::Open, &open);
        if said.ends_with('\n') {
            assert_eq!(self.status()["open"], true, "it was said to be: {said}");
        }
        if self.status()["open"] == false {
            self.shop.run(&open).done();
        }
        let (before, now) = (before["shift"].as_u64(), self.status());
        assert_eq!(now["shift"].as_u64(), before.map(|n| n + 1), "{now}");
    }

    fn backs_up(&mut self) {
        let file = self.path("backup");
        let there = Path::new(&file).exists();
        self.interrupted(Deed::Backup, &["backup", &file, "--force"]);
        if there || Path::new(&file).exists() {
            self.shop.run(&["audit", "verify", "--export", &file]).done();
        }
    }

    fn restores(&mut self) {
        let (file, key) = (self.path("backup"), self.shop.key().display().to_string());
        if !Path::new(&file).exists() {
            self.shop.run(&["backup", &file]).done();
        }
        let store = self.path(&format!("restored/{}", self.round));
        let there = ["--store", &store, "--key-file", &key];
        let args = [&["restore", &file][..], &there].concat();
        self.interrupted(Deed::Restore, &args);
        // What was killed left all of it or nothing, and nothing in the way.
        let again = self.shop.run(&args);
        assert!(
            again.code == 0 || again.err.contains("there is a store in"),
            "{again:#?}"
        );
        self.shop.run(&[&["audit", "verify"][..], &there].concat()).done();
        std::fs::remove_dir_all(&store).expect("it goes");
    }

    /// Makes a till with a life behind it, while there is little to restore, and returns its entries.
    fn second_life(&mut self) -> String {
        let (file, store) = (self.path("early.backup"), self.path("archived"));
        self.shop.run(&["backup", &file]).done();
        let key = self.shop.key().display().to_string();
        let there = ["--store", &store, "--key-file", &key];
        let close = ["shift", "close", "--user", "Luz", "--counted", "100.00"];
        self.shop.run(&[&["restore", &file][..], &there].concat()).done();
        self.shop.run(&[&close[..], &there].concat()).done();
        std::fs::create_dir(self.path("stick")).expect("it is made");
        let export = [&["export", "journal", "--json"][..], &there].concat();
        self.shop.run(&export).done().out
    }

    /// Packs and unpacks what lies behind that till.
    fn archives(&mut self) {
        if self.archived.is_empty() {
            self.archived = self.second_life();
        }
        let (store, stick) = (self.path("archived"), self.path("stick"));
        let key = self.shop.key().display().to_string();
        let there = ["--store", &store, "--key-file", &key];
        let pack = ["archive", "pack", &stick, "--until", "2999-01-01"];
        let pack = [&pack[..], &there].concat();
        let work = match self.below(3) {
            0 => [&["archive", "unpack"][..], &there].concat(),
            _ => pack.clone(),
        };
        self.interrupted(Deed::Archive, &work);
        self.shop.run(&[&["audit", "verify"][..], &there].concat()).done();
        let export = [&["export", "journal", "--json"][..], &there].concat();
        let now = self.shop.run(&export).done().out;
        assert!(now == self.archived, "an entry was lost or changed");
        if self.below(3) == 0 {
            self.shop.run(&pack).done();
            let verify = ["archive", "verify", &stick, "--key-file", &key];
            self.shop.run(&verify).done();
            std::fs::remove_dir_all(&stick)
                .and_then(|()| std::fs::create_dir(&stick))
                .expect("it goes");
        }
    }

    fn changes_keys(&mut self) {
        match self.below(3) {
            0 => {
                let file = self.path(&format!("more-{}.key", self.round));
                self.interrupted(Deed::Keys, &["key", "add-key-file", &file]);
            }
            1 => drop(self.interrupted(Deed::Keys, &["key", "recovery"])),
            _ => {
                let slots = self.shop.json(&["key", "list"]);
                let slots = slots.as_array().expect("a list");
                let last = slots.last().expect("one opens it")["number"]
                    .as_u64()
                    .expect("a number");
                // The first is the one that the test itself opens it with.
                let args = ["key", "remove", &last.to_string()];
                if last > 1 {
                    self.interrupted(Deed::Keys, &args);
                }
            }
        }
    }

    fn does(&mut self, deed: Deed) {
        self.round += 1;
        match deed {
            Deed::Sell => self.sell(),
            Deed::Import => self.import(),
            // One follows the other.
            Deed::Open | Deed::Close => self.closes(),
            Deed::Backup => self.backs_up(),
            Deed::Restore => self.restores(),
            Deed::Rebuild => drop(self.interrupted(Deed::Rebuild, &["rebuild"])),
            Deed::Keys => self.changes_keys(),
            Deed::Archive => self.archives(),
        }
        self.status();
    }

    /// The sort of command that was killed least; none once each was killed often enough.
    fn wanting(&self, often: usize) -> Option<Deed> {
        let least = DEEDS.into_iter().min_by_key(|deed| self.killed(deed))?;
        (self.killed(&least) < often).then_some(least)
    }

    fn killed(&self, deed: &Deed) -> usize {
        self.tallies.get(deed).map_or(0, |tally| tally.killed)
    }
}

#[test]
fn every_command_may_be_killed_and_no_printed_sale_is_lost_or_there_twice() {
    let wanted = number("TENDERO_KILLED_SALES").map_or(SALES, |sales| sales as usize);
    let (mut plague, begun) = (Plague::new(), Instant::now());
    loop {
        // As many kills as belong to what was sold by now.
        let often = 1 + plague.printed.len() * KILLS_OF_EACH / SALES;
        match plague.wanting(often) {
            Some(deed) => plague.does(deed),
            None if plague.printed.len() >= wanted && plague.killed(&Deed::Sell) >= LIVES => break,
            None => plague.does(Deed::Sell),
        }
    }
    let Plague {
        shop,
        printed,
        tallies,
        ..
    } = &plague;
    exactly_once(shop, printed);
    shop.run(&["audit", "verify"]).done();
    println!("{} sales, {:.0?}: {tallies:#?}", printed.len(), begun.elapsed());
    for deed in DEEDS {
        assert!(tallies[&deed].killed >= KILLS_OF_EACH, "{deed:?}: {tallies:#?}");
    }
}
