//! What must be refused with a plain sentence, as one table.

use super::*;

fn quantity(text: &str) -> Result<(), String> {
    let quantity = Quantity::parse(text).map_err(|refusal| refusal.code().to_owned())?;
    let mut line = line("1", "1.00", vec![]);
    (line.quantity, line.quantity_decimals) = (quantity, 0);
    try_price(basket(terms("EUR"), vec![line]))
}

fn discount(discount: Discount) -> Result<(), String> {
    let line = Line {
        discount: Some(discount),
        ..line("1", "10.00", vec![])
    };
    try_price(basket(terms("EUR"), vec![line]))
}

fn ticket(discount: Discount) -> Result<(), String> {
    let basket = basket(terms("EUR"), vec![line("1", "10.00", vec![])]);
    try_price(Basket {
        discount: Some(discount),
        ..basket
    })
}

fn try_price(basket: Basket) -> Result<(), String> {
    price(&basket).map(drop).map_err(|refusal| {
        let sentence = refusal.to_string();
        assert!(sentence.len() > 20 && !sentence.contains("::"), "{sentence}");
        refusal.code().to_owned()
    })
}

fn unit_price(text: &str) -> Result<(), String> {
    UnitPrice::parse(text)
        .map(drop)
        .map_err(|refusal| refusal.code().to_owned())
}

fn percent(text: &str) -> Result<(), String> {
    Rate::parse(text)
        .map(drop)
        .map_err(|refusal| refusal.code().to_owned())
}

fn pay(total: &str, tenders: &[Tender]) -> Result<(), String> {
    settle(&terms("EUR"), euro(total), tenders)
        .map(drop)
        .map_err(|refusal| refusal.code().to_owned())
}

#[test]
fn what_must_be_refused_is() {
    let yen = Money::zero(Currency::parse("JPY").unwrap());
    let table = [
        ("a negative quantity", quantity("-1"), "quantity-not-positive"),
        ("no quantity", quantity("0"), "quantity-not-positive"),
        ("an absurd quantity", quantity("100000"), "quantity-absurd"),
        (
            "a quantity beyond any",
            quantity("1000000000"),
            "quantity-too-large",
        ),
        ("half a piece", quantity("0.5"), "quantity-decimals"),
        ("four decimals", quantity("0.0001"), "quantity-too-precise"),
        (
            "a price beyond the limit",
            unit_price("10000000000"),
            "price-too-large",
        ),
        ("a negative price", unit_price("-0.01"), "price-negative"),
        ("seven decimals", unit_price("0.0000001"), "price-too-precise"),
        (
            "a discount above the line",
            discount(Discount::Amount(euro("10.01"))),
            "discount-above-line",
        ),
        (
            "a negative discount",
            discount(Discount::Amount(euro("-0.01"))),
            "line-discount-negative",
        ),
        (
            "a discount in yen",
            discount(Discount::Amount(yen)),
            "line-other-currency",
        ),
        (
            "101 % off",
            discount(Discount::Percent(rate("101"))),
            "line-discount-above-100",
        ),
        (
            "a ticket discount above it",
            ticket(Discount::Amount(euro("10.01"))),
            "discount-above-ticket",
        ),
        (
            "101 % off all",
            ticket(Discount::Percent(rate("101"))),
            "ticket-discount-above-100",
        ),
        ("a tax below zero", percent("-1"), "percent-negative"),
        ("a tax above 1000 %", percent("1000.1"), "percent-too-large"),
        ("no line", try_price(basket(terms("EUR"), vec![])), "no-lines"),
    ];
    for (what, result, code) in table {
        assert_eq!(result, Err(code.to_owned()), "{what}");
    }
}

#[test]
fn what_does_not_settle_is_refused() {
    let table = [
        (
            "too little paid",
            pay("10.00", &[tender(Method::Cash, "9.99")]),
            "not-covered",
        ),
        ("nothing paid", pay("10.00", &[]), "not-covered"),
        (
            "change from a card",
            pay("10.00", &[tender(Method::Card, "10.01")]),
            "change-from-other-tender",
        ),
        (
            "a negative payment",
            pay("1.00", &[tender(Method::Cash, "-1.00")]),
            "payment-not-positive",
        ),
        (
            "a card of nothing",
            pay("0.00", &[tender(Method::Card, "0.00")]),
            "payment-not-positive",
        ),
    ];
    for (what, result, code) in table {
        assert_eq!(result, Err(code.to_owned()), "{what}");
    }
}

#[test]
fn mangled_numbers_and_unknown_currencies_are_refused() {
    for mangled in ["1,5", "1e3", "0x10", "１２", "NaN", "Infinity", "", " 1"] {
        assert_eq!(unit_price(mangled), Err("not-a-number".to_owned()), "{mangled}");
        assert_eq!(quantity(mangled), Err("not-a-number".to_owned()), "{mangled}");
        assert_eq!(percent(mangled), Err("not-a-number".to_owned()), "{mangled}");
    }
    for unknown in ["EURO", "eur", "XAU", "XXX", "CLF", "", "€"] {
        assert!(Currency::parse(unknown).is_none(), "{unknown}");
    }
}

#[test]
fn a_price_cannot_hold_more_fixed_tax_than_itself() {
    let bag = Tax::amount("bag", UnitPrice::parse("0.10").unwrap());
    for terms in [inclusive("EUR"), document(inclusive("EUR"))] {
        let basket = basket(terms, vec![line("1", "0.05", vec![bag.clone()])]);
        assert_eq!(try_price(basket), Err("fixed-tax-above-price".to_owned()));
    }
}

#[test]
fn a_ticket_has_an_end() {
    let many = vec![tender(Method::Cash, "9999999999999.99"); 10_000];
    assert_eq!(pay("1.00", &many), Err("too-many-payments".to_owned()));
    let lines = vec![line("1", "1", vec![]); MAX_LINES + 1];
    assert_eq!(
        try_price(basket(terms("EUR"), lines)),
        Err("too-many-lines".to_owned())
    );
    let taxes = vec![tax("1"); MAX_TAXES + 1];
    assert_eq!(
        try_price(basket(terms("EUR"), vec![line("1", "1", taxes)])),
        Err("too-many-taxes".to_owned())
    );
}
