//! What goods cost on average that several tills took in.

use serde_json::Value;

use crate::joined::agree;
use crate::shop::Shop;
use crate::two::pair;

/// How much there is of the loaf, and what it costs on average.
fn loaf(till: &Shop) -> (String, String) {
    let all = till.run(&["stock", "list", "--json"]).done().out;
    let rows = all
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let row = rows
        .into_iter()
        .find(|row| row["sku"] == "PAN")
        .expect("the loaf");
    let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    (text("level"), text("cost"))
}

fn receive(till: &Shop, line: &str) -> String {
    let made = till.json(&["stock", "receive", line, "--user", "Luz"]);
    made["id"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn goods_that_two_tills_took_in_cost_the_same_everywhere() {
    let (one, two, _hub) = pair();
    assert_eq!(loaf(&two), ("50".to_owned(), "1.10".to_owned()));
    // Each knows its own alone.
    receive(&one, "PAN=10@2.00");
    let second = receive(&two, "PAN=20@3.00");
    assert_eq!(loaf(&one).1, "1.25");
    for till in [&one, &two, &one] {
        till.json(&["sync", "now"]);
    }
    for till in [&one, &two] {
        assert_eq!(loaf(till), ("80".to_owned(), "1.6875".to_owned()));
        agree(till);
    }
    // It is taken back by its till, after the other one took in more of it without a network.
    receive(&one, "PAN=20@2.00");
    two.run(&["stock", "undo", &second, "--user", "Luz"]).done();
    for till in [&one, &two, &one] {
        till.json(&["sync", "now"]);
    }
    for till in [&one, &two] {
        assert_eq!(loaf(till), ("80".to_owned(), "1.4375".to_owned()));
        agree(till);
        till.run(&["rebuild"]).done();
        assert_eq!(loaf(till).1, "1.4375");
    }
}
