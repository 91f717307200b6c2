//! Two tills that change the same things away from each other. Must never lose a change in silence.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};
use uuid::Uuid;

use crate::process::Hub;
use crate::till::{Till, product};

fn edit(till: &mut Till, was: &Value, now: &Value) -> Value {
    till.write(32, &json!({ "product_saved": { "product": now, "was": was } }));
    let from = till.entries.len();
    till.push_from(from)
}

fn with(of: &Value, field: &str, value: &str) -> Value {
    let mut changed = of.clone();
    changed[field] = json!(value);
    changed
}

#[test]
fn two_prices_wait_for_a_person_and_the_first_decision_counts() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    a.product("PAN", "1.10", "10");
    a.push_from(1);
    let was = product("PAN", "1.10");
    let mut renamed = with(&was, "price", "1.20");
    renamed["name"] = json!("Loaf");
    assert_eq!(edit(&mut a, &was, &renamed), json!([]));
    let mut other = with(&was, "price", "1.30");
    other["name"] = json!("Bread");
    let notes = edit(&mut b, &was, &other);
    assert_eq!(notes[0]["outcome"], "conflict");
    let stands = b.row("product", "PAN");
    assert_eq!(
        (&stands["price"], &stands["name"]),
        (&json!("1.20"), &json!("Bread"))
    );
    let conflicts = b.rows("conflict");
    let conflict = conflicts[0].clone();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        conflict["fields"],
        json!([{ "field": "price", "base": "1.10", "hub": "1.20", "local": "1.30" }])
    );
    assert_eq!(
        (&conflict["terminal_name"], &conflict["entity"]),
        (&json!("Till B"), &json!("PAN"))
    );
    // B keeps its own price: a decision, and an edit on what stands. A decides too, and too late.
    let resolved = |choice: &str| {
        json!({ "conflict_resolved": { "conflict": conflict["id"], "kind": "product", "entity": "PAN",
            "choices": { "price": choice } } })
    };
    b.write(70, &resolved("keep_local"));
    b.write(
        32,
        &json!({ "product_saved": { "product": with(&stands, "price", "1.30"), "was": stands } }),
    );
    assert_eq!(b.push_from(2), json!([]));
    a.write(70, &resolved("accept_server"));
    assert_eq!(a.push_from(3), json!([]));
    assert!(a.rows("conflict").is_empty());
    assert_eq!(a.row("product", "PAN")["price"], "1.30");
}

/// Two tills give a good another price, on a hub of their own; A may have written that decision before the
/// edit of B comes. Tells the notes on that edit, the open conflicts and the price that stands.
fn priced_twice(edit: Uuid, decided: Option<&Value>) -> (Value, Vec<Value>, Value) {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    a.product("PAN", "1.10", "10");
    let was = product("PAN", "1.10");
    let saved =
        |price: &str| json!({ "product_saved": { "product": with(&was, "price", price), "was": was } });
    a.write(32, &saved("1.20"));
    if let Some(conflict) = decided {
        let choices = json!({ "price": "accept_server" });
        let resolved =
            json!({ "conflict": conflict, "kind": "product", "entity": "PAN", "choices": choices });
        a.write(70, &json!({ "conflict_resolved": resolved }));
    }
    a.push_from(1);
    let payload = json!({ "via": "till", "app": "test", "event": saved("1.30") }).to_string();
    b.write_raw(edit, 32, &payload);
    let notes = b.push_from(1);
    (
        notes,
        b.rows("conflict"),
        b.row("product", "PAN")["price"].clone(),
    )
}

/// So it is after the hub's disk was set back: the decision comes again before the edit that it decides.
#[test]
fn what_was_decided_stays_decided_when_the_edit_comes_again() {
    let edit = Uuid::now_v7();
    let (notes, open, _) = priced_twice(edit, None);
    assert_eq!(notes[0]["outcome"], "conflict");
    let (notes, still, price) = priced_twice(edit, Some(&open[0]["id"]));
    assert_eq!((notes, still.as_slice()), (json!([]), [].as_slice()));
    assert_eq!(price, "1.20");
}

#[test]
fn what_one_takes_out_of_use_and_another_prices_anew_waits_for_a_person() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    for sku in ["PAN", "VINO"] {
        a.product(sku, "1.10", "10");
    }
    a.push_from(1);
    let out = |was: &Value| {
        let mut out = was.clone();
        out["active"] = json!(false);
        out
    };
    // The edit comes first, and taking out of use knew nothing of it; then the other way round.
    let pan = product("PAN", "1.10");
    edit(&mut a, &pan, &with(&pan, "price", "1.20"));
    assert_eq!(edit(&mut b, &pan, &out(&pan))[0]["outcome"], "conflict");
    let vino = product("VINO", "1.10");
    edit(&mut a, &vino, &out(&vino));
    assert_eq!(
        edit(&mut b, &vino, &with(&vino, "price", "1.30"))[0]["outcome"],
        "conflict"
    );
    let stands = b.row("product", "PAN");
    assert_eq!(
        (&stands["price"], &stands["active"]),
        (&json!("1.20"), &Value::Null)
    );
    let stands = b.row("product", "VINO");
    assert_eq!(
        (&stands["price"], &stands["active"]),
        (&json!("1.30"), &json!(false))
    );
    let mut told: Vec<(Value, Value)> = b
        .rows("conflict")
        .into_iter()
        .map(|conflict| (conflict["entity"].clone(), conflict["fields"].clone()))
        .collect();
    told.sort_by_key(|(entity, _)| entity.to_string());
    let field =
        |hub: bool, local: bool| json!([{ "field": "active", "base": true, "hub": hub, "local": local }]);
    assert_eq!(told[0], (json!("PAN"), field(true, false)));
    assert_eq!(told[1], (json!("VINO"), field(false, true)));
}

#[test]
fn a_code_is_of_one_product() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    a.product("PAN", "1.10", "10");
    a.push_from(1);
    let mut same = product("VINO", "5.00");
    same["codes"] = json!(["c-PAN", "c-VINO"]);
    b.write(32, &json!({ "product_saved": { "product": same } }));
    assert_eq!(b.push_from(1)[0]["outcome"], "conflict");
    assert_eq!(b.row("product", "VINO")["codes"], json!(["c-VINO"]));
    assert_eq!(b.rows("conflict")[0]["fields"][0]["field"], "codes");
    // When the one gives it up, the other may have it.
    let was = product("PAN", "1.10");
    let mut bare = was.clone();
    bare.as_object_mut().unwrap().remove("codes");
    edit(&mut a, &was, &bare);
    let stands = b.row("product", "VINO");
    assert_eq!(edit(&mut b, &stands, &same), json!([]));
    assert_eq!(b.row("product", "VINO")["codes"], json!(["c-PAN", "c-VINO"]));
}

#[test]
fn the_shops_settings_are_those_of_its_first_till() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    let shop = |name: &str, lang: &str| {
        json!({
            "name": name, "currency": "EUR", "tax_classes": [], "prices_include_tax": true,
            "tax_rounding": "line", "rounding": "half_up", "max_quantity": "9999", "lang": lang,
            "zone": "UTC", "patterns": [], "variance_limit": "5.00 EUR",
        })
    };
    a.write(
        1,
        &json!({ "founded": { "shop": shop("Uno", "en"), "series": "A" } }),
    );
    assert_eq!(a.push_from(1), json!([]));
    b.write(
        1,
        &json!({ "founded": { "shop": shop("Dos", "es"), "series": "B" } }),
    );
    assert_eq!(b.push_from(1), json!([]));
    assert_eq!(b.row("shop", "shop")["name"], "Uno");
    let was = shop("Uno", "en");
    let mut now = shop("Uno", "es");
    now["was"] = was;
    b.write(2, &json!({ "shop_changed": now }));
    assert_eq!(b.push_from(2), json!([]));
    let stands = a.row("shop", "shop");
    assert_eq!((&stands["name"], &stands["lang"]), (&json!("Uno"), &json!("es")));
    assert!(stands.get("was").is_none());
}

#[test]
fn an_import_counts_at_its_commit_and_whole() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    let batch = Uuid::now_v7();
    let rows = |from: usize| -> Vec<Value> {
        (from..from + 3)
            .map(|at| json!({ "product": product(&format!("P{at}"), "2.00"), "stock": "4" }))
            .collect()
    };
    till.write(30, &json!({ "import_part": { "batch": batch, "rows": rows(0) } }));
    till.write(30, &json!({ "import_part": { "batch": batch, "rows": rows(3) } }));
    till.push_from(1);
    assert!(till.rows("product").is_empty());
    till.write(30, &json!({ "import_part": { "batch": batch, "rows": rows(6) } }));
    let commit = |parts: u64, rows: u64| {
        json!({ "import_committed": { "batch": batch, "first_seq": 1, "parts": parts, "rows": rows,
            "source": "goods.csv" } })
    };
    till.write(31, &commit(3, 9));
    assert_eq!(
        till.push_from(3),
        json!([]),
        "two parts are there already, one comes along"
    );
    assert_eq!((till.rows("product").len(), till.rows("level").len()), (9, 9));
    till.write(31, &commit(4, 12));
    assert_eq!(till.push_from(5)[0]["reason"], "import_parts");
}
