//! Batches that were made ready while the hub was at the one before. Must never find one that is not what
//! the journal says at that place, nor one larger than the hub was said to take.

use serde_json::{Value, json};

use crate::joined::{agree, sell, twisted};
use crate::twist::{Asked, Turn};

const PUSH: &str = "/v1/push";

fn seqs(sent: &Asked) -> Vec<u64> {
    let entries = sent.body["entries"].as_array().into_iter().flatten();
    entries.filter_map(|entry| entry["seq"].as_u64()).collect()
}

#[test]
fn what_was_made_ready_ahead_is_what_would_be_read_anew() {
    let (till, _hub, line) = twisted();
    sell(&till, 1, 600);
    let mut pushes = 0;
    line.plan(move |path, _| {
        pushes += usize::from(path == PUSH);
        let no = |code: &str| {
            let told = json!({ "code": code, "message": "not now", "retry_after": 0 });
            Turn::Say(
                if code == "too_large" { 413 } else { 503 },
                told.to_string().into_bytes(),
            )
        };
        match (path, pushes) {
            (PUSH, 2) => no("unavailable"),
            (PUSH, 4) => no("too_large"),
            (PUSH, 6) => Turn::Drop,
            _ => Turn::Pass,
        }
    });
    line.all();
    // The line that broke off is looked for again.
    while till.run(&["sync", "now"]).code != 0 {}
    let sent = line.asked(PUSH);
    assert!(sent.len() > 6, "{}", sent.len());
    let (mut next, mut most) = (seqs(&sent[0])[0], usize::MAX);
    for (at, push) in sent.iter().enumerate() {
        let seqs = seqs(push);
        assert_eq!(seqs[0], next, "request {at}");
        assert!(
            seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]),
            "request {at}: {seqs:?}"
        );
        assert!(
            seqs.len() <= most,
            "request {at}: {} where {most} was too much",
            seqs.len()
        );
        most = usize::MAX;
        match (&push.answer["acked"], &push.answer["code"]) {
            (Value::Number(acked), _) => next = acked.as_u64().expect("a place") + 1,
            (_, code) if *code == "too_large" => most = seqs.len() / 2,
            (_, code) => assert!(*code == "unavailable" || code.is_null(), "request {at}: {code}"),
        }
    }
    agree(&till);
}
