//! A hub that dies at any moment. Must never have acknowledged what it does not hold.

#![allow(clippy::unwrap_used)]
use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::gzip;
use crate::process::{Hub, told};
use crate::till::Till;

#[test]
fn the_same_batch_again_after_a_power_cut_is_done_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "1000");
    till.push_from(1);
    let (mut acked, mut sent) = (1, 1_i64);
    for round in 0..6_u64 {
        for _ in 0..60 {
            till.sell("PAN", 1, 1);
            sent += 1;
        }
        // The batch is on its way, and the hub dies a moment later: before, while or after it commits.
        let batch = gzip(till.batch(acked + 1, till.entries.len()).to_string().as_bytes());
        let nonce = [7; 16];
        let headers = [("content-encoding", "gzip")];
        till.line
            .send("POST", "/v1/push", &headers, &batch, Some(&nonce))
            .unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(9 * round) {
            std::hint::spin_loop();
        }
        hub.kill();
        hub = Hub::start(dir.path());
        reconnect(&mut till, &hub);
        let held = till.hello(acked as u64, None).done()["acked"].as_u64().unwrap() as usize;
        assert!(
            held == acked || held == till.entries.len(),
            "a batch is there whole or not at all"
        );
        assert_eq!(till.push_from(acked + 1), json!([]));
        acked = till.entries.len();
        let level = format!("{}", 1_000 - (sent - 1));
        assert_eq!(
            till.row("level", "PAN"),
            json!({ "quantity": level }),
            "round {round}"
        );
    }
}

#[test]
fn it_stops_in_good_order_when_it_is_told_to() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "1");
    till.push_from(1);
    // A till that is connected and quiet does not hold it up.
    let (took, well) = hub.stop();
    assert!(well && took < Duration::from_secs(10), "{took:?}");
    assert!(!dir.path().join("control").exists());
    assert_eq!(told(dir.path(), &["terminals"])["terminals"][0]["acked"], 1);
}

#[test]
fn a_full_disk_is_told_and_nothing_is_acknowledged_that_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    // What the file has by itself is made first, where there is room.
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "100000");
    till.push_from(1);
    hub.stop();
    let hub = Hub::start_small(dir.path(), 1_100);
    reconnect(&mut till, &hub);
    let mut acked = 1;
    let refused = loop {
        for _ in 0..100 {
            till.sell("PAN", 1, 1);
        }
        let answer = till.push(acked + 1, till.entries.len());
        if answer.status != 200 {
            break answer;
        }
        acked = till.entries.len();
        assert!(acked < 20_000, "the disk is never full");
    };
    assert_eq!(refused.no(), (503, "unavailable".to_owned()));
    assert!(refused.is_of(&till.key) && refused.json()["retry_after"].is_u64());
    // It still reads, and says so again rather than fall over.
    assert_eq!(till.push(acked + 1, till.entries.len()).status, 503);
    let level = json!({ "quantity": format!("{}", 100_000 - (acked - 1)) });
    assert_eq!(till.row("level", "PAN"), level);
    hub.kill();
    let hub = Hub::start(dir.path());
    reconnect(&mut till, &hub);
    assert_eq!(till.push_from(acked + 1), json!([]));
    let level = json!({ "quantity": format!("{}", 100_000 - (till.entries.len() - 1)) });
    assert_eq!(till.row("level", "PAN"), level);
}

fn reconnect(till: &mut Till, hub: &Hub) {
    let token = till.line.token.clone();
    till.line = hub.line();
    till.line.token = token;
}
