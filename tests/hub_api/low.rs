//! What should be ordered: a list that is kept while goods move, and one event for each time a product comes
//! onto it. Must never find a product by looking at all of them.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::Line;
use crate::ground::{Ground, bodies};
use crate::shop::{ALL, keyed, send};
use crate::till::{CASHIER, Till, product};

bodies! {
    a_product_is_on_the_list_while_little_is_left_and_told_once_each_time
}

/// A product of which the shop wants so much at least.
fn wanted(till: &mut Till, sku: &str, least: &str, stock: Option<&str>) {
    let mut product = product(sku, "1.10");
    product["min_stock"] = json!(least);
    let mut row = json!({ "product": product });
    if let Some(stock) = stock {
        row["stock"] = json!(stock);
    }
    till.write(32, &json!({ "product_saved": row }));
}

fn received(till: &mut Till, sku: &str, quantity: &str) {
    let line = json!({ "sku": sku, "name": sku, "unit": "ea", "quantity": quantity });
    till.write(
        34,
        &json!({ "stock_moved": { "id": Uuid::now_v7(), "reason": { "received": {} }, "date": "2026-11-20",
            "time": "2026-11-20T12:00:00", "by": CASHIER, "lines": [line] } }),
    );
}

/// The SKUs on the list, read a page of two at a time.
fn listed(key: &mut Line) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = key
            .get(&format!("/api/v1/low-stock?limit=2&after={after}"))
            .done();
        let items = page["items"].as_array().unwrap().clone();
        found.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => return found,
        }
    }
}

fn told(key: &mut Line) -> usize {
    let events: Value = key.get("/api/v1/events").done()["events"].clone();
    let events = events.as_array().unwrap().iter();
    events.filter(|event| event["type"] == "stock_low").count()
}

fn a_product_is_on_the_list_while_little_is_left_and_told_once_each_time(ground: &Ground) {
    let hub = ground.hub();
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    let mut key = keyed(&hub, "Uno", ALL);
    for at in 1..=5 {
        wanted(&mut a, &format!("P{at}"), "5", Some("6"));
    }
    a.product("FREE", "1.10", "1");
    a.push_from(1);
    assert_eq!(listed(&mut key), Vec::<String>::new());
    for at in 1..=5 {
        a.sell(&format!("P{at}"), 1, 1);
    }
    b.sell("P1", 2, 1);
    a.push_from(7);
    b.push_from(1);
    assert_eq!(listed(&mut key), ["P1", "P2", "P3", "P4", "P5"]);
    assert_eq!(told(&mut key), 5, "what is low already is not told again");
    let page = key.get("/api/v1/low-stock?limit=1").done();
    assert_eq!(
        page["items"][0]["value"],
        json!({ "sku": "P1", "name": "Good P1", "unit": "ea", "quantity": "3", "min_stock": "5" })
    );
    // Goods come, and go again at the other till: it is told a second time.
    received(&mut a, "P1", "10");
    a.push_from(12);
    assert_eq!(listed(&mut key), ["P2", "P3", "P4", "P5"]);
    b.sell("P1", 9, 1);
    b.push_from(2);
    assert_eq!((listed(&mut key).len(), told(&mut key)), (5, 6));
    // What the shop wants at least changes the list, and whether it sells a thing at all.
    let mut patch = |sku: &str, change: Value| {
        let at = format!("/api/v1/products/{sku}");
        send(&mut key, "PATCH", &at, &[], &json!({ "change": change })).done();
    };
    patch("P2", json!({ "min_stock": "2" }));
    patch("P3", json!({ "active": false }));
    patch("FREE", json!({ "min_stock": "1" }));
    assert_eq!(listed(&mut key), ["FREE", "P1", "P4", "P5"]);
    // Where nothing was ever counted, nothing is there.
    wanted(&mut a, "NEVER", "1", None);
    a.push_from(13);
    assert_eq!(listed(&mut key), ["FREE", "NEVER", "P1", "P4", "P5"]);
    assert_eq!(told(&mut key), 6, "nobody moved anything");
}
