//! Bugs that are planted on purpose: `sync verify` is worth something only if it notices them.

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::red::turns_red;
use crate::shop::{Shop, goods};

/// A till of which everything is at a hub with that bug, which it got after the first sale.
fn bitten(bug: &str) -> (Shop, Hub) {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    hub.enrol(&till, hub.address);
    sell(&till, 1, 1);
    till.json(&["sync", "now"]);
    agree(&till);
    hub.plant(bug);
    sell(&till, 2, 3);
    till.json(&["sync", "now"]);
    (till, hub)
}

fn noticed(till: &Shop, saying: &[&str]) {
    let told = till.run(&["sync", "verify"]);
    assert_eq!(told.code, 1, "{told:#?}");
    for words in saying {
        assert!(told.out.contains(words), "{words:?} is not in {told:#?}");
    }
}

#[test]
fn an_effect_that_is_done_twice_is_noticed() {
    let (till, _hub) = bitten("effect-twice");
    noticed(
        &till,
        &[
            "! shift 1: sales 4 here, 7 at the hub; total 7.80 EUR here, 13.65 EUR at the hub",
            "They differ in",
        ],
    );
}

#[test]
fn an_effect_that_is_not_done_is_noticed() {
    let (till, _hub) = bitten("effect-lost");
    noticed(&till, &["total 7.80 EUR here, 1.95 EUR at the hub"]);
}

#[test]
fn an_entry_that_was_acknowledged_and_is_gone_is_named() {
    let (till, _hub) = bitten("entry-lost");
    noticed(
        &till,
        &[
            "(Sold C1-000002) is not at the hub any more",
            "The sums were not compared",
        ],
    );
}

#[test]
fn an_entry_that_says_something_else_at_the_hub_is_named() {
    let (till, _hub) = bitten("entry-other");
    noticed(&till, &["(Sold C1-000002) says something else at the hub"]);
}

#[test]
fn uploads_that_freeze_downloads_are_noticed() {
    turns_red(
        "hostile_hub::downloads_go_on_while_uploads_are_stuck",
        "downloads-wait",
    );
}

#[test]
fn a_till_that_takes_more_for_sent_than_the_hub_has_is_noticed() {
    turns_red(
        "pages::batches_one_less_and_one_more_than_full_arrive_whole",
        "acked-to-head",
    );
}
