//! What the hub answers a till that compares. Must never be what the till has said: only what the hub keeps,
//! and what it did.

#![allow(clippy::unwrap_used)]
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::client::Answer;
use crate::moved::closing;
use crate::process::{Hub, told};
use crate::till::Till;

fn entries(till: &mut Till, from: u64, to: u64, more: &Value) -> Answer {
    let before = from.checked_sub(2).and_then(|at| till.entries.get(at as usize));
    let before = HEXLOWER.encode(&before.map_or([0; 32], |(.., hash)| *hash));
    let mut ask = json!({ "incarnation": till.incarnation, "from": from, "to": to, "prev_hash": before });
    for (field, value) in more.as_object().unwrap() {
        ask[field] = value.clone();
    }
    let answer = till.line.post("/v1/verify/entries", &ask);
    assert!(answer.is_of(&till.key), "every answer is signed");
    answer
}

fn digest(till: &Till, from: usize, to: usize) -> String {
    let mut digest = Sha256::new();
    till.entries[from - 1..to]
        .iter()
        .for_each(|(.., hash)| digest.update(hash));
    HEXLOWER.encode(&digest.finalize())
}

fn sums(till: &mut Till) -> Value {
    let ask = json!({
        "incarnation": till.incarnation, "shifts": [1, 9], "closings": [1],
        "days": ["2026-11-20", "2026-11-21"],
    });
    till.line.post("/v1/verify/sums", &ask).done()
}

#[test]
fn a_stretch_is_told_by_the_bytes_that_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.open(1);
    for _ in 0..3 {
        till.sell("PAN", 1, 1);
    }
    assert_eq!(till.push_from(1), json!([]));
    let all = entries(&mut till, 1, 5, &json!({})).done();
    assert_eq!(
        all,
        json!({ "acked": 5, "held": 5, "digest": digest(&till, 1, 5) })
    );
    let end = entries(&mut till, 3, 1_999, &json!({})).done();
    assert_eq!(
        (&end["held"], &end["digest"]),
        (&json!(3), &json!(digest(&till, 3, 5)))
    );
    let beyond = entries(&mut till, 6, 7, &json!({})).done();
    assert_eq!(beyond["held"], 0);
    // Behind another entry the first one has another hash; the next ones follow on what is kept.
    let other = json!({ "each": true, "prev_hash": "ab".repeat(32) });
    let told = entries(&mut till, 2, 4, &other).done();
    let same: Vec<bool> = (1..4)
        .map(|at| told["hashes"][at - 1]["hash"] == HEXLOWER.encode(&till.entries[at].2))
        .collect();
    assert_eq!(same, [false, true, true]);
    for (from, to, more) in [
        (0, 3, json!({})),
        (3, 2, json!({})),
        (1, 2_001, json!({})),
        (u64::MAX - 1, u64::MAX, json!({})),
        (1, 2, json!({ "prev_hash": "zz" })),
    ] {
        let no = entries(&mut till, from, to, &more).no();
        assert_eq!(no, (400, "bad_request".to_owned()), "{from} {to} {more}");
    }
    let days: Vec<String> = (0..101).map(|_| "2026-11-20".to_owned()).collect();
    for ask in [json!(days), json!(["20.11.2026"])] {
        let ask = json!({ "incarnation": till.incarnation, "days": ask });
        assert_eq!(till.line.post("/v1/verify/sums", &ask).no().0, 400);
    }
    let mut other = Till::of(&hub, "Uno", "B");
    other.incarnation = till.incarnation;
    assert_eq!(entries(&mut other, 1, 2, &json!({})).no().0, 404);
    let ask = json!({ "incarnation": till.incarnation });
    assert_eq!(other.line.post("/v1/verify/sums", &ask).no().0, 404);
}

#[test]
fn sums_are_of_what_was_done_and_name_what_was_not() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.product("PAN", "1.10", "10");
    till.open(1);
    till.sell("PAN", 2, 1);
    let broken = "{\"event\":{\"product_saved\":{\"product\":{\"sku\":\"VINO\"}}}}";
    till.write_raw(Uuid::now_v7(), 32, broken);
    let again = till.sell("PAN", 3, 1);
    till.push_from(1);
    // Sent again it is answered again, and nothing is counted twice.
    till.push_from(2);
    let told_sums = sums(&mut till);
    let tally = json!({
        "since": 1, "applied": { "10": 1, "20": 2, "32": 1 }, "sold": 5_000, "returned": 0, "moved": 0,
        "owed": 0, "aliases": [], "given_up": [],
    });
    assert_eq!((&told_sums["acked"], &told_sums["tally"]), (&json!(5), &tally));
    assert_eq!(
        (&told_sums["parked"], &told_sums["parked_count"]),
        (&json!([4]), &json!(1))
    );
    assert_eq!(
        told_sums["shifts"].as_array().unwrap().len(),
        1,
        "nobody knows of a shift 9"
    );
    let figures = &told_sums["shifts"][0]["figures"];
    assert_eq!(
        (&figures["sales"], &figures["total"]),
        (&json!(2), &json!("5.50 EUR"))
    );
    assert_eq!(told_sums["days"].as_array().unwrap().len(), 1);
    assert_eq!(told_sums["days"][0]["figures"]["total"], "5.50 EUR");
    let waits = told(dir.path(), &["parked"]);
    let waits = waits["parked"][0]["id"].as_str().unwrap().to_owned();
    told(dir.path(), &["parked", "--dismiss", &waits]);
    let given_up = sums(&mut till);
    assert_eq!(given_up["parked"], json!([]));
    assert_eq!(given_up["tally"]["given_up"], json!([{ "from": 4, "to": 4 }]));
    assert_eq!(given_up["tally"]["applied"], tally["applied"]);

    // In another life the same sale does nothing more; it is in the sums of the shift there.
    let (sale, ..) = till.entries[4].clone();
    till.incarnation = Uuid::now_v7();
    till.entries.clear();
    till.write_raw(again, 20, sale["payload"].as_str().unwrap());
    till.push_from(1);
    let told_sums = sums(&mut till);
    assert_eq!(told_sums["tally"]["aliases"], json!([{ "from": 1, "to": 1 }]));
    assert_eq!(told_sums["tally"]["applied"], json!({}));
    assert_eq!(told_sums["shifts"][0]["figures"]["total"], "3.30 EUR");
    assert_eq!(told_sums["days"][0]["figures"]["total"], "5.50 EUR");
}

/// Begins a life of the till's journal that goes on from the one before after that place.
fn restored(till: &mut Till, after: u64) {
    let before = std::mem::replace(&mut till.incarnation, Uuid::now_v7());
    till.entries.clear();
    till.series += "R";
    till.series += &till.incarnation.simple().to_string()[28..];
    till.sales = 0;
    till.write(
        40,
        &json!({ "incarnation_opened": {
            "previous": before, "previous_seq": after, "previous_hash": "00".repeat(32),
            "reason": "restore", "series": till.series,
        } }),
    );
}

fn differs(till: &mut Till, numbers: &[u64]) -> Vec<Value> {
    let ask = json!({ "incarnation": till.incarnation, "closings": numbers });
    let told = till.line.post("/v1/verify/sums", &ask).done();
    let closings = told["closings"].as_array().unwrap().iter();
    closings.map(|closing| closing["differs"].clone()).collect()
}

#[test]
fn a_closing_of_a_shift_that_began_in_an_earlier_life_is_judged_by_all_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.open(1);
    till.sell("PAN", 2, 1);
    till.sell("PAN", 1, 1);
    let lost = till.sell("PAN", 5, 1);
    till.push_from(1);
    let first = till.incarnation;
    let sale = till.entries[3].0.clone();

    // From a backup that lacks the last sale, which the hub gives back, and once more from there.
    restored(&mut till, 3);
    let told = json!({ "told_again": { "incarnation": first, "first": 4, "many": 1 } });
    till.write(73, &told);
    till.write_raw(lost, 20, sale["payload"].as_str().unwrap());
    till.sell("PAN", 1, 1);
    till.push_from(1);
    restored(&mut till, 4);
    till.sell("PAN", 3, 1);
    till.write(12, &closing(1, 4, 770, (1, 2)));
    // Another program closes the same shift with what it did not sell.
    let mut wrong = closing(1, 9, 990, (1, 3));
    wrong["shift_closed"]["number"] = json!(2);
    till.write(12, &wrong);
    till.push_from(1);
    let all = json!(["sales", "net", "tax", "total"]);
    assert_eq!(differs(&mut till, &[1, 2]), [Value::Null, all]);

    // Of a life that the hub has never seen nothing is said.
    restored(&mut till, 9_000);
    till.write(12, &closing(3, 9, 990, (1, 9)));
    till.push_from(1);
    assert_eq!(differs(&mut till, &[3]), [Value::Null]);
}

/// The answer to the first part of a life was lost, and its second part comes with all of it once more.
#[test]
fn a_closing_that_comes_behind_what_the_hub_has_already_is_judged_by_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let mut till = Till::of(&hub, "Uno", "A");
    till.open(1);
    for count in [2, 1, 5] {
        till.sell("PAN", count, 1);
    }
    till.push_from(1);
    let first = till.incarnation;

    // The disk was set back to its second entry, and wrote two others in the places after it.
    restored(&mut till, 4);
    let told = json!({ "told_again": { "incarnation": first, "first": 3, "many": 2, "here": true } });
    till.write(73, &told);
    till.sell("PAN", 1, 1);
    till.sell("PAN", 1, 1);
    till.push_from(1);
    till.write(12, &closing(1, 3, 440, (1, 4)));
    till.push_from(1);
    assert_eq!(differs(&mut till, &[1]), [Value::Null]);
}
