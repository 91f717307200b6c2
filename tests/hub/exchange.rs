//! What tills and hub exchange when everybody means well and the network does not. Must never accept an
//! answer that is not signed.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};
use uuid::Uuid;

use crate::process::{Hub, command, told};
use crate::till::{Till, enrolment, sale};

#[test]
fn a_till_becomes_known_pushes_and_is_told_what_stands() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.open(1);
    till.sell("PAN", 3, 1);
    assert_eq!(till.push_from(1), json!([]));
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "7" }));
    assert_eq!(till.row("product", "PAN")["price"], "1.10");
    let welcome = till.hello(3, None).done();
    assert_eq!((&welcome["acked"], &welcome["version"]), (&json!(3), &json!(1)));
    assert_eq!(welcome["durable_seq"], 0);
    // The hub has seen number 1 of the series: who would give it again is told.
    till.sales = 0;
    let welcome = till.hello(3, None).done();
    assert_eq!(welcome["series"], json!([{ "series": "A", "next": 2 }]));
    let pong = till.line.get("/v1/ping");
    assert!(pong.is_of(&till.key) && pong.done()["hub"] == welcome["hub"]);
}

#[test]
fn a_batch_that_comes_again_is_answered_again_and_done_once() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.write(99, &json!({ "of": "tomorrow" }));
    till.sell("PAN", 1, 1);
    let first = till.push(1, 3).done();
    let again = till.push(1, 3).done();
    assert_eq!(first["notes"], again["notes"]);
    assert_eq!(first["notes"][0]["reason"], "unknown_kind");
    // One that overlaps what is there; one that came late.
    till.sell("PAN", 1, 1);
    assert_eq!(till.push(2, 4).done()["acked"], 4);
    assert_eq!(till.push(1, 2).done()["acked"], 4);
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "8" }));
}

#[test]
fn gaps_and_forks_are_told_with_where_the_hub_stands() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    for _ in 0..5 {
        till.write(4, &json!({ "signed_in": Uuid::nil() }));
    }
    till.push(1, 2).done();
    let gap = till.push(4, 5);
    assert_eq!(gap.no(), (409, "chain_gap".to_owned()));
    assert_eq!(gap.json()["acked"], 2);
    // Another entry in a place that is taken, and one that does not follow on what is there.
    let mut other = till.batch(2, 2);
    other["entries"][0]["at_wall"] = json!(1);
    assert_eq!(
        till.line.post("/v1/push", &other).no(),
        (409, "chain_fork".to_owned())
    );
    let mut other = till.batch(3, 3);
    other["prev_hash"] = json!("11".repeat(32));
    assert_eq!(
        till.line.post("/v1/push", &other).no(),
        (409, "chain_fork".to_owned())
    );
    // At hello as well: a till that was restored and went another way.
    till.push(3, 5).done();
    let kept = till.entries.clone();
    till.entries.truncate(4);
    let prefix = till.hello(4, None).done();
    assert_eq!(prefix["acked"], 5, "a prefix learns that there is more");
    till.entries.truncate(3);
    till.write(6, &json!({ "signed_out": Uuid::nil() }));
    assert_eq!(till.hello(4, None).no(), (409, "chain_fork".to_owned()));
    till.entries = kept;
    // What it lacks it can fetch.
    let fetch = json!({ "incarnation": till.incarnation, "from": 3, "limit": 10, "probe": [1, 4, 99] });
    let fetched = till.line.post("/v1/entries/fetch", &fetch).done();
    let sent: Vec<&Value> = till.entries[2..].iter().map(|(entry, ..)| entry).collect();
    assert_eq!(fetched["entries"], json!(sent));
    assert_eq!(
        fetched["prev_hash"],
        data_encoding::HEXLOWER.encode(&till.entries[1].2)
    );
    assert_eq!(fetched["hashes"].as_array().unwrap().len(), 2);
}

#[test]
fn one_bad_entry_waits_and_the_rest_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.sell("PAN", 1, 1);
    till.write_raw(
        Uuid::now_v7(),
        32,
        "{\"event\":{\"product_saved\":{\"product\":{\"sku\":\"VINO\"}}}}",
    );
    till.write_raw(Uuid::now_v7(), 20, "\u{0}\u{ffff} no JSON");
    let mut wrong = sale(Uuid::now_v7(), ("A", 9), "PAN", 1, 1);
    wrong["priced"]["total"] = json!(111);
    till.write(20, &json!({ "sold": wrong }));
    till.product("VINO", "5.00", "1");
    till.sell("PAN", 2, 1);
    let notes = till.push_from(1);
    let reasons: Vec<(u64, &str)> = notes
        .as_array()
        .unwrap()
        .iter()
        .map(|note| (note["seq"].as_u64().unwrap(), note["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(
        reasons,
        [
            (3, "unreadable"),
            (4, "unreadable"),
            (5, "figures"),
            (6, "behind")
        ]
    );
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "7" }));
    assert_eq!(
        till.row("product", "VINO"),
        Value::Null,
        "it waits behind the one before"
    );
    let welcome = till.hello(7, None).done();
    assert_eq!(welcome["parked_count"], 4);
    assert_eq!(welcome["parked"][0]["seq"], 6, "the newest first");
    assert_eq!(
        told(dir.path(), &["parked"])["parked"].as_array().unwrap().len(),
        4
    );
    let retried = told(dir.path(), &["parked", "--retry"]);
    let waits = retried["parked"].as_array().unwrap();
    assert_eq!(waits.len(), 4, "nothing has changed");
    // The owner gives the broken one up: what waited behind it goes on.
    let broken = waits[0]["id"].as_str().unwrap();
    let left = told(dir.path(), &["parked", "--dismiss", broken]);
    assert_eq!(left["parked"].as_array().unwrap().len(), 2);
    assert_eq!(till.row("product", "VINO")["price"], "5.00");
    assert_eq!(till.hello(7, None).done()["parked_count"], 2);
    let none = command(dir.path(), &["parked", "--dismiss", broken]);
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn a_batch_sent_unread_is_kept_and_waits() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    let mut batch = till.batch(1, 1);
    batch["opaque"] = json!(true);
    let said = till.line.post("/v1/push", &batch).done();
    assert_eq!(
        (&said["acked"], &said["notes"][0]["reason"]),
        (&json!(1), &json!("opaque"))
    );
    till.sell("PAN", 1, 1);
    assert_eq!(till.push_from(2), json!([]));
    // When the till has it tried again, it does what it says.
    let ask = json!({ "incarnation": till.incarnation });
    let retried = till.line.post("/v1/entries/retry", &ask).done();
    assert_eq!(retried, json!({ "applied": 1, "parked": [], "parked_count": 0 }));
    let again = till.line.post("/v1/entries/retry", &ask).done();
    assert_eq!(again["applied"], 0, "once");
    assert_eq!(till.row("product", "PAN")["name"], "Good PAN");
    assert_eq!(till.hello(2, None).done()["parked_count"], 0);
}

#[test]
fn an_entry_known_from_another_life_is_an_alias() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    let id = till.sell("PAN", 4, 1);
    till.push_from(1);
    let payload = till.entries[1].0["payload"].as_str().unwrap().to_owned();
    // The disk was restored: another life, the same sale appended again.
    till.incarnation = Uuid::now_v7();
    till.entries.clear();
    till.write_raw(id, 20, &payload);
    till.write_raw(id, 20, &payload.replace("10:15:00", "10:16:00"));
    let notes = till.push_from(1);
    assert_eq!(notes[0], json!({ "seq": 1, "outcome": "duplicate" }));
    assert_eq!(
        (&notes[1]["outcome"], &notes[1]["reason"]),
        (&json!("parked"), &json!("id_taken"))
    );
    assert_eq!(till.push(1, 2).done()["notes"], notes, "and again the same");
    assert_eq!(till.row("level", "PAN"), json!({ "quantity": "6" }), "once");
}

#[test]
fn a_code_counts_for_one_device() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let code = hub.code("Uno");
    let (terminal, life) = (Uuid::now_v7(), Uuid::now_v7());
    let ask = enrolment(&code.to_lowercase(), terminal, life, "A");
    let mut line = hub.line();
    let first = line.post("/v1/enrol", &ask).done();
    let again = line.post("/v1/enrol", &ask).done();
    assert_eq!(
        first["token"], again["token"],
        "the answer that was lost is given again"
    );
    let mut other = ask.clone();
    other["device_key"] = json!("cd".repeat(32));
    assert_eq!(line.post("/v1/enrol", &other).no(), (403, "bad_code".to_owned()));
    assert_eq!(
        line.post(
            "/v1/enrol",
            &enrolment("0000-0000-0000-0000-0000-0000-0000", terminal, life, "A")
        )
        .no(),
        (403, "bad_code".to_owned())
    );
    // Another till wants the same series and is given the next one; another currency is refused.
    let second = Till::of(&hub, "Uno", "A");
    assert_eq!(second.series, "A2");
    let third = Till::of(&hub, "Uno", "AR");
    assert_ne!(third.series, "AR", "that is where returns beside A are numbered");
    let mut dollars = enrolment(&hub.code("Uno"), Uuid::now_v7(), Uuid::now_v7(), "D");
    dollars["currency"] = json!("USD");
    assert_eq!(
        line.post("/v1/enrol", &dollars).no(),
        (409, "wrong_currency".to_owned())
    );
    dollars["currency"] = json!("EUR");
    line.post("/v1/enrol", &dollars).done();
}

#[test]
fn a_lost_disk_is_replaced_and_may_still_send_what_it_has() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut old = Till::of(&hub, "Uno", "A");
    old.product("PAN", "1.10", "10");
    old.push_from(1);
    let made = told(
        dir.path(),
        &["enrol-code", "--shop", "Uno", "--replaces", "Till A"],
    );
    let mut new = Till::by(&hub, made["code"].as_str().unwrap(), "B");
    assert_eq!(
        old.hello(1, None).done()["commands"],
        json!([{ "do": "drain_only" }])
    );
    assert_eq!(new.hello(0, None).done()["commands"], json!([]));
    let fetch = json!({ "incarnation": old.incarnation, "from": 1, "limit": 10 });
    let fetched = new.line.post("/v1/entries/fetch", &fetch).done();
    assert_eq!(fetched["acked"], 1, "the new till reads what the old one left");
    old.sell("PAN", 1, 1);
    assert_eq!(old.push_from(2), json!([]));
    assert_eq!(new.row("level", "PAN"), json!({ "quantity": "9" }));

    // It was not lost after all, and is given its place again.
    let made = told(
        dir.path(),
        &["enrol-code", "--shop", "Uno", "--replaces", "Till B"],
    );
    let ask = enrolment(made["code"].as_str().unwrap(), old.terminal, old.incarnation, "A");
    let known = old.line.post("/v1/enrol", &ask).done();
    old.line.token = known["token"].as_str().map(str::to_owned);
    assert_eq!(old.hello(2, None).done()["commands"], json!([]));
    assert_eq!(
        new.hello(0, None).done()["commands"],
        json!([{ "do": "drain_only" }])
    );
}

#[test]
fn blocks_of_numbers_do_not_overlap() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    let ask = |id: Uuid, want: u32| json!({ "series": "F", "request": id, "want": want, "next": 1 });
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let first = a.line.post("/v1/series/lease", &ask(one, 10)).done();
    assert_eq!(first, json!({ "series": "F", "from": 1, "to": 10 }));
    assert_eq!(a.line.post("/v1/series/lease", &ask(one, 10)).done(), first);
    let second = b.line.post("/v1/series/lease", &ask(two, 1)).done();
    assert_eq!((&second["from"], &second["to"]), (&json!(11), &json!(11)));
    assert_eq!(b.line.post("/v1/series/lease", &ask(one, 10)).no().0, 409);
    let own = json!({ "series": "A", "request": Uuid::now_v7(), "want": 1, "next": 1 });
    assert_eq!(b.line.post("/v1/series/lease", &own).no().0, 403);
    assert_eq!(
        a.line.post("/v1/series/lease", &own).no().0,
        403,
        "its own neither"
    );
    // A till that was given numbers by a hub which has forgotten them says how far.
    let known = json!({ "series": "F", "request": Uuid::now_v7(), "want": 1, "next": 31 });
    assert_eq!(a.line.post("/v1/series/lease", &known).done()["from"], 31);
    let wild = json!({ "series": "F", "request": Uuid::now_v7(), "want": 1, "next": 10_000_000 });
    assert_eq!(a.line.post("/v1/series/lease", &wild).done()["from"], 32);
    // A till is never given one as its own.
    assert_ne!(Till::of(&hub, "Uno", "F").series, "F");
}

#[test]
fn pages_of_every_size_leave_nothing_out() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    for at in 0..40 {
        till.product(&format!("P{at:02}"), "1.10", "5");
    }
    // Batches of 1, 19, 20: one less, the same, one more than what a page holds below.
    till.push(1, 1).done();
    till.push(2, 20).done();
    till.push(21, 40).done();
    let (all, end) = till.pull(&json!([]), 500);
    assert_eq!(all.len(), 80, "products and levels");
    for limit in [1, 7, 19, 20, 21, 39, 40, 41, 79, 80, 81] {
        let (rows, cursors) = till.pull(&json!([]), limit);
        assert_eq!(rows, all, "by {limit}");
        assert_eq!(cursors, end);
    }
    assert!(till.pull(&end, 10).0.is_empty());
    // A row that changed moves to the end and is told once.
    till.sell("P03", 1, 1);
    till.push_from(41);
    let (rows, _) = till.pull(&end, 1);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["id"], "P03");
    // A cursor of another past.
    let mut foreign = end.clone();
    foreign[0]["digest"] = json!("22".repeat(32));
    let ask = json!({ "incarnation": till.incarnation, "cursors": foreign, "limit": 5 });
    assert_eq!(
        till.line.post("/v1/pull", &ask).no(),
        (410, "resnapshot".to_owned())
    );
    let mut ahead = end;
    ahead[1]["v"] = json!(9_999);
    let ask = json!({ "incarnation": till.incarnation, "cursors": ahead, "limit": 5 });
    assert_eq!(
        till.line.post("/v1/pull", &ask).no(),
        (410, "resnapshot".to_owned())
    );
}

/// The page that tells strangers how to write a client tells the truth.
#[test]
fn the_example_of_the_documentation_holds() {
    let page = include_str!("../../docs/protocol.md");
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (terminal, incarnation) = (Uuid::from_bytes([0x11; 16]), Uuid::from_bytes([0x22; 16]));
    let mut till = Till::of(&hub, "Uno", "A");
    (till.terminal, till.incarnation) = (terminal, incarnation);
    let payload =
        r#"{"via":"till","app":"doc","event":{"signed_in":"00000000-0000-0000-0000-000000000009"}}"#;
    assert!(page.contains(payload));
    till.write_raw(Uuid::from_bytes([0x33; 16]), 4, payload);
    let hash = data_encoding::HEXLOWER.encode(&till.head());
    assert_eq!(page.matches(&hash).count(), 2);
    let answer = till
        .line
        .post(
            "/v1/enrol",
            &enrolment(&hub.code("Uno"), terminal, incarnation, "B"),
        )
        .done();
    till.line.token = answer["token"].as_str().map(str::to_owned);
    assert_eq!(till.push(1, 1).done()["head_hash"], hash);

    let key = tendero::vault::sign::SigningKey::from_seed(&[1; 32]);
    assert!(page.contains(&data_encoding::HEXLOWER.encode(key.public().bytes())));
    let nonce = std::array::from_fn(|at| at as u8);
    let body = <sha2::Sha256 as sha2::Digest>::digest(br#"{"hub":"x"}"#).into();
    let signed = tendero::protocol::answer::signed(&nonce, 200, &body);
    assert!(page.contains(&data_encoding::BASE64.encode(&key.sign(&signed))));
}
