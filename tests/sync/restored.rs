//! Disks that are copied, replaced or lost. Nothing is lost, nothing counts twice, and sync goes on by
//! itself.

use std::collections::BTreeSet;

use crate::disks::{Backup, Image, twin};
use crate::hub::Hub;
use crate::joined::{agree, known, level, numbers, sell};
use crate::shop::{Shop, goods};

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
