//! Giving back: how much is owed for a part of a sale, and by which tender. Must never touch net or tax:
//! what coins add or take off is booked as rounding.

use serde::Serialize;

use super::gone::Gone;
use super::share::share;
use crate::domain::basket::Terms;
use crate::domain::coins::due_in_cash;
use crate::domain::document::{DocumentNumber, Sale};
use crate::domain::money::{Money, Rounding, sum};
use crate::domain::payment::{Method, Settlement, Tender};

/// How somebody wants their money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// In coins and notes.
    Cash,
    /// As they paid: each tender other than cash up to what it paid, the rest in cash.
    Original,
    /// As a note for the next purchase, named by the number of the return.
    Credit,
}

impl Back {
    /// Every way, in the order of the screen.
    pub const ALL: [Back; 3] = [Back::Cash, Back::Original, Back::Credit];

    /// The word of the command line and of JSON.
    pub fn code(self) -> &'static str {
        match self {
            Back::Cash => "cash",
            Back::Original => "original",
            Back::Credit => "credit",
        }
    }

    /// From the word of the command line.
    pub fn parse(code: &str) -> Option<Back> {
        Back::ALL.into_iter().find(|back| back.code() == code)
    }
}

/// The sale that is settled together with a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchanged<'a> {
    /// What that sale comes to.
    pub total: Money,
    /// What it is called.
    pub number: &'a DocumentNumber,
}

/// What is owed for a return of `total`, to the last unit: what the sale cost in proportion to all that came
/// back, less what was given back before.
pub fn owed(sale: &Sale, gone: &Gone, total: Money, rounding: Rounding) -> Money {
    let after = gone.total + total;
    let whole = sale.priced.total;
    // due = total + rounding, so a share of it is that share of the total and of the rounding
    let part = share(sale.settlement.rounding, after.amount(), whole.amount(), rounding);
    (after + part - gone.given).max(Money::zero(total.currency()))
}

/// What the customer gets for `owed`: first what an exchange takes, the rest as they want it. Without a sale
/// there is no original tender, and the rest is cash.
pub fn give_back(
    terms: &Terms,
    owed: Money,
    back: Back,
    of: Option<(&Sale, &Gone)>,
    number: &DocumentNumber,
    exchanged: Option<Exchanged<'_>>,
) -> Vec<Tender> {
    let mut tenders = Vec::new();
    let mut rest = owed;
    let mut give = |method, amount: Money, reference: Option<String>| {
        if amount.minor() > 0 {
            tenders.push(Tender {
                method,
                amount,
                reference,
                foreign: None,
            });
        }
    };
    if let Some(sale) = exchanged {
        let taken = rest.min(sale.total);
        give(Method::Exchange, taken, Some(sale.number.to_string()));
        rest -= taken;
    }
    if back == Back::Original
        && let Some((sale, gone)) = of
    {
        for (tender, paid) in payments(sale) {
            let amount = rest
                .min(paid - gone.back_by(&tender))
                .max(Money::zero(terms.currency));
            let reference = match tender.method {
                Method::Credit => Some(number.to_string()),
                _ => tender.reference,
            };
            give(tender.method, amount, reference);
            rest -= amount;
        }
    }
    match back {
        Back::Credit => give(Method::Credit, rest, Some(number.to_string())),
        Back::Cash | Back::Original => give(Method::Cash, due_in_cash(terms, rest), None),
    }
    tenders
}

/// What each different tender of a sale paid, except those that go back as cash.
fn payments(sale: &Sale) -> Vec<(Tender, Money)> {
    let mut all: Vec<(Tender, Money)> = Vec::new();
    for tender in &sale.tenders {
        if tender.method.is_cash() || tender.method == Method::Exchange {
            continue;
        }
        let same = |(other, _): &&mut (Tender, Money)| {
            other.method == tender.method
                && (tender.method == Method::Credit || other.reference == tender.reference)
        };
        match all.iter_mut().find(same) {
            Some((_, paid)) => *paid += tender.amount,
            None => all.push((tender.clone(), tender.amount)),
        }
    }
    all
}

/// The settlement of a return of `total` for which these tenders are given: all of the difference is
/// rounding.
pub(in crate::domain) fn settlement(total: Money, tenders: &[Tender]) -> Settlement {
    let given = sum(total.currency(), tenders.iter().map(|tender| tender.amount));
    Settlement {
        rounding: given - total,
        due: given,
        paid: given,
        change: Money::zero(total.currency()),
    }
}
