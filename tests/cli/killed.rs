//! `sell` and `import` killed at any moment, again and again: what was printed exists, once, and a file of
//! products is in whole or not at all. Must never wait for a moment
//! that is a good one.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::shop::{HEADER, Shop, basket, goods, uuid};

/// How often it is killed.
const ROUNDS: usize = 30;
/// Baskets offered in a round; more than are sold before the kill.
const OFFERED: usize = 400;

#[test]
fn every_printed_sale_exists_once_after_kill_9() {
    let shop = Shop::open(&goods());
    let mut printed: BTreeMap<String, Value> = BTreeMap::new();
    let mut next = 0;
    for round in 0..ROUNDS {
        // in steps that share no factor with the time a sale takes
        let patience = Duration::from_micros(300 + round as u64 * 7_919 % 90_000);
        for line in killed_after(&shop, next, patience) {
            let said: Value = serde_json::from_str(&line).expect("a whole line of JSON");
            let id = said["id"].as_str().expect("an id").to_owned();
            assert!(said["error"].is_null(), "{said}");
            // a basket that was sold but not printed before the last kill is offered again
            let before = printed.insert(id.clone(), said.clone());
            assert!(before.is_none_or(|before| before == said), "{id} was sold twice");
        }
        next = printed.len();
    }
    assert!(
        printed.len() > ROUNDS,
        "only {} sales in {ROUNDS} rounds",
        printed.len()
    );
    exactly_once(&shop, &printed);
}

/// Offers baskets from number `first`, kills the program so long after its first answer, and returns the
/// lines it printed.
pub(crate) fn killed_after(shop: &Shop, first: usize, patience: Duration) -> Vec<String> {
    let mut command = shop.command(&["sell", "--user", "Luz"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let mut to = child.stdin.take().expect("a pipe");
    let feeding = std::thread::spawn(move || {
        for id in first..first + OFFERED {
            if writeln!(to, "{}", basket(id, "4006381333931", "1", "1.95")).is_err() {
                break;
            }
        }
    });
    let mut from = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut lines = vec![String::new()];
    from.read_line(&mut lines[0]).expect("the first answer");
    std::thread::sleep(patience);
    child.kill().expect("it is killed");
    child.wait().expect("it is dead");
    lines.extend(from.lines().map(|line| line.expect("a line")));
    feeding.join().expect("the feeder ends");
    lines.retain(|line| !line.trim().is_empty());
    lines
}

pub(crate) fn exactly_once(shop: &Shop, printed: &BTreeMap<String, Value>) {
    let out = shop.run(&["export", "sales", "--json"]).done().out;
    let mut there: BTreeMap<String, Value> = BTreeMap::new();
    for (n, line) in out.lines().enumerate() {
        let sale: Value = serde_json::from_str(line).expect("a line of JSON");
        assert_eq!(
            sale["number"],
            format!("C1-{:06}", n + 1),
            "numbers without a gap"
        );
        let id = sale["id"].as_str().expect("an id").to_owned();
        assert!(there.insert(id.clone(), sale).is_none(), "{id} is there twice");
    }
    for (id, said) in printed {
        let sale = there.get(id).expect("what was printed is there");
        assert_eq!((&sale["number"], &sale["seq"]), (&said["number"], &said["seq"]));
    }
    // each kill may leave one sale that was on disk and not yet printed, and the next round printed it
    assert!(
        there.len() <= printed.len() + 1,
        "{} sold, {} printed",
        there.len(),
        printed.len()
    );
    assert!(there.keys().all(|id| (0..there.len()).any(|n| uuid(n) == *id)));
}

#[test]
fn a_killed_import_leaves_all_of_the_file_or_nothing() {
    const ROWS: usize = 8_000;
    let shop = Shop::new();
    let (mut none, mut all) = (0, 0);
    for round in 0..12 {
        let rows = (0..ROWS).map(|n| format!("P{n},,Producto {n} de {round},,1.{round:02},,standard,ea,,\n"));
        let file = shop.file(
            "p.csv",
            (HEADER.to_owned() + &rows.collect::<String>()).as_bytes(),
        );
        let mut command = shop.command(&["import", "products", &file]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(round * round * 12));
        child.kill().expect("it is killed");
        child.wait().expect("it is dead");
        let out = shop.run(&["export", "products"]).done().out;
        let ours = out.matches(&format!(" de {round},")).count();
        assert!(ours == 0 || ours == ROWS, "{ours} of {ROWS} rows are in");
        *(if ours == 0 { &mut none } else { &mut all }) += 1;
    }
    assert!(none > 0, "it was never killed in time ({all} whole)");
    let file = shop.path("p.csv").display().to_string();
    shop.run(&["import", "products", &file]).done();
    let lines = shop.run(&["export", "products"]).done().out.lines().count();
    assert_eq!(lines, ROWS + 1, "a second try is as good as the first");
}
