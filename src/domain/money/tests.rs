//! Tests of amounts, rounding and spreading.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::domain::decimal::parse_strict;

fn money(text: &str) -> Result<Money, serde_json::Error> {
    serde_json::from_str(&format!("{text:?}"))
}

#[test]
fn each_way_of_rounding() {
    use Rounding::{Down, HalfEven, HalfUp, Up};
    let table = [
        (
            "2.345",
            [("2.35", HalfUp), ("2.34", HalfEven), ("2.35", Up), ("2.34", Down)],
        ),
        (
            "2.355",
            [("2.36", HalfUp), ("2.36", HalfEven), ("2.36", Up), ("2.35", Down)],
        ),
        (
            "-2.345",
            [
                ("-2.35", HalfUp),
                ("-2.34", HalfEven),
                ("-2.35", Up),
                ("-2.34", Down),
            ],
        ),
        (
            "2.3401",
            [("2.34", HalfUp), ("2.34", HalfEven), ("2.35", Up), ("2.34", Down)],
        ),
        (
            "2.34",
            [("2.34", HalfUp), ("2.34", HalfEven), ("2.34", Up), ("2.34", Down)],
        ),
        (
            "2.34999999999999999",
            [("2.35", HalfUp), ("2.35", HalfEven), ("2.35", Up), ("2.35", Down)],
        ),
    ];
    for (value, ways) in table {
        for (rounded, how) in ways {
            let value = parse_strict(value).unwrap();
            assert_eq!(round(value, 2, how).to_string(), rounded, "{value} {how:?}");
        }
    }
}

#[test]
fn a_record_is_self_contained_and_at_scale() {
    for text in [
        "12.30 EUR",
        "-0.05 EUR",
        "12 JPY",
        "1.500 KWD",
        "92233720368547758.07 EUR",
    ] {
        let amount = money(text).unwrap();
        assert_eq!(serde_json::to_string(&amount).unwrap(), format!("{text:?}"));
    }
    for text in [
        "12.3 EUR",
        "12.300 EUR",
        "12.0 JPY",
        "12.30",
        "12.30 eur",
        "1,30 EUR",
        "12.30  EUR",
    ] {
        assert!(money(text).is_err(), "{text}");
    }
    assert!(money("92233720368547758.08 EUR").is_err(), "beyond the count");
}

#[test]
fn exact_refuses_what_the_currency_cannot_pay() {
    let euro = Currency::parse("EUR").unwrap();
    assert_eq!(
        Money::exact(parse_strict("1.500").unwrap(), euro)
            .unwrap()
            .to_string(),
        "1.50"
    );
    let fine = parse_strict("1.505").unwrap();
    assert_eq!(Money::exact(fine, euro), Err(MoneyError::TooPrecise(fine, euro)));
    let large = Decimal::MAX;
    assert_eq!(Money::exact(large, euro), Err(MoneyError::TooLarge(euro)));
    assert_eq!(
        Money::exact(large, euro).unwrap_err().to_string(),
        "the amount is larger than 9999999999999.99 EUR"
    );
}

#[test]
#[should_panic(expected = "two currencies never meet")]
fn two_currencies_never_meet() {
    let _ = Money::zero(Currency::parse("EUR").unwrap()) < Money::zero(Currency::parse("USD").unwrap());
}

#[test]
fn spreading_over_nothing_is_even() {
    let euro = Currency::parse("EUR").unwrap();
    let parts = spread(Money::from_minor(-5, euro), &[Money::zero(euro); 3]);
    assert_eq!(
        parts.iter().map(|part| part.minor()).collect::<Vec<_>>(),
        [-2, -2, -1]
    );
    assert!(spread(Money::from_minor(5, euro), &[]).is_empty());
}
