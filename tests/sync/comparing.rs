//! `tendero sync verify`, where both are as they should be and where they are not. Must never mend anything.

use crate::disks::Image;
use crate::hub::Hub;
use crate::joined::{self, agree, sell};
use crate::shop::{Shop, goods, uuid};

/// A till that has sold two loaves, all of it at its hub.
fn known() -> (Shop, Hub) {
    let (till, hub) = joined::known();
    sell(&till, 1, 2);
    till.json(&["sync", "now"]);
    (till, hub)
}

#[test]
fn what_is_still_to_be_sent_is_no_difference_and_what_was_not_reached_says_nothing() {
    let (till, mut hub) = known();
    let same = agree(&till);
    sell(&till, 3, 4);
    let told = till.json(&["sync", "verify"]);
    assert_eq!(
        (&told["agrees"], &told["waiting"], &told["same"]),
        (&true.into(), &4.into(), &same.into()),
        "{told}"
    );
    let shown = till.run(&["sync", "verify"]).done().out;
    assert!(
        shown.contains("4 entries still to be sent: that is no difference"),
        "{shown}"
    );
    assert!(
        shown.contains("They agree: the hub has every entry once"),
        "{shown}"
    );
    hub.kill();
    till.run(&["sync", "verify"]).refused(3, "nothing was compared");
    let alone = Shop::open(&goods());
    alone.run(&["sync", "verify"]).refused(1, "has no hub");
}

#[test]
fn entries_that_a_disk_has_lost_are_named() {
    let (till, _hub) = known();
    let before = Image::of(&till);
    sell(&till, 3, 2);
    till.json(&["sync", "now"]);
    let same = agree(&till);
    before.set_back();
    let told = till.run(&["sync", "verify", "--json"]);
    assert_eq!(told.code, 1, "{told:#?}");
    let told: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(
        (&told["only_at_hub"], &told["agrees"]),
        (&2.into(), &false.into()),
        "{told}"
    );
    assert_eq!(told["entries"][0]["seq"], same - 1, "{told}");
    assert_eq!(
        (&told["entries"][1]["kind"], &told["entries"][1]["subject"]),
        (&"Sold".into(), &"C1-000004".into()),
        "{told}"
    );
    let shown = till.run(&["sync", "verify"]);
    assert!(
        shown.out.contains("(Sold C1-000004) is only at the hub"),
        "{shown:#?}"
    );
    till.json(&["sync", "now"]);
    assert_eq!(agree(&till), same, "it takes them back, and they agree");
}

#[cfg(feature = "planted-bugs")]
#[test]
fn an_older_hub_cannot_compare_and_says_so() {
    let (till, hub) = known();
    hub.plant("old");
    till.run(&["sync", "verify"])
        .refused(3, "older version that cannot compare");
}

#[test]
fn every_sort_of_entry_comes_to_the_same_on_both_sides() {
    let (till, hub) = known();
    let luz = |args: &[&str]| till.run(&[args, &["--user", "Luz"]].concat()).done();
    luz(&["customer", "save", "María", "--id", &uuid(90), "--limit", "30"]);
    let owed = serde_json::json!({
        "id": uuid(91), "customer": "María", "lines": [{ "code": "4006381333931", "qty": "10" }],
        "payments": [{ "method": "account", "amount": "19.50" }],
    });
    till.feed(&["sell", "--user", "Luz"], owed.to_string().as_bytes())
        .done();
    till.run(&["customer", "pay", "María", "9", "--id", &uuid(92)])
        .done();
    luz(&["refund", "C1-000001", "--line", "1=1", "--to", "cash"]);
    for moved in [
        &["cash", "in", "50", "--reason", "change"][..],
        &["cash", "out", "20", "--reason", "change"],
        &["expense", "3.50", "--category", "cleaning", "--note", "bleach"],
    ] {
        till.run(moved).done();
    }
    luz(&["stock", "receive", "PAN=10@1.00", "--supplier", "Sur"]);
    luz(&["stock", "adjust", "PAN=-1", "--reason", "broken"]);
    till.json(&["sync", "now"]);
    agree(&till);
    till.run(&["shift", "close", "--counted", "133.55"]).done();
    till.json(&["sync", "now"]);
    agree(&till);
    let told = till.json(&["sync", "verify"]);
    let rows = told["sums"].as_array().expect("a list");
    for (figure, wanted) in [
        ("sales", "3"),
        ("returns", "1"),
        ("total", "21.45"),
        ("cash moved otherwise", "26.50"),
        ("closings", "1"),
        ("counted at closings", "133.55"),
        ("goods sold", "12"),
        ("goods back on the shelf", "1"),
        ("goods received or put right", "9"),
        ("owed by customers", "10.50"),
    ] {
        let row = rows.iter().find(|row| row["figure"] == figure);
        let row = row.unwrap_or_else(|| unreachable!("no {figure} in {told}"));
        assert_eq!(
            (&row["here"], &row["hub"]),
            (&wanted.into(), &wanted.into()),
            "{figure}"
        );
    }
    drop(hub);
}
