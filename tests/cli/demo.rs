//! The demo shop: made whole, ready to sell, and never in the place of a real one. Must never need a
//! terminal.

use serde_json::json;

use crate::shop::Shop;

#[test]
fn the_demo_has_two_weeks_behind_it_and_an_open_register() {
    let shop = Shop::none();
    let made = shop.json(&["demo"]);
    assert_eq!(made["made"], json!(true));
    let (store, key) = (
        made["store"].as_str().expect("a path"),
        made["key_file"].as_str().expect("a path"),
    );
    let at = ["--store", store, "--key-file", key];
    let ask = |args: &[&str]| shop.json(&[&at[..], args].concat());

    let status = ask(&["shift", "status"]);
    assert_eq!((&status["open"], &status["sales"]), (&json!(true), &json!(0)));
    let closings = ask(&["closing", "list"]);
    let closings = closings.as_array().expect("rows");
    assert!(
        (11..=13).contains(&closings.len()),
        "two weeks without Sundays: {}",
        closings.len()
    );
    assert!(closings.iter().any(|z| z["variance"] != "0.00"));
    let sales = closings.iter().map(|z| z["sales"].as_u64().expect("a number"));
    assert!(
        sales.clone().skip(1).all(|sales| sales >= 30),
        "{:?}",
        sales.collect::<Vec<_>>()
    );
    let tenders = ask(&["report", "tender"]);
    assert!(
        tenders.as_array().expect("rows").len() >= 3,
        "mixed tenders: {tenders}"
    );
    let stock = ask(&["report", "stock"]);
    let stock = stock.as_array().expect("rows");
    assert!(stock.len() > 300);
    assert!(
        stock
            .iter()
            .all(|row| !row["stock"].as_str().expect("a level").starts_with('-'))
    );

    assert_eq!(shop.json(&["demo"])["made"], json!(false), "it is kept");
    let said = shop.run(&[&at[..], &["doctor"]].concat()).out;
    assert!(!said.contains("open to others"), "{said}");
    assert_eq!(
        shop.json(&["demo", "--fresh"])["made"],
        json!(true),
        "and thrown away when asked"
    );
}

#[test]
fn a_real_store_is_never_thrown_away() {
    let shop = Shop::new();
    let store = shop.store().display().to_string();
    let before = shop.contents(&shop.store());
    shop.run(&["demo", "--fresh", "--store", &store])
        .refused(1, "not");
    assert_eq!(shop.contents(&shop.store()), before);
}
