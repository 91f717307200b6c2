//! Paying: what is due by which tender, the rounding of the cash part, and the change. Must never touch the
//! document's net or tax: cash rounding is a figure of its own.

use serde::{Deserialize, Serialize};

use super::basket::Terms;
use super::coins::due_in_cash;
use super::foreign::Foreign;
use super::money::{Money, sum};
use super::refusal::Refuse;

/// The most payments of one document.
pub const MAX_TENDERS: usize = 100;

/// What someone pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Notes and coins: the only tender that is rounded and gives change.
    Cash,
    /// A bank card.
    Card,
    /// Mobile money.
    Mobile,
    /// A bank transfer.
    Transfer,
    /// A note that a return was paid back with; its reference is the number of the return.
    Credit,
    /// On the account of a customer, who pays later.
    Account,
    /// The worth of a return that is settled together with a sale; never offered, and nothing in the drawer.
    Exchange,
    /// Notes and coins of another currency, at the shop's rate: rounded as cash, its change is given in the
    /// shop's own.
    Foreign,
}

impl Method {
    /// Every method that a request may name, in the order of the pay screen.
    pub const ALL: [Self; 7] = [
        Self::Cash,
        Self::Card,
        Self::Mobile,
        Self::Transfer,
        Self::Credit,
        Self::Account,
        Self::Foreign,
    ];

    /// Whether it is notes and coins: rounded to a coin, and change is given for it.
    pub fn is_cash(self) -> bool {
        matches!(self, Self::Cash | Self::Foreign)
    }

    /// The word of files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Mobile => "mobile",
            Self::Transfer => "transfer",
            Self::Credit => "credit",
            Self::Account => "account",
            Self::Exchange => "exchange",
            Self::Foreign => "foreign",
        }
    }

    /// From the word of files and JSON.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// One payment as it was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// What with.
    pub method: Method,
    /// How much; for cash what was put on the counter, change not yet taken off.
    pub amount: Money,
    /// The slip of the card machine, the number of a transfer.
    pub reference: Option<String>,
    /// What was handed over, where that was money of another currency: `amount` is what it is worth here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
}

impl Tender {
    /// So much by that method, without a reference.
    pub fn new(method: Method, amount: Money) -> Tender {
        Tender {
            method,
            amount,
            reference: None,
            foreign: None,
        }
    }
}

/// How a document was paid: total + rounding = due, paid − change = due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// What cash rounding added; below zero when it took off.
    pub rounding: Money,
    /// What was to be paid.
    pub due: Money,
    /// What was handed over by all tenders.
    pub paid: Money,
    /// What was given back, in cash.
    pub change: Money,
}

/// What is still missing after the tenders so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remaining {
    /// If the rest is paid in cash: rounded to the coin.
    pub in_cash: Money,
    /// If the rest is paid by anything else: to the last unit.
    pub otherwise: Money,
}

impl Remaining {
    /// Whether the tenders so far pay the document.
    pub fn is_paid(self) -> bool {
        self.in_cash.is_zero() && self.otherwise.is_zero()
    }
}

/// Why a document is not paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentRefusal {
    /// The tenders do not reach what is due.
    NotCovered {
        /// What is due.
        due: Money,
        /// What was tendered.
        paid: Money,
    },
    /// Tenders other than cash exceed the total; only cash gives change.
    ChangeFromOther {
        /// The document's total.
        total: Money,
        /// What was tendered without cash.
        tendered: Money,
    },
    /// A tender below zero, or of nothing by a card.
    NotPositive(Method),
    /// A tender in another currency than the document.
    Currency(Method),
    /// Money of another currency without its amount, or not for what it is worth.
    Foreign,
    /// More tenders than anyone pays with.
    TooMany(usize),
}

impl Refuse for PaymentRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotCovered { .. } => "not-covered",
            Self::ChangeFromOther { .. } => "change-from-other-tender",
            Self::NotPositive(_) => "payment-not-positive",
            Self::Currency(_) => "payment-currency",
            Self::Foreign => "payment-foreign",
            Self::TooMany(_) => "too-many-payments",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotCovered { due, paid } => vec![("due", due.to_string()), ("paid", paid.to_string())],
            Self::ChangeFromOther { total, tendered } => {
                vec![("total", total.to_string()), ("tendered", tendered.to_string())]
            }
            Self::NotPositive(method) | Self::Currency(method) => vec![("method", method.code().to_owned())],
            Self::Foreign => Vec::new(),
            Self::TooMany(count) => vec![("count", count.to_string())],
        }
    }
}

impl std::fmt::Display for PaymentRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotCovered { due, paid } => {
                write!(f, "{due} {} is due and only {paid} was paid", due.currency())
            }
            Self::ChangeFromOther { total, tendered } => write!(
                f,
                "{tendered} {} was paid without cash for a total of {total}: change is given from cash only",
                total.currency()
            ),
            Self::NotPositive(method) => write!(f, "the {} payment must be above zero", method.code()),
            Self::Currency(method) => write!(f, "the {} payment is in another currency", method.code()),
            Self::Foreign => f.write_str(
                "money of another currency counts for its own amount at the shop's rate, for nothing else",
            ),
            Self::TooMany(count) => write!(f, "{count} payments are more than one ticket can take"),
        }
    }
}

impl std::error::Error for PaymentRefusal {}

/// What is still missing after `tenders`. Tenders other than cash pay first and exactly, wherever they stand
/// in the list; cash takes the rest, rounded.
pub fn remaining(terms: &Terms, total: Money, tenders: &[Tender]) -> Remaining {
    let (cash, other) = parts(terms, tenders);
    let zero = Money::zero(terms.currency);
    let in_cash = (due_in_cash(terms, total - other) - cash).max(zero);
    let paid_in_cash = in_cash.is_zero() && tenders.iter().any(|tender| tender.method.is_cash());
    let otherwise = if paid_in_cash {
        zero
    } else {
        (total - other - cash).max(zero)
    };
    Remaining { in_cash, otherwise }
}

/// Settles a document of `total`, not below zero, with `tenders`.
pub fn settle(terms: &Terms, total: Money, tenders: &[Tender]) -> Result<Settlement, PaymentRefusal> {
    let zero = Money::zero(terms.currency);
    if tenders.len() > MAX_TENDERS {
        return Err(PaymentRefusal::TooMany(tenders.len()));
    }
    for Tender {
        method,
        amount,
        foreign,
        ..
    } in tenders
    {
        if amount.currency() != terms.currency {
            return Err(PaymentRefusal::Currency(*method));
        }
        let worth = foreign.map(|foreign| foreign.worth(terms));
        if foreign.is_some() != (*method == Method::Foreign)
            || worth.is_some_and(|worth| worth != Some(*amount))
        {
            return Err(PaymentRefusal::Foreign);
        }
        // a total below half a coin is paid with no coin at all: nothing in cash is a payment
        if amount.is_negative() || (amount.is_zero() && *method != Method::Cash) {
            return Err(PaymentRefusal::NotPositive(*method));
        }
    }
    let (cash, other) = parts(terms, tenders);
    if other > total {
        return Err(PaymentRefusal::ChangeFromOther {
            total,
            tendered: other,
        });
    }
    let with_cash = tenders.iter().any(|tender| tender.method.is_cash());
    let rest = total - other;
    let rounding = if with_cash {
        due_in_cash(terms, rest) - rest
    } else {
        zero
    };
    let (due, paid) = (total + rounding, cash + other);
    if paid < due {
        return Err(PaymentRefusal::NotCovered { due, paid });
    }
    Ok(Settlement {
        rounding,
        due,
        paid,
        change: paid - due,
    })
}

/// The cash and the rest of the tenders.
fn parts(terms: &Terms, tenders: &[Tender]) -> (Money, Money) {
    let of = |cash: bool| {
        let tenders = tenders
            .iter()
            .filter(move |tender| tender.method.is_cash() == cash);
        sum(terms.currency, tenders.map(|tender| tender.amount))
    };
    (of(true), of(false))
}

#[cfg(test)]
mod tests;
