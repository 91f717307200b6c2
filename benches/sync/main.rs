//! A till and its hub over a real socket: a long upload, a first sync, a line that comes back, an idle day.
//! Must never measure what did not arrive.
//!
//! `cargo bench --bench sync [-- --json] [--sales 10000] [--only own|database] [--part upload]`. The goods
//! are those of the CSV that `TENDERO_CATALOGUE` names, else of `../shared/catalog/products-100k.csv`. The
//! till is a process of its own with the register's thread and the one between it and the hub; every byte
//! goes through a line that counts; the database is a PostgreSQL that the bench starts. All of it shares
//! the processors.

#![allow(
    clippy::float_arithmetic,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    missing_docs,
    dead_code
)]

mod back;
mod child;
#[path = "../../tests/hub/client.rs"]
mod client;
#[path = "../../tests/postgres/database.rs"]
mod database;
#[path = "../kernel.rs"]
mod kernel;
mod line;
mod open;
#[path = "../../tests/hub/process.rs"]
mod process;
#[path = "../rows.rs"]
mod rows;
#[path = "../../tests/cli/shop.rs"]
mod shop;
mod upload;

use std::time::Instant;

use child::Till;
use database::Database;
use line::Line;
use process::Hub;
use shop::Shop;

type Rows = Vec<(String, String)>;

fn main() {
    let args: Vec<_> = std::env::args_os().collect();
    if args.get(1).is_some_and(|arg| arg == "--till") {
        return open::run(args[2].clone().into(), args[3].clone().into());
    }
    let source = std::env::var("TENDERO_CATALOGUE").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/catalog/products-100k.csv").to_owned()
    });
    let goods = std::fs::read_to_string(&source)
        .unwrap_or_else(|error| panic!("{source}: {error}; name a product file in TENDERO_CATALOGUE"));
    let sales = rows::number("--sales", 10_000);
    let only = rows::option("--only").unwrap_or_default();
    let home = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    if only != "database" {
        let hub = Hub::start_as(&home.path().join("own"), None, &[]);
        told.extend(against(&hub, "own file", &goods, sales));
    }
    if only != "own" {
        let database = Database::start();
        let hub = Hub::start_as(&home.path().join("database"), Some(&database.url()), &[]);
        told.extend(against(&hub, "PostgreSQL", &goods, sales));
    }
    rows::print("sync", &told);
}

/// A till and its line to that hub.
struct Known {
    shop: Shop,
    line: Line,
}

impl Known {
    fn to(hub: &Hub, shop: Shop) -> Known {
        let line = Line::to(hub.address);
        let url = format!("http://{}", line.address);
        shop.run(&["sync", "enrol", &url, &hub.code("Bench")]).done();
        Known { shop, line }
    }

    /// Waits until everything is up and down and nothing is left to say.
    fn settle(&self, till: &mut Till) {
        till.drain();
        till.say("now");
        let mut before = 0;
        while before != self.line.bytes() || till.state["lamp"] != "Synced" {
            before = self.line.bytes();
            std::thread::sleep(std::time::Duration::from_millis(1_500));
            till.drain();
        }
    }
}

fn against(hub: &Hub, name: &str, goods: &str, sales: usize) -> Rows {
    let mut told = Vec::new();
    let known = Known::to(hub, Shop::open(goods));
    let mut till = Till::open(&known.shop);
    let begun = Instant::now();
    till.synced();
    let figure = |what: &str, value: String| (format!("{what} ({name})"), value);
    told.push(figure("a catalogue of 100000 goods up, s", seconds(begun)));
    eprintln!("{name}: goods are up");
    known.settle(&mut till);
    if rows::option("--part").as_deref() == Some("upload") {
        told.extend(upload::alone(&known, &mut till, name, sales));
        return told;
    }
    told.extend(first_sync(hub, name));
    told.extend(upload::alone(&known, &mut till, name, sales));
    told.extend(upload::beside(&known, &mut till, name, sales));
    told.extend(back::measure(&known, &mut till, name));
    told
}

/// Another till of the shop becomes known and fetches everything; a third is killed on the way and goes on.
fn first_sync(hub: &Hub, name: &str) -> Rows {
    let figure = |what: &str, value: String| (format!("{what} ({name})"), value);
    let mut told = Vec::new();
    let known = Known::to(hub, Shop::new());
    let before = known.line.bytes();
    let mut till = Till::open(&known.shop);
    till.say("probe");
    let begun = Instant::now();
    till.synced();
    told.push(figure("first sync of 100000 products, s", seconds(begun)));
    let probed = till.probed();
    let whole = known.line.bytes() - before;
    told.push(figure("first sync, bytes on the wire, MB", megabytes(whole)));
    told.push(figure(
        "first sync, memory of the till after it, MB",
        memory(till.memory()),
    ));
    told.push(figure(
        "first sync, an answer of the till meanwhile, median, ms",
        millis(probed.get(probed.len() / 2).copied()),
    ));
    told.push(figure(
        "first sync, an answer of the till meanwhile, worst, ms",
        millis(probed.last().copied()),
    ));
    till.close();
    counted(&known.shop);
    let known = Known::to(hub, Shop::new());
    let before = known.line.bytes();
    let till = Till::open(&known.shop);
    while known.line.bytes() - before < whole / 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    till.kill();
    let mut till = Till::open(&known.shop);
    till.synced();
    let ratio = (known.line.bytes() - before) as f64 / whole as f64;
    told.push(figure(
        "first sync killed half way, bytes / bytes in one go",
        format!("{ratio:.2}"),
    ));
    till.close();
    counted(&known.shop);
    eprintln!("{name}: first sync is done");
    told
}

/// The till has all of them.
fn counted(shop: &Shop) {
    let products = shop.run(&["export", "products"]).done().out;
    assert!(products.lines().count() > 100_000, "all products are there");
}

fn seconds(begun: Instant) -> String {
    format!("{:.2}", begun.elapsed().as_secs_f64())
}

fn millis(micros: Option<u64>) -> String {
    format!("{:.1}", micros.unwrap_or(0) as f64 / 1e3)
}

fn memory(kilobytes: u64) -> String {
    format!("{:.1}", kilobytes as f64 / 1024.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
