//! Tests of quotes: the published schema, the refusals by name, and that no text whatever stops the program.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn quote(basket: Value) -> Value {
    serde_json::from_str(&answer(&basket.to_string()).unwrap().to_json()).unwrap()
}

fn code(basket: &str) -> &'static str {
    let refusal = answer(basket).unwrap_err();
    assert!(
        !["::", "Request", "struct", "enum"]
            .iter()
            .any(|word| refusal.message.contains(word)),
        "{refusal}"
    );
    refusal.code
}

fn line(price: &str) -> Value {
    json!({"code": "1", "price": price, "qty": "1"})
}

#[test]
fn the_published_basket() {
    let answer = quote(json!({
        "id": "0199", "currency": "EUR", "prices_include_tax": false, "tax_rounding": "line",
        "cash_rounding": "0.05",
        "lines": [{"code": "7898629570164", "price": "15.89", "qty": "2", "discount": {"percent": "10"},
            "taxes": [{"name": "A", "percent": "6"}, {"name": "B", "percent": "6", "compound": true},
                {"name": "bag", "amount": "0.10"}]}],
        "discount": {"amount": "1.00"}, "customer": null,
        "payments": [{"method": "cash", "tendered": "50.00"},
            {"method": "card", "amount": "10.00", "reference": "4711"}]
    }));
    let line = json!({"code": "7898629570164", "gross": "31.78", "discount": "3.18",
        "ticket_discount": "1.00", "net": "27.60", "tax": "3.62", "total": "31.22"});
    assert_eq!(answer["lines"], json!([line]));
    assert_eq!(answer["discount"], "1.00");
    let taxes = json!([
        {"name": "A", "percent": "6", "base": "27.60", "tax": "1.66"},
        {"name": "B", "percent": "6", "compound": true, "base": "29.26", "tax": "1.76"},
        {"name": "bag", "amount": "0.10", "base": "27.60", "tax": "0.20"}]);
    assert_eq!(answer["taxes"], taxes);
    let figures = [
        "net", "tax", "total", "rounding", "due", "paid", "change", "id", "currency",
    ];
    let figures = figures.map(|name| answer[name].as_str().unwrap());
    assert_eq!(
        figures,
        [
            "27.60", "3.62", "31.22", "-0.02", "31.20", "60.00", "28.80", "0199", "EUR"
        ]
    );
    assert_eq!(
        answer["steps"][0],
        json!({"what": "line 1: gross", "formula": "2 × 15.89 = 31.78", "rule": "exact", "result": "31.78"})
    );
}

#[test]
fn what_is_absent_has_a_default() {
    let answer = quote(json!({"currency": "EUR", "lines": [{"price": "2.50"}]}));
    assert_eq!(
        (&answer["total"], &answer["due"], &answer["paid"]),
        (&json!("2.50"), &json!("2.50"), &json!("0.00"))
    );
}

/// Case 5 without a payment: the total is what a card pays, what is due is what cash pays.
#[test]
fn nobody_has_paid_yet() {
    let answer = quote(json!({"currency": "EUR", "cash_rounding": "0.05",
        "lines": [{"price": "13.67", "taxes": [{"name": "VAT", "percent": "15"}]}]}));
    let figures = ["total", "rounding", "due", "paid", "change"].map(|name| answer[name].as_str().unwrap());
    assert_eq!(figures, ["15.72", "-0.02", "15.70", "0.00", "0.00"]);
}

fn basket_with(field: &str, value: Value) -> String {
    let mut basket = json!({"currency": "EUR", "lines": [line("10.00")]});
    basket[field] = value;
    basket.to_string()
}

fn line_with(field: &str, value: Value) -> String {
    let mut line = line("10.00");
    line[field] = value;
    basket_with("lines", json!([line]))
}

fn paid_with(payment: Value) -> String {
    basket_with("payments", json!([payment]))
}

fn refused<const N: usize>(table: [(String, &str); N]) {
    for (basket, expected) in table {
        assert_eq!(code(&basket), expected, "{basket}");
    }
}

#[test]
fn what_is_no_basket_is_refused() {
    let positional = json!([null, "EUR", null, null, null, null, [{"price": "1"}], null, null, null]);
    let twice = r#"{"currency":"EUR","currency":"USD","lines":[]}"#;
    refused([
        (String::new(), "not-json"),
        ("{".to_owned(), "not-json"),
        (r#"{"currency":"EUR","lines":[]} x"#.to_owned(), "not-json"),
        ("[]".to_owned(), "not-a-basket"),
        (positional.to_string(), "not-a-basket"),
        (twice.to_owned(), "not-a-basket"),
        (basket_with("color", json!("red")), "not-a-basket"),
        (basket_with("lines", json!({"price": "1.00"})), "not-a-basket"),
        (
            basket_with("lines", json!([["1", "name", "1.00", "1", null, []]])),
            "not-a-basket",
        ),
        (basket_with("tax_rounding", json!("shop")), "not-a-basket"),
        (basket_with("discount", json!(["10"])), "not-a-basket"),
        (line_with("price", json!(10)), "not-a-basket"),
    ]);
}

#[test]
fn what_cannot_be_sold_is_refused() {
    let both = json!({"percent": "10", "amount": "1"});
    let on_top = json!([{"name": "A", "amount": "1", "compound": true}]);
    refused([
        (basket_with("lines", json!([])), "no-lines"),
        (basket_with("currency", json!(null)), "missing"),
        (basket_with("currency", json!("EURO")), "unknown-currency"),
        (basket_with("cash_rounding", json!("0")), "coin-not-positive"),
        (
            basket_with("discount", json!({"amount": "10.01"})),
            "discount-above-ticket",
        ),
        (
            basket_with("discount", json!({"percent": "100.1"})),
            "ticket-discount-above-100",
        ),
        (basket_with("discount", both), "percent-or-amount"),
        (basket_with("discount", json!({})), "percent-or-amount"),
        (line_with("price", json!(null)), "missing"),
        (line_with("price", json!("10000000000")), "price-too-large"),
        (line_with("qty", json!("-1")), "quantity-not-positive"),
        (line_with("qty", json!("1.0001")), "quantity-too-precise"),
        (line_with("qty", json!("100000")), "quantity-absurd"),
        (
            line_with("discount", json!({"amount": "10.01"})),
            "discount-above-line",
        ),
        (
            line_with("discount", json!({"amount": "1.001"})),
            "amount-too-precise",
        ),
        (
            line_with("taxes", json!([{"name": "A", "percent": "-1"}])),
            "percent-negative",
        ),
        (line_with("taxes", json!([{"name": "A"}])), "percent-or-amount"),
        (line_with("taxes", on_top), "compound-amount"),
    ]);
}

#[test]
fn what_is_no_payment_is_refused() {
    let both = json!({"method": "cash", "amount": "10.00", "tendered": "10.00"});
    refused([
        (
            paid_with(json!({"method": "card", "amount": "9.99"})),
            "not-covered",
        ),
        (
            paid_with(json!({"method": "card", "amount": "10.01"})),
            "change-from-other-tender",
        ),
        (
            paid_with(json!({"method": "gold", "amount": "10.00"})),
            "unknown-method",
        ),
        (paid_with(json!({"method": "cash"})), "missing"),
        (paid_with(both), "two-amounts"),
    ]);
}

#[test]
fn mangled_numbers_are_refused() {
    for mangled in ["1,5", "1e3", "0x10", "１２", "NaN", "", " 1", "+1"] {
        refused([
            (line_with("price", json!(mangled)), "not-a-number"),
            (line_with("qty", json!(mangled)), "not-a-number"),
            (line_with("discount", json!({"percent": mangled})), "not-a-number"),
            (
                paid_with(json!({"method": "cash", "tendered": mangled})),
                "not-a-number",
            ),
        ]);
    }
}

#[test]
fn a_refusal_says_where_and_what() {
    let message = |basket: Value| answer(&basket.to_string()).unwrap_err().message;
    let lines = json!([line("1.00"), line("1,5")]);
    assert_eq!(
        message(json!({"currency": "EUR", "lines": lines})),
        "line 2, price: \"1,5\" is not a plain number: write digits with a dot for the decimals, like 12.50"
    );
    let unknown = message(json!({"currency": "EUR", "lines": [], "colour": 1}));
    assert!(unknown.contains("`colour`"), "{unknown}");
    let bare = message(json!({"currency": "EUR", "lines": [{"price": 5}]}));
    assert!(bare.contains("expected a number in quotes"), "{bare}");
}

/// Text that is nearly a number, or very much one.
fn any_number() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0u64..100_000, 0u32..4).prop_map(|(n, scale)| {
            json!(rust_decimal::Decimal::new(n as i64, scale).to_string())
        }),
        1 => "[0-9]{1,12}(\\.[0-9]{1,7})?".prop_map(Value::from),
        1 => prop_oneof![
            Just("9999999999"), Just("999999.999"), Just("999999999.999"), Just("0"),
            Just("1000"), Just("0.0001"), Just("0.000001"), Just("-1"), Just("1e3"),
            Just("79228162514264337593543950335"),
        ].prop_map(Value::from),
        1 => any::<i32>().prop_map(Value::from),
        1 => "\\PC{0,6}".prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

prop_compose! {
    fn any_tax()(
        name in "[AB]", n in any_number(), fixed in any::<bool>(), compound in any::<bool>(),
    ) -> Value {
        if fixed { json!({"name": name, "amount": n}) } else {
            json!({"name": name, "percent": n, "compound": compound})
        }
    }
}

prop_compose! {
    fn any_line()(
        price in any_number(), qty in any_number(), off in any_number(), how in 0..4,
        taxes in prop::collection::vec(any_tax(), 0..4),
    ) -> Value {
        let mut line = json!({"price": price, "qty": qty, "taxes": taxes});
        match how {
            0 => line["discount"] = json!({"percent": off}),
            1 => line["discount"] = json!({"amount": off}),
            _ => {}
        }
        line
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_basket_stops_the_program(
        lines in prop::collection::vec(any_line(), 0..4),
        included in any::<bool>(), document in any::<bool>(),
        currency in prop_oneof![Just("EUR"), Just("JPY"), Just("KWD"), Just("XXX")],
        rounding in prop_oneof![Just("half_up"), Just("half_even"), Just("up"), Just("down")],
        coin in any_number(), cash in any_number(), more in "\\PC{0,8}",
    ) {
        let by = if document { "document" } else { "line" };
        let mut basket = json!({"currency": currency, "lines": lines, "prices_include_tax": included,
            "tax_rounding": by, "rounding": rounding});
        if more.len() % 3 == 0 { basket["cash_rounding"] = coin; }
        if more.len() % 2 == 0 { basket["payments"] = json!([{"method": "cash", "tendered": cash}]); }
        if more.len() == 7 { basket[more.as_str()] = Value::Null; }
        if let Err(refusal) = answer(&basket.to_string()) {
            prop_assert!(!refusal.message.is_empty() && refusal.code != "does-not-add-up", "{}", refusal);
        }
    }

    #[test]
    fn no_text_stops_the_program(text in "[\\[\\]{}:,\"0-9a-z\\\\ .-]{0,80}", any in "\\PC{0,60}") {
        prop_assert!(answer(&text).is_err());
        prop_assert!(answer(&any).is_err());
    }
}

/// Figures that another program, in exact fractions, found for the same baskets.
#[test]
fn an_independent_reckoning_agrees() {
    let known = include_str!("../../../tests/oracle/pricing.jsonl");
    assert!(known.lines().count() >= 100);
    for known in known.lines() {
        let known: Value = serde_json::from_str(known).unwrap();
        let answer = quote(known["basket"].clone());
        let lines = answer["lines"].as_array().unwrap().iter();
        let lines: Vec<Value> = lines
            .map(|line| json!([line["net"], line["tax"], line["total"]]))
            .collect();
        assert_eq!(Value::from(lines), known["lines"], "{}", known["basket"]);
        assert_eq!(answer["discount"], known["discount"], "{}", known["basket"]);
    }
}
