//! Cash of another currency: what it is worth at the shop's stated rate. Must never be given back as change,
//! nor counted with the shop's own cash.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::basket::Terms;
use super::coins::due_in_cash;
use super::money::{Currency, Money, Rounding, round};
use super::rate::UnitPrice;

/// What the shop gives for one unit of another currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignRate {
    /// The other currency.
    pub currency: Currency,
    /// In the shop's currency.
    pub rate: UnitPrice,
}

/// Notes and coins of another currency, as they were handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// How much, in its own currency.
    pub amount: Money,
    /// What the shop gave for one unit.
    pub rate: UnitPrice,
}

impl Foreign {
    /// What it is worth here, in coins that change can be given in; none where that is no amount.
    pub fn worth(&self, terms: &Terms) -> Option<Money> {
        let exact = self.amount.amount().checked_mul(self.rate.value())?;
        let rounded = Money::round(exact, terms.currency, terms.rounding).ok()?;
        Some(due_in_cash(terms, rounded))
    }
}

impl ForeignRate {
    /// The least of the other currency that is worth at least `due` here.
    pub fn covering(&self, terms: &Terms, due: Money) -> Option<Foreign> {
        let rate = self.rate.value();
        if rate <= Decimal::ZERO {
            return None;
        }
        let quotient = due.amount().checked_div(rate)?;
        let places = self.currency.exponent();
        let least = round(quotient, places, Rounding::Up);
        let mut given = Foreign {
            amount: Money::exact(least, self.currency).ok()?,
            rate: self.rate,
        };
        // Its worth is rounded to a coin, which may take off what the last unit gave.
        for _ in 0..10_000 {
            if given.worth(terms)? >= due {
                return Some(given);
            }
            given.amount = given.amount.checked_add(Money::from_minor(1, self.currency))?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn eur() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    fn dollars(minor: i64, rate: &str) -> Foreign {
        Foreign {
            amount: Money::from_minor(minor, Currency::parse("USD").unwrap()),
            rate: UnitPrice::parse(rate).unwrap(),
        }
    }

    #[test]
    fn it_is_worth_its_rate_in_coins_of_the_shop() {
        let mut terms = Terms::new(eur());
        assert_eq!(
            dollars(2_000, "0.9137").worth(&terms),
            Some(Money::from_minor(1_827, eur()))
        );
        terms.cash_rounding = Some(Money::from_minor(5, eur()));
        assert_eq!(
            dollars(2_000, "0.9137").worth(&terms),
            Some(Money::from_minor(1_825, eur()))
        );
    }

    proptest! {
        #[test]
        fn what_covers_is_enough_and_hardly_more(
            due in 1i64..1_000_000, rate in 1i64..2_000_000, coin in prop::sample::select(vec![1i64, 5, 10]),
        ) {
            let mut terms = Terms::new(eur());
            terms.cash_rounding = (coin > 1).then(|| Money::from_minor(coin, eur()));
            let rate = ForeignRate {
                currency: Currency::parse("USD").unwrap(),
                rate: UnitPrice::new(Decimal::new(rate, 4)).unwrap(),
            };
            let due = due_in_cash(&terms, Money::from_minor(due, eur()));
            prop_assume!(due.minor() > 0);
            if let Some(given) = rate.covering(&terms, due) {
                prop_assert!(given.worth(&terms).unwrap() >= due);
                let less = Foreign {
                    amount: given.amount - Money::from_minor(1, given.amount.currency()),
                    ..given
                };
                let coins = Money::from_minor(coin, eur());
                prop_assert!(less.worth(&terms).unwrap() < due + coins + coins);
            }
        }
    }
}
