//! What an amount comes to in coins, where a shop has no small ones. Must never touch what is paid otherwise.

use rust_decimal::Decimal;

use super::basket::Terms;
use super::money::{self, Money};

/// What `amount` comes to in coins: rounded to the shop's smallest one, or as it is when cash is not rounded.
pub fn due_in_cash(terms: &Terms, amount: Money) -> Money {
    let Some(coin) = terms.cash_rounding.map(Money::minor).filter(|&coin| coin > 0) else {
        return amount;
    };
    let coins = money::round(
        Decimal::from(amount.minor()) / Decimal::from(coin),
        0,
        terms.rounding,
    );
    let coins = i64::try_from(coins.mantissa()).expect("fewer coins than smallest units");
    let minor = coins
        .checked_mul(coin)
        .expect("amounts are limited far below the range of a count");
    Money::from_minor(minor, amount.currency())
}
