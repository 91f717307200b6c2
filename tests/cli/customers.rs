//! Customers by script: kept once, owing what they bought on account less what they paid. Must never take a
//! balance from the program that it can add up itself.

use serde_json::{Value, json};

use crate::shop::{Shop, goods, uuid};

fn on_account(shop: &Shop, n: usize, qty: &str, amount: &str) -> Value {
    let payment = json!({ "method": "account", "amount": amount });
    let lines = json!([{ "code": "4006381333931", "qty": qty }]);
    let basket = json!({ "id": uuid(n), "customer": "María", "lines": lines, "payments": [payment] });
    let answer = shop.feed(&["sell", "--user", "Luz"], format!("{basket}\n").as_bytes());
    serde_json::from_str(answer.out.trim()).expect("an answer")
}

#[test]
fn a_customer_is_kept_once_buys_on_account_and_pays() {
    let shop = Shop::open(&goods());
    let id = uuid(90);
    let save = [
        "customer", "save", "María", "--id", &id, "--limit", "30", "--phone", "600", "--user", "Luz",
    ];
    let kept = shop.json(&save);
    assert_eq!(
        (&kept["name"], &kept["limit"], &kept["id"]),
        (&json!("María"), &json!("30.00"), &json!(id))
    );
    assert_eq!(shop.json(&save), kept, "the same again is the same customer");
    let changed = shop.json(&[
        "customer",
        "save",
        "maría",
        "--tax-id",
        "12345678Z",
        "--user",
        "Luz",
    ]);
    assert_eq!(
        (&changed["id"], &changed["phone"]),
        (&json!(id), &json!("600")),
        "what is not said stays"
    );
    assert!(on_account(&shop, 1, "10", "19.50")["number"].is_string());

    let list = shop.json(&["customer", "list", "600"]);
    assert_eq!(list[0]["balance"], "19.50");
    assert_eq!(shop.json(&["customer", "list", "nobody"]), json!([]));

    let payment = uuid(91);
    let pay = [
        "customer",
        "pay",
        "María",
        "10",
        "--tendered",
        "20",
        "--id",
        &payment,
    ];
    let paid = shop.json(&pay);
    assert_eq!(
        (&paid["amount"], &paid["change"], &paid["balance"]),
        (&json!("10.00"), &json!("10.00"), &json!("9.50"))
    );
    assert_eq!(shop.json(&pay), paid, "the same again takes nothing");
    shop.run(&["customer", "pay", "María", "9", "--id", &payment])
        .refused(1, "that id names another entry");
    shop.run(&["customer", "pay", "María", "9.51"])
        .refused(1, "take no more than that");
    shop.run(&["customer", "pay", "María", "1", "--by", "account"])
        .refused(1, "paid with money");
    shop.run(&["customer", "pay", "Nadie", "1"]).refused(1, "Nadie");
    shop.run(&["customer", "save", "María", "--inactive", "--user", "Luz"])
        .refused(1, "owes");
    settles_and_exports(&shop, &payment);
}

/// The rest is paid by card; both payments and the customer are in the exports, and the drawer agrees.
fn settles_and_exports(shop: &Shop, payment: &str) {
    let rest = shop.json(&["customer", "pay", "María", "--by", "card"]);
    assert_eq!(
        (&rest["amount"], &rest["balance"]),
        (&json!("9.50"), &json!("0.00"))
    );

    let exported = shop.run(&["export", "accounts", "--json"]).done();
    let rows: Vec<Value> = exported
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!((rows.len(), &rows[0]["id"]), (2, &json!(payment)));
    let customers = shop.run(&["export", "customers"]).done();
    assert_eq!(customers.out.lines().count(), 2);
    // 100.00 and 10.00 less nothing: the card is no cash
    shop.run(&["shift", "close", "--counted", "110.00", "--declared", "card=9.50"])
        .done();
    shop.run(&["audit", "verify"]).done();
}
