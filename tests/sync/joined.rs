//! One till and its hub: becoming known, sending, comparing, leaving.

use serde_json::Value;

use crate::hub::Hub;
use crate::shop::{Shop, goods, loaves};
use crate::twist::Twist;

/// A till that is known to a hub of its own and has everything up.
pub(crate) fn known() -> (Shop, Hub) {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    hub.enrol(&till, hub.address);
    till.json(&["sync", "now"]);
    (till, hub)
}

/// The same over a line on which the hub can be made to go wrong.
pub(crate) fn twisted() -> (Shop, Hub, Twist) {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    let line = Twist::of(&hub);
    hub.enrol(&till, line.address);
    till.json(&["sync", "now"]);
    (till, hub, line)
}

/// Sells so many loaves, the first with that number.
pub(crate) fn sell(till: &Shop, first: usize, many: usize) {
    let sold = loaves(first, many);
    till.feed(&["sell", "--user", "Luz"], sold.as_bytes()).done();
}

/// Both hold the same, entry by entry.
pub(crate) fn agree(till: &Shop) -> u64 {
    let compared = till.json(&["sync", "verify"]);
    assert_eq!(compared["waiting"], 0, "{compared}");
    assert!(compared["agrees"] == true, "{compared}");
    till.run(&["audit", "verify"]).done();
    compared["same"].as_u64().expect("a count")
}

/// The numbers of the sales that a till lists, in their order.
pub(crate) fn numbers(till: &Shop) -> Vec<String> {
    let out = till.run(&["export", "sales", "--json"]).done().out;
    let rows = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    rows.map(|row| row["number"].as_str().expect("a number").to_owned())
        .collect()
}

/// What a till has left of the loaves.
pub(crate) fn level(till: &Shop) -> String {
    let out = till.run(&["export", "stock"]).done().out;
    let row = out
        .lines()
        .find(|line| line.starts_with("PAN,"))
        .expect("a level");
    row.split(',').nth(2).expect("a level").to_owned()
}

#[test]
fn a_past_without_a_hub_goes_up_unchanged_and_once() {
    let till = Shop::open(&goods());
    sell(&till, 1, 3);
    let hub = Hub::new();
    let status = till.json(&["sync", "status"]);
    assert_eq!(status["enrolled"], false);
    till.run(&["sync", "now"]).refused(1, "has no hub");

    hub.enrol(&till, hub.address);
    let status = till.json(&["sync", "status"]);
    assert_eq!(
        (&status["synced"], &status["enrolled"]),
        (&0.into(), &true.into())
    );
    till.run(&["sync", "unenrol"])
        .refused(1, "are not at the hub yet");
    let synced = till.json(&["sync", "now"]);
    assert_eq!(
        (&synced["lamp"], &synced["pending"]),
        (&"synced".into(), &0.into()),
        "{synced}"
    );
    assert_eq!(
        (&synced["failed"], &synced["bad_rows"]),
        (&0.into(), &0.into()),
        "{synced}"
    );
    let same = agree(&till);

    sell(&till, 4, 2);
    let queue = till.run(&["sync", "queue", "--json"]).done().out;
    assert_eq!(queue.matches("PENDING").count(), 2, "{queue}");
    assert!(queue.contains("\"Sold\""), "{queue}");
    till.json(&["sync", "now"]);
    assert_eq!(agree(&till), same + 2);
    let tills = hub.ask(&["terminals"]);
    assert_eq!(tills["terminals"][0]["owes"].as_u64().unwrap_or(0), 0, "{tills}");

    // What came back is laid under what is here: a rebuild needs no hub, and the audit agrees.
    till.run(&["rebuild"]).done();
    till.json(&["sync", "now"]);
    agree(&till);
    let url = format!("http://{}", hub.address);
    till.run(&["sync", "enrol", &url, &Hub::new().code()])
        .refused(1, "already");
}

#[test]
fn a_code_is_checked_before_and_after_it_is_sent() {
    let till = Shop::open(&goods());
    let (hub, other) = (Hub::new(), Hub::new());
    let url = format!("http://{}", hub.address);
    let code = hub.code();
    till.run(&["sync", "enrol", "ftp://x", &code])
        .refused(1, "no address of a hub");
    till.run(&["sync", "enrol", &url, "AAAA-BBBB"])
        .refused(1, "not a code");
    till.run(&["sync", "enrol", &url, &other.code()]).refused(1, "");
    till.run(&["sync", "enrol", "http://127.0.0.1:1", &code])
        .refused(3, "not reached");
    till.run(&["sync", "enrol", &url, &code]).done();
    let late = Shop::open(&goods());
    late.run(&["sync", "enrol", &url, &code])
        .refused(1, "wrong, used or too old");
}

#[test]
fn a_till_that_is_signed_out_keeps_its_queue_and_says_so() {
    let (till, hub) = known();
    sell(&till, 1, 2);
    hub.ask(&["revoke", "C1"]);
    till.run(&["sync", "now"]).refused(1, "does not let this till in");
    assert_eq!(till.json(&["sync", "status"])["pending"], 2);
    sell(&till, 3, 1);
}

#[test]
fn a_till_that_has_everything_up_may_leave() {
    let (till, _hub) = known();
    till.run(&["sync", "unenrol"]).done();
    sell(&till, 1, 1);
    assert_eq!(till.json(&["sync", "status"])["enrolled"], false);
    till.run(&["audit", "verify"]).done();
}
