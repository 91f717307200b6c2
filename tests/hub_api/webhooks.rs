//! Webhooks against an address of the tests' own that is slow, wrong or away. Must never look at an event
//! before its signature.

#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use ring::hmac;
use serde_json::{Value, json};

use crate::ground::{Ground, bodies};
use crate::process::Hub;
use crate::shop::{ALL, day_of_trade, keyed, send};

bodies! {
    what_happens_is_told_until_it_is_taken_and_again_when_asked
    what_was_noted_outlives_the_hub
    nothing_behind_the_hub_is_reached_unless_its_owner_says_so
}

/// What an address was sent.
struct Got {
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// An address that answers with these heads, one after the other, the last one for ever.
fn address(answers: &'static [&'static str]) -> (String, Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for (count, stream) in listener.incoming().enumerate() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut headers, mut line) = (BTreeMap::new(), String::new());
            while stream.read_line(&mut line).unwrap_or(0) > 2 {
                if let Some((name, value)) = line.split_once(':') {
                    headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
                }
                line.clear();
            }
            let length = headers
                .get("content-length")
                .map_or(0, |length| length.parse().unwrap());
            let mut body = vec![0; length];
            stream.read_exact(&mut body).unwrap();
            let answer = answers[count.min(answers.len() - 1)];
            drop(write!(
                stream.get_mut(),
                "HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            ));
            if tell.send(Got { headers, body }).is_err() {
                return;
            }
        }
    });
    (url, told)
}

fn next(told: &Receiver<Got>, secret: &str) -> (String, Value) {
    let got = told
        .recv_timeout(Duration::from_secs(30))
        .expect("the hub sends it");
    let (id, time) = (got.headers["tendero-event"].clone(), &got.headers["tendero-time"]);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let whole = [id.as_bytes(), b"\n", time.as_bytes(), b"\n", &got.body].concat();
    let mac = HEXLOWER
        .decode(
            got.headers["tendero-hmac"]
                .trim_start_matches("sha256=")
                .as_bytes(),
        )
        .unwrap();
    hmac::verify(&key, &whole, &mac).expect("it is the hub's");
    let event: Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(event["id"], id);
    (id, event)
}

/// A webhook on sales of the shop, at an address that the hub would not reach by itself.
fn inside(hub: &Hub, url: &str) -> String {
    let args = [
        "webhook",
        "--shop",
        "Uno",
        "--url",
        url,
        "--on",
        "sale",
        "--allow-private-webhooks",
    ];
    hub.told(&args)["id"].as_str().unwrap().to_owned()
}

fn private(ground: &Ground) -> Hub {
    ground.hub_with(&["--allow-private-webhooks"])
}

fn eventually(mut holds: impl FnMut() -> bool, what: &str) {
    let until = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn what_happens_is_told_until_it_is_taken_and_again_when_asked(ground: &Ground) {
    let hub = private(ground);
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let mut key = keyed(&hub, "Uno", ALL);
    let (url, got) = address(&[
        "500 Oops",
        "302 Found\r\nlocation: http://127.0.0.1:9/",
        "204 No Content",
    ]);
    let made = send(
        &mut key,
        "POST",
        "/api/v1/webhooks",
        &[],
        &json!({ "url": url, "on": ["sale", "closing"] }),
    );
    let (id, secret) = (made.done()["id"].clone(), made.done()["secret"].clone());
    let (id, secret) = (id.as_str().unwrap(), secret.as_str().unwrap());
    assert!(
        !key.get("/api/v1/webhooks").done().to_string().contains(secret),
        "it is told once"
    );
    day_of_trade(&hub, "Uno", "A");
    let (first, sale) = next(&got, secret);
    assert_eq!(
        (&sale["type"], &sale["data"]["total"]),
        (&json!("sale"), &json!("3.30"))
    );
    let seen = [next(&got, secret).0, next(&got, secret).0, next(&got, secret).0];
    assert!(seen.contains(&first), "it is sent again: {seen:?}");
    let log = format!("/api/v1/webhooks/{id}/deliveries");
    let taken = |log: &Value| {
        let rows = log["deliveries"].as_array().unwrap();
        rows.iter().filter(|row| row["state"] == "taken").count()
    };
    eventually(|| taken(&key.get(&log).done()) == 2, "both are taken in the end");
    let told_log = key.get(&log).done();
    let rows = told_log["deliveries"].as_array().unwrap();
    let row = rows.iter().find(|row| row["event"] == first.as_str());
    assert_eq!(row.unwrap()["attempts"][0]["status"], 500);
    while got.recv_timeout(Duration::from_millis(10)).is_ok() {}
    hub.told(&["replay", id, "--event", &first]);
    assert_eq!(
        next(&got, secret).0,
        first,
        "the same event has the same id for ever"
    );
    assert_eq!(
        hub.command(&["replay", id, "--event", "none"]).status.code(),
        Some(1)
    );
    hub.told(&["drop-webhook", id]);
    assert_eq!(key.get(&log).no().0, 404);
}

fn what_was_noted_outlives_the_hub(ground: &Ground) {
    let hub = private(ground);
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("http://127.0.0.1:{port}/");
    let id = &inside(&hub, &url)[..];
    day_of_trade(&hub, "Uno", "A");
    let tried = || {
        let log = hub.told(&["deliveries", id]);
        log["deliveries"][0]["tries"].as_u64().unwrap_or(0)
    };
    eventually(|| tried() >= 1, "an address that is away is tried");
    hub.kill();
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let _hub = private(ground);
    let (mut stream, _) = listener.accept().unwrap();
    let mut some = [0; 5];
    stream.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"POST ");
}

fn nothing_behind_the_hub_is_reached_unless_its_owner_says_so(ground: &Ground) {
    let hub = ground.hub();
    hub.told(&["enrol-code", "--shop", "Uno"]);
    let mut key = keyed(&hub, "Uno", ALL);
    let addresses = [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[::ffff:127.0.0.1]/",
        "http://100.64.0.1/",
        "ftp://example.com/",
        "http://a:b@example.com/",
        "x",
    ];
    for url in addresses {
        let answer = send(
            &mut key,
            "POST",
            "/api/v1/webhooks",
            &[],
            &json!({ "url": url, "on": ["sale"] }),
        );
        assert_eq!(answer.no().0, 400, "{url}");
    }
    // A name, or a webhook of a time when it was allowed, is judged when it is looked up.
    let (url, got) = address(&["204 No Content"]);
    let id = &inside(&hub, &url)[..];
    day_of_trade(&hub, "Uno", "A");
    let error = || {
        let log = hub.told(&["deliveries", id]);
        log["deliveries"][0]["attempts"][0]["error"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    eventually(|| !error().is_empty(), "it is tried");
    assert_eq!(error(), "no address that a webhook may reach");
    assert!(got.try_recv().is_err(), "nobody was reached");
}
