//! Deciding about store credit: which notes a payment names and whether they have enough. Must never let a
//! note be spent twice.

use std::collections::BTreeMap;

use crate::domain::document::{DocumentNumber, ReceiptCode};
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::refusal::Refuse;

/// Why a note does not pay. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditRefusal {
    /// No number, or one that names no note of this till.
    #[error("this till knows no store credit {number}: check the number on the note")]
    Unknown {
        /// As typed; may be empty.
        number: String,
    },
    /// Less is left on it than was to be paid.
    #[error("only {left} is left of the store credit {number}: take that, and the rest otherwise")]
    NotEnough {
        /// The note.
        number: String,
        /// What is left on it.
        left: String,
    },
}

impl Refuse for CreditRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "credit-unknown",
            Self::NotEnough { .. } => "credit-not-enough",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unknown { number } => vec![("number", number.clone())],
            Self::NotEnough { number, left } => vec![("number", number.clone()), ("left", left.clone())],
        }
    }
}

/// What these tenders take off each note.
pub fn taken(tenders: &[Tender]) -> Result<BTreeMap<DocumentNumber, Money>, CreditRefusal> {
    let mut notes: BTreeMap<DocumentNumber, Money> = BTreeMap::new();
    for tender in tenders.iter().filter(|tender| tender.method == Method::Credit) {
        let typed = tender.reference.as_deref().unwrap_or_default();
        let scanned = ReceiptCode::parse(typed).map(|code| Ok(code.number));
        let number = scanned
            .unwrap_or_else(|| typed.parse())
            .map_err(|()| CreditRefusal::Unknown {
                number: typed.to_owned(),
            })?;
        notes
            .entry(number)
            .or_insert(Money::zero(tender.amount.currency()))
            .gather(tender.amount);
    }
    Ok(notes)
}

/// Whether a note with that balance, none where there is no such note, has that much.
pub fn covers(number: &DocumentNumber, amount: Money, left: Option<Money>) -> Result<(), CreditRefusal> {
    let number = number.to_string();
    match left {
        None => Err(CreditRefusal::Unknown { number }),
        Some(left) if left.currency() != amount.currency() => Err(CreditRefusal::Unknown { number }),
        Some(left) if left < amount => Err(CreditRefusal::NotEnough {
            number,
            left: left.to_string(),
        }),
        Some(_) => Ok(()),
    }
}
