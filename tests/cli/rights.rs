//! What a role may not do, asked of the command line: refused, or done with the name of somebody who may.
//! Must never be asked less than the screens ask.

use serde_json::{Value, json};

use crate::shop::{Shop, basket, goods, uuid};

/// A shop with an open register, where Ana and Pau are cashiers; Ana sold a loaf.
fn shop() -> Shop {
    let shop = Shop::open(&goods());
    shop.line("people add Ana --pin 4071").done();
    shop.line("people add Pau --pin 4072").done();
    let sold = format!("{}\n", basket(1, "PAN", "2", "3.90"));
    shop.feed(&["sell", "--user", "Ana"], sold.as_bytes()).done();
    shop
}

/// Refused to Ana, and with the leave of Pau, who may not either; done with that of Luz, once.
fn asks(shop: &Shop, line: &str) -> String {
    shop.line(line).refused(1, "somebody who may");
    shop.line(&format!("{line} --approved-by Pau"))
        .refused(1, "Pau may not allow that");
    shop.line(&format!("{line} --approved-by Luz")).done().out
}

#[test]
fn nobody_pays_back_receives_or_imports_beyond_their_role() {
    let shop = shop();
    let back = "refund C1-000001 --line 1=1 --to cash --user Ana";
    let made: Value = serde_json::from_str(&asks(&shop, back)).expect("an answer in JSON");
    assert_eq!(made["paid_back"], "1.95");
    let file = shop.file("more.csv", goods().replace("1.95", "2.05").as_bytes());
    asks(&shop, &format!("import products {file} --user Ana"));
    let luz = shop.json(&["people", "list"])[0]["id"].clone();
    for line in [
        "stock receive PAN=1@1 --user Ana",
        "stock adjust PAN=1 --reason found --user Ana",
        "stock write-off PAN=1 --reason stale --user Ana",
    ] {
        let moved: Value = serde_json::from_str(&asks(&shop, line)).expect("an answer in JSON");
        assert_eq!(moved["approved_by"], luz, "{line}");
    }
    let count = uuid(7);
    let counting = format!("stock count PAN=1 --count {count} --user Ana");
    asks(&shop, &counting);
    asks(&shop, &format!("stock close-count {count} --user Ana"));
    shop.line("audit verify").done();
    let trail = shop.run(&["export", "trail"]).done().out;
    assert!(
        trail.contains("import products"),
        "who allowed the import: {trail}"
    );
}

#[test]
fn whom_a_limit_binds_does_not_lift_it() {
    let shop = shop();
    shop.line("customer save Bar --user Ana").done();
    asks(&shop, "customer save Bar --limit 30 --user Ana");
    shop.line("customer save Bar --limit 20 --user Ana").done();
    shop.line("customer save Bar --limit 30 --user Ana")
        .refused(1, "somebody who may");
}

#[test]
fn a_count_is_on_record_before_it_is_told_how_it_differs() {
    let shop = Shop::open(&goods());
    let counts = || {
        let trail = shop.run(&["export", "trail"]).done().out;
        trail.lines().filter(|line| line.contains("CountTaken")).count()
    };
    shop.line("shift close --counted 80 --count 20.00x3")
        .refused(1, "add up to 60.00");
    assert_eq!(counts(), 0, "nothing was told");
    shop.line("shift close --counted 0").refused(1, "say why");
    assert_eq!(counts(), 1, "how it differs was told");
    let closed = shop.json(&["shift", "close", "--counted", "100"]);
    assert_eq!(closed["variance"], "0.00");
    assert_eq!(counts(), 2);
    shop.line("audit verify").done();
}

#[test]
fn the_same_id_with_other_contents_is_refused() {
    let shop = Shop::open(&goods());
    let (id, part, end) = (uuid(1), uuid(2), uuid(3));
    let again = |first: &str, others: &[String], refused: &str| {
        let told = shop.line(first).done().out;
        assert_eq!(shop.line(first).done().out, told, "{first}");
        for other in others {
            shop.line(other).refused(1, refused);
        }
    };
    let receive = |what: &str| format!("stock receive {what} --supplier Sur --user Luz --id {id}");
    let used = "the id was used for something else";
    again(
        &receive("PAN=2@1.00 SELLO=5"),
        &[
            receive("PAN=3@1.00 SELLO=5"),
            receive("PAN=2@1.10 SELLO=5"),
            receive("PAN=2 SELLO=5"),
            receive("PAN=2@1.00"),
            format!("stock write-off PAN=2 SELLO=5 --reason x --user Luz --id {id}"),
            format!("stock count PAN=2 --user Luz --id {id}"),
        ],
        used,
    );
    shop.line(&receive("PAN=2@1 SELLO=5")).done();
    let count = |what: &str| format!("stock count {what} --user Luz --id {part}");
    again(
        &count("PAN=50"),
        &[count("PAN=51"), count("PAN=50 SELLO=1")],
        used,
    );
    let open = shop.json(&["stock", "counts"])["counts"][0]["count"].clone();
    let open = open.as_str().expect("an id").to_owned();
    let close = |more: &str| format!("stock close-count {open} --user Luz --id {end}{more}");
    again(&close(""), &[close(" --give-up")], used);

    shop.line("customer save Bar --limit 30 --user Luz").done();
    let payment = json!({ "method": "account", "amount": "3.90" });
    let lines = json!([{ "code": "PAN", "qty": "2" }]);
    let sale = json!({ "id": uuid(4), "customer": "Bar", "lines": lines, "payments": [payment] });
    shop.feed(&["sell", "--user", "Luz"], format!("{sale}\n").as_bytes())
        .done();
    let pay = |by: &str| format!("customer pay Bar 2 {by} --id {}", uuid(5));
    again(
        &pay("--by card --reference 12"),
        &[
            pay("--by cash"),
            pay("--by card --reference 13"),
            pay("--by transfer --reference 12"),
        ],
        "id",
    );
    shop.line("audit verify").done();
}
