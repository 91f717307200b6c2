//! Search as you type over the whole catalogue: time to build, bytes, and microseconds a keystroke. Must
//! never measure anything but the search.
//!
//! `cargo bench --bench search [-- --json]`. The catalogue is the CSV that `TENDERO_CATALOGUE` names, else
//! `../shared/catalog/products-100k.csv`, else 100,000 made-up names. Every query of `queries.txt` is typed
//! letter by letter, nine times over; a keystroke counts with the median of its nine, and the worst is the
//! largest of these.

#![allow(clippy::float_arithmetic)] // figures to read, not to sell by

use std::hint::black_box;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tendero::domain::catalogue::Catalogue;
use tendero::domain::import_rows;
use tendero::domain::product::{Code, Product, Sku, Unit};
use tendero::domain::rate::UnitPrice;
use tendero::domain::search::{self, Index, Query};

const ROUNDS: usize = 9;
const SHOWN: usize = 50;

fn main() {
    let json = std::env::args().any(|arg| arg == "--json");
    let start = Instant::now();
    let (source, goods) = goods();
    let read = start.elapsed();
    let start = Instant::now();
    let mut builder = Catalogue::builder();
    goods.iter().for_each(|product| builder.push(product));
    let catalogue = builder.finish();
    let loaded = start.elapsed();
    drop(goods);
    let start = Instant::now();
    let index = Index::build(&catalogue);
    let built = start.elapsed();

    let mut strokes = strokes();
    let mut medians: Vec<(Duration, &str)> = Vec::with_capacity(strokes.len());
    let mut times = vec![[Duration::ZERO; ROUNDS]; strokes.len()];
    for round in 0..ROUNDS {
        for (stroke, times) in strokes.iter().zip(&mut times) {
            let start = Instant::now();
            let query = Query::new(black_box(stroke));
            black_box(search::find(&catalogue, Some(&index), &query, SHOWN));
            times[round] = start.elapsed();
        }
    }
    for (stroke, times) in strokes.iter_mut().zip(&mut times) {
        times.sort_unstable();
        medians.push((times[ROUNDS / 2], stroke));
    }
    medians.sort_unstable();
    let mean = medians.iter().map(|(time, _)| *time).sum::<Duration>() / medians.len() as u32;
    let p99 = medians[medians.len() * 99 / 100].0;
    let (worst, worst_query) = medians[medians.len() - 1];

    let start = Instant::now();
    black_box(search::linear(&catalogue, &Query::new("leche en"), SHOWN));
    let linear = start.elapsed();

    let micros = |time: Duration| format!("{:.1}", time.as_nanos() as f64 / 1e3);
    let figures = [
        ("products", catalogue.len().to_string()),
        ("keystrokes", medians.len().to_string()),
        ("reading the file, ms", read.as_millis().to_string()),
        ("catalogue in memory, bytes", catalogue.bytes().to_string()),
        ("catalogue built, ms", loaded.as_millis().to_string()),
        ("index, bytes", index.bytes().to_string()),
        ("index built, ms", built.as_millis().to_string()),
        ("a keystroke, mean, us", micros(mean)),
        ("a keystroke, p99, us", micros(p99)),
        ("a keystroke, worst, us", micros(worst)),
        ("a keystroke without the index, us", micros(linear)),
    ];
    for (name, value) in figures {
        if json {
            println!(
                "{}",
                serde_json::json!({ "bench": "search", "name": name, "value": value })
            );
        } else {
            println!("{name:48} {value}");
        }
    }
    if !json {
        println!("catalogue: {source}; slowest: {worst_query:?}");
    }
}

/// Every query as it stands in the field after each letter.
fn strokes() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/queries.txt");
    let text = std::fs::read_to_string(&file).expect("benches/queries.txt is part of the package");
    let queries = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let typed = queries.flat_map(|query| {
        let ends = query.char_indices().map(|(at, letter)| at + letter.len_utf8());
        ends.map(|end| query[..end].to_owned())
            .filter(|typed| !typed.ends_with(' '))
    });
    typed.collect()
}

/// The goods and where they come from.
fn goods() -> (String, Vec<Product>) {
    let given = std::env::var_os("TENDERO_CATALOGUE").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/catalog/products-100k.csv");
    for path in given.into_iter().chain([beside]) {
        if let Ok(file) = std::fs::File::open(&path) {
            let classes = ["standard", "reduced", "exempt"];
            let parsed = import_rows::parse(BufReader::new(file), &classes, &mut |_| {});
            let rows = parsed.expect("the catalogue of a bench can be read").rows;
            let goods = rows.into_iter().map(|row| row.product).collect();
            return (path.display().to_string(), goods);
        }
    }
    ("100000 made-up names".to_owned(), made_up())
}

fn product(sku: &str, code: &str, name: &str, price: &str) -> Product {
    Product {
        sku: Sku::new(sku).expect("the catalogue of a bench has good SKUs"),
        codes: Code::new(code).into_iter().collect(),
        name: name.to_owned(),
        category: "Abarrotes".to_owned(),
        price: UnitPrice::parse(price).expect("the catalogue of a bench has good prices"),
        cost: None,
        tax: "standard".to_owned(),
        unit: Unit::Ea,
        min_stock: None,
        open_price: false,
        active: true,
    }
}

/// A hundred thousand names of one to six words, always the same.
fn made_up() -> Vec<Product> {
    let mut state = 1u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let parts = [
        "le", "che", "pan", "cho", "co", "la", "té", "ca", "fé", "ri", "ver", "de", "sal", "an", "tri", "mo",
    ];
    let mut name = || {
        let words = (0..1 + draw(6)).map(|_| {
            // Rare and common words: a few syllables, drawn twice so that low ones come up more often.
            let syllables = 1 + draw(4);
            (0..syllables)
                .map(|_| {
                    let below = 1 + draw(16);
                    parts[draw(below) as usize]
                })
                .collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    };
    (0..100_000u32)
        .map(|n| product(&format!("P{n:08}"), &format!("{:013}", 7 * n), &name(), "1.50"))
        .collect()
}
