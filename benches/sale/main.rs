//! A durable 20-line sale: the till against SQLite and against the raw write of the same bytes, in turn, in
//! one run on one disk, with 100,000 products and 200,000 sales inside. Must never time what another is
//! spared.
//!
//! `cargo bench --bench sale [-- --json] [--dir DIR] [--past 200000] [--rounds 600]`. A row is a name and a
//! value; times are microseconds.

#![allow(clippy::float_arithmetic, unreachable_pub, missing_docs)] // figures to read, not to sell by

mod disk;
mod past;
mod peers;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use disk::Counting;
use past::{Dice, Past, basket};
use peers::{Raw, Sqlite};
use tendero::domain::decide::sell::sell;
use tendero::domain::document::Sale;
use tendero::domain::till::Till;
use tendero::journal::lock::StoreLock;
use tendero::register::Register;
use tendero::register::places::Places;
use tendero::register::surroundings::Machine;
use tendero::store::Store;

/// Sales folded in one transaction, as the till does when it is busy.
const FOLD_EVERY: usize = 64;

fn main() {
    let dir = PathBuf::from(
        option("--dir")
            .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench-data").to_owned()),
    );
    let number =
        |name: &str, default: usize| option(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (past_sales, rounds) = (number("--past", 200_000), number("--rounds", 600));
    let shop = past::shop(&dir, past_sales);
    let mut rows = vec![
        ("disk".to_owned(), disk_name(&dir)),
        ("past sales".to_owned(), past_sales.to_string()),
    ];
    rows.extend(alternate(&dir, &shop, past_sales, rounds));
    rows.extend(sustained(&dir, &shop, rounds));
    let json = std::env::args().any(|arg| arg == "--json");
    for (name, value) in rows {
        if json {
            println!(
                "{}",
                serde_json::json!({ "bench": "sale", "name": name, "value": value })
            );
        } else {
            println!("{name:48} {value}");
        }
    }
}

fn option(name: &str) -> Option<String> {
    let mut args = std::env::args().skip_while(|arg| arg != name);
    args.nth(1)
}

fn open(shop: &Past) -> (Register, Counting) {
    let places = Places::of(&shop.dir);
    let lock = StoreLock::take(&shop.dir).expect("nobody else has the bench's shop open");
    let how = shop.how();
    let master = how.key.unlock(&shop.dir).expect("the key opens the shop");
    let store = Store::open(&places.store(), &master.page_keys()).expect("the store opens");
    let counting = Counting::default();
    let (register, _) = Register::assemble(places, lock, Arc::new(counting.clone()), store, &master, how)
        .expect("the bench's shop opens");
    (register, counting)
}

/// Answer to a sale, in turn with its peers, then the fold's share.
fn alternate(dir: &Path, shop: &Past, past_sales: usize, rounds: usize) -> Vec<(String, String)> {
    let (mut register, counting) = open(shop);
    let mut raw = Raw::new(&dir.join("raw"));
    let mut sqlite = Sqlite::new(&dir.join("sqlite"), &shop.products);
    sqlite.fill(past(shop, register.till(), past_sales));
    let around = Machine::default();
    let mut dice = Dice(past_sales as u64);
    let (mut answer, mut bytes_raw, mut lite, mut folds) = (vec![], vec![], vec![], Duration::ZERO);
    let (mut syncs, mut frame) = (0, 0);
    for round in 1..=rounds {
        let command = basket(&around, &shop.products, register.till(), &mut dice);
        counting.take();
        let start = Instant::now();
        let done = register.complete_sale(&command).expect("a plain basket is sold");
        answer.push(start.elapsed());
        let passed = counting.take();
        syncs += passed.syncs;
        frame += passed.last.len();
        raw.prepare(passed.last.len());
        let start = Instant::now();
        raw.write(&passed.last);
        bytes_raw.push(start.elapsed());
        let start = Instant::now();
        sqlite.sell(done.seq, &done.sale);
        lite.push(start.elapsed());
        if round % FOLD_EVERY == 0 || round == rounds {
            let start = Instant::now();
            register.idle().expect("the store takes it");
            folds += start.elapsed();
        }
    }
    drop(sqlite);
    let fold = folds / rounds as u32;
    let mut rows = vec![
        (
            "syncs on the answer path, a sale".to_owned(),
            format!("{:.2}", syncs as f64 / rounds as f64),
        ),
        ("journal bytes, a sale".to_owned(), (frame / rounds).to_string()),
    ];
    for (name, times) in [
        ("answer", &mut answer),
        ("raw write + fdatasync", &mut bytes_raw),
        ("sqlite", &mut lite),
    ] {
        times.sort_unstable();
        rows.push((format!("{name}: median"), micros(times[times.len() / 2])));
        rows.push((format!("{name}: p99"), micros(times[times.len() * 99 / 100])));
    }
    let median = |times: &[Duration]| times[times.len() / 2].as_secs_f64();
    let ratio = |a: f64, b: f64| format!("{:.2}", a / b);
    rows.push((
        "answer / raw".to_owned(),
        ratio(median(&answer), median(&bytes_raw)),
    ));
    rows.push((
        "answer / sqlite".to_owned(),
        ratio(median(&answer), median(&lite)),
    ));
    rows.push(("fold, a sale".to_owned(), micros(fold)));
    rows.push((
        "answer + fold, median".to_owned(),
        micros(answer[answer.len() / 2] + fold),
    ));
    rows.push((
        "answer + fold / sqlite".to_owned(),
        ratio(median(&answer) + fold.as_secs_f64(), median(&lite)),
    ));
    rows
}

/// Both alone, as fast as they go: folds and checkpoints inside the timing; bytes by the kernel's count.
fn sustained(dir: &Path, shop: &Past, rounds: usize) -> Vec<(String, String)> {
    let around = Machine::default();
    let (mut register, _) = open(shop);
    let mut dice = Dice(77);
    let written = written_so_far();
    let start = Instant::now();
    let mut sales = Vec::new();
    for round in 1..=rounds {
        let command = basket(&around, &shop.products, register.till(), &mut dice);
        sales.push(register.complete_sale(&command).expect("a plain basket is sold"));
        if round % FOLD_EVERY == 0 || round == rounds {
            register.idle().expect("the store takes it");
        }
    }
    let (till_time, till_bytes) = (start.elapsed(), written_so_far() - written);
    drop(register);
    let mut sqlite = Sqlite::reopen(&dir.join("sqlite"));
    let written = written_so_far();
    let start = Instant::now();
    for done in &sales {
        sqlite.sell(done.seq + 10_000_000, &renumbered(&done.sale));
    }
    drop(sqlite);
    let (lite_time, lite_bytes) = (start.elapsed(), written_so_far() - written);
    let speed = |time: Duration| format!("{:.0}", rounds as f64 / time.as_secs_f64());
    vec![
        ("sustained sales/s, till with folds".to_owned(), speed(till_time)),
        (
            "sustained sales/s, sqlite with checkpoints".to_owned(),
            speed(lite_time),
        ),
        (
            "bytes written a sale, till".to_owned(),
            (till_bytes / rounds as u64).to_string(),
        ),
        (
            "bytes written a sale, sqlite".to_owned(),
            (lite_bytes / rounds as u64).to_string(),
        ),
    ]
}

/// The same sale under an id and a number that SQLite has not seen.
fn renumbered(sale: &Sale) -> Sale {
    let mut sale = sale.clone();
    sale.number.number += 10_000_000;
    let mut id = *sale.id.as_bytes();
    id[0] ^= 0x80;
    sale.id = uuid::Uuid::from_bytes(id);
    sale
}

fn past<'a>(shop: &'a Past, till: &'a Till, sales: usize) -> impl Iterator<Item = Sale> + 'a {
    let around = Machine::default();
    let mut dice = Dice(1);
    let time = jiff::civil::date(2026, 1, 2).at(9, 0, 0, 0);
    (0..sales).map(move |_| {
        let command = basket(&around, &shop.products, till, &mut dice);
        sell(till, &command, time).expect("a plain basket is sold")
    })
}

/// Bytes this process has given to the kernel to write.
fn written_so_far() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").expect("Linux counts bytes");
    let line = io
        .lines()
        .find_map(|line| line.strip_prefix("wchar: "))
        .expect("a count of written bytes");
    line.trim().parse().expect("a number")
}

fn micros(time: Duration) -> String {
    format!("{:.0}", time.as_secs_f64() * 1e6)
}

/// The device under the directory, as `df` names it.
fn disk_name(dir: &Path) -> String {
    let out = std::process::Command::new("df")
        .arg("--output=source,fstype")
        .arg(dir)
        .output();
    let text = out
        .map(|out| String::from_utf8_lossy(&out.stdout).into_owned())
        .unwrap_or_default();
    text.lines()
        .nth(1)
        .unwrap_or("unknown")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
