//! Two shops in one hub: whatever is asked with what one shop was given shows nothing of the other. Must try
//! every address that the hub's own document names.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use crate::client::{Answer, Line};
use crate::ground::{Ground, bodies};
use crate::process::Hub;
use crate::shop::{ALL, day_of_trade, keyed, password};
use crate::till::Till;

bodies! {
    no_address_shows_one_shop_to_the_other
}

/// What an answer may not hold: names and ids of the other shop.
fn foreign(answer: &Answer, marks: &[String]) -> Option<String> {
    let text = String::from_utf8_lossy(&answer.bytes);
    marks.iter().find(|mark| text.contains(&mark[..])).cloned()
}

fn ask(line: &mut Line, method: &str, path: &str, (tried, body): (u32, &Value)) -> Answer {
    let from = std::net::Ipv4Addr::from_bits(0x0a00_0000 + tried).to_string();
    let headers = [("if-match", "*"), ("x-forwarded-for", &from[..])];
    let body = body.to_string();
    line.ask(&method.to_uppercase(), path, &headers, body.as_bytes())
}

fn no_address_shows_one_shop_to_the_other(ground: &Ground) {
    // Whoever shows no key is counted by address: each of these comes from another one.
    let hub = ground.hub_with(&["--behind-proxy"]);
    let mut mine = day_of_trade(&hub, "Uno", "A");
    let mut theirs = day_of_trade(&hub, "Dos", "B");
    let mut key = keyed(&hub, "Uno", ALL);
    let url = "https://hook.example/b";
    let hook = hub.told(&["webhook", "--shop", "Dos", "--url", url, "--on", "sale"]);
    let hook = hook["id"].as_str().unwrap().to_owned();
    let customer = "00000000-0000-0000-0000-0000000000bb";
    theirs.write(
        60,
        &json!({ "customer_saved": { "id": customer, "name": "Clienta B", "phone": "", "tax_id": "",
        "note": "", "limit": null, "active": true } }),
    );
    assert_eq!(theirs.push_from(5), json!([]));
    let marks = [
        "PAN-B".to_owned(),
        "Till B".to_owned(),
        "Clienta B".to_owned(),
        url.to_owned(),
        theirs.terminal.to_string(),
        theirs.incarnation.to_string(),
    ];
    let ids = ["PAN-B", customer, &hook, "B-000001", "B-1"];
    every_address(
        &hub,
        [key.token.clone(), mine.line.token.clone(), None],
        &theirs,
        (&ids, &marks),
    );
    // What was theirs is as it was.
    let mut other = keyed_again(&hub, "Dos");
    assert_eq!(
        other.get("/api/v1/products/PAN-B").done()["value"]["price"],
        "1.10"
    );
    assert_eq!(
        other.get("/api/v1/webhooks").done()["webhooks"][0]["id"],
        hook.as_str()
    );
    assert_eq!(key.get("/api/v1/products/PAN-B").no().0, 404);
    assert_eq!(key.get(&format!("/api/v1/customers/{customer}")).no().0, 404);
    neither_counts_as_the_other(&hub, &mut mine, &mut key);
    // A cursor of one shop is worth nothing in the other.
    let cursor = other.get("/api/v1/events").done()["cursor"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(key.get(&format!("/api/v1/events?cursor={cursor}")).no().0, 410);
    // Nor does a name that one shop's owner has open the other.
    password(&hub, "Dos", "bea");
    let taken = hub.command(&["owner", "--shop", "Uno", "--name", "bea"]);
    assert_eq!(taken.status.code(), Some(1));
}

/// A till's token is no key, a key is no till's token, and neither is a session.
fn neither_counts_as_the_other(hub: &Hub, mine: &mut Till, key: &mut Line) {
    let (token, shown) = (mine.line.token.clone().unwrap(), key.token.clone().unwrap());
    mine.line.token = Some(shown.clone());
    assert_eq!(mine.hello(0, None).no().0, 401);
    key.token = Some(token.clone());
    assert_eq!(key.get("/api/v1/products").no().0, 401);
    for value in [&token, &shown] {
        let cookie = format!("tendero={value}");
        assert_eq!(
            hub.line()
                .ask("GET", "/owner", &[("cookie", &cookie)], b"")
                .status,
            303
        );
    }
    key.token = Some(shown);
}

/// Asks every address of the document for each id of the other shop, with each of these or nothing.
fn every_address(hub: &Hub, tokens: [Option<String>; 3], theirs: &Till, (ids, marks): (&[&str], &[String])) {
    let document = hub.told(&["openapi"]);
    let served = hub.line().get("/openapi.json").done();
    assert_eq!(served, document);
    let mut tried = 0_u32;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            for id in ids {
                let path = path.replace("{id}", id) + "?from=2026-01-01&to=2026-12-31";
                let body = if path.starts_with("/v1/") {
                    message(&path, theirs)
                } else {
                    json!({})
                };
                for token in tokens.clone() {
                    let mut line = hub.line();
                    let nobody = token.is_none();
                    line.token = token;
                    let answer = ask(&mut line, method, &path, (tried, &body));
                    assert_ne!(answer.status, 429, "a test that waits proves nothing");
                    let shown = foreign(&answer, marks);
                    assert_eq!(
                        shown,
                        None,
                        "{method} {path}: {}",
                        String::from_utf8_lossy(&answer.bytes)
                    );
                    let open = path.starts_with("/v1/ping") || path.starts_with("/v1/enrol");
                    assert!(
                        open || !nobody || answer.status == 401,
                        "{method} {path}: {}",
                        answer.status
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 300, "the document names {tried} requests");
}

fn keyed_again(hub: &Hub, shop: &str) -> Line {
    keyed(hub, shop, ALL)
}

/// The message of the protocol that names the other shop's till.
fn message(path: &str, theirs: &Till) -> Value {
    let life = theirs.incarnation;
    match path.split('?').next().unwrap() {
        "/v1/hello" => theirs.hello_message(0, None),
        // What a till sends is its own; the other one's next entry is of no chain here.
        "/v1/push" => theirs.batch(2, 2),
        "/v1/pull" => json!({ "incarnation": life, "cursors": [], "limit": 500 }),
        "/v1/series/lease" => json!({ "series": "B", "request": life, "want": 1, "next": 1 }),
        "/v1/entries/fetch" => json!({ "incarnation": life, "from": 1, "limit": 10, "probe": [1] }),
        "/v1/verify/entries" => {
            let before = "0".repeat(64);
            json!({ "incarnation": life, "from": 1, "to": 10, "prev_hash": before, "each": true })
        }
        "/v1/verify/sums" => {
            json!({ "incarnation": life, "shifts": [1], "closings": [1], "days": ["2026-11-20"] })
        }
        _ => json!({}),
    }
}
