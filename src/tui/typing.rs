//! Numbers as people type them, with either decimal sign. Must never round, nor guess what was meant.

use rust_decimal::Decimal;

use crate::domain::acceptance::AcceptanceRefusal;
use crate::domain::basket::Terms;
use crate::domain::decimal::{NumberRefusal, parse_typed};
use crate::domain::discount::Discount;
use crate::domain::foreign::{Foreign, ForeignRate};
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Method, Tender};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::refusal::Refuse;
use crate::register::reply::Said;

use super::form::Form;

/// A quantity.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn quantity(text: &str) -> Result<Quantity, Said> {
    let number = number(text)?;
    Quantity::new(number).map_err(|refusal| refused(refusal.code(), &refusal))
}

/// An amount in that currency, exact.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn money(text: &str, currency: Currency) -> Result<Money, Said> {
    let number = number(text)?;
    Money::exact(number, currency).map_err(|error| refused(error.code(), &error))
}

/// A discount: a percentage where a `%` stands behind it, else an amount off the whole; none for nothing.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn discount(text: &str, currency: Currency) -> Result<Option<Discount>, Said> {
    match text.trim().strip_suffix('%') {
        Some(percent) => {
            let rate = Rate::new(number(percent)?).map_err(|refusal| refused(refusal.code(), &refusal))?;
            Ok(Some(Discount::Percent(rate)).filter(|_| !rate.is_zero()))
        }
        None => {
            let amount = money(text, currency)?;
            Ok(Some(Discount::Amount(amount)).filter(|_| !amount.is_zero()))
        }
    }
}

/// A price that something is sold at: never nothing, which would be a slip of the fingers.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn price(text: &str) -> Result<UnitPrice, Said> {
    let price = UnitPrice::new(number(text)?).map_err(|refusal| refused(refusal.code(), &refusal))?;
    if price.is_zero() {
        Err(Said::from(&TypedRefusal::PriceNothing))
    } else {
        Ok(price)
    }
}

/// Money of another currency: what was typed, its code behind it where the shop takes several; as much as is
/// missing where nothing was.
///
/// # Errors
/// What is wrong with it, ready to be told.
pub fn foreign(text: &str, terms: &Terms, rates: &[ForeignRate], missing: Money) -> Result<Tender, Said> {
    let text = text.trim();
    let figures = text.trim_end_matches(|letter: char| letter.is_alphabetic());
    let code = text[figures.len()..].to_uppercase();
    let wanted = |rate: &&ForeignRate| code.is_empty() || rate.currency.code() == code;
    let no_rate = || {
        Said::from(&AcceptanceRefusal::NoRate {
            currency: code.clone(),
        })
    };
    let rate = rates.iter().find(wanted).ok_or_else(no_rate)?;
    let given = if figures.trim().is_empty() {
        rate.covering(terms, missing).ok_or_else(no_rate)?
    } else {
        Foreign {
            amount: money(figures, rate.currency)?,
            rate: rate.rate,
        }
    };
    let worth = given.worth(terms).ok_or_else(no_rate)?;
    Ok(Tender {
        foreign: Some(given),
        ..Tender::new(Method::Foreign, worth)
    })
}

/// What to say of a quantity that is none.
pub fn not_positive(quantity: Quantity) -> Said {
    Said::from(&TypedRefusal::NoQuantity(quantity))
}

/// Why what was typed is no number.
#[derive(Debug, thiserror::Error)]
enum TypedRefusal<'a> {
    #[error("nothing was typed: type a number, 0 for none")]
    Nothing,
    #[error("\"{0}\" is not a number: type digits, with a comma or a dot for the decimals")]
    NotPlain(&'a str),
    #[error("nothing is sold for nothing: type its price, or give a discount of 100 %")]
    PriceNothing,
    #[error("a quantity is more than nothing, and {0} is not")]
    NoQuantity(Quantity),
}

impl Refuse for TypedRefusal<'_> {
    fn code(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing-typed",
            Self::NotPlain(_) => "not-a-number",
            Self::PriceNothing => "price-nothing",
            Self::NoQuantity(_) => "no-quantity",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoQuantity(quantity) => vec![("quantity", quantity.to_string())],
            _ => Vec::new(),
        }
    }
}

/// A quantity with two stars behind it.
#[derive(Debug, thiserror::Error)]
#[error("one star is enough: type how many, a star, then the code or the name")]
pub struct TwoStars;

impl Refuse for TwoStars {
    fn code(&self) -> &'static str {
        match self {
            TwoStars => "two-stars",
        }
    }
}

/// A new PIN that was not typed the same twice.
#[derive(Debug, thiserror::Error)]
#[error("the two PINs differ: type them again")]
pub struct PinsDiffer;

impl Refuse for PinsDiffer {
    fn code(&self) -> &'static str {
        match self {
            PinsDiffer => "pins-differ",
        }
    }
}

/// The new PIN on two lines of a form; where they differ, both are typed again.
///
/// # Errors
/// That they differ, ready to be told.
pub fn pin_twice(form: &mut Form, [first, again]: [usize; 2]) -> Result<String, Said> {
    if form.text(first) == form.text(again) {
        return Ok(form.text(first).to_owned());
    }
    form.clear(first);
    form.clear(again);
    form.go(first);
    Err(Said::from(&PinsDiffer))
}

fn number(text: &str) -> Result<Decimal, Said> {
    parse_typed(text).map_err(|refusal| match (&refusal, text.trim()) {
        (NumberRefusal::NotPlain(_), "") => Said::from(&TypedRefusal::Nothing),
        (NumberRefusal::NotPlain(_), text) => Said::from(&TypedRefusal::NotPlain(text)),
        _ => refused(refusal.code(), &refusal),
    })
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

    #[test]
    fn a_discount_is_a_percentage_or_an_amount() {
        let euro = Currency::parse("EUR").unwrap();
        let read = |text| discount(text, euro).map_err(|said| said.code);
        let rate = Discount::Percent(Rate::parse("10").unwrap());
        assert_eq!(read("10%"), Ok(Some(rate)));
        assert_eq!(read(" 10,0 % "), Ok(Some(rate)));
        assert_eq!(
            read("1,50"),
            Ok(Some(Discount::Amount(Money::from_minor(150, euro))))
        );
        assert_eq!((read("0"), read("0%")), (Ok(None), Ok(None)));
        assert_eq!(read("-5%"), Err("percent-negative"));
        assert_eq!(
            (read("%"), read("x%")),
            (Err("nothing-typed"), Err("not-a-number"))
        );
        assert_eq!(read("10%%"), Err("not-a-number"));
    }

    #[test]
    fn nothing_is_sold_for_nothing() {
        let read = |text| {
            price(text)
                .map(|price| price.to_string())
                .map_err(|said| said.code)
        };
        assert_eq!(read("4,5"), Ok("4.5".to_owned()));
        assert_eq!(
            (read("0"), read("0,00")),
            (Err("price-nothing"), Err("price-nothing"))
        );
        assert_eq!(
            (read("-1"), read("")),
            (Err("price-negative"), Err("nothing-typed"))
        );
    }

    #[test]
    fn what_is_no_number_is_told_in_the_words_of_the_till() {
        let euro = Currency::parse("EUR").unwrap();
        let nothing = money(" ", euro).unwrap_err();
        assert_eq!(nothing.code, "nothing-typed");
        let letters = money("12x", euro).unwrap_err();
        assert_eq!(letters.code, "not-a-number");
        // at the till a comma is as good as a dot
        assert!(letters.sentence.contains("comma"), "{}", letters.sentence);
        assert_eq!(quantity("12x").unwrap_err(), letters);
    }
}
