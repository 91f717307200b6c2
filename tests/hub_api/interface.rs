//! Products, customers, sales and stock over the interface for other programs. Must never share a key with a
//! till.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use crate::ground::{Ground, bodies};
use crate::shop::{ALL, day_of_trade, keyed, send};
use crate::till::Till;

bodies! {
    a_product_of_another_program_reaches_the_tills_and_its_price_follows
    a_request_counts_once_however_often_it_comes
    sales_are_read_with_a_cursor_that_another_past_does_not_have
    a_key_opens_what_its_scopes_say_until_it_is_withdrawn
    nonsense_is_one_plain_sentence
}

fn a_product_of_another_program_reaches_the_tills_and_its_price_follows(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let mut key = keyed(&hub, "Uno", ALL);
    let queso = json!({ "name": "Queso", "price": "4.50", "tax": "standard", "codes": ["8410000000017"] });
    let at = "/api/v1/products/QUESO";
    let made = send(&mut key, "PUT", at, &[], &queso);
    let version = made.done()["version"].as_str().unwrap().to_owned();
    assert_eq!(made.headers["etag"], format!("\"{version}\""));
    assert_eq!(till.row("product", "QUESO")["price"], "4.50");
    // Who has not seen it does not replace it.
    assert_eq!(
        send(&mut key, "PUT", at, &[], &queso).no(),
        (428, "unconditional".to_owned())
    );
    let stale = [("if-match", "\"0000000000000000\"")];
    assert_eq!(
        send(&mut key, "PUT", at, &stale, &queso).no(),
        (412, "changed".to_owned())
    );
    let known = format!("\"{version}\"");
    let mut dearer = queso.clone();
    dearer["price"] = json!("4.80");
    assert_eq!(
        send(&mut key, "PUT", at, &[("if-match", &known)], &dearer).done()["value"]["price"],
        "4.80"
    );
    // A till changes the price; the program that still knows the old one is told.
    let mut row = json!({ "product": till.row("product", "QUESO"), "was": till.row("product", "QUESO") });
    row["product"]["price"] = json!("5.00");
    till.write(32, &json!({ "product_saved": row }));
    assert_eq!(till.push_from(1), json!([]));
    let late = json!({ "change": { "price": "5.20", "name": "Queso viejo" }, "was": { "price": "4.80" } });
    assert_eq!(
        send(&mut key, "PATCH", at, &[], &late).no(),
        (412, "changed".to_owned())
    );
    assert_eq!(
        till.row("product", "QUESO")["name"],
        "Queso",
        "nothing of it was taken"
    );
    let right = json!({ "change": { "price": "5.20", "name": "Queso viejo" }, "was": { "price": "5.00" } });
    send(&mut key, "PATCH", at, &[], &right).done();
    let stands = till.row("product", "QUESO");
    assert_eq!(
        (&stands["price"], &stands["name"]),
        (&json!("5.20"), &json!("Queso viejo"))
    );
    let twin = json!({ "name": "Twin", "price": "1", "tax": "standard", "codes": ["8410000000017"] });
    assert_eq!(
        send(&mut key, "PUT", "/api/v1/products/TWIN", &[], &twin).no(),
        (422, "invalid".to_owned())
    );
    assert_eq!(till.row("product", "TWIN"), Value::Null);
}

fn a_request_counts_once_however_often_it_comes(ground: &Ground) {
    let hub = ground.hub();
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let mut key = keyed(&hub, "Uno", ALL);
    let at = "/api/v1/customers/00000000-0000-0000-0000-000000000077";
    let once = [("idempotency-key", "order-1")];
    let ana = json!({ "name": "Ana" });
    let first = send(&mut key, "PUT", at, &once, &ana).done();
    assert_eq!(send(&mut key, "PUT", at, &once, &ana).done(), first);
    let other = send(&mut key, "PUT", at, &once, &json!({ "name": "Bea" }));
    assert_eq!(other.no(), (409, "idempotency_conflict".to_owned()));
    assert!(hub.stop().1);
    let hub = ground.hub();
    let token = key.token.clone();
    key = hub.line();
    key.token = token;
    assert_eq!(
        send(&mut key, "PUT", at, &once, &ana).done(),
        first,
        "and after a start"
    );
    assert_eq!(key.get(at).done(), first);
}

fn sales_are_read_with_a_cursor_that_another_past_does_not_have(ground: &Ground) {
    let hub = ground.hub();
    let mut till = day_of_trade(&hub, "Uno", "A");
    let mut key = keyed(&hub, "Uno", ALL);
    let (mut cursor, mut found) = (String::new(), Vec::new());
    loop {
        let page = key.get(&format!("/api/v1/sales?limit=1&cursor={cursor}")).done();
        cursor = page["cursor"].as_str().unwrap().to_owned();
        found.extend(page["events"].as_array().unwrap().clone());
        if page["caught_up"] == true {
            break;
        }
    }
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["data"]["total"], "3.30");
    assert_eq!(found[0]["data"]["lines"][0]["sku"], "PAN-A");
    till.sell("PAN-A", 1, 2);
    till.push_from(5);
    let page = key.get(&format!("/api/v1/sales?cursor={cursor}")).done();
    assert_eq!(page["events"][0]["data"]["total"], "1.10");
    let forged = format!("{}0", &cursor[..cursor.len() - 1]);
    let forged = if forged == cursor {
        format!("{}1", &cursor[..cursor.len() - 1])
    } else {
        forged
    };
    let gone = key.get(&format!("/api/v1/sales?cursor={forged}"));
    assert_eq!(gone.no(), (410, "resnapshot".to_owned()));
    for nonsense in ["x", "1.2.3", "3.0.1.", "%ff"] {
        let answer = key.get(&format!("/api/v1/events?cursor={nonsense}"));
        assert_eq!(answer.no().0, 400, "{nonsense}");
    }
    let closings = key.get("/api/v1/closings").done();
    assert_eq!(closings["events"][0]["data"]["variance"], "-0.30");
    assert_eq!(
        key.get("/api/v1/stock/PAN-A").done()["value"],
        json!({ "quantity": "6" })
    );
    assert_eq!(
        key.get("/api/v1/documents/A-1").status,
        key.get("/api/v1/documents/A-1").status
    );
    let days = key.get("/api/v1/days?from=2026-11-20&to=2026-11-20").done();
    assert_eq!(days["days"][0]["figures"]["total"], "4.40 EUR");
    assert_eq!(
        key.get("/api/v1/days?from=2026-11-21&to=2026-11-22").done()["days"],
        json!([])
    );
    let low = key.get("/api/v1/events").done();
    assert!(
        low["events"]
            .as_array()
            .unwrap()
            .iter()
            .any(|event| event["type"] == "stock_low")
    );
}

fn a_key_opens_what_its_scopes_say_until_it_is_withdrawn(ground: &Ground) {
    let hub = ground.hub();
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let mut key = keyed(&hub, "Uno", "products:read");
    assert_eq!(key.get("/api/v1/products").done()["items"], json!([]));
    let put = send(&mut key, "PUT", "/api/v1/products/A", &[], &json!({}));
    assert_eq!(put.no(), (403, "forbidden".to_owned()));
    assert_eq!(key.get("/api/v1/customers").no().0, 403);
    let shown = key.token.clone().unwrap();
    let kept = std::fs::read(ground.dir.path().join("hub.redb")).unwrap_or_default();
    assert!(
        !kept.windows(shown.len()).any(|part| part == shown.as_bytes()),
        "only its hash is kept"
    );
    let keys = hub.told(&["api-keys"]);
    assert!(!keys.to_string().contains(&shown));
    hub.told(&["revoke-key", "books"]);
    assert_eq!(key.get("/api/v1/products").no(), (403, "forbidden".to_owned()));
    key.token = Some(format!("tendero_{}", "0".repeat(64)));
    assert_eq!(key.get("/api/v1/products").no(), (401, "unauthorized".to_owned()));
    let none = hub.command(&[
        "api-key",
        "--shop",
        "Uno",
        "--name",
        "x",
        "--scopes",
        "everything",
    ]);
    assert_eq!(none.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&none.stderr).contains("products:read"),
        "it says which there are"
    );
}

fn nonsense_is_one_plain_sentence(ground: &Ground) {
    let hub = ground.hub();
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let mut key = keyed(&hub, "Uno", ALL);
    let cases: [(&str, &str, Value, u16); 8] = [
        ("PUT", "/api/v1/products/A", json!([]), 400),
        ("PUT", "/api/v1/products/A", json!({ "name": "A" }), 422),
        (
            "PUT",
            "/api/v1/products/A",
            json!({ "name": "A", "price": -1, "tax": "s" }),
            422,
        ),
        (
            "PUT",
            "/api/v1/products/A",
            json!({ "name": "A", "price": "1", "tax": "s", "colour": 1 }),
            422,
        ),
        (
            "PUT",
            "/api/v1/products/A%00B",
            json!({ "name": "A", "price": "1", "tax": "s" }),
            400,
        ),
        ("PATCH", "/api/v1/products/A", json!({ "change": {} }), 404),
        ("PATCH", "/api/v1/products/A", json!({ "changes": {} }), 400),
        ("PUT", "/api/v1/customers/ana", json!({ "name": "Ana" }), 400),
    ];
    for (method, path, body, status) in cases {
        let answer = send(&mut key, method, path, &[], &body);
        assert_eq!(answer.status, status, "{method} {path} {body}: {}", answer.json());
        assert!(!answer.json()["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(key.get("/api/v1/products").done()["items"], json!([]));
}
