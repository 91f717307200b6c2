//! A hub that means ill or has gone mad, and signs it. Must never find a till that stops selling for it, or
//! one that takes what no shop could work with.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::hub::Hub;
use crate::joined::{agree, sell, twisted};
use crate::proxy::{Mode, Proxy};
use crate::shop::{Shop, goods};
use crate::twist::Turn;
use crate::two::{change, price};

const PUSH: &str = "/v1/push";
const PULL: &str = "/v1/pull";

fn pending(till: &Shop) -> Value {
    till.json(&["sync", "status"])["pending"].clone()
}

fn refusal(code: &str, more: &Value) -> Vec<u8> {
    let mut told = json!({ "code": code, "message": "the disk is full" });
    told.as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    told.to_string().into_bytes()
}

/// Rows that no hub in its senses sends.
fn bad_rows() -> Vec<Value> {
    let row = |feed: &str, kind: &str, id: &str, value: Value| {
        let mut row = json!({ "feed": feed, "v": 1, "kind": kind, "id": id });
        row["value"] = value;
        row
    };
    let product = |sku: &str, price: Value| {
        json!({ "sku": sku, "codes": [], "name": format!("Good {sku}"), "price": price, "tax": "standard",
            "unit": "ea" })
    };
    let mut bell = product("BELL", json!("1.00"));
    bell["name"] = json!("ding\u{7}\u{1b}[2J");
    vec![
        row("catalogue", "product", "MINUS", product("MINUS", json!("-1.00"))),
        row("catalogue", "product", "NUMBER", product("NUMBER", json!(1.25))),
        row(
            "catalogue",
            "product",
            "HUGE",
            product("HUGE", json!("99999999999999999999999")),
        ),
        row(
            "catalogue",
            "product",
            "../../etc",
            product("OTHER", json!("1.00")),
        ),
        row("catalogue", "product", "BELL", bell),
        row("catalogue", "product", "LIST", json!([1, 2, 3])),
        row("shop", "level", "PAN", json!({ "quantity": "1e400" })),
        row("shop", "level", "PAN", json!({ "amount": 3 })),
        row("shop", "balance", "nobody", json!({ "amount": "1.00" })),
        row(
            "shop",
            "person",
            "01996f3c-7d1e-7000-8000-000000000001",
            json!({ "name": "" }),
        ),
        row(
            "shop",
            "shop",
            "shop",
            json!({ "name": "Otra", "currency": "USD" }),
        ),
        row("shop", "dragon", "Fafnir", json!({})),
        json!("no row at all"),
        json!({ "feed": "shop", "v": "many", "kind": "level", "id": "PAN" }),
    ]
}

#[test]
fn bad_rows_are_put_aside_and_the_rest_is_taken() {
    let (till, _hub, line) = twisted();
    let before = price(&till, "PAN");
    line.plan(|path, _| {
        if path != PULL {
            return Turn::Pass;
        }
        Turn::Alter(Box::new(|told| {
            let rows = told["rows"].as_array_mut().expect("rows");
            rows.splice(0..0, bad_rows());
            let good = json!({ "sku": "NUEVO", "codes": ["n-1"], "name": "Nuevo", "price": "4.20",
                "tax": "standard", "unit": "ea" });
            rows.push(
                json!({ "feed": "catalogue", "v": 9, "kind": "product", "id": "NUEVO", "value": good }),
            );
        }))
    });
    till.json(&["sync", "now"]);
    let status = till.json(&["sync", "status"]);
    assert!(status["bad_rows"].as_u64() >= Some(11), "{status}");
    assert_eq!(price(&till, "NUEVO"), "4.20", "what came behind them is here");
    assert_eq!(price(&till, "PAN"), before);
    let stock = till.run(&["export", "stock"]).done().out;
    assert!(stock.contains("PAN,Pan de molde,50,"), "{stock}");
    for sku in ["MINUS", "NUMBER", "HUGE", "OTHER", "BELL", "LIST"] {
        assert_eq!(price(&till, sku), "", "{sku}");
    }
    sell(&till, 1, 2);
    line.heal();
    till.json(&["sync", "now"]);
    agree(&till);
}

#[test]
fn bad_json_and_answers_that_cannot_be_stop_no_sale() {
    let (till, _hub, line) = twisted();
    type Lie = fn(&mut Value);
    let lies: [(&str, &str, Lie); 9] = [
        ("/v1/ping", "no object", |told| *told = json!([])),
        ("/v1/ping", "another hub", |told| {
            told["hub"] = json!("00000000-0000-7000-8000-000000000000")
        }),
        ("/v1/hello", "wrong types", |told| {
            told["acked"] = json!("all of them")
        }),
        ("/v1/hello", "more than there is", |told| {
            told["acked"] = json!(999_999)
        }),
        ("/v1/hello", "a command nobody knows", |told| {
            told["commands"] = json!([{ "do": "dance" }])
        }),
        (PUSH, "more than was sent", |told| told["acked"] = json!(999_999)),
        (PUSH, "another past", |told| {
            told["head_hash"] = json!("11".repeat(32))
        }),
        (PUSH, "null", |told| *told = Value::Null),
        (PULL, "rows that are none", |told| {
            told["rows"] = json!({ "a": "b" })
        }),
    ];
    for (at, (path, what, lie)) in lies.into_iter().enumerate() {
        line.plan(move |asked, _| {
            if asked == path {
                Turn::Alter(Box::new(lie))
            } else {
                Turn::Pass
            }
        });
        sell(&till, 1 + at * 2, 1);
        let begun = Instant::now();
        let done = till.run(&["sync", "now"]);
        assert!(begun.elapsed() < Duration::from_secs(15), "{what}");
        // Who is told that more is there than was sent asks where both stand, and is answered rightly then.
        assert_eq!(done.code == 0, what == "more than was sent", "{what}: {done:#?}");
        done.is_plain();
        sell(&till, 2 + at * 2, 1);
    }
    line.heal();
    till.json(&["sync", "now"]);
    assert_eq!(pending(&till), 0);
    agree(&till);
}

#[test]
fn a_cursor_of_the_future_is_read_again_from_the_start() {
    let (till, _hub, line) = twisted();
    line.plan(|path, _| {
        if path != PULL {
            return Turn::Pass;
        }
        Turn::Alter(Box::new(|told| {
            for cursor in told["cursors"].as_array_mut().into_iter().flatten() {
                cursor["v"] = json!(1_000_000_u64);
            }
        }))
    });
    till.json(&["sync", "now"]);
    line.heal();
    change(
        &till,
        "LIBRO,9788478290222,Cuaderno,Papelería,3.95,,standard,ea,,",
    );
    till.json(&["sync", "now"]);
    let status = till.json(&["sync", "status"]);
    assert_eq!(
        (&status["lamp"], &status["bad_rows"]),
        (&json!("synced"), &json!(0)),
        "{status}"
    );
    assert_eq!(price(&till, "LIBRO"), "3.95");
    agree(&till);
}

/// 1 GiB that weighs a few MB.
fn bomb() -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..1_024 {
        packed.write_all(&blanks).expect("memory takes it");
    }
    packed.finish().expect("memory takes it")
}

#[test]
fn an_answer_that_never_ends_is_given_up_early() {
    let till = Shop::open(&goods());
    let hub = Hub::new();
    let line = Proxy::to(hub.address);
    hub.enrol(&till, line.address);
    till.json(&["sync", "now"]);
    sell(&till, 1, 1);
    let bomb = bomb();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntendero-signature: AAAA\r\ncontent-length: {}\r\n\r\n",
        bomb.len()
    );
    let small = [head.as_bytes(), &bomb].concat();
    let wide = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(1 << 20)).into_bytes();
    for mode in [Mode::Answer(small), Mode::Answer(wide), Mode::Endless] {
        line.set(mode);
        let begun = Instant::now();
        till.run(&["sync", "now"]).refused(3, "nothing is lost");
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        assert_eq!(pending(&till), 1);
    }
    line.set(Mode::Pass);
    till.json(&["sync", "now"]);
    agree(&till);
}

#[test]
fn a_hub_that_asks_for_patience_is_given_it() {
    let (till, _hub, line) = twisted();
    sell(&till, 1, 1);
    let mut no = Some(refusal("unavailable", &json!({ "retry_after": 2 })));
    line.plan(move |path, _| match path {
        PUSH => no.take().map_or(Turn::Pass, |no| Turn::Say(503, no)),
        _ => Turn::Pass,
    });
    line.asked("");
    till.json(&["sync", "now"]);
    let sent = line.asked(PUSH);
    assert_eq!(sent.len(), 2, "once in vain");
    assert!(sent[1].at - sent[0].at >= Duration::from_secs(2));
    agree(&till);
}

#[test]
fn downloads_go_on_while_uploads_are_stuck() {
    let (till, hub, line) = twisted();
    let other = Shop::new();
    hub.enrol(&other, hub.address);
    other.json(&["sync", "now"]);
    change(
        &other,
        "PAN,4006381333931,Pan de molde,Panadería,2.35,1.10,reduced,ea,,5",
    );
    other.json(&["sync", "now"]);
    // What this till has not sent stands on top of what comes down: its own book, the other one's bread.
    change(
        &till,
        "LIBRO,9788478290222,Cuaderno,Papelería,3.60,,standard,ea,,",
    );
    sell(&till, 1, 3);
    line.plan(|path, _| match path {
        PUSH => Turn::Say(503, refusal("unavailable", &json!({ "retry_after": 200 }))),
        _ => Turn::Pass,
    });
    till.run(&["sync", "now", "--patience", "2"])
        .refused(3, "nothing is lost");
    assert_eq!(
        (price(&till, "PAN"), price(&till, "LIBRO")),
        ("2.35".to_owned(), "3.60".to_owned())
    );
    assert!(pending(&till).as_u64() > Some(3));
    let stock = till.run(&["export", "stock"]).done().out;
    assert!(
        stock.contains("PAN,Pan de molde,47,"),
        "fifty less its own three: {stock}"
    );
    line.heal();
    till.json(&["sync", "now"]);
    other.json(&["sync", "now"]);
    assert_eq!(
        (price(&till, "PAN"), price(&other, "LIBRO")),
        ("2.35".to_owned(), "3.60".to_owned())
    );
    let stock = other.run(&["export", "stock"]).done().out;
    assert!(stock.contains("PAN,Pan de molde,47,"), "{stock}");
    for till in [&till, &other] {
        agree(till);
    }
}

#[test]
fn one_entry_on_which_the_hub_fails_is_sent_unread_and_all_else_flows() {
    let (till, mut hub, line) = twisted();
    sell(&till, 1, 7);
    let poison = Arc::new(Mutex::new(0_u64));
    let chosen = poison.clone();
    // Whatever holds the third of them unpacked makes the hub fail.
    line.plan(move |path, asked| {
        let entries = asked["entries"].as_array();
        let seqs = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| entry["seq"].as_u64());
        let (Some(first), Some(last)) = (seqs.clone().min(), seqs.max()) else {
            return Turn::Pass;
        };
        let mut poison = chosen.lock().expect("whole");
        if *poison == 0 {
            *poison = first + 2;
        }
        let holds = path == PUSH && (first..=last).contains(&*poison) && asked["opaque"] != true;
        if holds {
            Turn::Say(500, refusal("internal", &json!({ "retry_after": 0 })))
        } else {
            Turn::Pass
        }
    });
    line.asked("");
    let status = till.json(&["sync", "now"]);
    assert_eq!(
        (&status["pending"], &status["failed"]),
        (&json!(0), &json!(1)),
        "{status}"
    );
    let unread = line
        .asked(PUSH)
        .into_iter()
        .filter(|sent| sent.body["opaque"] == true);
    assert_eq!(
        unread
            .map(|sent| sent.body["entries"].as_array().map_or(0, Vec::len))
            .sum::<usize>(),
        1
    );
    agree(&till);
    // When the hub is started anew, as after an update, it does what that entry says, and the till hears.
    line.heal();
    hub.kill();
    hub.start();
    let end = Instant::now() + Duration::from_secs(20);
    while hub.ask(&["parked"])["parked"] != json!([]) {
        assert!(Instant::now() < end, "it still waits");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(till.json(&["sync", "now"])["failed"], 0);
    let other = Shop::new();
    hub.enrol(&other, hub.address);
    other.json(&["sync", "now"]);
    let stock = other.run(&["export", "stock"]).done().out;
    assert!(
        stock.contains("PAN,Pan de molde,43,"),
        "fifty less seven: {stock}"
    );
}
