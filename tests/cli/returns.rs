//! Returns by script: to the cent in parts, once however often they are sent, never more than was sold. Must
//! never take a sum from the program that it can add up itself.

use serde_json::{Value, json};

use crate::shop::{Shop, uuid};

const GOODS: &str = "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock\n\
                     P1,700000000001,Pan,Pan,1.15,0.50,reduced,ea,10,\n\
                     Q1,700000000002,Queso,Queso,9.99,4.00,standard,kg,5,\n";

/// A shop that sold two loaves and some cheese, paid in cash: 2.30 + 0.750 × 9.99 = 7.49.
fn sold() -> Shop {
    let shop = Shop::open(GOODS);
    let lines = json!([{ "code": "700000000001", "qty": "2" }, { "code": "700000000002", "qty": "0.750" }]);
    let basket =
        json!({ "id": uuid(1), "lines": lines, "payments": [{ "method": "cash", "tendered": "10.00" }] });
    shop.feed(&["sell", "--user", "Luz"], format!("{basket}\n").as_bytes())
        .done();
    shop
}

fn refund(shop: &Shop, more: &[&str]) -> Value {
    let all = [&["refund", "C1-000001", "--user", "Luz"], more].concat();
    let answer = shop.run(&all).done();
    serde_json::from_str(&answer.out).expect("an answer in JSON")
}

#[test]
fn parts_come_back_to_the_cent_and_never_more_than_was_sold() {
    let shop = sold();
    let first = refund(&shop, &["--line", "1=1", "--line", "2=0.25", "--to", "cash"]);
    assert_eq!(
        (&first["number"], &first["of"]),
        (&json!("C1R-000001"), &json!("C1-000001"))
    );
    assert_eq!(
        (&first["total"], &first["paid_back"]),
        (&json!("3.65"), &json!("3.65"))
    );
    let second = refund(
        &shop,
        &["--all", "--to", "original", "--write-off", "--reason", "stale"],
    );
    assert_eq!(
        (&second["total"], &second["lines"][1]["qty"]),
        (&json!("6.14"), &json!("0.5"))
    );
    assert_eq!(second["lines"][0]["fate"], "written_off");

    let more = [
        "refund",
        "C1-000001",
        "--user",
        "Luz",
        "--line",
        "2=0.001",
        "--to",
        "cash",
    ];
    shop.run(&more).refused(1, "only 0 of what was sold are left");
    for (number, saying) in [
        ("C1R-000001", "is a return itself"),
        ("C1-000002", "there is no receipt"),
        ("C9-000002", "is not of this till"),
    ] {
        let asked = ["refund", number, "--user", "Luz", "--line", "1", "--to", "cash"];
        shop.run(&asked).refused(1, saying);
    }

    let x = shop.json(&["shift", "x", "--user", "Luz"]);
    let figures = &x["figures"];
    assert_eq!(
        (&figures["sales"], &figures["total"]),
        (&json!(1), &json!("0.00"))
    );
    assert_eq!(
        (&figures["returns"]["count"], &figures["returns"]["total"]),
        (&json!(2), &json!("9.79"))
    );
    assert_eq!(figures["returns"]["written_off"], "6.14");
    for tax in figures["taxes"].as_array().expect("taxes") {
        assert_eq!((&tax["base"], &tax["tax"]), (&json!("0.00"), &json!("0.00")));
    }
    let stock = shop.json(&["report", "stock"]);
    let levels: Vec<&Value> = stock
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["stock"])
        .collect();
    assert_eq!(levels, ["9", "4.5"], "one loaf and 250 g are back on the shelf");

    let exported = shop.run(&["export", "refunds", "--json"]).done();
    assert_eq!(exported.out.lines().count(), 2);
    shop.run(&["shift", "close", "--user", "Luz", "--counted", "100.00"])
        .done();
    shop.run(&["audit", "verify"]).done();
}

#[test]
fn the_same_return_sent_again_gets_the_first_answer() {
    let shop = sold();
    let id = uuid(7);
    let asked = ["--all", "--to", "credit", "--id", &id];
    let first = refund(&shop, &asked);
    assert_eq!(first["given"][0]["reference"], "C1R-000001");
    assert_eq!(refund(&shop, &asked), first);
    let other = [
        "refund",
        "C1-000001",
        "--user",
        "Luz",
        "--all",
        "--to",
        "cash",
        "--id",
        &id,
    ];
    shop.run(&other).refused(1, "was already made as C1R-000001");

    // the note pays as far as it goes
    let note = format!("C1R-000001-{}", &id[id.len() - 8..]);
    let pay = |n: usize, amount: &str| {
        let payment = json!({ "method": "credit", "amount": amount, "reference": note });
        let lines = json!([{ "code": "700000000001", "qty": "5" }]);
        let basket = json!({ "id": uuid(n), "lines": lines, "payments": [payment] });
        let answer = shop.feed(&["sell", "--user", "Luz"], format!("{basket}\n").as_bytes());
        let answer: Value = serde_json::from_str(answer.out.trim()).expect("an answer");
        answer["error"]["code"].as_str().map(str::to_owned)
    };
    assert_eq!(pay(20, "5.75"), None);
    assert_eq!(pay(21, "5.75"), Some("credit-not-enough".to_owned()));
}
