//! Reports over a year of 500 sales a day and 100,000 products: a month, a broken month, the year, lists of
//! documents, and the list of products as a person opens and scrolls it. Must never measure an answer that it
//! does not use.
//!
//! `cargo bench --bench report [-- --json] [--dir DIR] [--past 180000] [--days 360] [--rounds 5]`. Times are
//! milliseconds, medians of the rounds.

#![allow(clippy::float_arithmetic, unreachable_pub)] // figures to read, not to sell by
#![allow(missing_docs, dead_code, unused_imports)] // what other benches ask of the same past
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the shop and the driver of the tests"
)]

#[path = "../../tests/screens/goods.rs"]
mod goods;
#[path = "../sale/past.rs"]
mod past;
#[path = "../rows.rs"]
mod rows;
mod screen;
#[path = "../../tests/screens/shop.rs"]
mod shop;
#[path = "../../tests/screens/till.rs"]
mod till;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::Date;
use tendero::domain::period::{Named, Period};
use tendero::register::Register;
use tendero::register::reports::documents::Which;
use tendero::register::reports::{Kind, Query};

fn main() {
    let dir = PathBuf::from(
        rows::option("--dir")
            .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench-data").to_owned()),
    );
    let (sales, days, rounds) = (
        rows::number("--past", 180_000),
        rows::number("--days", 360),
        rows::number("--rounds", 5),
    );
    let shop = past::shop_of_days(&dir, sales, days);
    let (mut register, _) = Register::open(&shop.dir, shop.how()).expect("the bench's shop opens");
    let today = register.now().date();
    let month = Named::LastMonth.period(today);
    let broken = Period::new(month.from().saturating_add(9.days()), month.to()).expect("in order");
    let middle = month.from().saturating_sub(16.days());
    let halves = Period::new(middle, middle.saturating_add(29.days())).expect("in order");
    let year = Period::new(today.saturating_sub((days as i64 - 1).days()), today).expect("in order");
    let mut told = vec![("past sales".to_owned(), sales.to_string())];
    let periods = [
        ("a month", month),
        ("a broken month", broken),
        ("a broken month of two halves", halves),
        ("a year", year),
    ];
    for (name, period) in periods {
        for kind in [Kind::Day, Kind::Category, Kind::Product, Kind::Margin] {
            let time = median(rounds, || report(&mut register, kind, period));
            told.push((format!("{name} by {}, ms", kind.code()), millis(time)));
        }
    }
    told.extend(lists(&mut register, year, rounds));
    told.extend(screen::products(&shop.products, rounds));
    rows::print("report", &told);
}

/// As the screens ask: with the tail folded and a snapshot of its own.
fn report(register: &mut Register, kind: Kind, period: Period) {
    let source = register.source().expect("a snapshot");
    let report = source.report(Query { kind, period }, &mut |_, _| true);
    black_box(report.expect("a report").table.rows.len());
}

fn lists(register: &mut Register, year: Period, rounds: usize) -> Vec<(String, String)> {
    let all = Period::new(Date::constant(1970, 1, 1), year.to()).expect("in order");
    let which = Which {
        period: all,
        sku: None,
    };
    let opened = median(rounds, || {
        let source = register.source().expect("a snapshot");
        let list = source.documents(which.clone(), &mut |_, _| true).expect("a list");
        black_box(source.rows(&list, 0..60).expect("rows").len());
    });
    let source = register.source().expect("a snapshot");
    let list = source.documents(which, &mut |_, _| true).expect("a list");
    let mut at = 0;
    let paged = median(rounds * 20, || {
        at = (at + 7_919) % list.count();
        black_box(source.rows(&list, at..at + 60).expect("rows").len());
    });
    let levels = median(rounds, || {
        let source = register.source().expect("a snapshot");
        black_box(source.levels().expect("levels"));
    });
    vec![
        (
            "the levels of all products, behind their list, ms".to_owned(),
            millis(levels),
        ),
        ("a list of all documents opened, ms".to_owned(), millis(opened)),
        ("a page of it anywhere, ms".to_owned(), millis(paged)),
    ]
}

fn median(rounds: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}
