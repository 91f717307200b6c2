//! Many tills at once, as after an outage, and rows that move while somebody reads them. Must never find one
//! left out.

#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::Hub;
use crate::till::Till;

/// Tills that come back at the same moment.
const TILLS: usize = 24;
/// What each has sold meanwhile.
const SOLD: usize = 5;

#[test]
fn a_herd_that_comes_back_is_served_to_the_last_one() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut first = Till::of(&hub, "Uno", "A");
    first.product("PAN", "1.10", "1000");
    first.push_from(1);
    let mut tills: Vec<Till> = (0..TILLS)
        .map(|at| Till::of(&hub, "Uno", &format!("T{at}")))
        .collect();
    hub.kill();
    for till in &mut tills {
        for _ in 0..SOLD {
            till.sell("PAN", 1, 1);
        }
    }
    let hub = Hub::start(dir.path());
    let together = Barrier::new(TILLS);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for till in &mut tills {
            let (hub, together) = (&hub, &together);
            scope.spawn(move || {
                let token = till.line.token.clone();
                together.wait();
                till.line = hub.line();
                till.line.token = token;
                till.hello(0, None).done();
                assert_eq!(till.push_from(1), json!([]));
                let (rows, _) = till.pull(&json!([]), 500);
                assert!(rows.iter().any(|row| row["id"] == "PAN"));
            });
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let level = format!("{}", 1_000 - TILLS * SOLD);
    assert_eq!(tills[0].row("level", "PAN"), json!({ "quantity": level }));
}

/// A page, as soon as the hub has time for one who asks so often.
fn page(reader: &mut Till, ask: &Value) -> Value {
    loop {
        let answer = reader.line.post("/v1/pull", ask);
        if answer.status != 429 {
            return answer.done();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

fn name(row: &Value) -> (String, String) {
    let text = |field: &str| row[field].as_str().unwrap().to_owned();
    (text("kind"), text("id"))
}

#[test]
fn rows_that_move_while_they_are_read_are_read_once_more_and_none_is_missed() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut writer = Till::of(&hub, "Uno", "A");
    for at in 0..30 {
        writer.product(&format!("P{at:02}"), "1.10", "100");
    }
    writer.push_from(1);
    let mut reader = Till::of(&hub, "Uno", "B");
    for limit in [1, 7, 10, 29, 30, 31] {
        let mut seen: BTreeMap<(String, String), Value> = BTreeMap::new();
        let (mut cursors, mut round) = (json!([]), 0);
        loop {
            let ask = json!({ "incarnation": reader.incarnation, "cursors": cursors, "limit": limit });
            let page = page(&mut reader, &ask);
            for row in page["rows"].as_array().unwrap() {
                seen.insert(name(row), row["value"].clone());
            }
            cursors = page["cursors"].clone();
            if page["caught_up"] == true {
                break;
            }
            // Meanwhile rows that were read, are next, and come last all move to the end.
            round += 1;
            if round <= 20 {
                for sku in ["P00", "P15", "P29"] {
                    writer.sell(sku, 1, 1);
                }
                writer.push_from(writer.entries.len() - 2);
            }
        }
        assert_eq!(seen.len(), 60, "by {limit}");
        let ask = json!({ "incarnation": reader.incarnation, "cursors": [], "limit": 500 });
        for row in page(&mut reader, &ask)["rows"].as_array().unwrap() {
            assert_eq!(seen[&name(row)], row["value"], "by {limit}");
        }
    }
}
