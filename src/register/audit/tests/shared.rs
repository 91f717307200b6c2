//! Numbers of the series that the shop's tills share: used in order, each once, and accounted for.

use super::*;
use crate::domain::edited::Edited;
use crate::domain::joined::HubLeft;
use crate::domain::shared::{NumbersLeased, NumbersVoided};
use crate::register::sample::shop;

fn leased(day: &mut Day, from: u64, to: u64) {
    day.push(Event::NumbersLeased(NumbersLeased {
        series: "A".to_owned(),
        from,
        to,
        request: Uuid::from_u128(u128::from(from)),
    }));
}

fn voided(day: &mut Day, from: u64, to: u64) {
    let series = "A".to_owned();
    day.push(Event::NumbersVoided(NumbersVoided { series, from, to }));
}

fn share(day: &mut Day, series: Option<&str>) {
    let shop = crate::domain::shop::Shop {
        shared_series: series.map(str::to_owned),
        ..shop()
    };
    day.push(Event::ShopChanged(Edited::of(shop, None)));
}

/// The whole day, then: shared (10), a block of 3 to 5 (11), A-3 and A-4 sold (12, 13), a block of 9 to 10
/// (14), A-5 and A-9 sold (15, 16), what is left voided and no longer shared (17, 18), C1-5 sold (19).
fn report(alter: impl FnOnce(&mut Day)) -> Report {
    audit_of(|day| {
        share(day, Some("A"));
        leased(day, 3, 5);
        day.sell("1.00");
        day.sell("1.00");
        leased(day, 9, 10);
        day.sell("1.00");
        day.sell("1.00");
        voided(day, 10, 10);
        share(day, None);
        day.sell("1.00");
        alter(day);
    })
}

#[test]
fn numbers_used_in_order_and_voided_are_good() {
    let report = report(|day| {
        assert_eq!(day.till().last_sale.as_ref().unwrap().to_string(), "C1-000005");
        assert_eq!(the!(day, 7, Sold).number.to_string(), "A-000009");
        day.push(Event::HubLeft(HubLeft { hub: Uuid::nil() }));
    });
    assert!(report.is_good(), "{report:#?}");
}

#[test]
fn numbers_that_nobody_gave_are_named() {
    let bad = report(|day| the!(day, 4, Sold).number.number = 2);
    first(
        &bad,
        "numbers",
        12,
        "A-000002 has a number that the hub never gave to this till",
    );
    let bad = report(|day| the!(day, 4, Sold).number.series = "B".to_owned());
    first(&bad, "numbers", 12, "B-000003 is not of this till's series C1");
}

#[test]
fn numbers_that_are_skipped_or_given_twice_are_named() {
    let bad = report(|day| the!(day, 4, Sold).number.number = 4);
    first(&bad, "numbers", 12, "A-000004 stands where A-000003 was due");
    let bad = report(|day| the!(day, 5, Sold).number.number = 3);
    first(&bad, "numbers", 13, "A-000003 was issued before");
    let bad = report(|day| the!(day, 8, Sold).number = "A-10".parse().unwrap());
    first(&bad, "numbers", 19, "A-000010 was issued before, or given up");
}

#[test]
fn blocks_that_cannot_be_are_named() {
    let bad = report(|day| the!(day, 1, NumbersLeased).from = 5);
    first(&bad, "numbers", 14, "were given where 3 to 5 were given before");
    let bad = report(|day| the!(day, 0, NumbersLeased).series = "C1R".to_owned());
    first(&bad, "numbers", 11, "the till's own series");
    let bad = report(|day| the!(day, 1, NumbersLeased).to = 8);
    first(&bad, "numbers", 14, "no block of numbers");
}

#[test]
fn numbers_that_are_neither_used_nor_voided_are_named() {
    let bad = report(|day| the!(day, 0, NumbersVoided).from = 9);
    first(&bad, "numbers", 17, "not what was left");
    let bad = audit_of(|day| {
        leased(day, 1, 3);
        day.push(Event::HubLeft(HubLeft { hub: Uuid::nil() }));
    });
    only(&bad, "numbers", 11, "numbers 1 to 3 of A not voided");
}
