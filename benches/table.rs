//! All benches, one after the other, and their figures as `docs/performance.md`. Must never write a figure
//! that a bench did not print in this run.
//!
//! `cargo bench --bench table`: takes some twenty minutes and four gigabytes under `target/bench-data`, most
//! of both for the first run's half million sales. With names behind `--`, such as `-- report`, only those
//! are run, and the other sections stay as they were.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Benches in the order of the page, each with what it says of itself.
const BENCHES: [(&str, &str); 8] = [
    (
        "sale",
        "A durable 20-line sale, from the call of the register to its return, in turn with SQLite (WAL, \
         synchronous=FULL, the same information) and with a raw write + fdatasync of the same \
         bytes; times in microseconds",
    ),
    (
        "open",
        "Opening with half a million sales behind it, none of its files in memory; times in milliseconds",
    ),
    (
        "report",
        "Reports over a year of 500 sales of 20 lines a day; times in milliseconds, with the snapshot",
    ),
    ("search", "Search as you type over the names of the catalogue"),
    ("frames", "Pictures and keys"),
    ("till", "The real program in a real terminal"),
    (
        "sync",
        "A till and its hub over a loopback socket, through a line that counts every byte of both ways; the \
         hub over its own file and over a PostgreSQL on the same disk. Till, hub, database and line share \
         the processors",
    ),
    (
        "hub",
        "A hub under load: fifty tills push sales of five lines that were made ahead, the hub over a \
         PostgreSQL on the same disk unless the row says otherwise. Hub, database and load share the \
         processors, so each has what the others leave; in one shop all write in turn, under its lock",
    ),
];

/// What was promised, by the start of a row's name.
const LIMITS: &[(&str, &str, &str)] = &[
    ("sale", "answer / raw", "1.3"),
    ("sale", "answer / sqlite", "1"),
    ("sale", "syncs on the answer path", "1"),
    ("sale", "bytes written a sale, till", "60000"),
    ("open", "cold open after kill -9: worst", "1000"),
    ("report", "a month by", "300"),
    ("report", "a broken month by", "300"),
    ("report", "a year by", "2000"),
    ("report", "a list of all documents opened", "50"),
    ("report", "a page of it anywhere", "5"),
    ("report", "the levels of all products", "50"),
    ("report", "the list of products opened", "50"),
    ("report", "a key in the list of products", "5"),
    ("search", "a keystroke, mean", "60"),
    ("search", "a keystroke, worst", "1500"),
    ("frames", "bytes, a digit", "50"),
    ("frames", "bytes, a move", "250"),
    ("frames", "bytes, a search key", "400"),
    ("frames", "bytes, a popup", "1300"),
    ("frames", "bytes, a scanned line", "400"),
    ("frames", "bytes, an unchanged screen", "0"),
    ("sync", "10000 sales of 5 lines up, s (own file)", "5"),
    ("sync", "10000 sales of 5 lines up, s (PostgreSQL)", "10"),
    ("sync", "bytes on the wire a sale", "350"),
    ("sync", "a sale during the upload / while", "1.1"),
    ("sync", "first sync of 100000 products", "15"),
    ("sync", "first sync killed half way", "1.1"),
    ("sync", "100 sales up", "3"),
    ("sync", "the line found again", "35"),
    ("sync", "idle, bytes a minute, metered", "100"),
    ("sync", "idle, bytes a minute", "2000"),
    ("sync", "idle, the screens woken", "0"),
    ("hub", "entries/s of one shop", "2000, at least"),
    ("hub", "a single sale at half of that: p99", "100"),
    ("till", "first picture after exec, 100000", "30"),
    ("till", "import of 100000", "10"),
    ("till", "memory after 1000 sales, 1000 products", "16"),
    ("till", "memory after 1000 sales, 100000 products", "32"),
];

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let mut page = String::from("# Performance\n\nWritten by `cargo bench --bench table`; ");
    page.push_str("the figures of a section come from one run, on the machine that it names.\n");
    page.push_str("Ratios are of medians measured in turn in the same run; ");
    page.push_str("the machine may be shared, so read those first.\n");
    for (bench, about) in BENCHES {
        if wanted.is_empty() || wanted.iter().any(|name| name == bench) {
            page.push_str(&section(bench, about));
        } else if let Some(kept) = kept(&before, bench) {
            page.push_str(kept);
        }
    }
    std::fs::write(&file, page).expect("docs/performance.md can be written");
    eprintln!("docs/performance.md is written");
}

/// Runs a bench; gives its section.
fn section(bench: &str, about: &str) -> String {
    eprintln!("== {bench}");
    let output = Command::new(env!("CARGO"))
        .args(["bench", "--quiet", "--bench", bench, "--", "--json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{bench} failed; the page is as it was");
    let mut section = format!("\n## {bench}\n\n{about}. Machine: {}.\n", machine());
    section.push_str("\n| figure | measured | limit |\n|---|---|---|\n");
    let rows = String::from_utf8_lossy(&output.stdout);
    for row in rows
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
    {
        let (Some(name), Some(value)) = (row["name"].as_str(), row["value"].as_str()) else {
            continue;
        };
        let limit = LIMITS
            .iter()
            .find(|limit| limit.0 == bench && name.starts_with(limit.1));
        let limit = limit.map_or("", |limit| limit.2);
        writeln!(section, "| {name} | {value} | {limit} |").expect("a text grows");
    }
    section
}

/// A section as the page has it.
fn kept<'a>(page: &'a str, bench: &str) -> Option<&'a str> {
    let start = page.find(&format!("\n## {bench}\n"))?;
    let rest = &page[start + 1..];
    let end = rest.find("\n## ").map_or(page.len(), |end| start + 1 + end);
    Some(&page[start..end])
}

/// Processor, cores and system, as they say.
fn machine() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or(": unknown");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "{}, {cores} cores, Linux",
        model.trim_start_matches(['\t', ' ', ':'])
    )
}
