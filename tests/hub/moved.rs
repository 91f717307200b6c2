//! Goods, balances and closings over several tills. Must never let the hub know better than the movements.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};
use uuid::Uuid;

use crate::process::Hub;
use crate::till::{CASHIER, Till, good, opened, priced};

#[test]
fn the_last_one_is_sold_on_two_tills_and_a_count_adds_what_it_found() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    a.product("PAN", "1.10", "1");
    a.push_from(1);
    a.sell("PAN", 1, 1);
    b.sell("PAN", 1, 1);
    a.push_from(2);
    assert_eq!(b.push_from(1), json!([]));
    assert_eq!(a.row("level", "PAN"), json!({ "quantity": "-1" }));
    let moved = |quantity: &str, reason: Value| {
        json!({ "stock_moved": { "id": Uuid::now_v7(), "reason": reason, "date": "2026-11-20",
            "time": "2026-11-20T12:00:00", "by": CASHIER,
            "lines": [{ "sku": "PAN", "name": "Good PAN", "unit": "ea", "quantity": quantity,
                "cost": "0.55", "cost_after": "0.55" }] } })
    };
    // A counts 5 where it believes 0; B sells meanwhile.
    b.sell("PAN", 2, 1);
    b.push_from(2);
    a.write(34, &moved("5", json!({ "counted": { "count": Uuid::now_v7() } })));
    a.push_from(3);
    assert_eq!(b.row("level", "PAN"), json!({ "quantity": "2" }));
    assert_eq!(b.row("product", "PAN")["cost"], "0.55");
}

/// The hub was set back to a day before it knew the loaf, and the till that sold it, and perhaps changed it,
/// is heard before the one that made it.
#[test]
fn what_was_moved_before_the_hub_knew_the_product_counts_once_it_does() {
    let moved = |quantity: &str| {
        json!({ "stock_moved": { "id": Uuid::now_v7(), "reason": { "received": {} }, "date": "2026-11-20",
            "time": "2026-11-20T12:00:00", "by": CASHIER,
            "lines": [{ "sku": "PAN", "name": "Good PAN", "unit": "ea", "quantity": quantity }] } })
    };
    // With so much on the shelf, with goods that came in, and of which nobody says how much there is.
    let of = |quantity: &str| json!({ "quantity": quantity });
    for (stock, comes, changed, level) in [
        (Some("10"), None, false, of("7")),
        (Some("10"), None, true, of("7")),
        (Some("10"), Some("5"), false, of("12")),
        (Some("10"), Some("5"), true, of("12")),
        (None, Some("5"), false, of("5")),
        (None, Some("5"), true, of("5")),
        (None, None, false, Value::Null),
        (None, None, true, Value::Null),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let hub = Hub::start(dir.path());
        let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
        b.sell("PAN", 3, 1);
        if let Some(comes) = comes {
            b.write(34, &moved(comes));
        }
        let product = crate::till::product("PAN", "1.10");
        if changed {
            let mut now = product.clone();
            now["price"] = json!("1.20");
            b.write(
                32,
                &json!({ "product_saved": { "product": now, "was": product } }),
            );
        }
        b.push_from(1);
        assert!(
            changed || a.rows("level").is_empty(),
            "of what nobody knows nothing is told"
        );
        a.write(
            32,
            &json!({ "product_saved": { "product": product, "stock": stock } }),
        );
        assert_eq!(a.push_from(1), json!([]));
        assert_eq!(a.row("level", "PAN"), level, "{stock:?} {comes:?} {changed}");
        // From then on as ever.
        if !level.is_null() {
            b.sell("PAN", 1, 1);
            b.push_from(b.entries.len());
            assert_ne!(a.row("level", "PAN"), level);
        }
    }
}

/// The loaf after two tills took some in that had not heard of each other, in that order of being heard.
fn mixed(first: usize) -> (Value, Value, u64) {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut tills = [Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B")];
    let mut product = crate::till::product("PAN", "1.10");
    product["cost"] = json!("1");
    tills[0].write(
        32,
        &json!({ "product_saved": { "product": product, "stock": "10" } }),
    );
    tills[0].push_from(1);
    // What each believes: ten at 1, and its own.
    for (till, line) in tills
        .iter_mut()
        .zip([("10", "2", "1.5"), ("20", "3", "2.333333")])
    {
        let (quantity, cost, after) = line;
        let line = json!({ "sku": "PAN", "name": "Good PAN", "unit": "ea", "quantity": quantity,
            "cost": cost, "cost_before": "1", "cost_after": after });
        till.write(
            34,
            &json!({ "stock_moved": { "id": Uuid::now_v7(), "reason": { "received": {} },
                "date": "2026-11-20", "time": "2026-11-20T12:00:00", "by": CASHIER, "lines": [line] } }),
        );
    }
    for at in [first, 1 - first] {
        let from = tills[at].entries.len();
        assert_eq!(tills[at].push_from(from), json!([]));
    }
    let row = tills[0].row("product", "PAN");
    // The same goods at the very average: the product is as it was, and its till, which believes otherwise,
    // is told all the same.
    let line = json!({ "sku": "PAN", "name": "Good PAN", "unit": "ea", "quantity": "4", "cost": "2.25",
        "cost_before": "1.5", "cost_after": "1.625" });
    let (_, cursors) = tills[0].pull(&json!([]), 500);
    tills[0].write(
        34,
        &json!({ "stock_moved": { "id": Uuid::now_v7(), "reason": { "received": {} },
            "date": "2026-11-20", "time": "2026-11-20T13:00:00", "by": CASHIER, "lines": [line] } }),
    );
    let from = tills[0].entries.len();
    tills[0].push_from(from);
    let (rows, _) = tills[0].pull(&cursors, 500);
    let told = rows.iter().filter(|row| row["kind"] == "product").count();
    (
        row["cost"].clone(),
        tills[0].row("product", "PAN")["cost"].clone(),
        told as u64,
    )
}

#[test]
fn what_goods_cost_is_reckoned_over_all_tills_whoever_is_heard_first() {
    for first in [0, 1] {
        assert_eq!(mixed(first), (json!("2.25"), json!("2.25"), 1));
    }
}

#[test]
fn what_is_owed_is_the_sum_over_all_tills() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    let customer = json!({ "id": "00000000-0000-0000-0000-000000000077", "name": "María" });
    let sell = |till: &mut Till| {
        let id = till.sell("PAN", 3, 1);
        let (entry, prev, _) = till.entries.pop().unwrap();
        assert_eq!(prev, till.head());
        let mut payload: Value = serde_json::from_str(entry["payload"].as_str().unwrap()).unwrap();
        let sale = &mut payload["event"]["sold"];
        sale["customer"] = customer.clone();
        sale["tenders"][0]["method"] = json!("account");
        till.write_raw(id, 20, &payload.to_string());
    };
    sell(&mut a);
    sell(&mut b);
    a.push_from(1);
    b.push_from(1);
    let id = customer["id"].as_str().unwrap();
    assert_eq!(a.row("balance", id), json!({ "amount": "6.60" }));
    b.write(
        61,
        &json!({ "account_paid": {
            "customer": customer, "amount": "2.00 EUR",
            "tenders": [{ "method": "cash", "amount": "2.00 EUR", "reference": null }],
            "settlement": { "rounding": "0.00 EUR", "due": "2.00 EUR", "paid": "2.00 EUR",
                "change": "0.00 EUR" },
            "balance": "4.60 EUR", "shift": 1, "date": "2026-11-20", "time": "2026-11-20T14:32:00",
            "by": CASHIER,
        } }),
    );
    assert_eq!(b.push_from(2), json!([]));
    assert_eq!(a.row("balance", id), json!({ "amount": "4.60" }));
}

/// Writes a return of two of a product, of that number.
fn refund(till: &mut Till, (series, number): (&str, u64), of: Option<Uuid>, fate: &str) {
    let id = Uuid::now_v7();
    let of = of.map(|sale| json!({ "number": { "series": "A", "number": 1 }, "sale": sale }));
    let refund = json!({
        "id": id, "number": { "series": series, "number": number }, "of": of, "shift": 1,
        "date": "2026-11-20", "time": "2026-11-20T15:00:00", "cashier": CASHIER,
        "goods": [{ "good": good("PAN", 2), "line": 0, "fate": fate }], "priced": priced(2),
        "tenders": [{ "method": "cash", "amount": "2.20 EUR", "reference": null }],
        "settlement": { "rounding": "0.00 EUR", "due": "2.20 EUR", "paid": "2.20 EUR",
            "change": "0.00 EUR" },
        "perpetual": { "absolute": "2.20 EUR", "net": "0.00 EUR" }, "fingerprint": "",
    });
    let payload = json!({ "by": CASHIER, "via": "till", "app": "test", "event": { "refunded": refund } });
    till.write_raw(id, 21, &payload.to_string());
}

#[test]
fn goods_come_back_to_another_till() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    a.product("PAN", "1.10", "10");
    let sale = a.sell("PAN", 2, 1);
    a.push_from(1);
    refund(&mut b, ("BR", 1), Some(sale), "stock");
    assert_eq!(b.push_from(1), json!([]));
    assert_eq!(b.row("level", "PAN"), json!({ "quantity": "10" }));
    // The same receipt once more, at the till that sold it and knew nothing of it: a fact, and told.
    refund(&mut a, ("AR", 1), Some(sale), "written_off");
    assert_eq!(a.push_from(3), json!([]));
    assert_eq!(a.row("level", "PAN"), json!({ "quantity": "10" }));
}

/// What the hub told of that sort.
fn events(hub: &Hub, sort: &str) -> Vec<Value> {
    let scopes = ["--scopes", "events:read"];
    let asked = [&["api-key", "--shop", "Uno", "--name", sort][..], &scopes].concat();
    let mut line = hub.line();
    line.token = hub.told(&asked)["key"].as_str().map(str::to_owned);
    let told = line.get("/api/v1/events").done();
    let events = told["events"].as_array().unwrap().iter();
    let sort = events.filter(|event| event["type"] == sort);
    sort.map(|event| event["data"].clone()).collect()
}

#[test]
fn numbers_of_another_till_and_numbers_far_beyond_are_kept_and_told() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    a.product("PAN", "1.10", "10");
    a.sell("PAN", 1, 1);
    a.push_from(1);
    b.series = "A".to_owned();
    b.sales = 49;
    b.sell("PAN", 1, 1);
    b.sell("PAN", 1, 1);
    refund(&mut b, ("AR", 7), None, "stock");
    refund(&mut b, ("AR", 8), None, "stock");
    refund(&mut b, ("BR", 1), None, "stock");
    refund(&mut b, ("BR", 20_000), None, "stock");
    refund(&mut b, ("AR", 3_000_000), None, "stock");
    assert_eq!(b.push_from(1), json!([]), "each is a fact");
    let taken = events(&hub, "series_taken");
    let told: Vec<&Value> = taken.iter().map(|told| &told["document"]).collect();
    assert_eq!(
        told,
        [&json!("A-000050"), &json!("AR-000007")],
        "once of each series"
    );
    assert!(
        taken.iter().all(|told| told["terminal"] == json!(a.terminal)),
        "{taken:?}"
    );
    let far = events(&hub, "number_far");
    let told: Vec<&Value> = far.iter().map(|told| &told["number"]).collect();
    assert_eq!(told, [&json!("BR-020000"), &json!("AR-3000000")]);

    // What somebody invents far beyond in another's series does not drag it there.
    let mut hello = a.hello_message(2, None);
    hello["series"] = json!([{ "series": "A", "next": 2 }, { "series": "AR", "next": 1 }]);
    let floors = a.line.post("/v1/hello", &hello).done()["series"].clone();
    assert_eq!(
        floors,
        json!([{ "series": "A", "next": 52 }, { "series": "AR", "next": 9 }])
    );
    // Nor a series that all share.
    let mut block = |want: u32| {
        let ask = json!({ "series": "Z", "request": Uuid::now_v7(), "want": want, "next": 1 });
        a.line.post("/v1/series/lease", &ask).done()["from"].clone()
    };
    assert_eq!(block(10), 1);
    refund(&mut b, ("Z", 3_000_000), None, "stock");
    b.push_from(8);
    assert_eq!(block(10), 11);
}

pub(crate) fn closing(shift: u64, sales: u64, total: i64, range: (u64, u64)) -> Value {
    let (net, tax) = (total / 11 * 10, total / 11);
    let euro = |cents: i64| format!("{}.{:02} EUR", cents / 100, cents % 100);
    json!({ "shift_closed": {
        "number": shift, "opened": opened(shift), "time": "2026-11-20T20:00:00", "by": CASHIER,
        "range": [range.0, range.1],
        "figures": { "sales": sales, "net": euro(net), "tax": euro(tax), "total": euro(total),
            "discount": "0.00 EUR", "rounding": "0.00 EUR", "tenders": {}, "taxes": {}, "cashiers": {},
            "documents": null },
        "expected": euro(total), "counted": euro(total), "variance": "0.00 EUR",
        "perpetual": { "absolute": euro(total), "net": euro(total) }, "unsynced": 0,
    } })
}

#[test]
fn a_closing_that_does_not_agree_is_kept_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.open(1);
    till.sell("PAN", 2, 1);
    till.sell("PAN", 1, 1);
    till.write(12, &closing(1, 2, 330, (1, 3)));
    assert_eq!(till.push_from(1), json!([]));
    till.open(2);
    till.sell("PAN", 1, 2);
    till.write(12, &closing(2, 9, 990, (5, 6)));
    till.write(12, &closing(2, 1, 110, (5, 6)));
    let notes = till.push_from(5);
    assert_eq!(notes.as_array().unwrap().len(), 1);
    assert_eq!(
        (&notes[0]["seq"], &notes[0]["reason"]),
        (&json!(8), &json!("closed_twice"))
    );
}
