//! A hub under load: fifty tills push as fast as they are answered, then at a steady rate. Must never measure
//! an answer that was not a good one.
//!
//! `cargo bench --bench hub [-- --json] [--seconds 8] [--tills 50]`. The database is a PostgreSQL that the
//! bench starts. Requests are made ahead; the load still shares the processors with what it measures.

#![allow(
    clippy::float_arithmetic,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    missing_docs,
    dead_code
)]

#[path = "../../tests/hub/client.rs"]
mod client;
#[path = "../../tests/postgres/database.rs"]
mod database;
#[path = "../kernel.rs"]
mod kernel;
mod load;
#[path = "../../tests/hub/process.rs"]
mod process;
#[path = "../rows.rs"]
mod rows;
#[path = "../../tests/hub/till.rs"]
mod till;
mod tills;

use std::time::Duration;

use database::Database;
use load::{Load, Measured};
use process::Hub;

fn main() {
    let time = Duration::from_secs(rows::number("--seconds", 8) as u64);
    let tills = rows::number("--tills", 50);
    let home = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    let file = Hub::start_as(&home.path().join("file"), None, &[]);
    let mut load = Load::of(&file, None, (tills, 1), time);
    let one = load.saturate(50);
    told.push(rate("own file, one shop", &one));
    drop((load, file));

    let database = Database::start();
    let url = database.url();
    let hub = Hub::start_as(&home.path().join("one"), Some(&url), &[]);
    let mut load = Load::of(&hub, Some(&database), (tills, 1), time);
    let whole = load.saturate(50);
    told.push(rate("one shop", &whole));
    told.push(line("a batch of 50, one shop: p99, ms", whole.centile(99)));
    told.extend(shares("one shop", &whole));
    let single = load.saturate(1);
    told.push((
        "single sales/s of one shop, saturated".to_owned(),
        format!("{:.0}", single.rate()),
    ));
    let half = load.steady(single.rate() / 2.0);
    told.push((
        "single sales/s of one shop, at half of that".to_owned(),
        format!("{:.0}", half.rate()),
    ));
    told.push(line(
        "a single sale at half of that: median, ms",
        half.centile(50),
    ));
    told.push(line("a single sale at half of that: p99, ms", half.centile(99)));
    told.extend(shares("single sales at half of that", &half));
    drop(load);

    let mut load = Load::of(&hub, Some(&database), (tills, 10), time);
    let ten = load.saturate(50);
    told.push(rate("ten shops", &ten));
    told.extend(shares("ten shops", &ten));
    let other = hub.beside(&home.path().join("two"));
    let (mut alone, mut both) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        load.over(&[&hub]);
        alone.push(load.saturate(50).rate());
        load.over(&[&hub, &other]);
        both.push(load.saturate(50).rate());
    }
    let sum = |rates: &[f64]| rates.iter().sum::<f64>();
    told.push((
        "two processes / one, ten shops, in turn".to_owned(),
        format!("{:.2}", sum(&both) / sum(&alone)),
    ));
    rows::print("hub", &told);
}

fn rate(what: &str, measured: &Measured) -> (String, String) {
    let name = format!("entries/s of {what}, batches of 50");
    (name, format!("{:.0}", measured.rate()))
}

fn line(name: &str, time: Duration) -> (String, String) {
    (name.to_owned(), format!("{:.1}", time.as_secs_f64() * 1e3))
}

/// Of the time of all processors together.
fn shares(what: &str, measured: &Measured) -> Vec<(String, String)> {
    let of = |name: &str, share: f64| (format!("processors, {what}: {name}, %"), format!("{share:.0}"));
    let [hub, database, load] = measured.shares;
    vec![of("hub", hub), of("database", database), of("load", load)]
}
