//! Batches and pages of every size, and a first sync that is cut off. Must never find an entry or a row left
//! out at the edge of one.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::hub::Hub;
use crate::joined::{agree, sell, twisted};
use crate::shop::{HEADER, Shop, goods};
use crate::twist::{Asked, Turn, Twist};

/// Rows of one page at most.
const PAGE: usize = 500;

fn count(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

/// How many entries each batch had.
fn batches(asked: &[Asked]) -> Vec<usize> {
    asked.iter().map(|asked| count(&asked.body["entries"])).collect()
}

/// How many rows each page had.
fn pages(asked: &[Asked]) -> Vec<usize> {
    asked.iter().map(|asked| count(&asked.answer["rows"])).collect()
}

#[test]
fn batches_one_less_and_one_more_than_full_arrive_whole() {
    let (till, _hub, line) = twisted();
    let same = agree(&till);
    let mut first = 1;
    // Full is fifty at first, and a hundred after that.
    for many in [1, 49, 50, 51, 150, 151] {
        sell(&till, first, many);
        first += many;
        line.asked("");
        till.json(&["sync", "now"]);
        let sent = batches(&line.asked("/v1/push"));
        assert_eq!(sent.iter().sum::<usize>(), many, "{sent:?}");
        assert_eq!(sent[0], many.min(50), "{sent:?}");
        assert!(!sent.contains(&0), "nothing is asked about nothing: {sent:?}");
    }
    assert_eq!(agree(&till), same + first as u64 - 1);
}

/// That many products, from a number on, with nothing on the shelf.
fn products(from: usize, many: usize) -> String {
    let row = |n: usize| format!("P{n:05},,Producto {n},Otros,1.25,,standard,ea,,\n");
    HEADER.to_owned() + &(from..from + many).map(row).collect::<String>()
}

fn import(till: &Shop, from: usize, many: usize) {
    let file = till.file("more.csv", products(from, many).as_bytes());
    till.run(&["import", "products", &file]).done();
}

fn known(till: &Shop) -> usize {
    let out = till.run(&["export", "products"]).done().out;
    out.lines().filter(|line| line.starts_with('P')).count()
}

/// A till that joins and fetches everything: how many rows each page had, and how many things there are.
fn fresh(hub: &Hub, line: &Twist, there: usize) -> (Vec<usize>, usize) {
    let till = Shop::new();
    hub.enrol(&till, line.address);
    line.asked("");
    till.json(&["sync", "now"]);
    let came = line.asked("/v1/pull");
    let rows = came.iter().flat_map(|asked| asked.answer["rows"].as_array());
    let things: BTreeSet<String> = rows
        .flatten()
        .map(|row| format!("{} {}", row["kind"], row["id"]))
        .collect();
    assert_eq!(known(&till), there, "{:?}", pages(&came));
    (pages(&came), things.len())
}

#[test]
fn pages_one_less_and_one_more_than_full_leave_nothing_out() {
    for target in [PAGE - 1, PAGE, PAGE + 1, 2 * PAGE] {
        let one = Shop::new();
        let hub = Hub::new();
        let line = Twist::of(&hub);
        hub.enrol(&one, line.address);
        one.json(&["sync", "now"]);
        // What is in the feeds beside products, and by how much that grows with each till that joins.
        let (_, before) = fresh(&hub, &line, 0);
        let (_, there) = fresh(&hub, &line, 0);
        let grows = there - before;
        import(&one, 0, target - there);
        one.json(&["sync", "now"]);
        let (came, things) = fresh(&hub, &line, target - there);
        assert!(came.iter().all(|rows| *rows <= PAGE), "{came:?}");
        // What this till itself brings along comes after what was there.
        assert_eq!(came[0], target.min(PAGE), "{target}: {came:?}");
        assert_eq!(things, target + grows, "{target}: {came:?}");
    }
}

#[test]
fn a_first_sync_that_is_cut_off_goes_on_where_it_was() {
    let many = 4 * PAGE - 100;
    let one = Shop::new();
    let hub = Hub::new();
    hub.enrol(&one, hub.address);
    import(&one, 0, many);
    one.json(&["sync", "now"]);

    let two = Shop::open(&goods());
    let line = Twist::of(&hub);
    hub.enrol(&two, line.address);
    // The line breaks off before the second page.
    let mut pulls = 0;
    line.plan(move |path, _| {
        pulls += usize::from(path == "/v1/pull");
        if pulls > 1 { Turn::Drop } else { Turn::Pass }
    });
    two.run(&["sync", "now"]).refused(3, "nothing is lost");
    let came = known(&two);
    assert!((1..many).contains(&came), "{came}");
    // With a part of the goods it sells what it has, and nothing of it is lost when it is killed as well.
    sell(&two, 1, 3);
    line.heal();
    line.asked("");
    let mut killed = two.command(&["sync", "now"]);
    let killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut killed = killed.expect("it starts");
    std::thread::sleep(Duration::from_millis(400));
    killed.kill().expect("it is killed");
    killed.wait().expect("it is gone");
    two.json(&["sync", "now"]);
    let later = line.asked("/v1/pull");
    let began = &later[0].body["cursors"];
    assert!(began[0]["v"].as_u64() > Some(0), "not from the start: {began}");
    let again: usize = pages(&later).iter().sum();
    assert!(
        again <= many - came + 2 * PAGE + 100,
        "{again} rows for {many} less {came}"
    );
    assert_eq!(known(&two), many + 1, "and PAN of its own");
    agree(&two);
    two.run(&["rebuild"]).done();
    assert_eq!(known(&two), many + 1);
}
