//! A till and another program that change the same thing. Must never lose a change in silence, whoever was
//! first.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use crate::client::Line;
use crate::ground::{Ground, bodies};
use crate::shop::{ALL, keyed, send};
use crate::till::{Till, product};

bodies! {
    what_a_till_changes_that_a_program_changed_waits_for_a_person
    what_a_program_changes_that_a_till_changed_is_refused
}

const AT: &str = "/api/v1/products/PAN";

fn with(of: &Value, field: &str, value: &str) -> Value {
    let mut changed = of.clone();
    changed[field] = json!(value);
    changed
}

/// The till changes the product, having begun with that.
fn edit(till: &mut Till, was: &Value, now: &Value) -> Value {
    till.write(32, &json!({ "product_saved": { "product": now, "was": was } }));
    till.push_from(till.entries.len())
}

fn patch(key: &mut Line, change: Value, was: Value) -> crate::client::Answer {
    send(key, "PATCH", AT, &[], &json!({ "change": change, "was": was }))
}

/// The events of that sort.
fn told(key: &mut Line, sort: &str) -> Vec<Value> {
    let events = key.get("/api/v1/events").done()["events"].clone();
    let events = events.as_array().unwrap().iter();
    events.filter(|event| event["type"] == sort).cloned().collect()
}

fn what_a_till_changes_that_a_program_changed_waits_for_a_person(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let mut key = keyed(&hub, "Uno", ALL);
    till.product("PAN", "1.00", "10");
    till.push_from(1);
    let was = product("PAN", "1.00");
    patch(&mut key, json!({ "price": "2.00" }), json!({ "price": "1.00" })).done();
    // The till has not heard of it.
    let mut now = with(&was, "price", "3.00");
    now["name"] = json!("Bread");
    assert_eq!(edit(&mut till, &was, &now)[0]["outcome"], "conflict");
    let stands = till.row("product", "PAN");
    assert_eq!(
        (&stands["price"], &stands["name"]),
        (&json!("2.00"), &json!("Bread"))
    );
    let conflict = till.rows("conflict")[0].clone();
    assert_eq!(
        conflict["fields"],
        json!([{ "field": "price", "base": "1.00", "hub": "2.00", "local": "3.00" }])
    );
    assert_eq!(conflict["terminal_name"], "Till A");
    assert_eq!(told(&mut key, "conflict").len(), 1);
    // While it waits the program goes on with what stands.
    patch(&mut key, json!({ "price": "2.50" }), json!({ "price": "2.00" })).done();
    let stands = till.row("product", "PAN");
    assert_eq!(stands["price"], "2.50");
    till.write(
        70,
        &json!({ "conflict_resolved": { "conflict": conflict["id"], "kind": "product", "entity": "PAN",
            "choices": { "price": "keep_local" } } }),
    );
    let kept = json!({ "product": with(&stands, "price", "3.00"), "was": stands });
    till.write(32, &json!({ "product_saved": kept }));
    assert_eq!(till.push_from(3), json!([]));
    assert!(till.rows("conflict").is_empty());
    assert_eq!(key.get(AT).done()["value"]["price"], "3.00");
    assert_eq!(told(&mut key, "conflict_resolved").len(), 1);
}

fn what_a_program_changes_that_a_till_changed_is_refused(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let mut key = keyed(&hub, "Uno", ALL);
    till.product("PAN", "1.00", "10");
    till.push_from(1);
    let version = key.get(AT).done()["version"].as_str().unwrap().to_owned();
    let was = product("PAN", "1.00");
    let mut now = with(&was, "price", "3.00");
    now["name"] = json!("Bread");
    assert_eq!(edit(&mut till, &was, &now), json!([]));
    // The program has not heard of it: nothing of what it says is kept, and nothing waits.
    let known = [("if-match", version.as_str())];
    let whole = json!({ "name": "Loaf", "price": "2.00", "tax": "standard" });
    let put = send(&mut key, "PUT", AT, &known, &whole);
    assert_eq!(put.no(), (412, "changed".to_owned()));
    let late = patch(
        &mut key,
        json!({ "price": "2.00", "name": "Loaf" }),
        json!({ "price": "1.00" }),
    );
    assert_eq!(late.no(), (412, "changed".to_owned()));
    assert!(late.json()["message"].as_str().unwrap().contains("3.00"));
    let stands = till.row("product", "PAN");
    assert_eq!(
        (&stands["price"], &stands["name"]),
        (&json!("3.00"), &json!("Bread"))
    );
    assert!(till.rows("conflict").is_empty());
    // A name matters less: the later one stands, and what it replaced is told.
    let name = patch(&mut key, json!({ "name": "Loaf" }), json!({ "name": "Good PAN" }));
    assert_eq!(name.done()["value"]["name"], "Loaf");
    assert_eq!(told(&mut key, "edit_replaced")[0]["data"]["was"], "Bread");
}
