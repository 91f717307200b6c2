//! Disks that are set back, copied or lost, and hubs that are. Nothing is lost, nothing counts twice, and
//! sync goes on by itself.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::disks::{Backup, Image, twin};
use crate::hub::Hub;
use crate::joined::{agree, known, sell};
use crate::shop::{Shop, goods};

/// The numbers of the sales that a till lists, in their order.
fn numbers(till: &Shop) -> Vec<String> {
    let out = till.run(&["export", "sales", "--json"]).done().out;
    let rows = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    rows.map(|row| row["number"].as_str().expect("a number").to_owned())
        .collect()
}

fn level(till: &Shop) -> String {
    let out = till.run(&["export", "stock"]).done().out;
    let row = out
        .lines()
        .find(|line| line.starts_with("PAN,"))
        .expect("a level");
    row.split(',').nth(2).expect("a level").to_owned()
}

#[test]
fn a_disk_that_was_set_back_takes_back_what_the_hub_has() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let before = Image::of(&till);
    sell(&till, 3, 4);
    till.json(&["sync", "now"]);
    let same = agree(&till);
    before.set_back();
    let mended = till.json(&["sync", "now"])["mended"].clone();
    assert_eq!(
        (&mended["back"], &mended["series"]),
        (&4.into(), &Value::Null),
        "{mended}"
    );
    assert_eq!(agree(&till), same, "nothing is lost, nothing is twice");
    assert_eq!(numbers(&till).len(), 6);
    assert_eq!(level(&till), "44");
}

#[test]
fn a_disk_that_was_set_back_and_written_over_goes_on_in_a_life_of_its_own() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let before = Image::of(&till);
    sell(&till, 3, 4);
    till.json(&["sync", "now"]);
    before.set_back();
    sell(&till, 50, 6);
    let status = till.json(&["sync", "now"]);
    let mended = &status["mended"];
    assert_eq!(
        (&mended["back"], &mended["again"]),
        (&4.into(), &6.into()),
        "{status}"
    );
    assert_eq!(
        (&status["lamp"], &status["pending"]),
        (&"synced".into(), &0.into()),
        "{status}"
    );
    agree(&till);
    assert_eq!(numbers(&till).len(), 12, "{:?}", numbers(&till));
    assert_eq!(level(&till), "38", "fifty less two, four and six");

    sell(&till, 60, 2);
    till.json(&["sync", "now"]);
    agree(&till);
    let series = mended["series"].as_str().expect("a series");
    let new: Vec<String> = numbers(&till)
        .into_iter()
        .filter(|number| number.starts_with(series))
        .collect();
    assert_eq!(new.len(), 2, "numbers go on in a series that nobody had: {new:?}");
    let told = till.run(&["sync", "status"]).done().out;
    assert!(told.contains("set back or copied: 6 of its entries"), "{told}");

    // What is told again is neither lost nor doubled by whatever reads the journal from its start.
    till.run(&["rebuild"]).done();
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!((numbers(&till).len(), level(&till)), (14, "36".to_owned()));

    // Opened in one life and closed in another: the hub has seen every sale of it, and finds no fault.
    till.run(&["shift", "close", "--counted", "100"]).done();
    till.json(&["sync", "now"]);
    agree(&till);
    let sums = till.json(&["sync", "verify"])["sums"].to_string();
    assert!(sums.contains("counted at closings"), "{sums}");
}

/// The life that it began after the first time is unknown to the disk the second time, and older than the one
/// that it begins then.
#[test]
fn a_disk_that_was_set_back_twice_takes_back_both_lives() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let before = Image::of(&till);
    sell(&till, 3, 4);
    till.json(&["sync", "now"]);
    before.set_back();
    sell(&till, 50, 6);
    till.json(&["sync", "now"]);
    sell(&till, 60, 2);
    till.json(&["sync", "now"]);
    let all = numbers(&till).len();
    before.set_back();
    sell(&till, 70, 1);
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!(numbers(&till).len(), all + 1, "{:?}", numbers(&till));
    assert_eq!(level(&till), "35", "fifty less two, four, six, two and one");

    // And goes on from there.
    sell(&till, 80, 3);
    till.json(&["sync", "now"]);
    agree(&till);
    till.run(&["rebuild"]).done();
    let all = numbers(&till);
    assert_eq!((all.len(), level(&till)), (18, "32".to_owned()), "{all:?}");
}

/// It hears of the later life before anything is written on it: what it had lost follows on what it has, and
/// yet it is not where the till stopped.
#[test]
fn a_disk_that_was_set_back_twice_and_syncs_before_it_sells_takes_back_both_lives() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let before = Image::of(&till);
    sell(&till, 3, 4);
    till.json(&["sync", "now"]);
    before.set_back();
    sell(&till, 50, 6);
    till.json(&["sync", "now"]);
    sell(&till, 60, 2);
    till.json(&["sync", "now"]);
    let all = numbers(&till);
    before.set_back();
    let mended = till.json(&["sync", "now"])["mended"].clone();
    assert_eq!(mended["again"], 0, "{mended}");
    let series = mended["series"].as_str().expect("a series").to_owned();
    assert!(all.iter().all(|number| !number.starts_with(&series)), "{series}");
    agree(&till);
    let sorted = |mut numbers: Vec<String>| {
        numbers.sort();
        numbers
    };
    assert_eq!(
        sorted(numbers(&till)),
        sorted(all),
        "nothing is lost, nothing is twice"
    );
    assert_eq!(level(&till), "36", "fifty less two, four, six and two");

    // And goes on from there; once more from what the journal says.
    sell(&till, 70, 1);
    till.json(&["sync", "now"]);
    agree(&till);
    till.run(&["rebuild"]).done();
    let all = numbers(&till);
    assert_eq!((all.len(), level(&till)), (15, "35".to_owned()), "{all:?}");
    assert!(all.iter().any(|number| number.starts_with(&series)), "{all:?}");
}

/// What it tells again the second time the hub had heard of the first time: nothing of it moves a row there,
/// and nothing of it may be laid on top of one here.
#[test]
fn a_disk_that_tells_again_what_it_told_in_a_life_that_it_forgot_counts_none_of_it_twice() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let before = Image::of(&till);
    sell(&till, 3, 4);
    till.json(&["sync", "now"]);
    before.set_back();
    sell(&till, 50, 6);
    let parting = Image::of(&till);
    till.json(&["sync", "now"]);
    assert_eq!(level(&till), "38", "fifty less two, four and six");
    parting.set_back();
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!((numbers(&till).len(), level(&till)), (12, "38".to_owned()));
    sell(&till, 60, 1);
    till.json(&["sync", "now"]);
    till.run(&["rebuild"]).done();
    assert_eq!((numbers(&till).len(), level(&till)), (13, "37".to_owned()));
}

/// What its earlier lives went on from says nothing of the one in which the register is closed.
#[test]
fn a_shift_that_was_open_through_three_lives_is_closed_without_a_false_alarm() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let early = Image::of(&till);
    sell(&till, 3, 2);
    let late = Image::of(&till);
    sell(&till, 5, 2);
    till.json(&["sync", "now"]);
    late.set_back();
    sell(&till, 50, 2);
    till.json(&["sync", "now"]);
    early.set_back();
    sell(&till, 60, 2);
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!(numbers(&till).len(), 10);
    till.run(&["shift", "close", "--counted", "100"]).done();
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!(level(&till), "40");
}

/// A disk whose place another till has taken, set back besides: what it has not sent goes up, nothing of the
/// hub comes down to it, and it is done.
#[test]
fn a_disk_that_was_replaced_and_set_back_may_still_send_what_it_has() {
    let (old, hub) = known();
    sell(&old, 1, 2);
    let before = Image::of(&old);
    sell(&old, 3, 2);
    old.json(&["sync", "now"]);
    let again = Backup::of(&old);
    again.restore(&hub, &hub.code_for("C1"));
    again.sell(9, 1);
    again.run(&["sync", "now"]);
    for sold in [0, 1] {
        before.set_back();
        if sold > 0 {
            sell(&old, 20, sold);
        }
        let drained = old.json(&["sync", "now"]);
        assert_eq!(
            (&drained["pending"], &drained["failed"], &drained["drain_only"]),
            (&0.into(), &0.into(), &true.into()),
            "{drained}"
        );
    }
    again.run(&["sync", "now"]);
    let stock = again.run(&["export", "stock"]);
    assert!(stock.contains("PAN,Pan de molde,44,"), "fifty less six: {stock}");
    again.run(&["sync", "verify"]);
}

/// Runs a sync and pulls its plug after a while; a few times, each a little later.
fn killed_on_the_way(till: &Shop) {
    for round in 0..4_u64 {
        let mut command = till.command(&["sync", "now"]);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(80 + 130 * round));
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
    }
}

#[test]
fn a_crash_while_entries_come_back_loses_nothing_and_doubles_nothing() {
    let (till, _hub) = known();
    sell(&till, 1, 2);
    let before = Image::of(&till);
    sell(&till, 3, 40);
    till.json(&["sync", "now"]);
    let same = agree(&till);

    before.set_back();
    killed_on_the_way(&till);
    till.json(&["sync", "now"]);
    assert_eq!(agree(&till), same);
    assert_eq!(numbers(&till).len(), 42);

    before.set_back();
    sell(&till, 1_000, 40);
    killed_on_the_way(&till);
    till.json(&["sync", "now"]);
    agree(&till);
    assert_eq!(numbers(&till).len(), 82);
    assert_eq!(level(&till), "-32");
}

#[test]
fn two_machines_with_the_same_disk_lose_no_sale_and_give_no_number_twice_once_it_is_known() {
    let (one, hub) = known();
    sell(&one, 1, 2);
    one.json(&["sync", "now"]);
    let two = twin(&one);
    sell(&one, 10, 3);
    sell(&two, 20, 4);
    one.json(&["sync", "now"]);
    let mended = two.json(&["sync", "now"])["mended"].clone();
    assert_eq!(
        (&mended["back"], &mended["again"]),
        (&3.into(), &4.into()),
        "{mended}"
    );
    // Of the series that both had, the first one goes on after every number that was given.
    let mended = one.json(&["sync", "now"])["mended"].clone();
    assert_eq!(mended["raised"], "C1-000007", "{mended}");

    let given = [numbers(&one), numbers(&two)];
    sell(&one, 30, 2);
    sell(&two, 40, 2);
    for till in [&two, &one, &two] {
        till.json(&["sync", "now"]);
    }
    let mut fresh = BTreeSet::new();
    for (till, before) in [&one, &two].into_iter().zip(&given) {
        agree(till);
        let new = numbers(till)
            .into_iter()
            .filter(|number| !before.contains(number));
        let new: Vec<String> = new.collect();
        assert_eq!(new.len(), 2, "{new:?}");
        assert!(new.into_iter().all(|number| fresh.insert(number)), "{fresh:?}");
        assert_eq!(level(till), "37", "fifty less two, three, four and four");
        assert_eq!(till.json(&["sync", "status"])["failed"], 0);
    }
    let tills = hub.ask(&["terminals"]);
    let twice = &tills["terminals"][0]["twice"];
    let both = serde_json::json!(["C1-000003", "C1-000004", "C1-000005"]);
    assert_eq!(twice, &both, "the owner is told which numbers there are twice");
}

#[test]
fn a_disk_that_was_replaced_may_still_send_what_it_has() {
    let (old, hub) = known();
    sell(&old, 1, 2);
    old.json(&["sync", "now"]);
    let again = Backup::of(&old);
    // Sold, and never sent: the disk breaks.
    sell(&old, 3, 3);
    again.restore(&hub, &hub.code_for("C1"));

    let drained = old.json(&["sync", "now"]);
    assert_eq!(
        (&drained["pending"], &drained["failed"], &drained["drain_only"]),
        (&0.into(), &0.into(), &true.into()),
        "{drained}"
    );
    again.run(&["sync", "now"]);
    let stock = again.run(&["export", "stock"]);
    assert!(stock.contains("PAN,Pan de molde,45,"), "fifty less five: {stock}");
    let sales = again.run(&["export", "sales", "--json"]);
    assert_eq!(sales.lines().count(), 5, "{sales}");
    again.run(&["sync", "verify"]);
    again.run(&["audit", "verify"]);
}

#[test]
fn a_new_till_in_the_place_of_a_lost_one_leaves_it_to_send_what_it_has() {
    let (old, hub) = known();
    sell(&old, 1, 2);
    let new = Shop::new();
    let url = format!("http://{}", hub.address);
    new.run(&["sync", "enrol", &url, &hub.code_for("C1")]).done();
    new.json(&["sync", "now"]);
    assert_eq!(level(&new), "50");
    let drained = old.json(&["sync", "now"]);
    assert_eq!(
        (&drained["pending"], &drained["drain_only"]),
        (&0.into(), &true.into()),
        "{drained}"
    );
    new.json(&["sync", "now"]);
    assert_eq!(level(&new), "48");
    agree(&old);
    agree(&new);
}

#[test]
fn a_shift_that_was_open_when_the_till_was_restored_is_closed_without_a_false_alarm() {
    let (till, hub) = known();
    sell(&till, 1, 2);
    till.json(&["sync", "now"]);
    let again = Backup::of(&till);
    // Two more are lost to the backup, and the hub gives them back: they are in no shift that is closed.
    sell(&till, 3, 2);
    till.json(&["sync", "now"]);
    again.restore(&hub, &hub.code());
    again.sell(9, 1);
    again.run(&["shift", "close", "--counted", "100"]);
    again.run(&["sync", "now"]);
    let told = again.json(&["sync", "verify"]);
    assert_eq!(
        (&told["agrees"], &told["waiting"]),
        (&true.into(), &0.into()),
        "{told}"
    );
    again.run(&["audit", "verify"]);

    // The next one begins and ends in the new life.
    again.run(&["shift", "open", "--user", "Luz", "--float", "50"]);
    again.sell(10, 2);
    again.run(&["shift", "close", "--counted", "50"]);
    again.run(&["sync", "now"]);
    assert_eq!(again.json(&["sync", "verify"])["agrees"], true);
}

#[test]
fn a_till_with_a_long_prefix_joins_a_hub_after_it_was_restored() {
    let till = Shop::none();
    till.line(
        "init --shop Tienda --currency EUR --tax standard=21 --prices-include-tax --user Luz --pin 1234 \
         --zone=UTC --series TIENDA12",
    )
    .done();
    let again = Backup::of(&till);
    let hub = Hub::new();
    again.restore(&hub, &hub.code());
    let status = again.json(&["sync", "status"]);
    assert_eq!(
        (&status["lamp"], &status["pending"]),
        (&"synced".into(), &0.into()),
        "{status}"
    );
}

#[test]
fn what_waits_at_the_hub_is_tried_again_and_told() {
    let (one, hub) = known();
    sell(&one, 1, 2);
    one.json(&["sync", "now"]);
    // Before it knew the hub it gave the same numbers.
    let two = Shop::open(&goods());
    sell(&two, 10, 2);
    hub.enrol(&two, hub.address);
    assert_eq!(two.json(&["sync", "now"])["failed"], 2);
    let retried = two.json(&["sync", "retry"]);
    assert_eq!(
        (&retried["done"], &retried["failed"]),
        (&0.into(), &2.into()),
        "{retried}"
    );
    let why = retried["entries"][0]["why"].as_str().expect("a sentence");
    assert!(why.contains("is called C1-"), "{why}");
    assert_eq!(two.json(&["sync", "status"])["failed"], 2);
}
