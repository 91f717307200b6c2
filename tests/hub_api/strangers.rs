//! What strangers and tills that mean ill put into names, ids and connections. Must never find that a name is
//! anything but a name.

#![allow(clippy::unwrap_used)]
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::ground::{Ground, bodies};
use crate::till::{Till, enrolment, product};

bodies! {
    a_name_is_a_name_whatever_it_says
    a_zero_in_a_name_jams_nothing
    ids_that_are_none_find_nothing_and_break_nothing
    there_is_room_for_so_many_and_for_others_again_when_they_have_gone
    bodies_that_trickle_hold_nobody_up
    a_token_counts_for_its_own_till_alone
    an_enrolment_that_comes_again_after_a_newer_one_changes_nothing
}

/// Names that were a way into other programs.
const NAMES: [&str; 9] = [
    "'; DROP TABLE entries; --",
    "\" OR \"1\"=\"1",
    "Robert'); DELETE FROM rows WHERE ('1'='1",
    "../../../../etc/passwd",
    "..\\..\\hub.key",
    "{{7*7}}${7*7}<script>alert(1)</script>",
    "%00%2e%2e%2f",
    "=cmd|' /C calc'!A0",
    "🏪 \u{202e}oidnet",
];

fn a_name_is_a_name_whatever_it_says(ground: &Ground) {
    let hub = ground.hub();
    for (at, name) in NAMES.iter().enumerate() {
        // As the shop's name, as the till's, as a product's, as its category.
        let code = hub.told(&["enrol-code", "--shop", name])["code"].clone();
        let (terminal, life) = (Uuid::now_v7(), Uuid::now_v7());
        let mut ask = enrolment(code.as_str().unwrap(), terminal, life, "A");
        ask["name"] = json!(name);
        let mut line = hub.line();
        let known = line.post("/v1/enrol", &ask).done();
        assert_eq!(known["shop_name"], *name);
        let mut till = Till::of(&hub, name, &format!("B{at}"));
        let mut good = product("PAN", "1.10");
        good["name"] = json!(name);
        good["codes"] = json!([format!("c{at}")]);
        good["category"] = json!(name);
        till.write(
            32,
            &json!({ "product_saved": { "product": good, "stock": "10" } }),
        );
        till.sell("PAN", 1, 1);
        assert_eq!(till.push_from(1), json!([]), "{name}");
        let row = till.row("product", "PAN");
        assert_eq!((&row["name"], &row["category"]), (&json!(name), &json!(name)));
        assert_eq!(till.row("level", "PAN"), json!({ "quantity": "9" }));
    }
    let shops = hub.told(&["shops"]);
    assert_eq!(shops["shops"].as_array().unwrap().len(), NAMES.len());
    let tills = hub.told(&["terminals", "--shop", NAMES[0]]);
    assert_eq!(tills["terminals"].as_array().unwrap().len(), 2);
    // Nothing was made beside what a hub makes.
    let mut files: Vec<String> = std::fs::read_dir(ground.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert!(files.iter().all(|name| !name.contains("passwd")), "{files:?}");
}

/// A sign that no text of a database may hold, in every place that a till can put text into.
fn a_zero_in_a_name_jams_nothing(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let zero = "a\u{0}b";
    let mut good = product("PAN", "1.10");
    (good["name"], good["category"]) = (json!(zero), json!(zero));
    till.write(
        32,
        &json!({ "product_saved": { "product": good, "stock": "10" } }),
    );
    till.write(
        60,
        &json!({ "customer_saved": { "id": Uuid::now_v7(), "name": zero, "phone": zero, "tax_id": zero,
        "note": zero, "limit": null, "active": true } }),
    );
    till.product("VINO", "2.00", "5");
    till.sell("VINO", 1, 1);
    let taken = till.push(1, 4).done();
    assert_eq!(
        (&taken["acked"], &taken["notes"]),
        (&json!(4), &json!([])),
        "{taken}"
    );
    // It comes down as it went up.
    let row = till.row("product", "PAN");
    assert_eq!((&row["name"], &row["category"]), (&json!(zero), &json!(zero)));
    assert_eq!(till.rows("customer")[0]["name"], zero);
    assert_eq!(till.row("level", "VINO"), json!({ "quantity": "4" }));
    let mut ask = enrolment(&hub.code("Uno"), Uuid::now_v7(), Uuid::now_v7(), "B");
    ask["name"] = json!(zero);
    assert!((200..500).contains(&hub.line().post("/v1/enrol", &ask).status));
    assert_eq!(till.hello(4, None).status, 200);
}

fn ids_that_are_none_find_nothing_and_break_nothing(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.push_from(1);
    for id in NAMES.iter().chain(&["", "00000000", "not-a-uuid"]) {
        for (path, body) in [
            (
                "/v1/push",
                json!({ "incarnation": id, "prev_hash": "00", "entries": [] }),
            ),
            (
                "/v1/pull",
                json!({ "incarnation": id, "cursors": [], "limit": 9 }),
            ),
            (
                "/v1/entries/fetch",
                json!({ "incarnation": id, "from": 1, "limit": 9, "probe": [] }),
            ),
            (
                "/v1/series/lease",
                json!({ "series": id, "request": id, "want": 1, "next": 1 }),
            ),
        ] {
            let answer = till.line.post(path, &body);
            assert!(answer.is_of(&till.key));
            assert_eq!(answer.no(), (400, "bad_request".to_owned()), "{path} {id}");
        }
        for path in [
            "/v1/push/",
            "/v1/../hub.key",
            "/v1/%2e%2e/hub.key",
            "/hub.key",
            "/owner/..%2fhub.key",
        ] {
            let answer = till.line.get(path);
            assert!((400..500).contains(&answer.status), "{path} {}", answer.status);
            assert!(answer.is_of(&till.key));
        }
    }
    // Numbers at their ends.
    let far = |from: Value, limit: Value| {
        let life = till.incarnation;
        json!({ "incarnation": life, "from": from, "limit": limit, "probe": [] })
    };
    let asks = [
        far(json!(u64::MAX), json!(u32::MAX)),
        far(json!(0), json!(0)),
        far(json!(-1), json!(1)),
        far(json!(1.5), json!(1)),
    ];
    for ask in asks {
        let answer = till.line.post("/v1/entries/fetch", &ask);
        assert!(answer.is_of(&till.key));
        assert!(matches!(answer.status, 200 | 400), "{ask}: {}", answer.status);
    }
    let ask = json!({ "incarnation": till.incarnation, "cursors": [], "limit": u32::MAX });
    assert!(matches!(till.line.post("/v1/pull", &ask).status, 200 | 400));
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "10" }));
}

fn there_is_room_for_so_many_and_for_others_again_when_they_have_gone(ground: &Ground) {
    let hub = ground.hub_with(&["--connections", "8"]);
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    // Seven that only hold their place, beside the till that is connected.
    let held: Vec<TcpStream> = (0..7).map(|_| TcpStream::connect(hub.address).unwrap()).collect();
    std::thread::sleep(Duration::from_millis(200));
    let mut turned_away = TcpStream::connect(hub.address).unwrap();
    turned_away
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    let _sent = turned_away.write_all(b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n");
    let mut nothing = Vec::new();
    let _ended = turned_away.read_to_end(&mut nothing);
    assert!(nothing.is_empty(), "{}", String::from_utf8_lossy(&nothing));
    // Who was there first is served.
    till.push_from(1);
    drop(held);
    let begun = Instant::now();
    loop {
        let mut line = hub.line();
        line.token = till.line.token.clone();
        let nonce = [3; 16];
        line.send("GET", "/healthz", &[], b"", Some(&nonce)).unwrap();
        match line.answer(nonce) {
            Ok(answer) => break assert_eq!(answer.status, 200),
            Err(_) => assert!(begun.elapsed() < Duration::from_secs(5), "there is room again"),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn bodies_that_trickle_hold_nobody_up(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "1000");
    till.push_from(1);
    let before = hub.memory();
    let token = till.line.token.clone().unwrap();
    let head = format!(
        "POST /v1/push HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {token}\r\ntendero-nonce: {}\r\n\
         content-length: 3000000\r\n\r\n{{",
        "00".repeat(16)
    );
    let mut slow: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(hub.address).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    for round in 0..20 {
        for stream in &mut slow {
            stream.write_all(b" ").unwrap();
        }
        let begun = Instant::now();
        till.sell("PAN", 1, 1);
        till.push_from(2 + round);
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }
    // What was promised takes no memory before it is there.
    let after = hub.memory();
    assert!(
        after < before + (48 << 20),
        "{before} bytes before, {after} after"
    );
}

fn a_token_counts_for_its_own_till_alone(ground: &Ground) {
    let hub = ground.hub();
    let mut own = Till::of(&hub, "Uno", "A");
    own.product("PAN", "1.10", "10");
    own.push_from(1);
    // Whoever stole it can say what that till could say, and nothing of another one; revoked, nothing at all.
    let mut thief = hub.line();
    thief.token = own.line.token.clone();
    let mut other = Till::of(&hub, "Uno", "B");
    other.sell("PAN", 1, 1);
    let theirs = other.batch(1, 1);
    let no = (403, "forbidden".to_owned());
    assert_eq!(thief.post("/v1/push", &theirs).no(), no);
    other.push_from(1);
    assert_eq!(thief.post("/v1/push", &theirs).no(), no);
    hub.told(&["revoke", "A"]);
    let ask = json!({ "incarnation": own.incarnation, "cursors": [], "limit": 9 });
    for path in ["/v1/push", "/v1/pull", "/v1/hello"] {
        let answer = thief.post(path, &ask);
        assert!(
            matches!(answer.status, 400 | 401 | 403),
            "{path} {}",
            answer.status
        );
    }
    assert_eq!(thief.post("/v1/pull", &ask).no().0, 403);
    assert_eq!(other.row("level", "PAN"), json!({ "quantity": "9" }));
}

/// A network that says things twice, or somebody who kept what was said: neither signs a till out that became
/// known anew since, nor lets one in again that was signed out.
fn an_enrolment_that_comes_again_after_a_newer_one_changes_nothing(ground: &Ground) {
    let hub = ground.hub();
    let (terminal, life) = (Uuid::now_v7(), Uuid::now_v7());
    let old = enrolment(&hub.code("Uno"), terminal, life, "A");
    let mut till = hub.line();
    till.post("/v1/enrol", &old).done();
    let unused = hub.code("Uno");
    let new = enrolment(&hub.code("Uno"), terminal, life, "A");
    let token = till.post("/v1/enrol", &new).done()["token"].clone();
    till.token = token.as_str().map(str::to_owned);
    let ask = json!({ "incarnation": life, "cursors": [], "limit": 9 });
    let mut stranger = hub.line();
    let no = (403, "bad_code".to_owned());
    assert_eq!(stranger.post("/v1/enrol", &old).no(), no);
    // One that was made before and comes only now, held up on the way: neither, for this till.
    let late = enrolment(&unused, terminal, life, "A");
    assert_eq!(stranger.post("/v1/enrol", &late).no(), no);
    till.post("/v1/pull", &ask).done();
    // An answer that was lost is given again, and the till goes on with it.
    assert_eq!(stranger.post("/v1/enrol", &new).done()["token"], token);
    till.post("/v1/pull", &ask).done();

    hub.told(&["revoke", "A"]);
    assert_eq!(stranger.post("/v1/enrol", &old).no(), no);
    stranger.post("/v1/enrol", &new).done();
    assert_eq!(till.post("/v1/pull", &ask).no().0, 403);
    let mut kept = hub.line();
    kept.token = token.as_str().map(str::to_owned);
    assert_eq!(kept.post("/v1/pull", &ask).no().0, 403);
}
