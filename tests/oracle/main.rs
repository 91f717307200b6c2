//! Two weeks of shop life from a seed, through the register's own operations, against a slow reckoning in
//! another language over the exported journal. Must never ask the program for a figure it is held to.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A demo shop of its own in a home of its own.
struct Life {
    home: tempfile::TempDir,
}

impl Life {
    fn of(seed: u64) -> Life {
        let life = Life {
            home: tempfile::tempdir().unwrap(),
        };
        let seed = seed.to_string();
        life.run(&[
            "demo",
            "--seed",
            &seed,
            "--store",
            &life.store(),
            "--key-file",
            &life.key(),
        ]);
        life
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn store(&self) -> String {
        self.path("store").display().to_string()
    }

    fn key(&self) -> String {
        self.path("till.key").display().to_string()
    }

    fn run(&self, args: &[&str]) -> String {
        let done = Command::new(env!("CARGO_BIN_EXE_tendero"))
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{args:?}: {told}");
        String::from_utf8(done.stdout).unwrap()
    }

    fn ask(&self, args: &[&str]) -> String {
        let (store, key) = (self.store(), self.key());
        self.run(&[args, &["--json", "--store", &store, "--key-file", &key]].concat())
    }

    /// The rows of a report.
    fn report(&self, kind: &str) -> Vec<Value> {
        serde_json::from_str(&self.ask(&["report", kind])).unwrap()
    }

    /// The lines of an export.
    fn export(&self, kind: &str) -> Vec<Value> {
        let told = self.ask(&["export", kind]);
        told.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// What the other reckoning says of the exported journal.
    fn reckoned(&self) -> Value {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/shop.py");
        let mut python = Command::new("python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is installed");
        let journal = self.ask(&["export", "journal"]);
        let mut stdin = python.stdin.take().unwrap();
        let feeding = std::thread::spawn(move || stdin.write_all(journal.as_bytes()).unwrap());
        let done = python.wait_with_output().unwrap();
        feeding.join().unwrap();
        assert!(done.status.success());
        serde_json::from_slice(&done.stdout).unwrap()
    }
}

/// A field of rows by the field that names them.
fn by(rows: &[Value], name: &str, field: &str) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    rows.iter()
        .map(|row| (text(&row[name]), text(&row[field])))
        .collect()
}

/// The same of the reckoning, whose rows are named by their keys.
fn reckoned_by(rows: &Value, field: &str) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    rows.as_object()
        .unwrap()
        .iter()
        .map(|(name, row)| (name.clone(), text(&row[field])))
        .collect()
}

fn hold(seed: u64) {
    let life = Life::of(seed);
    let reckoned = life.reckoned();
    assert_eq!(reckoned["wrong"], serde_json::json!([]), "seed {seed}");

    let stock = life.export("stock");
    assert!(stock.len() > 300);
    for row in &stock {
        let sku = row["sku"].as_str().unwrap();
        let ours = reckoned["stock"][sku]
            .as_str()
            .map(|level| level.parse().unwrap());
        let theirs = row["stock"].as_str().map(|level| level.parse().unwrap());
        let theirs: Option<rust_decimal::Decimal> = theirs;
        assert_eq!(theirs, ours, "seed {seed}: stock of {sku}");
    }

    let days = life.report("day");
    for field in ["net", "tax", "total", "discount", "rounding", "margin"] {
        assert_eq!(
            by(&days, "date", field),
            reckoned_by(&reckoned["days"], field),
            "seed {seed}: {field} of each day"
        );
    }
    let closings = life.export("closings");
    assert!(closings.len() >= 11, "{} closings", closings.len());
    let cash = by(&closings, "shift", "expected");
    let mut ours = reckoned_by(&reckoned["shifts"], "cash");
    ours.retain(|shift, _| cash.contains_key(shift));
    assert_eq!(cash, ours, "seed {seed}: cash of each shift");
    assert!(
        reckoned["days"]
            .as_object()
            .unwrap()
            .values()
            .any(|day| day["returns"] != 0),
        "something came back"
    );
    let (store, key) = (life.store(), life.key());
    life.run(&["audit", "verify", "--store", &store, "--key-file", &key]);
}

#[test]
fn two_weeks_of_a_shop_come_to_what_another_reckoning_says() {
    for seed in [1, 20_261_121] {
        hold(seed);
    }
}
