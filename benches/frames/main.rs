//! Pictures and keys: bytes that the terminal gets for what a person does, and instructions for a picture and
//! a key press. Must never measure time: both figures are the same on every run.
//!
//! `cargo bench --bench frames [-- --json]`. Bytes are those of 80×24 in 24-bit colours, the dearest, over
//! the catalogue that `TENDERO_CATALOGUE` names, else `../shared/catalog/products-100k.csv`, else the dozen
//! goods of the tests. Instructions are counted by valgrind where it is installed: this program runs itself
//! under callgrind with N and 2N repetitions and takes the difference.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    unused_imports,
    reason = "the shop and the driver of the tests"
)]

#[path = "../../tests/screens/goods.rs"]
mod goods;
#[path = "../../tests/screens/shop.rs"]
mod shop;
#[path = "../../tests/screens/till.rs"]
mod till;

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tendero::domain::catalogue::Catalogue;
use tendero::domain::import_rows;
use tendero::domain::quantity::Quantity;
use tendero::lang::Lang;
use tendero::tui::input::Input;
use tendero::tui::theme::Tier;

use till::At;

/// Repetitions under callgrind: N, and then twice as many.
const REPEAT: u64 = 200;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--repeat") {
        return repeat(&args[at + 1], args[at + 2].parse().unwrap());
    }
    let json = args.iter().any(|arg| arg == "--json");
    let mut figures = bytes();
    for (name, what) in [
        ("instructions, a picture", "picture"),
        ("instructions, a key press", "key"),
    ] {
        if let Some(count) = instructions(what) {
            figures.push((name.to_owned(), count));
        }
    }
    for (name, value) in figures {
        if json {
            let row = serde_json::json!({ "bench": "frames", "name": name, "value": value.to_string() });
            println!("{row}");
        } else {
            println!("{name:48} {value}");
        }
    }
}

/// A till with a ticket begun, over those goods.
fn busy(catalogue: Option<Catalogue>) -> At {
    let mut at = At::start_in(Lang::Es, (80, 24), Tier::Rgb, false);
    at.register.catalogue = catalogue.map_or_else(|| at.register.catalogue.clone(), Arc::new);
    at.register.level = Some(Quantity::from(24));
    let codes: Vec<String> = {
        let goods = at.register.catalogue.iter().filter_map(|(_, good)| {
            let mut codes = good.codes;
            codes.next().map(str::to_owned)
        });
        goods.take(4).collect()
    };
    at.begin_selling();
    for code in codes {
        at.keys(&format!("{code}<Enter>"));
    }
    at.draw();
    at
}

fn bytes() -> Vec<(String, u64)> {
    let mut at = busy(goods());
    let mut figures = vec![("bytes, an unchanged screen".to_owned(), at.draw())];
    let digits = costs(&mut at, &["8", "4", "1", "2", "3", "4"]);
    at.keys("<Esc>").draw();
    let moves = costs(&mut at, &["<Up>", "<Up>", "<Up>", "<Down>", "<Down>"]);
    at.keys("<Esc>").draw();
    let code = shop_code(&at);
    at.scan(&code);
    let scanned = at.draw();
    let (mut popups, mut keys) = (Vec::new(), Vec::new());
    let queries = include_str!("../queries.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    for query in queries.filter(|query| !query.starts_with(|letter: char| letter.is_ascii_digit())) {
        let typed: Vec<String> = query.chars().map(String::from).collect();
        let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
        let costs = costs(&mut at, &typed);
        popups.extend(costs.first());
        keys.extend(costs.iter().skip(1));
        at.keys("<Esc>").draw();
    }
    figures.push(("bytes, a digit".to_owned(), *digits.iter().max().unwrap()));
    figures.push(("bytes, a move".to_owned(), *moves.iter().max().unwrap()));
    figures.push(("bytes, a scanned line".to_owned(), scanned));
    for (name, costs) in [
        ("bytes, a popup", &mut popups),
        ("bytes, a search key", &mut keys),
    ] {
        costs.sort_unstable();
        let mean = costs.iter().sum::<usize>() / costs.len();
        figures.push((format!("{name}, mean"), mean));
        figures.push((format!("{name}, worst"), costs[costs.len() - 1]));
    }
    at.input(Input::Resize(80, 25)).draw();
    at.input(Input::Resize(80, 24));
    figures.push(("bytes, the whole screen".to_owned(), at.draw()));
    figures
        .into_iter()
        .map(|(name, bytes)| (name, bytes as u64))
        .collect()
}

/// Bytes of each key.
fn costs(at: &mut At, keys: &[&str]) -> Vec<usize> {
    let cost = |key: &&str| {
        at.keys(key);
        at.draw()
    };
    keys.iter().map(cost).collect()
}

/// A code that is not on the ticket yet.
fn shop_code(at: &At) -> String {
    let mut goods = at.register.catalogue.iter().skip(7).map(|(_, good)| good.codes);
    goods.find_map(|mut codes| codes.next()).unwrap().to_owned()
}

fn goods() -> Option<Catalogue> {
    let given = std::env::var_os("TENDERO_CATALOGUE").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/catalog/products-100k.csv");
    let file = std::fs::File::open(given.unwrap_or(beside)).ok()?;
    let classes = ["standard", "reduced", "exempt"];
    let parsed = import_rows::parse(BufReader::new(file), &classes, &mut |_| {}).ok()?;
    let mut builder = Catalogue::builder();
    parsed.rows.iter().for_each(|row| builder.push(&row.product));
    Some(builder.finish())
}

/// What is counted: pictures of the same model, or keys with their pictures.
fn repeat(what: &str, times: u64) {
    let mut at = busy(None);
    for n in 0..times {
        if what == "key" {
            at.keys(if n % 2 == 0 { "7" } else { "<Backspace>" });
        }
        at.draw();
    }
}

/// Instructions of one repetition; none without valgrind.
fn instructions(what: &str) -> Option<u64> {
    let once = collected(what, REPEAT)?;
    let twice = collected(what, 2 * REPEAT)?;
    Some((twice - once) / REPEAT)
}

fn collected(what: &str, times: u64) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().ok()?)
        .args(["--repeat", what, &times.to_string()])
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = told.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}
