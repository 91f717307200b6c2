//! Notes of store credit between two tills: given at one, taken at the other, with and without a network.

use serde_json::{Value, json};

use crate::hub::Hub;
use crate::joined::{agree, sell};
use crate::shop::{Shop, uuid};
use crate::two::pair;

/// Sells a loaf and takes it back as a note: its number and its code.
fn note(till: &Shop, id: usize) -> (String, String) {
    sell(till, id, 1);
    let sold = till.run(&["export", "sales", "--json"]).done().out;
    let sold: Value = serde_json::from_str(sold.lines().last().expect("a sale")).expect("JSON");
    let number = sold["number"].as_str().expect("a number");
    let back = ["refund", number, "--all", "--to", "credit", "--user", "Luz"];
    let back = till.json(&back);
    let number = back["number"].as_str().expect("a number").to_owned();
    let id = back["id"].as_str().expect("an id").replace('-', "");
    let code = format!("{number}-{}", &id[id.len() - 8..]);
    (number, code)
}

/// Pays for a loaf with a note; what is said.
fn pay(till: &Shop, id: usize, note: &str) -> (i32, String) {
    pay_by(till, "Luz", id, note)
}

fn pay_by(till: &Shop, user: &str, id: usize, note: &str) -> (i32, String) {
    let basket = json!({
        "id": uuid(id), "lines": [{ "code": "4006381333931", "qty": "1" }],
        "payments": [{ "method": "credit", "amount": "1.95", "reference": note }],
    });
    let answer = till.feed(&["sell", "--user", user], format!("{basket}\n").as_bytes());
    (answer.code, answer.out)
}

/// What the hub told of that sort.
fn told(hub: &Hub, sort: &str) -> Vec<Value> {
    let key = hub.ask(&[
        "api-key",
        "--shop",
        "Tienda",
        "--name",
        sort,
        "--scopes",
        "events:read",
    ]);
    let url = format!("http://{}/api/v1/events", hub.address);
    let token = format!("Bearer {}", key["key"].as_str().expect("a key"));
    let mut answer = ureq::get(&url)
        .header("authorization", &token)
        .call()
        .expect("it answers");
    let text = answer.body_mut().read_to_string().expect("text");
    let events: Value = serde_json::from_str(&text).expect("JSON");
    let events = events["events"].as_array().expect("events").iter();
    events.filter(|event| event["type"] == sort).cloned().collect()
}

#[test]
fn a_note_that_two_tills_take_without_a_network_is_told_to_the_owner() {
    let (one, two, hub) = pair();
    two.run(&["shift", "open", "--user", "Luz", "--float", "0"])
        .done();
    let (number, code) = note(&one, 1);
    // The other till has not heard of it: whoever may take goods back without a receipt takes it.
    two.run(&["people", "add", "Eva", "--pin", "1111"]).done();
    let refused = pay_by(&two, "Eva", 49, &code);
    assert!(
        refused.0 == 1 && refused.1.contains("credit-other-till"),
        "{refused:?}"
    );
    assert_eq!(pay(&two, 50, &code).0, 0);
    assert_eq!(pay(&one, 2, &code).0, 0);
    for till in [&two, &one, &two] {
        till.json(&["sync", "now"]);
    }
    let twice = told(&hub, "credit_twice");
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert_eq!(
        (&twice[0]["data"]["number"], &twice[0]["data"]["over"]),
        (&json!(number), &json!("1.95"))
    );
    for till in [&one, &two] {
        assert_eq!(till.json(&["sync", "status"])["failed"], 0, "a sale is a fact");
        let (code, out) = pay(till, 60, &code);
        assert!(code == 1 && out.contains("credit-not-enough"), "{out}");
        agree(till);
    }
}

#[test]
fn a_note_that_the_hub_told_of_counts_once_at_every_till() {
    let (one, two, hub) = pair();
    two.run(&["shift", "open", "--user", "Luz", "--float", "0"])
        .done();
    let (_, code) = note(&one, 1);
    one.json(&["sync", "now"]);
    two.json(&["sync", "now"]);
    let wrong = format!("{}00000000", &code[..code.len() - 8]);
    assert!(pay(&two, 50, &wrong).1.contains("credit-other-code"));
    assert_eq!(pay(&two, 51, &code).0, 0);
    assert!(pay(&two, 52, &code).1.contains("credit-not-enough"));
    two.run(&["rebuild"]).done();
    assert!(
        pay(&two, 53, &code).1.contains("credit-not-enough"),
        "and after a rebuild"
    );
    two.json(&["sync", "now"]);
    one.json(&["sync", "now"]);
    assert!(pay(&one, 2, &code).1.contains("credit-not-enough"));
    assert_eq!(told(&hub, "credit_twice"), Vec::<Value>::new());
    agree(&one);
    agree(&two);
}
