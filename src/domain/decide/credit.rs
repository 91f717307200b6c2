//! Deciding about store credit: which notes a payment names, whether they are in hand, and whether they have
//! enough. Must never let a note be spent twice, nor tell what is left on one that nobody has shown.

use std::collections::BTreeMap;

use uuid::Uuid;

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
    /// Its number alone, which anybody can guess.
    #[error(
        "the code of the store credit {number} is missing: scan or type it as the note has it, or let \
         somebody allow the number alone"
    )]
    NeedsCode {
        /// The note.
        number: String,
    },
    /// A note of another till, of which this one has not heard.
    #[error(
        "the store credit {number} is of another till, and what is left of it is not known here: sync, or \
         let somebody allow it by what the note says"
    )]
    OtherTill {
        /// The note.
        number: String,
    },
    /// Another code than the one on the note.
    #[error("that is not the code of the store credit {number}: scan or type it as the note has it")]
    OtherCode {
        /// The note.
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
            Self::NeedsCode { .. } => "credit-needs-code",
            Self::OtherTill { .. } => "credit-other-till",
            Self::OtherCode { .. } => "credit-other-code",
            Self::NotEnough { .. } => "credit-not-enough",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unknown { number }
            | Self::NeedsCode { number }
            | Self::OtherTill { number }
            | Self::OtherCode { number } => {
                vec![("number", number.clone())]
            }
            Self::NotEnough { number, left } => vec![("number", number.clone()), ("left", left.clone())],
        }
    }
}

/// A note as the tenders of a payment name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What they take off it.
    pub amount: Money,
    /// The codes that were read; none where only its number was typed.
    pub codes: Vec<ReceiptCode>,
}

/// What these tenders take off each note.
pub fn taken(tenders: &[Tender]) -> Result<BTreeMap<DocumentNumber, Named>, CreditRefusal> {
    let mut notes: BTreeMap<DocumentNumber, Named> = BTreeMap::new();
    for tender in tenders.iter().filter(|tender| tender.method == Method::Credit) {
        let typed = tender.reference.as_deref().unwrap_or_default();
        let code = ReceiptCode::parse(typed);
        let number = match &code {
            Some(code) => code.number.clone(),
            None => typed.parse().map_err(|()| CreditRefusal::Unknown {
                number: typed.to_owned(),
            })?,
        };
        let named = notes.entry(number).or_insert_with(|| Named {
            amount: Money::zero(tender.amount.currency()),
            codes: Vec::new(),
        });
        named.amount.gather(tender.amount);
        named.codes.extend(code);
    }
    Ok(notes)
}

/// A note as this till knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// There is none of that number.
    None,
    /// It is of another till, and nothing was heard of it.
    Elsewhere,
    /// The return that it was given for, and what is left.
    Known(Uuid, Money),
}

/// Whether a note pays what was named of it. Its code is held against the return that it was given for; the
/// number alone counts where somebody `allowed` it, and so does a note of another till of which nothing was
/// heard: the hub tells the owner should it be taken twice.
pub fn covers(
    number: &DocumentNumber,
    named: &Named,
    note: Note,
    allowed: bool,
) -> Result<(), CreditRefusal> {
    let number = number.to_string();
    let (id, left) = match note {
        Note::Known(id, left) if left.currency() == named.amount.currency() => (id, left),
        Note::Elsewhere if allowed => return Ok(()),
        Note::Elsewhere => return Err(CreditRefusal::OtherTill { number }),
        _ => return Err(CreditRefusal::Unknown { number }),
    };
    if named.codes.iter().any(|code| !code.is_of(id)) {
        Err(CreditRefusal::OtherCode { number })
    } else if named.codes.is_empty() && !allowed {
        Err(CreditRefusal::NeedsCode { number })
    } else if left < named.amount {
        Err(CreditRefusal::NotEnough {
            number,
            left: left.to_string(),
        })
    } else {
        Ok(())
    }
}
