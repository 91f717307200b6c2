//! The real program and everything in its directories: keys, journal, store, reserve, backup, a restored
//! till. The power goes, or it is killed, at its operations from `init` to `restore`, and again while
//! the next one recovers. Must never excuse a file because it is not the journal.
//!
//! `TENDERO_CRASH_STEP=1` looks at every operation; without it at one in so many, by lot, with all kinds of
//! work among them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use tendero::domain::event::Via;
use tendero::register::audit::{audit, audit_backup};
use tendero::register::surroundings::Machine;
use tendero::register::{Fault, How, Register, Unlocking};

use crate::cut::{Chance, Cut, Replay};
use crate::image::Image;
use crate::many::number;
use crate::recorded::{Home, in_memory};
use crate::story::sales;

const STORE: &str = ".local/share/tendero/store";
const OTHER: &str = "other";
const BACKUP: &str = "shop.backup";
const KEY: &str = ".config/tendero/keys/store.key";
/// One operation in so many is looked at.
const STEP: u64 = 2;
/// Crash points of a run at least, as it is without `TENDERO_CRASH_STEP`.
const POINTS: usize = 1_800;
/// Every so many of them the power goes again while the real program recovers.
const AGAIN: usize = 16;

/// What was answered by then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Answered {
    founded: bool,
    backed_up: bool,
    restored: bool,
    /// Ids of the sales that were printed, and of those offered.
    printed: BTreeSet<String>,
    offered: BTreeSet<String>,
}

/// A life of a shop by the real program: what it did to the disk, and what was answered when.
struct Life {
    home: Home,
    answers: Vec<(usize, Answered)>,
}

impl Life {
    fn run(&mut self, line: &str, input: &str, answered: impl FnOnce(&mut Answered)) {
        let args: Vec<&str> = line.split_whitespace().collect();
        self.home
            .run(&args, input)
            .unwrap_or_else(|what| panic!("{line}: {what}"));
        let mut now = self.last();
        answered(&mut now);
        self.answers.push((self.home.ops.len(), now));
    }

    fn last(&self) -> Answered {
        self.answers
            .last()
            .map(|(_, last)| last.clone())
            .unwrap_or_default()
    }

    /// Sells so many baskets from that one on; each counts from the moment it was printed.
    fn sell(&mut self, from: usize, count: usize) {
        let id = |n: usize| format!("01900000-0000-7000-8000-{n:012}");
        let line = |n: usize| {
            let lines = r#"[{"code":"A","qty":"1"}]"#;
            let payments = r#"[{"method":"cash","tendered":"1.00"}]"#;
            format!(
                "{{\"id\":\"{}\",\"lines\":{lines},\"payments\":{payments}}}\n",
                id(n)
            )
        };
        let input: String = (from..from + count).map(line).collect();
        let said = self.home.said.len();
        let mut now = self.last();
        now.offered.extend((from..from + count).map(id));
        self.answers.push((self.home.ops.len(), now));
        self.run("sell --user Ana", &input, |_| ());
        let (ended, _) = self.answers.pop().unwrap();
        for (at, text) in &self.home.said[said..] {
            let mut now = self.answers.last().unwrap().1.clone();
            for line in text.lines() {
                let sold: Value = serde_json::from_str(line).unwrap();
                now.printed.insert(sold["id"].as_str().unwrap().to_owned());
            }
            self.answers.push((*at, now));
        }
        let now = self.last();
        assert_eq!(now.printed.len(), now.offered.len());
        self.answers.push((ended, now));
    }

    fn answered_by(&self, operations: usize) -> &Answered {
        let at = self.answers.partition_point(|(at, _)| *at <= operations);
        &self.answers[at - 1].1
    }
}

fn live() -> Life {
    let mut life = Life {
        home: Home::new(),
        answers: vec![(0, Answered::default())],
    };
    let goods =
        "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock\nA,,Pan,V,1.00,,standard,ea,9,\n";
    std::fs::write(life.home.dir.path().join("goods.csv"), goods).unwrap();
    let init =
        "init --shop Esquina --currency EUR --tax standard=21 --prices-include-tax --user Ana --pin 1234";
    life.run(init, "", |now| now.founded = true);
    life.run("import products goods.csv", "", |_| ());
    life.run("shift open --user Ana --float 100.00", "", |_| ());
    life.sell(0, 5);
    life.run("key recovery", "", |_| ());
    life.run(&format!("backup {BACKUP}"), "", |now| now.backed_up = true);
    life.sell(5, 3);
    life.run("shift close --user Ana --counted 108.00", "", |_| ());
    life.run(&format!("backup {BACKUP} --force"), "", |_| ());
    life.run("rebuild", "", |_| ());
    life.run("import products goods.csv", "", |_| ());
    let restore = format!("restore {BACKUP} --store {OTHER} --key-file {KEY}");
    life.run(&restore, "", |now| now.restored = true);
    life
}

/// The till in that directory of the home, or none where nothing was founded.
fn open(home: &Path, dir: &str) -> Result<Option<Register>, String> {
    let how = How {
        key: Unlocking::File(Some(home.join(KEY))),
        via: Via::Till,
        around: Box::new(Machine::default()),
    };
    match Register::open(&home.join(dir), how) {
        Ok((register, _)) => Ok(Some(register)),
        Err(Fault::NoStore(_)) => Ok(None),
        Err(fault) => Err(format!("{dir} does not open: {fault}")),
    }
}

/// Holds what is left to what was answered.
fn holds(left: &Image, answered: &Answered) -> Result<(), String> {
    let home = in_memory();
    left.lay_out(home.path()).map_err(|error| error.to_string())?;
    let Some(register) = open(home.path(), STORE)? else {
        return match answered.founded {
            true => Err("the shop is gone".to_owned()),
            false => Ok(()),
        };
    };
    let there = sales(register.journal().reader())?;
    let ids: BTreeSet<String> = there.iter().map(|sale| sale.id.to_string()).collect();
    let extra = ids.difference(&answered.printed).count();
    if ids.len() != there.len() || !ids.is_superset(&answered.printed) || extra > 1 {
        let printed = answered.printed.len();
        return Err(format!(
            "{printed} sales were printed, and {} are there",
            there.len()
        ));
    }
    if !ids.is_subset(&answered.offered) {
        return Err("a sale is there that nobody asked for".to_owned());
    }
    let report = audit(register.journal().reader()).map_err(|error| error.to_string())?;
    if let Some((check, first)) = report.first_bad() {
        return Err(format!("the audit of {} says {first}", check.name));
    }
    drop(register);
    let backup = home.path().join(BACKUP);
    if answered.backed_up || backup.exists() {
        let key = Unlocking::File(Some(home.path().join(KEY)));
        let report = audit_backup(&backup, &key).map_err(|fault| format!("the backup: {fault}"))?;
        if !report.is_good() {
            return Err(format!("the backup is bad: {:?}", report.first_bad()));
        }
    }
    match open(home.path(), OTHER)? {
        None if answered.restored => Err("the restored till is gone".to_owned()),
        _ => Ok(()),
    }
}

/// One crash point, and a second one in the recovery by the real program where `again` says so.
fn crash(life: &Life, replay: &Replay<'_>, way: usize, again: bool) -> Result<usize, String> {
    let mut chance = Chance((replay.at() as u64) << 8 | way as u64);
    let cut = [Cut::Lost, Cut::Kept, Cut::Torn(512), Cut::Torn(16)][way];
    let left = replay.cut(cut, &mut chance);
    let told = |what: String| format!("operation {}, {cut:?}: {what}", replay.at());
    let answered = life.answered_by(replay.at());
    holds(&left, answered).map_err(told)?;
    if !again || !answered.founded {
        return Ok(1);
    }
    // After a power cut all that is left is on the disk; after a kill, which leaves as much, not all is.
    let mut home = Home::holding(&left);
    let killed = way == 1 && chance.below(2) == 0;
    home.run(&["shift", "status"], "").map_err(told)?;
    let mut next = match killed {
        true => replay.then(&home.ops),
        false => Replay::new(left, &home.ops),
    };
    let at = chance.below(home.ops.len() + 1);
    for _ in 0..at {
        next.step();
    }
    let cut = [Cut::Lost, Cut::Kept, Cut::Torn(512), Cut::Torn(16)][chance.below(4)];
    let left = next.cut(cut, &mut chance);
    holds(&left, answered).map_err(|what| told(format!("and again at operation {at}, {cut:?}: {what}")))?;
    Ok(2)
}

#[test]
fn a_power_cut_or_kill_of_the_real_program_loses_no_key_no_backup_and_no_sale_from_init_to_restore() {
    let life = live();
    let step = number("TENDERO_CRASH_STEP", STEP).max(1);
    let points = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for half in 0..2 {
            let (life, points) = (&life, &points);
            threads.spawn(move || {
                let mut replay = Replay::new(Image::default(), &life.home.ops);
                let mut lot = Chance(7);
                while replay.step() {
                    let taken = lot.next().is_multiple_of(step);
                    if !taken || replay.at() % 2 != half {
                        continue;
                    }
                    let ways = if replay.is_synced() { 1 } else { 4 };
                    for way in 0..ways {
                        let again = points.load(Ordering::Relaxed).is_multiple_of(AGAIN);
                        let done = crash(life, &replay, way, again).unwrap_or_else(|what| panic!("{what}"));
                        points.fetch_add(done, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let points = points.into_inner();
    println!(
        "{points} crash points over {} operations of the real program",
        life.home.ops.len()
    );
    assert!(points >= POINTS, "only {points} crash points");
}
