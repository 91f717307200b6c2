//! The rates of other currencies as people type them: `USD=0.92 GBP=1.15`. Must never guess a rate.

use super::foreign::ForeignRate;
use super::money::Currency;
use super::rate::UnitPrice;
use super::refusal::Refuse;

/// Other currencies that a shop takes at most.
pub const MOST: usize = 10;

/// Why a text is no list of rates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateTextRefusal {
    /// What stands for a rate is none.
    #[error("\"{text}\" is no rate: write what one unit is worth here, as in USD=0.92")]
    BadRate {
        /// What was typed.
        text: String,
    },
    /// A currency twice, or the shop's own.
    #[error("{currency} has one rate here already")]
    Twice {
        /// The currency.
        currency: String,
    },
    /// Too many.
    #[error("a shop takes {MOST} other currencies at most")]
    TooMany,
}

impl Refuse for RateTextRefusal {
    fn code(&self) -> &'static str {
        match self {
            RateTextRefusal::BadRate { .. } => "rate-not-one",
            RateTextRefusal::Twice { .. } => "rate-twice",
            RateTextRefusal::TooMany => "rate-too-many",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            RateTextRefusal::BadRate { text } => vec![("text", text.clone())],
            RateTextRefusal::Twice { currency } => vec![("currency", currency.clone())],
            RateTextRefusal::TooMany => Vec::new(),
        }
    }
}

/// Reads rates with blanks between them, in a shop of that currency; nothing is no other currency.
///
/// # Errors
/// What is wrong with the first that is none.
pub fn rates(text: &str, own: Currency) -> Result<Vec<ForeignRate>, RateTextRefusal> {
    let mut all: Vec<ForeignRate> = Vec::new();
    for part in text.split_whitespace() {
        let rate = one(part).ok_or_else(|| RateTextRefusal::BadRate {
            text: super::text::clean(part, 40),
        })?;
        let known = rate.currency == own || all.iter().any(|other| other.currency == rate.currency);
        if known {
            let currency = rate.currency.to_string();
            return Err(RateTextRefusal::Twice { currency });
        }
        all.push(rate);
    }
    if all.len() > MOST {
        return Err(RateTextRefusal::TooMany);
    }
    Ok(all)
}

fn one(part: &str) -> Option<ForeignRate> {
    let (code, rate) = part.split_once('=')?;
    let rate = UnitPrice::parse(rate).ok().filter(|rate| !rate.is_zero())?;
    Some(ForeignRate {
        currency: Currency::parse(&code.to_uppercase())?,
        rate,
    })
}

/// The rates as they can be typed again.
pub fn text(rates: &[ForeignRate]) -> String {
    let all = rates
        .iter()
        .map(|rate| format!("{}={}", rate.currency, rate.rate));
    all.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_read_is_what_is_written() {
        let eur = Currency::parse("EUR").unwrap();
        let read = rates(" usd=0.9137  GBP=1.15 ", eur).unwrap();
        assert_eq!(text(&read), "USD=0.9137 GBP=1.15");
        assert_eq!(rates("", eur).unwrap(), []);
        for (bad, code) in [
            ("USD", "rate-not-one"),
            ("USD=0", "rate-not-one"),
            ("USD=-1", "rate-not-one"),
            ("XYZ=1", "rate-not-one"),
            ("EUR=1", "rate-twice"),
            ("USD=1 USD=2", "rate-twice"),
        ] {
            assert_eq!(rates(bad, eur).unwrap_err().code(), code, "{bad}");
        }
    }
}
