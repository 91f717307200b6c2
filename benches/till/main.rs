//! The real till in a real terminal: the first picture, memory after a thousand sales, the import of the
//! file. Must never look inside the program: the kernel and the terminal say everything.
//!
//! `cargo bench --bench till [-- --json] [--sales 1000]`. The catalogue is the CSV that `TENDERO_CATALOGUE`
//! names, else `../shared/catalog/products-100k.csv`.

#![allow(
    clippy::float_arithmetic,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    missing_docs,
    dead_code
)]

#[path = "../../tests/terminal/driver.rs"]
mod driver;
#[path = "../rows.rs"]
mod rows;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use driver::{Terminal, key};

fn main() {
    let sales = rows::number("--sales", 1000);
    let source = std::env::var("TENDERO_CATALOGUE").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/catalog/products-100k.csv").to_owned()
    });
    let whole = std::fs::read_to_string(&source)
        .unwrap_or_else(|error| panic!("{source}: {error}; name a product file in TENDERO_CATALOGUE"));
    let mut told = Vec::new();
    for products in [1_000, 100_000] {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("products.csv");
        let lines: Vec<&str> = whole.lines().take(products + 1).collect();
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        found(home.path());
        let start = Instant::now();
        run(home.path(), &["import", "products", file.to_str().unwrap()]);
        told.push((
            format!("import of {products} products, s"),
            seconds(start.elapsed()),
        ));
        run(
            home.path(),
            &["shift", "open", "--user", "Ana", "--float", "100.00"],
        );
        let codes: Vec<&str> = lines[1..]
            .iter()
            .filter_map(|line| line.split(',').nth(1))
            .collect();
        told.extend(frames(home.path(), products));
        told.extend(memory(home.path(), products, &codes, sales));
    }
    rows::print("till", &told);
}

fn found(home: &Path) {
    let shop = [
        "init",
        "--shop",
        "Bench",
        "--currency",
        "EUR",
        "--tax",
        "standard=21",
        "--tax",
        "reduced=10",
    ];
    let more = [
        "--tax",
        "exempt=0",
        "--prices-include-tax",
        "--lang",
        "es",
        "--user",
        "Ana",
        "--pin",
        "4071",
    ];
    run(home, &[shop.as_slice(), more.as_slice()].concat());
}

fn run(home: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tendero"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .env("TZ", "UTC")
        .stdin(Stdio::null());
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// From the start of the process to the first picture, and to a till that takes a PIN; medians of nine.
fn frames(home: &Path, products: usize) -> Vec<(String, String)> {
    let (mut first, mut ready) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        let start = Instant::now();
        let till = Terminal::start(home, &[], 80, 24);
        till.wait_until("a first picture", |screen| !screen.trim().is_empty());
        first.push(start.elapsed());
        till.wait_for("Ana");
        ready.push(start.elapsed());
        till.kill();
    }
    [("first picture", &mut first), ("sign-in shown", &mut ready)]
        .into_iter()
        .map(|(name, times)| {
            times.sort_unstable();
            let millis = times[times.len() / 2].as_secs_f64() * 1e3;
            (
                format!("{name} after exec, {products} products, ms"),
                format!("{millis:.1}"),
            )
        })
        .collect()
}

fn memory(home: &Path, products: usize, codes: &[&str], sales: usize) -> Vec<(String, String)> {
    let mut till = Terminal::start(home, &[], 80, 24);
    till.wait_for("Ana");
    for keys in ["Ana", key::ENTER, "4071", key::ENTER] {
        till.keys(keys);
        pause();
    }
    till.wait_for("TOTAL");
    // The search has its index: one search waits for it.
    till.keys("leche");
    pause();
    till.keys(key::ESC);
    pause();
    till.keys(key::ESC);
    pause();
    for sale in 0..sales {
        till.scan(codes[(sale * 7919) % codes.len()]);
        pause();
        till.keys(key::ENTER);
        till.wait_for("A PAGAR");
        pause();
        till.keys(key::ENTER);
        till.wait_for("guardado");
        pause();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", till.pid())).unwrap();
    let kilobytes = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let figure = |name: &str| format!("{:.1}", kilobytes(name) as f64 / 1024.0);
    let rows = vec![
        (
            format!("memory after {sales} sales, {products} products, MB"),
            figure("VmRSS:"),
        ),
        (
            format!("memory at its peak, {products} products, MB"),
            figure("VmHWM:"),
        ),
    ];
    till.kill();
    rows
}

/// Longer than what is taken for a scanner's second Enter.
fn pause() {
    std::thread::sleep(Duration::from_millis(60));
}

fn seconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64())
}
