//! Cash without a sale, expenses and closings by script: once however often they are sent, taken back by
//! counter-entries, explained when they differ. Must never take a sum from the program that it can add up
//! itself.

use serde_json::{Value, json};

use crate::shop::{Shop, goods, uuid};

fn list(shop: &Shop) -> Vec<Value> {
    let listed = shop.json(&["cash", "list"]);
    listed.as_array().expect("rows").clone()
}

#[test]
fn the_same_entry_sent_again_gets_the_first_answer_and_moves_nothing() {
    let shop = Shop::open(&goods());
    let (first, second, third) = (uuid(1), uuid(2), uuid(3));
    let cash_in = ["cash", "in", "50", "--reason", "change", "--id", &first];
    let moved = shop.json(&cash_in);
    assert_eq!(
        (&moved["amount"], &moved["drawer"], &moved["id"]),
        (&json!("50.00"), &json!("50.00"), &json!(first))
    );
    assert_eq!(shop.json(&cash_in), moved);
    for other in [
        vec!["cash", "in", "51", "--reason", "change", "--id", &first],
        vec!["cash", "out", "50", "--reason", "change", "--id", &first],
        vec!["expense", "50", "--category", "cleaning", "--id", &first],
    ] {
        shop.run(&other).refused(1, "that id names another entry");
    }
    let spend = [
        "expense",
        "3.50",
        "--category",
        "cleaning",
        "--note",
        "bleach",
        "--id",
        &second,
    ];
    let paid = shop.json(&spend);
    assert_eq!(shop.json(&spend), paid);
    assert_eq!(paid["drawer"], "-3.50");
    let undo = ["cash", "undo", &first, "--id", &third];
    let undone = shop.json(&undo);
    assert_eq!(
        (&undone["drawer"], &undone["reverses"]),
        (&json!("-50.00"), &json!(first))
    );
    assert_eq!(shop.json(&undo), undone);
    shop.run(&["cash", "undo", &first]).refused(1, "undone already");
    shop.run(&["cash", "undo", &third])
        .refused(1, "undoes another entry");
    assert_eq!(list(&shop).len(), 3, "in, expense, counter-entry");
    shop.run(&["cash", "drop", "96.51", "--reason", "safe"])
        .refused(1, "should not hold");
    shop.run(&["cash", "in", "-1", "--reason", "x"])
        .refused(1, "above zero");
    shop.run(&["cash", "in", "1"]).refused(1, "say why");
    assert_eq!(list(&shop).len(), 3);
    shop.run(&["shift", "close", "--counted", "96.50"]).done();
    let exported = shop.run(&["export", "cash"]).done();
    assert_eq!(exported.out.lines().count(), 4);
    shop.run(&["audit", "verify"]).done();
}

#[test]
fn a_difference_is_explained_where_something_matches_it() {
    let shop = Shop::open(&goods());
    shop.line("cash drop 20 --reason safe").done();
    // the drop was done twice: 60.00 are left of 100.00
    let close = [
        "shift",
        "close",
        "--counted",
        "60.00",
        "--reason",
        "look",
        "--keep",
        "50",
    ];
    let closed = shop.json(&close);
    assert_eq!(closed["variance"], "-20.00");
    let suspects = closed["suspects"].as_array().expect("suspects");
    let moved = suspects.iter().find(|one| one["kind"] == "moved");
    let told = moved.expect("the drop")["told"].as_str().expect("a sentence");
    assert!(told.contains("20.00") && told.ends_with('?'), "{told}");
    assert_eq!(
        (&closed["kept"], &closed["banked"]),
        (&json!("50.00"), &json!("10.00"))
    );
    shop.run(&close).refused(1, "the register is closed");
    let again = shop.json(&["closing", "show", "1"]);
    assert_eq!(again["variance"], "-20.00");
    shop.run(&["audit", "verify"]).done();
}

#[test]
fn money_that_did_not_come_in_is_not_counted() {
    let shop = Shop::open(&goods());
    for (foreign, code, saying) in [
        ("USD=5", 1, "no USD came in"),
        ("USD", 2, "write it as"),
        ("XXY=5", 2, "write it as"),
    ] {
        shop.run(&["shift", "close", "--counted", "100", "--foreign", foreign])
            .refused(code, saying);
    }
    shop.run(&["shift", "close", "--counted", "100"]).done();
}
