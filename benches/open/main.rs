//! Opening a till with 500,000 sales behind it: after a clean end and after kill -9, with none of its files
//! in memory. Must never count a start as ready before it could sell.
//!
//! `cargo bench --bench open [-- --json] [--dir DIR] [--past 500000] [--rounds 9]`. Times are milliseconds.

#![allow(clippy::float_arithmetic, unreachable_pub, missing_docs)] // figures to read, not to sell by

#[path = "../sale/past.rs"]
mod past;
#[path = "../rows.rs"]
mod rows;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use past::{Dice, Past, basket};
use tendero::register::Register;
use tendero::register::surroundings::Machine;

fn main() {
    let dir = PathBuf::from(
        rows::option("--dir")
            .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench-data").to_owned()),
    );
    let (sales, rounds) = (rows::number("--past", 500_000), rows::number("--rounds", 9));
    let shop = past::shop(&dir, sales);
    if std::env::args().any(|arg| arg == "--sell-until-killed") {
        sell_until_killed(&shop);
    }
    let mut clean = Vec::new();
    let mut killed = Vec::new();
    for _ in 0..rounds {
        drop(Register::open(&shop.dir, shop.how()).expect("the bench's shop opens"));
        clean.push(cold_open(&shop));
        let acknowledged = kill_a_seller(&dir, sales);
        killed.push(cold_open(&shop));
        check(&shop, &acknowledged);
    }
    let store = std::fs::metadata(shop.dir.join("store")).map_or(0, |_| size(&shop.dir.join("store")));
    let mut told = vec![
        ("past sales".to_owned(), sales.to_string()),
        (
            "journal, MB".to_owned(),
            (size(&shop.dir.join("journal")) >> 20).to_string(),
        ),
        ("store, MB".to_owned(), (store >> 20).to_string()),
    ];
    for (name, times) in [
        ("cold open", &mut clean),
        ("cold open after kill -9", &mut killed),
    ] {
        times.sort_unstable();
        let millis = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
        told.push((format!("{name}: median"), millis(times[times.len() / 2])));
        told.push((format!("{name}: worst"), millis(times[times.len() - 1])));
    }
    rows::print("open", &told);
}

/// The child: sells and says so, line by line, until the parent kills it.
fn sell_until_killed(shop: &Past) -> ! {
    let (mut register, _) = Register::open(&shop.dir, shop.how()).expect("the bench's shop opens");
    let around = Machine::default();
    let mut dice = Dice(u64::from(std::process::id()));
    loop {
        let command = basket(&around, &shop.products, register.till(), &mut dice);
        let done = register.complete_sale(&command).expect("a plain basket is sold");
        println!("{}", done.sale.id);
        if register.fold_is_due() {
            register.idle().expect("the store takes it");
        }
    }
}

/// Lets a child sell two hundred times, then kills it; the ids it had answered.
fn kill_a_seller(dir: &Path, sales: usize) -> Vec<uuid::Uuid> {
    let mut child = Command::new(std::env::current_exe().expect("this program has a path"))
        .args([
            "--dir",
            dir.to_str().expect("a plain path"),
            "--past",
            &sales.to_string(),
            "--sell-until-killed",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts again");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let ids = lines
        .take(200)
        .map(|line| line.expect("a line").parse().expect("an id"))
        .collect();
    child.kill().expect("the child is killed");
    child.wait().expect("the child is gone");
    ids
}

/// From nothing in memory to ready to sell: keys, journal, store, catalogue.
fn cold_open(shop: &Past) -> Duration {
    forget(&shop.dir);
    let start = Instant::now();
    let (register, _) = Register::open(&shop.dir, shop.how()).expect("the bench's shop opens");
    let time = start.elapsed();
    assert!(register.till().shift.is_some(), "ready to sell");
    time
}

/// Every acknowledged sale is there, once.
fn check(shop: &Past, acknowledged: &[uuid::Uuid]) {
    let (register, _) = Register::open(&shop.dir, shop.how()).expect("the bench's shop opens");
    for id in acknowledged {
        let found = register.sold_before(*id).expect("the store answers");
        assert!(found.is_some(), "{id} was acknowledged and is gone");
    }
}

/// Takes every file of the store out of the page cache.
fn forget(dir: &Path) {
    for path in files(dir) {
        let file = File::open(&path).expect("a file of the store");
        file.sync_all().expect("the disk syncs");
        rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).expect("Linux forgets pages");
    }
}

fn size(path: &Path) -> u64 {
    files(path)
        .iter()
        .filter_map(|path| path.metadata().ok())
        .map(|data| data.len())
        .sum()
}

fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).expect("a directory of the store");
    entries
        .flat_map(|entry| files(&entry.expect("an entry").path()))
        .collect()
}
