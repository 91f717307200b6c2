//! Goods by script: in, out, counted and taken back; each once however often it is asked. Must never take a
//! level from the program that it can add up itself.

use serde_json::{Value, json};

use crate::shop::{Shop, uuid};

const GOODS: &str = "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock\n\
                     P1,700000000001,Pan,Pan,1.15,0.50,reduced,ea,10,4\n\
                     Q1,700000000002,Queso,Queso,9.99,,standard,kg,,2\n";

fn stock(shop: &Shop, more: &[&str]) -> Value {
    let all = [&["stock"], more, &["--user", "Luz"]].concat();
    serde_json::from_str(&shop.run(&all).done().out).expect("an answer in JSON")
}

fn list(shop: &Shop, more: &[&str]) -> Vec<Value> {
    let all = [&["stock", "list", "--json"], more].concat();
    let answer = shop.run(&all).done();
    let lines = answer.out.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn level(shop: &Shop, sku: &str) -> Value {
    let rows = list(shop, &[]);
    let row = rows.iter().find(|row| row["sku"] == sku).expect("a row");
    row["level"].clone()
}

#[test]
fn goods_come_in_once_at_their_average_and_go_back_once() {
    let shop = Shop::open(GOODS);
    let (id, undo) = (uuid(1), uuid(2));
    let more = [
        "receive",
        "P1=10@1.00",
        "Q1=2.5@6",
        "--supplier",
        "Sur",
        "--id",
        &id,
    ];
    let first = stock(&shop, &more);
    assert_eq!(stock(&shop, &more), first, "asked twice, moved once");
    assert_eq!(
        first["lines"][0]["cost_after"], "0.75",
        "10 at 0.50 and 10 at 1.00"
    );
    assert_eq!(
        (level(&shop, "P1"), level(&shop, "Q1")),
        (json!("20"), json!("2.5"))
    );
    stock(&shop, &["undo", &id, "--id", &undo]);
    assert_eq!(
        (level(&shop, "P1"), level(&shop, "Q1")),
        (json!("10"), json!("0"))
    );
    shop.run(&["stock", "undo", &id, "--user", "Luz"])
        .refused(1, "taken back already");
    shop.run(&["stock", "receive", "P1=0.5", "--user", "Luz"])
        .refused(1, "counted in ea");
    shop.run(&["stock", "adjust", "P1=1", "--reason", " ", "--user", "Luz"])
        .refused(1, "a reason is needed");
    shop.run(&["stock", "receive", "P1", "--user", "Luz"])
        .refused(2, "SKU=QUANTITY");
}

#[test]
fn what_is_low_is_named_with_what_to_order() {
    let shop = Shop::open(GOODS);
    let low = list(&shop, &["--low"]);
    assert_eq!(low.len(), 1, "nobody knows of any cheese");
    assert_eq!((&low[0]["sku"], &low[0]["order"]), (&json!("Q1"), &json!("4")));
    stock(&shop, &["write-off", "P1=6", "--reason", "stale"]);
    let low = list(&shop, &["--low"]);
    assert_eq!((&low[0]["sku"], &low[0]["order"]), (&json!("P1"), &json!("4")));
}

#[test]
fn a_count_moves_the_difference_and_one_given_up_nothing() {
    let shop = Shop::open(GOODS);
    let count = uuid(7);
    stock(
        &shop,
        &["count", "P1=8", "Q1=1.5", "--count", &count, "--scope", "Shelf"],
    );
    let open = shop.json(&["stock", "counts"]);
    assert_eq!(open["counts"][0]["scope"], "Shelf");
    assert_eq!(open["counts"][0]["lines"][0].get("level"), None, "it is blind");
    shop.run(&["stock", "count", "P1=7", "--user", "Luz"])
        .refused(1, "another count");
    let closed = stock(&shop, &["close-count", &count]);
    assert_eq!(
        (&closed["products"], &closed["different"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(
        (level(&shop, "P1"), level(&shop, "Q1")),
        (json!("8"), json!("1.5"))
    );
    shop.run(&["stock", "close-count", &count, "--user", "Luz"])
        .refused(1, "not open any more");

    let fresh = Shop::open(GOODS);
    stock(&fresh, &["count", "Q1=1.5", "--count", &count]);
    stock(&fresh, &["close-count", &count, "--give-up"]);
    assert_eq!(level(&fresh, "Q1"), Value::Null, "nobody knows it, as before");
    fresh.run(&["audit", "verify"]).done();
}
