//! Tills that are not tills, and strangers. Must never find a request that the hub answers unsigned, slowly
//! or with more memory than the limits allow.

#![allow(clippy::unwrap_used)]
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use uuid::Uuid;

use crate::client::gzip;
use crate::ground::{Ground, bodies};
use crate::till::{Till, enrolment};

bodies! {
    every_answer_is_signed_whatever_it_says
    a_strangers_token_opens_nothing
    another_shops_till_sees_and_changes_nothing
    what_is_too_much_is_refused_before_it_is_held
    who_dawdles_is_dropped_and_holds_nobody_up
    who_guesses_codes_waits
}

const POSTS: [&str; 6] = [
    "/v1/hello",
    "/v1/push",
    "/v1/pull",
    "/v1/series/lease",
    "/v1/entries/fetch",
    "/v1/entries/retry",
];

fn every_answer_is_signed_whatever_it_says(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let key = till.key;
    let line = &mut till.line;
    for path in [
        "/",
        "/v1/nothing",
        "/v1/push",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/../etc/passwd",
        "/%00",
    ] {
        let answer = line.get(path);
        assert!(answer.is_of(&key), "{path} {}", answer.status);
    }
    assert_eq!(line.get("/v1/push").status, 405);
    let bad: [&[u8]; 6] = [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{\"incarnation\": 5}"];
    for path in POSTS {
        for body in bad {
            let answer = line.ask("POST", path, &[], body);
            assert_eq!(answer.no(), (400, "bad_request".to_owned()), "{path}");
            assert!(answer.is_of(&key));
        }
    }
    // Without a nonce nothing is answered but that one is missing.
    line.send("POST", "/v1/hello", &[], b"{}", None).unwrap();
    let answer = line.answer([0; 16]).unwrap();
    assert_eq!(answer.status, 400);
    assert!(answer.is_of(&key));
}

fn a_strangers_token_opens_nothing(ground: &Ground) {
    let hub = ground.hub();
    let till = Till::of(&hub, "Uno", "A");
    let mut line = hub.line();
    let tokens = [
        None,
        Some("ab".repeat(32)),
        Some("x".to_owned()),
        Some("AB".repeat(32)),
        Some(String::new()),
    ];
    for token in tokens {
        line.token = token;
        for path in POSTS {
            let answer = line.post(path, &json!({}));
            assert_eq!(answer.no(), (401, "unauthorized".to_owned()), "{path}");
            assert!(answer.is_of(&till.key));
        }
    }
    let mut waits = 0;
    for _ in 0..40 {
        waits += u32::from(line.post("/v1/hello", &json!({})).status == 429);
    }
    assert!(waits > 0, "who shows wrong tokens is slowed down");
}

fn another_shops_till_sees_and_changes_nothing(ground: &Ground) {
    let hub = ground.hub();
    let mut own = Till::of(&hub, "Uno", "A");
    own.product("PAN", "1.10", "10");
    own.push_from(1);
    let mut other = Till::of(&hub, "Dos", "A");
    assert_eq!(other.series, "A", "a series is a shop's own");
    let (rows, cursors) = own.pull(&json!([]), 500);
    assert_eq!(rows.len(), 2);
    assert!(other.pull(&json!([]), 500).0.is_empty());
    // The journal of the other shop's till, named by its id.
    let fetch = json!({ "incarnation": own.incarnation, "from": 1, "limit": 9, "probe": [1] });
    assert_eq!(other.line.post("/v1/entries/fetch", &fetch).no().0, 404);
    let ask = json!({ "incarnation": own.incarnation, "cursors": cursors, "limit": 9 });
    assert_eq!(other.line.post("/v1/pull", &ask).no().0, 410);
    let ask = json!({ "incarnation": own.incarnation, "cursors": [], "limit": 9 });
    let pulled = other.line.post("/v1/pull", &ask).done();
    assert_eq!(
        (&pulled["rows"], &pulled["included_seq"]),
        (&json!([]), &json!(0))
    );
    // Its entries cannot be written on: there, they are other entries of another shop.
    own.sell("PAN", 1, 1);
    let batch = own.batch(2, 2);
    assert_eq!(
        other.line.post("/v1/push", &batch).no(),
        (409, "chain_gap".to_owned())
    );
    assert_eq!(own.push_from(2), json!([]));
    // Within one shop, another till's journal is not one's own either.
    let mut third = Till::of(&hub, "Uno", "B");
    assert_eq!(third.line.post("/v1/entries/fetch", &fetch).no().0, 404);
    let batch = own.batch(2, 2);
    assert_eq!(third.line.post("/v1/push", &batch).no().0, 403);
    let hello = own.hello_message(2, None);
    assert_eq!(third.line.post("/v1/hello", &hello).no().0, 403);
    assert_eq!(third.line.post("/v1/pull", &ask).no().0, 403);
    assert_eq!(own.row("level", "PAN"), json!({ "quantity": "9" }));
}

fn what_is_too_much_is_refused_before_it_is_held(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let before = hub.memory();
    // A bomb: 2 GiB that weigh 2 MB.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..512 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let packed = [("content-encoding", "gzip")];
    assert_eq!(
        till.line.ask("POST", "/v1/push", &packed, &bomb).no(),
        (413, "too_large".to_owned())
    );
    // Deep JSON, in the message and in a payload.
    let deep = "[".repeat(1 << 20);
    let answer = till.line.ask("POST", "/v1/push", &[], deep.as_bytes());
    assert_eq!(answer.no(), (400, "bad_request".to_owned()));
    till.write_raw(Uuid::now_v7(), 20, &"{\"a\":".repeat(50_000));
    assert_eq!(till.push_from(1)[0]["reason"], "unreadable");
    // A length that is promised and not sent: refused at once, nothing is waited for.
    let mut line = hub.line();
    line.token = till.line.token.clone();
    let head = format!(
        "POST /v1/push HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {}\r\ntendero-nonce: {}\r\n\
         content-length: 10000000000\r\n\r\n",
        line.token.clone().unwrap(),
        "00".repeat(16)
    );
    line.raw(head.as_bytes()).unwrap();
    assert_eq!(line.answer([0; 16]).unwrap().no(), (413, "too_large".to_owned()));
    // One entry too large, and too many of them.
    till.write_raw(Uuid::now_v7(), 20, &"x".repeat((1 << 20) + 1));
    let batch = gzip(till.batch(2, 2).to_string().as_bytes());
    assert_eq!(till.line.ask("POST", "/v1/push", &packed, &batch).no().0, 413);
    till.entries.pop();
    for _ in 0..501 {
        till.write(4, &json!({ "signed_in": Uuid::nil() }));
    }
    assert_eq!(till.push(2, 502).no(), (413, "too_large".to_owned()));
    assert_eq!(till.push(2, 501).done()["acked"], 501);
    let after = hub.memory();
    assert!(
        after < before + (64 << 20),
        "{before} bytes before, {after} after"
    );
}

fn who_dawdles_is_dropped_and_holds_nobody_up(ground: &Ground) {
    let hub = ground.hub();
    let mut till = Till::of(&hub, "Uno", "A");
    let mut slow: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = TcpStream::connect(hub.address).unwrap();
            stream.write_all(b"POST /v1/push HTTP/1.1\r\nhost:").unwrap();
            stream
        })
        .collect();
    let begun = Instant::now();
    till.product("PAN", "1.10", "1");
    till.push_from(1);
    assert!(begun.elapsed() < Duration::from_secs(3));
    for stream in &mut slow {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut rest = Vec::new();
        // It ends; how is the hub's business.
        drop(stream.read_to_end(&mut rest));
    }
    let took = begun.elapsed();
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(19)).contains(&took),
        "{took:?}"
    );
    // A till that is quiet for longer than that between requests is not dropped.
    assert_eq!(till.hello(1, None).status, 200);
}

fn who_guesses_codes_waits(ground: &Ground) {
    let hub = ground.hub();
    let code = hub.code("Uno");
    let mut line = hub.line();
    let guess = "0000-0000-0000-0000-0000-0000-0000";
    let ask = |code: &str| enrolment(code, Uuid::now_v7(), Uuid::now_v7(), "A");
    let mut answers: Vec<u16> = (0..6)
        .map(|_| line.post("/v1/enrol", &ask(guess)).status)
        .collect();
    answers.dedup();
    assert_eq!(answers, [403, 429]);
    let right = line.post("/v1/enrol", &ask(&code));
    assert_eq!(right.no(), (429, "slow_down".to_owned()));
    assert!(right.json()["retry_after"].as_u64().unwrap() >= 1);
    std::thread::sleep(Duration::from_millis(1_200));
    line.post("/v1/enrol", &ask(&code)).done();
}
