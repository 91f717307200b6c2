//! What a shop takes as payment: which methods, whether their slip's number is asked for, and which other
//! money at which rate. Must never hold a fact of one machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::document::ReceiptCode;
use super::foreign::{Foreign, ForeignRate};
use super::money::Currency;
use super::payment::{Method, Tender};
use super::refusal::Refuse;
use super::text;

/// The longest reference of a payment, in bytes.
pub const REFERENCE_MAX: usize = 60;

/// Whether the number of a slip is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskReference {
    /// Nobody is asked.
    #[default]
    Never,
    /// It is asked for and may be left out.
    Optional,
    /// Without it the payment is refused.
    Required,
}

/// What is settled about paying, part of the shop's settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Acceptance {
    /// Whether each method asks for a reference; those left out never do.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub references: BTreeMap<Method, AskReference>,
    /// Other money that is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<ForeignRate>,
    /// Methods that this shop does not take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Method>,
}

/// Why a payment is not taken here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptanceRefusal {
    /// The shop does not take the method.
    #[error("this shop takes no payment by {method}")]
    NotTaken {
        /// Its word.
        method: &'static str,
    },
    /// The reference is missing.
    #[error("the {method} payment needs its reference: type the number of the slip")]
    NoReference {
        /// Its word.
        method: &'static str,
    },
    /// No rate for that currency, or it has changed.
    #[error("this shop has no rate for {currency}, or another one by now: set the rate, then take it again")]
    NoRate {
        /// The currency.
        currency: String,
    },
}

impl Refuse for AcceptanceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotTaken { .. } => "payment-not-taken",
            Self::NoReference { .. } => "reference-missing",
            Self::NoRate { .. } => "no-rate",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotTaken { method } | Self::NoReference { method } => {
                vec![("method", (*method).to_owned())]
            }
            Self::NoRate { currency } => vec![("currency", currency.clone())],
        }
    }
}

impl Acceptance {
    /// Whether nothing was settled: such settings are not written.
    pub fn is_default(&self) -> bool {
        *self == Acceptance::default()
    }

    /// Whether the shop takes the method at all.
    pub fn takes(&self, method: Method) -> bool {
        !self.without.contains(&method) && (method != Method::Foreign || !self.rates.is_empty())
    }

    /// Whether its reference is asked for.
    pub fn reference(&self, method: Method) -> AskReference {
        self.references.get(&method).copied().unwrap_or_default()
    }

    /// The rate of that currency.
    pub fn rate(&self, currency: Currency) -> Option<ForeignRate> {
        self.rates.iter().copied().find(|rate| rate.currency == currency)
    }

    /// The tenders as they are recorded, their references made safe, or why one is not taken.
    pub fn check(&self, tenders: &[Tender]) -> Result<Vec<Tender>, AcceptanceRefusal> {
        tenders.iter().map(|tender| self.check_one(tender)).collect()
    }

    fn check_one(&self, tender: &Tender) -> Result<Tender, AcceptanceRefusal> {
        let method = tender.method.code();
        let rate = |foreign: &Foreign| self.rate(foreign.amount.currency());
        if let Some(foreign) = &tender.foreign
            && rate(foreign).is_none_or(|rate| rate.rate != foreign.rate)
        {
            let currency = foreign.amount.currency().to_string();
            return Err(AcceptanceRefusal::NoRate { currency });
        }
        if !self.takes(tender.method) {
            return Err(AcceptanceRefusal::NotTaken { method });
        }
        let reference = tender.reference.as_deref();
        let reference = reference.map(|text| text::clean(text, REFERENCE_MAX));
        let reference = reference.filter(|text| !text.is_empty());
        // A note of store credit is recorded by its number, also where its code was scanned.
        let note = |text: String| match ReceiptCode::parse(&text) {
            Some(code) if tender.method == Method::Credit => code.number.to_string(),
            _ => text,
        };
        let reference = reference.map(note);
        if reference.is_none() && self.reference(tender.method) == AskReference::Required {
            return Err(AcceptanceRefusal::NoReference { method });
        }
        Ok(Tender {
            reference,
            ..tender.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::money::Money;
    use crate::domain::rate::UnitPrice;

    fn card(reference: Option<&str>) -> Tender {
        let eur = Currency::parse("EUR").unwrap();
        let mut tender = Tender::new(Method::Card, Money::from_minor(100, eur));
        tender.reference = reference.map(str::to_owned);
        tender
    }

    #[test]
    fn references_are_asked_bounded_and_made_safe() {
        let mut shop = Acceptance::default();
        assert_eq!(shop.check(&[card(None)]).unwrap(), [card(None)]);
        let dirty = card(Some(&format!(" 12\u{1b}[2J {}", "x".repeat(200))));
        let kept = shop.check(&[dirty]).unwrap()[0].reference.clone().unwrap();
        assert!(kept.starts_with("12[2J x") && kept.len() <= REFERENCE_MAX);
        shop.references.insert(Method::Card, AskReference::Required);
        assert_eq!(
            shop.check(&[card(Some(" \t"))]).unwrap_err().code(),
            "reference-missing"
        );
        shop.without.push(Method::Card);
        assert_eq!(
            shop.check(&[card(Some("7"))]).unwrap_err().code(),
            "payment-not-taken"
        );
    }

    #[test]
    fn other_money_is_taken_at_the_stated_rate_only() {
        let usd = Currency::parse("USD").unwrap();
        let rate = |text: &str| UnitPrice::parse(text).unwrap();
        let mut tender = card(None);
        tender.method = Method::Foreign;
        tender.foreign = Some(Foreign {
            amount: Money::from_minor(100, usd),
            rate: rate("0.9"),
        });
        let mut shop = Acceptance::default();
        assert_eq!(shop.check(&[tender.clone()]).unwrap_err().code(), "no-rate");
        shop.rates.push(ForeignRate {
            currency: usd,
            rate: rate("0.91"),
        });
        assert_eq!(shop.check(&[tender.clone()]).unwrap_err().code(), "no-rate");
        shop.rates[0].rate = rate("0.90");
        assert!(shop.check(&[tender]).is_ok());
    }

    #[test]
    fn settings_that_were_never_made_leave_no_trace() {
        assert_eq!(serde_json::to_string(&Acceptance::default()).unwrap(), "{}");
        let json = r#"{"references":{"card":"required"},"rates":[{"currency":"USD","rate":"0.92"}]}"#;
        let read: Acceptance = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }

    #[test]
    fn a_note_whose_code_was_scanned_is_recorded_by_its_number() {
        let mut tender = card(Some("C1R-000003-0199abcd"));
        let kept = |tender: &Tender| {
            let kept = Acceptance::default().check(std::slice::from_ref(tender)).unwrap();
            kept[0].reference.clone().unwrap()
        };
        assert_eq!(kept(&tender), "C1R-000003-0199abcd");
        tender.method = Method::Credit;
        assert_eq!(kept(&tender), "C1R-000003");
        let taken = crate::domain::decide::credit::taken(&[tender]).unwrap();
        assert_eq!(taken.keys().next().unwrap().to_string(), "C1R-000003");
    }
}
