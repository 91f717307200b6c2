//! Numbers as people type them, with either decimal sign. Must never round, nor guess what was meant.

use crate::domain::decimal::parse_typed;
use crate::domain::money::{Currency, Money};
use crate::domain::quantity::Quantity;
use crate::register::reply::Said;

/// A quantity.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn quantity(text: &str) -> Result<Quantity, Said> {
    let number = parse_typed(text).map_err(|refusal| refused(refusal.code(), &refusal))?;
    Quantity::new(number).map_err(|refusal| refused(refusal.code(), &refusal))
}

/// An amount in that currency, exact.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn money(text: &str, currency: Currency) -> Result<Money, Said> {
    let number = parse_typed(text).map_err(|refusal| refused(refusal.code(), &refusal))?;
    Money::exact(number, currency).map_err(|error| refused(error.code(), &error))
}

/// A refusal without values, ready to be told.
pub fn refused(code: &'static str, sentence: &impl std::fmt::Display) -> Said {
    Said {
        code,
        sentence: sentence.to_string(),
        values: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_decimal_signs_are_read_and_too_many_decimals_are_not() {
        let euro = Currency::parse("EUR").unwrap();
        let minor = |text| money(text, euro).map(Money::minor).map_err(|said| said.code);
        assert_eq!(minor("10"), Ok(1_000));
        assert_eq!(minor("10,5"), Ok(1_050));
        assert_eq!(minor(".5"), Ok(50));
        assert_eq!(minor("1,005"), Err("amount-too-precise"));
        assert_eq!(minor("1.000,50"), Err("not-a-number"));
        assert_eq!(quantity("0,845").unwrap().to_string(), "0.845");
        assert!(quantity("x").is_err());
    }
}
