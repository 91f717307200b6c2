//! Whatever is handed over, in whatever money: what is due, what is missing and the change add up.

#![allow(clippy::unwrap_used)]

use rust_decimal::Decimal;

use proptest::prelude::*;

use super::*;
use crate::domain::foreign::ForeignRate;
use crate::domain::money::Currency;
use crate::domain::rate::UnitPrice;

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("EUR").unwrap())
}

fn terms(coin: i64) -> Terms {
    let mut terms = Terms::new(Currency::parse("EUR").unwrap());
    terms.cash_rounding = (coin > 1).then(|| eur(coin));
    terms
}

/// Dollars at that rate, of four decimals; none where they are worth no coin.
fn dollars(minor: i64, rate: i64, terms: &Terms) -> Option<Tender> {
    let foreign = Foreign {
        amount: Money::from_minor(minor, Currency::parse("USD").unwrap()),
        rate: UnitPrice::new(Decimal::new(rate, 4)).unwrap(),
    };
    let worth = foreign.worth(terms).filter(|worth| worth.minor() > 0)?;
    Some(Tender {
        foreign: Some(foreign),
        ..Tender::new(Method::Foreign, worth)
    })
}

proptest! {
    #[test]
    fn what_is_settled_adds_up_and_what_is_missing_settles_it(
        total in 0i64..500_000, coin in prop::sample::select(vec![1i64, 5, 10, 100]),
        card in prop::option::of(1i64..200_000), coins in prop::option::of(0i64..3_000),
        other in prop::option::of((1i64..200_000, 1i64..30_000)),
    ) {
        let terms = terms(coin);
        let total = eur(total);
        let mut tenders: Vec<Tender> = Vec::new();
        tenders.extend(card.map(|minor| Tender::new(Method::Card, eur(minor))));
        tenders.extend(coins.map(|count| Tender::new(Method::Cash, eur(count * coin))));
        tenders.extend(other.and_then(|(minor, rate)| dollars(minor, rate, &terms)));
        let missing = remaining(&terms, total, &tenders);
        match settle(&terms, total, &tenders) {
            Ok(settled) => {
                prop_assert!(missing.is_paid());
                prop_assert_eq!(total + settled.rounding, settled.due);
                prop_assert_eq!(settled.paid - settled.change, settled.due);
                let cash = tenders.iter().filter(|tender| tender.method.is_cash());
                let cash: i64 = cash.map(|tender| tender.amount.minor()).sum();
                prop_assert!((0..=cash).contains(&settled.change.minor()), "change is given from cash");
                prop_assert_eq!(settled.change.minor() % coin, 0, "and in coins");
                prop_assert!(settled.rounding.minor().abs() * 2 <= coin);
            }
            Err(PaymentRefusal::NotCovered { .. }) => {
                prop_assert!(!missing.is_paid());
                pays(&terms, total, &tenders, missing)?;
            }
            Err(PaymentRefusal::ChangeFromOther { .. }) => prop_assert!(card.unwrap() > total.minor()),
            Err(refusal) => prop_assert!(false, "{refusal}"),
        }
    }
}

/// What is said to be missing pays: in cash, by card, and in dollars that cover it.
fn pays(terms: &Terms, total: Money, tenders: &[Tender], missing: Remaining) -> Result<(), TestCaseError> {
    let with = |tender: Tender| {
        let all: Vec<Tender> = tenders.iter().cloned().chain([tender]).collect();
        settle(terms, total, &all)
    };
    let in_cash = with(Tender::new(Method::Cash, missing.in_cash));
    prop_assert!(in_cash.is_ok_and(|settled| settled.change.is_zero()));
    if missing.otherwise.minor() > 0 {
        let exact = with(Tender::new(Method::Card, missing.otherwise));
        prop_assert!(exact.is_ok_and(|settled| settled.change.is_zero()));
    }
    let rate = ForeignRate {
        currency: Currency::parse("USD").unwrap(),
        rate: UnitPrice::new(Decimal::new(9_137, 4)).unwrap(),
    };
    if missing.in_cash.minor() > 0 {
        let given = rate.covering(terms, missing.in_cash).unwrap();
        let tender = dollars(given.amount.minor(), 9_137, terms).unwrap();
        prop_assert!(with(tender).is_ok());
    }
    Ok(())
}
