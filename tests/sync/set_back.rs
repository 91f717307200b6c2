//! Disks that are set back to what they were once, and tills that go on from there. Nothing is lost, nothing
//! counts twice, whether they sell first or sync first, and however often it happens.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::disks::{Image, copied_before_the_last_four};
use crate::joined::{agree, known, level, numbers, sell};
use crate::shop::Shop;

#[test]
fn a_disk_that_was_set_back_takes_back_what_the_hub_has() {
    let (till, _hub) = known();
    let before = copied_before_the_last_four(&till);
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
    let before = copied_before_the_last_four(&till);
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
    let before = copied_before_the_last_four(&till);
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
    let before = copied_before_the_last_four(&till);
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
    let before = copied_before_the_last_four(&till);
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
