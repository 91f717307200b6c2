//! Two tills of one shop: what one changes, the other shows.

use serde_json::Value;

use crate::disks::Backup;
use crate::hub::Hub;
use crate::joined::{agree, known, sell};
use crate::shop::{HEADER, Shop};

/// Two tills that know the same.
pub(crate) fn pair() -> (Shop, Shop, Hub) {
    let ((one, hub), two) = (known(), Shop::new());
    hub.enrol(&two, hub.address);
    two.json(&["sync", "now"]);
    one.json(&["sync", "now"]);
    (one, two, hub)
}

pub(crate) fn price(till: &Shop, sku: &str) -> String {
    let out = till.run(&["export", "products", "--json"]).done().out;
    let rows = out
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let all: Vec<Value> = rows
        .flat_map(|row| row.as_array().cloned().unwrap_or(vec![row]))
        .collect();
    let row = all.iter().find(|row| row["sku"] == sku);
    row.map(|row| row["price"].as_str().unwrap_or_default().to_owned())
        .unwrap_or_default()
}

pub(crate) fn change(till: &Shop, row: &str) {
    let file = till.file("change.csv", format!("{HEADER}{row}\n").as_bytes());
    till.run(&["import", "products", &file]).done();
}

#[test]
fn goods_come_down_and_a_series_that_is_taken_is_replaced() {
    let (one, two, _hub) = pair();
    assert_eq!(price(&two, "PAN"), "1.95");
    two.run(&["shift", "open", "--user", "Luz", "--float", "0"])
        .done();
    sell(&two, 50, 1);
    let sold = two.run(&["export", "sales"]).done().out;
    assert!(!sold.contains("C1-1,") && !sold.contains("C1/1,"), "{sold}");
    change(
        &one,
        "PAN,4006381333931,Pan de molde,Panadería,2.05,1.10,reduced,ea,,5",
    );
    one.json(&["sync", "now"]);
    two.json(&["sync", "now"]);
    assert_eq!(price(&two, "PAN"), "2.05");
    agree(&one);
    agree(&two);
    two.run(&["rebuild"]).done();
    assert_eq!(price(&two, "PAN"), "2.05");
    two.json(&["sync", "now"]);
    agree(&two);
}

#[test]
fn different_fields_both_count_and_the_same_one_waits_for_a_person() {
    let (one, two, _hub) = pair();
    change(
        &one,
        "PAN,4006381333931,Pan blanco,Panadería,1.95,1.10,reduced,ea,,5",
    );
    change(
        &two,
        "PAN,4006381333931,Pan de molde,Panadería,2.10,1.10,reduced,ea,,5",
    );
    change(&one, "LIBRO,9788478290222,Cuaderno,Papelería,3.50,,standard,ea,,");
    change(&two, "LIBRO,9788478290222,Cuaderno,Papelería,3.75,,standard,ea,,");
    for till in [&one, &two, &one] {
        till.json(&["sync", "now"]);
    }
    assert_eq!(
        (price(&one, "PAN"), price(&two, "PAN")),
        ("2.10".to_owned(), "2.10".to_owned())
    );
    // The hub's value stands at both while it waits.
    assert_eq!(
        (price(&one, "LIBRO"), price(&two, "LIBRO")),
        ("3.50".to_owned(), "3.50".to_owned())
    );
    for till in [&one, &two] {
        assert_eq!(till.json(&["sync", "status"])["conflicts"], 1);
        agree(till);
    }
}

#[test]
fn a_restored_till_goes_on_in_another_life_and_nothing_counts_twice() {
    let (till, hub) = known();
    sell(&till, 1, 3);
    till.json(&["sync", "now"]);
    let again = Backup::of(&till);
    sell(&till, 4, 2);
    till.json(&["sync", "now"]);
    again.restore(&hub, &hub.code());
    let stock = again.run(&["export", "stock"]);
    assert!(stock.contains("PAN,Pan de molde,45,"), "fifty less five: {stock}");
    again.run(&["audit", "verify"]);
    let status = again.json(&["sync", "status"]);
    assert_eq!(
        (&status["pending"], &status["failed"]),
        (&0.into(), &0.into()),
        "{status}"
    );
}
