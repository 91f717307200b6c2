//! The moving average of what a product costs. Must never be computed anywhere else: it is decided once and
//! recorded, and whoever reads the journal applies what it says.

use rust_decimal::Decimal;

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
