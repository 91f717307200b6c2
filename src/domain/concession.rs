//! What a ticket gives away beyond its prices, and whether that is more than anybody may give alone. Must
//! never decide who may: roles and approvals do.

use rust_decimal::Decimal;

use super::money::{Money, round, sum};
use super::pricing::{Priced, PricedLine};
use super::shop::Shop;
use super::ticket::Ticket;

/// What of a ticket needs somebody's leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Concessions {
    /// A discount above the shop's limit, on a line or over the whole ticket.
    pub discount: bool,
    /// A price other than the product's.
    pub price: bool,
}

impl Concessions {
    /// Those of a ticket with the figures `priced`.
    pub fn of(ticket: &Ticket, priced: &Priced, shop: &Shop) -> Concessions {
        Concessions {
            discount: is_above_limit(priced, shop),
            price: ticket.lines.iter().any(|line| line.good.price_changed()),
        }
    }
}

/// Whether a discount that was just given, on a line or on the whole ticket, needs somebody's leave. One that
/// is within the limit itself needs none beside another that was allowed before.
pub fn asks_leave(before: Option<&Priced>, after: &Priced, line: Option<usize>, shop: &Shop) -> bool {
    let own = match line {
        Some(line) => after.lines.get(line).map(|line| (line.discount, line.gross)),
        None => {
            let values = after.lines.iter().map(|line| line.gross - line.discount);
            Some((after.discount, sum(after.currency, values)))
        }
    };
    let own = own.is_some_and(|(given, of)| given.amount() > most(of, shop));
    own || (is_above_limit(after, shop) && !before.is_some_and(|before| is_above_limit(before, shop)))
}

/// The most that may be taken off an amount without leave, rounded as the shop rounds.
fn most(of: Money, shop: &Shop) -> Decimal {
    let exact = of.amount() * shop.customs.discount_limit.fraction();
    round(exact, shop.currency.exponent(), shop.rounding)
}

/// Whether a line's own discount is above the limit, or all discounts together: two small ones on top of each
/// other are a large one. What the limit itself comes to, rounded as the shop rounds, is within it.
fn is_above_limit(priced: &Priced, shop: &Shop) -> bool {
    let own = |line: &PricedLine| line.discount.amount() > most(line.gross, shop);
    if priced.lines.iter().any(own) {
        return true;
    }
    let add_up = |figure: fn(&PricedLine) -> Money| sum(priced.currency, priced.lines.iter().map(figure));
    let (gross, on_lines) = (add_up(|line| line.gross), add_up(|line| line.discount));
    let by_line = priced.lines.iter().map(|line| most(line.gross, shop)).sum();
    let given = (on_lines + priced.discount).amount();
    !priced.discount.is_zero() && given > most(gross, shop).max(by_line)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::discount::Discount;
    use crate::domain::document::Good;
    use crate::domain::pricing::price;
    use crate::domain::rate::{Rate, UnitPrice};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn shop(limit: &str) -> Shop {
        serde_json::from_value(serde_json::json!({
            "name": "Shop", "currency": "EUR", "tax_classes": [{"name": "standard", "taxes": []}],
            "prices_include_tax": true, "tax_rounding": "line", "rounding": "half_up",
            "max_quantity": "99999",
            "customs": {"discount_limit": limit}, "lang": "en", "zone": "UTC", "patterns": [],
            "variance_limit": "5.00 EUR",
        }))
        .unwrap()
    }

    fn ticket(prices: &[u32]) -> Ticket {
        let mut ticket = Ticket::new(Uuid::nil());
        for (at, cents) in prices.iter().enumerate() {
            let good: Good = serde_json::from_value(serde_json::json!({
                "sku": format!("S{at}"), "name": "x", "quantity": "1", "unit": "ea", "tax": "standard",
                "price": rust_decimal::Decimal::new(i64::from(*cents), 2).to_string(),
            }))
            .unwrap();
            ticket.add(good);
        }
        ticket
    }

    fn percent(text: &str) -> Option<Discount> {
        Some(Discount::Percent(Rate::parse(text).unwrap()))
    }

    fn needs(ticket: &Ticket, limit: &str) -> Concessions {
        let shop = shop(limit);
        Concessions::of(ticket, &price(&ticket.basket(&shop)).unwrap(), &shop)
    }

    #[test]
    fn without_a_limit_every_discount_needs_leave() {
        let mut ticket = ticket(&[1_000]);
        assert_eq!(needs(&ticket, "0"), Concessions::default());
        ticket.discount(Some(0), percent("1"));
        assert!(needs(&ticket, "0").discount && !needs(&ticket, "1").discount);
        ticket.discount(Some(0), None);
        ticket.discount(None, percent("5"));
        assert!(needs(&ticket, "4").discount && !needs(&ticket, "5").discount);
    }

    #[test]
    fn two_small_discounts_are_a_large_one() {
        let mut ticket = ticket(&[1_000, 1_000]);
        ticket.discount(Some(0), percent("10"));
        ticket.discount(Some(1), percent("10"));
        assert!(!needs(&ticket, "10").discount);
        ticket.discount(None, percent("1"));
        assert!(needs(&ticket, "10").discount);
    }

    #[test]
    fn leave_is_asked_for_what_is_given_now() {
        let shop = shop("10");
        let figures = |ticket: &Ticket| price(&ticket.basket(&shop)).unwrap();
        let mut ticket = ticket(&[1_000, 1_000]);
        let plain = figures(&ticket);
        ticket.discount(Some(0), percent("50"));
        let allowed = figures(&ticket);
        assert!(asks_leave(Some(&plain), &allowed, Some(0), &shop));
        ticket.discount(Some(1), percent("5"));
        let both = figures(&ticket);
        assert!(
            !asks_leave(Some(&allowed), &both, Some(1), &shop),
            "within the limit itself"
        );
        ticket.discount(Some(1), percent("20"));
        assert!(asks_leave(Some(&both), &figures(&ticket), Some(1), &shop));
        ticket.discount(Some(0), None);
        ticket.discount(Some(1), percent("10"));
        let small = figures(&ticket);
        ticket.discount(None, percent("10"));
        assert!(
            asks_leave(Some(&small), &figures(&ticket), None, &shop),
            "one on top of the other"
        );
        ticket.discount(None, None);
        ticket.discount(Some(1), None);
        assert!(
            !asks_leave(Some(&small), &figures(&ticket), Some(1), &shop),
            "taken off"
        );
    }

    #[test]
    fn another_price_needs_leave_whichever_way_it_goes() {
        for price in ["9", "11", "0"] {
            let mut ticket = ticket(&[1_000]);
            ticket.lines[0]
                .good
                .change_price(UnitPrice::parse(price).unwrap());
            assert!(needs(&ticket, "100").price, "{price}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// A percentage within the limit is within it however it rounds, on lines or on the ticket; and what
        /// passes never gives away more than the limit and half a cent a line.
        #[test]
        fn the_limit_holds(
            prices in proptest::collection::vec(1u32..5_000, 1..6), given in 0u32..=100, limit in 0u32..=100,
            on_ticket in any::<bool>(), amount in proptest::option::of(0i64..5_000),
        ) {
            let mut ticket = ticket(&prices);
            if on_ticket {
                ticket.discount(None, percent(&given.to_string()));
            } else {
                (0..prices.len()).for_each(|line| ticket.discount(Some(line), percent(&given.to_string())));
            }
            if given <= limit {
                prop_assert!(!needs(&ticket, &limit.to_string()).discount);
            }
            if let Some(minor) = amount {
                let currency = crate::domain::money::Currency::parse("EUR").unwrap();
                ticket.discount(Some(0), Some(Discount::Amount(Money::from_minor(minor, currency))));
            }
            let shop = shop(&limit.to_string());
            let Ok(priced) = price(&ticket.basket(&shop)) else { return Ok(()) };
            if !Concessions::of(&ticket, &priced, &shop).discount {
                let gross: i64 = priced.lines.iter().map(|line| line.gross.minor()).sum();
                let given: i64 = priced.lines.iter().map(|line| line.discount.minor()).sum();
                let given = (given + priced.discount.minor()) * 100;
                prop_assert!(given <= gross * i64::from(limit) + 50 * prices.len() as i64);
            }
        }
    }
}
