//! Random baskets of every kind the rules know.

use proptest::prelude::*;

use super::*;

fn rate_below(most: i64) -> impl Strategy<Value = Rate> {
    let whole = (0..=most).prop_map(|percent| Rate::new(percent.into()).unwrap());
    let fine = (0..=most * 10_000).prop_map(|parts| Rate::new(rust_decimal::Decimal::new(parts, 4)).unwrap());
    prop_oneof![3 => whole, 1 => fine]
}

fn any_tax() -> impl Strategy<Value = Tax> {
    let common = prop_oneof![Just("21"), Just("10"), Just("5.5"), Just("8.875"), Just("0")];
    prop_oneof![
        4 => common.prop_map(tax),
        1 => rate_below(100).prop_map(|rate| Tax::percent("any", rate)),
        1 => rate_below(30).prop_map(|rate| Tax::compound("on top", rate)),
        1 => (0i64..200).prop_map(|cents| {
            Tax::amount("bag", UnitPrice::new(rust_decimal::Decimal::new(cents, 4)).unwrap())
        }),
    ]
}

fn any_discount(currency: Currency, most: i64) -> impl Strategy<Value = Option<Discount>> {
    prop_oneof![
        2 => Just(None),
        1 => rate_below(100).prop_map(|rate| Some(Discount::Percent(rate))),
        1 => (0..=most).prop_map(move |minor| Some(Discount::Amount(Money::from_minor(minor, currency)))),
    ]
}

fn any_line(currency: Currency) -> impl Strategy<Value = Line> {
    let quantity = prop_oneof![
        2 => (1i64..20).prop_map(|count| rust_decimal::Decimal::new(count, 0)),
        1 => (1i64..20_000).prop_map(|grams| rust_decimal::Decimal::new(grams, 3)),
    ];
    let price = prop_oneof![
        3 => (0i64..100_000).prop_map(|cents| rust_decimal::Decimal::new(cents, 2)),
        1 => (0i64..99).prop_map(|cents| rust_decimal::Decimal::new(cents, 2)),
        1 => (0i64..100_000_000).prop_map(|millionths| rust_decimal::Decimal::new(millionths, 6)),
    ];
    let taxes = prop::collection::vec(any_tax(), 0..4);
    (quantity, price, taxes, any_discount(currency, 5)).prop_map(|(quantity, price, taxes, discount)| Line {
        quantity: Quantity::new(quantity).unwrap(),
        price: UnitPrice::new(price).unwrap(),
        discount,
        ..line("1", "1", taxes)
    })
}

pub(super) fn any_rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![
        Just(Rounding::HalfUp),
        Just(Rounding::HalfEven),
        Just(Rounding::Up),
        Just(Rounding::Down)
    ]
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let currency = prop_oneof![Just("CLP"), Just("EUR"), Just("KWD")];
    let by = prop_oneof![Just(TaxRounding::Line), Just(TaxRounding::Document)];
    let coin = prop_oneof![Just(None), Just(Some(5)), Just(Some(100)), Just(Some(1))];
    (currency, any::<bool>(), by, any_rounding(), coin).prop_map(
        |(currency, prices_include_tax, tax_rounding, rounding, coin)| {
            let terms = terms(currency);
            let cash_rounding = coin.map(|minor| Money::from_minor(minor, terms.currency));
            Terms {
                prices_include_tax,
                tax_rounding,
                rounding,
                cash_rounding,
                ..terms
            }
        },
    )
}

/// A basket of up to eleven lines. It may still be refused, for a discount above a cheap line or ticket.
pub(in crate::domain) fn any_basket() -> impl Strategy<Value = Basket> {
    any_terms().prop_flat_map(|terms| {
        let lines = prop::collection::vec(any_line(terms.currency), 1..12);
        (Just(terms), lines, any_discount(terms.currency, 50)).prop_map(|(terms, lines, discount)| Basket {
            terms,
            lines,
            discount,
        })
    })
}
