//! The moving average of what a product costs. Must never be computed anywhere else: a till decides it once
//! and records it, and whoever reads its journal applies what it says. Where several tills move the same
//! goods, each knows its own movements alone: the hub decides again, in the order in which it learns of them,
//! and what it says counts for all.

use rust_decimal::Decimal;

use super::{MovedLine, Reason};
use crate::domain::money::{Rounding, round};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;

/// Digits of an average after the dot.
const PLACES: u32 = 6;

/// The average once `more` came in at `cost`, with `level` on the shelf at `before`: (max(level, 0) × before
/// + more × cost) ÷ (max(level, 0) + more), half away from zero. What is owed to the shelf costs nothing yet.
#[must_use]
pub fn average(level: Quantity, before: Option<UnitPrice>, more: Quantity, cost: UnitPrice) -> UnitPrice {
    let there = level.value().max(Decimal::ZERO);
    let mixed = before.and_then(|before| {
        let worth = there
            .checked_mul(before.value())?
            .checked_add(more.value().checked_mul(cost.value())?)?;
        of(worth, there + more.value())
    });
    mixed.unwrap_or(cost)
}

/// The average as if `less` had never come in at `cost`, with `level` on the shelf at `now`; none where that
/// cannot be told any more, because so much is not there or the rest would cost less than nothing.
#[must_use]
pub fn average_without(
    level: Quantity,
    now: UnitPrice,
    less: Quantity,
    cost: UnitPrice,
) -> Option<UnitPrice> {
    let rest = level.value() - less.value();
    if rest <= Decimal::ZERO {
        return None;
    }
    let worth = level
        .value()
        .checked_mul(now.value())?
        .checked_sub(less.value().checked_mul(cost.value())?)?;
    of(worth, rest)
}

/// The average after a line of a movement that changed it, for whoever knows the movements of the whole shop:
/// with `level` on the shelf before it at `stands`.
#[must_use]
pub fn average_of_all(
    reason: &Reason,
    line: &MovedLine,
    level: Quantity,
    stands: Option<UnitPrice>,
) -> Option<UnitPrice> {
    match (reason, line.cost) {
        (Reason::Received { .. }, Some(cost)) if line.quantity.is_positive() => {
            Some(average(level, stands, line.quantity, cost))
        }
        // What it takes back was mixed with goods that its till has not heard of: they stay in the mixture.
        (Reason::Reversed { .. }, Some(cost)) if !same(stands, line.cost_before) => {
            let rest = stands.and_then(|stands| average_without(level, stands, -line.quantity, cost));
            rest.or(stands)
        }
        _ => line.new_cost().unwrap_or(stands),
    }
}

fn same(one: Option<UnitPrice>, other: Option<UnitPrice>) -> bool {
    one.map(UnitPrice::value) == other.map(UnitPrice::value)
}

fn of(worth: Decimal, quantity: Decimal) -> Option<UnitPrice> {
    let each = round(worth.checked_div(quantity)?, PLACES, Rounding::HalfUp);
    UnitPrice::new(each.normalize()).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    fn price(text: &str) -> UnitPrice {
        UnitPrice::parse(text).unwrap()
    }

    #[test]
    fn goods_mix_by_what_is_on_the_shelf() {
        let mixed = |level, before: Option<&str>, more, cost| {
            average(quantity(level), before.map(price), quantity(more), price(cost)).to_string()
        };
        assert_eq!(mixed("10", Some("1"), "10", "2"), "1.5");
        assert_eq!(mixed("1", Some("1"), "2", "2"), "1.666667");
        assert_eq!(
            mixed("-5", Some("1"), "2", "2"),
            "2",
            "what is owed costs nothing"
        );
        assert_eq!(mixed("0", Some("1"), "2", "3.25"), "3.25");
        assert_eq!(
            mixed("9", None, "1", "3"),
            "3",
            "an unknown cost counts for nothing"
        );
        assert_eq!(
            mixed("999999999", Some("9999999999"), "999999999", "9999999999"),
            "9999999999"
        );
    }

    #[test]
    fn what_never_came_is_taken_out_where_the_rest_allows_it() {
        let out = |level, now, less, cost| {
            average_without(quantity(level), price(now), quantity(less), price(cost))
                .map(|average| average.to_string())
        };
        assert_eq!(out("20", "1.5", "10", "2"), Some("1".to_owned()));
        assert_eq!(out("10", "1.5", "10", "2"), None);
        assert_eq!(
            out("11", "1", "10", "2"),
            None,
            "the rest would cost less than nothing"
        );
    }

    fn received(quantity: &str, cost: &str) -> MovedLine {
        MovedLine {
            sku: crate::domain::product::Sku::new("PAN").unwrap(),
            name: "Pan".to_owned(),
            unit: crate::domain::product::Unit::Ea,
            quantity: Quantity::parse(quantity).unwrap(),
            cost: Some(price(cost)),
            cost_before: None,
            cost_after: Some(price(cost)),
            cost_gone: false,
        }
    }

    #[test]
    fn what_two_tills_took_in_mixes_whoever_is_heard_first() {
        let reason = Reason::Received {
            supplier: String::new(),
            reference: String::new(),
        };
        let (a, b) = (received("10", "2"), received("20", "3"));
        for (first, second) in [(&a, &b), (&b, &a)] {
            let one = average_of_all(&reason, first, quantity("10"), Some(price("1")));
            let level = quantity("10").checked_add(first.quantity).unwrap();
            let both = average_of_all(&reason, second, level, one).unwrap();
            assert_eq!(both.to_string(), "2.25");
        }
        // One of them is taken back by its till, which has not heard of the other.
        let back = MovedLine {
            quantity: quantity("-10"),
            cost_before: Some(price("1.5")),
            cost_after: Some(price("1")),
            ..a
        };
        let of = Reason::Reversed {
            of: uuid::Uuid::nil(),
        };
        let left = average_of_all(&of, &back, quantity("40"), Some(price("2.25")));
        assert_eq!(left.unwrap().to_string(), "2.333333");
        let alone = average_of_all(&of, &back, quantity("20"), Some(price("1.5")));
        assert_eq!(
            alone.unwrap().to_string(),
            "1",
            "as its till says, where nothing else came"
        );
    }

    proptest! {
        /// An average lies between what it is made of.
        #[test]
        fn between_both(level in -50i32..50, before in 0i64..10_000, more in 1i32..50, cost in 0i64..10_000) {
            let cents = |minor| UnitPrice::new(Decimal::new(minor, 2)).unwrap();
            let (before, cost) = (cents(before), cents(cost));
            let now = average(level.into(), Some(before), more.into(), cost);
            prop_assert!(now >= before.min(cost) && now <= before.max(cost));
            if level > 0 {
                let both = Quantity::from(level + more);
                let back = average_without(both, now, more.into(), cost);
                let off = back.map(|back| (back.value() - before.value()).abs());
                // half a millionth a unit, for each unit that is there
                let most = Decimal::new(i64::from(level + more), 6);
                prop_assert!(off.is_none_or(|off| off <= most), "{off:?}");
            }
        }
    }
}
