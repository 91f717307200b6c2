//! What an X or a Z says of a shift. Must never hold a figure that somebody typed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::cash::{CashMove, ExpenseFigures, MoveFigures, PersonFigures};
use crate::domain::document::DocumentNumber;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::payment::Method;
use crate::domain::staff::PersonId;

/// What went through one tender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderFigures {
    /// Σ handed over by customers.
    pub received: Money,
    /// Σ given back as change.
    pub given: Money,
    /// How many payments.
    pub count: u64,
}

/// Tax of one name and rate over the shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxFigures {
    /// What the tax is computed on.
    pub base: Money,
    /// The tax.
    pub tax: Money,
}

/// What one cashier sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashierFigures {
    /// Number of sales.
    pub sales: u64,
    /// Σ of their totals.
    pub total: Money,
}

/// Everything an X or a Z says of a shift. All of it is folded from entries; nothing is typed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Number of sales.
    pub sales: u64,
    /// Σ net.
    pub net: Money,
    /// Σ tax.
    pub tax: Money,
    /// Σ total: net + tax.
    pub total: Money,
    /// Σ discounts given, on lines and tickets.
    pub discount: Money,
    /// Σ cash rounding, its own figure, never hidden in tax.
    pub rounding: Money,
    /// By tender.
    pub tenders: BTreeMap<Method, TenderFigures>,
    /// By tax, named as on the document.
    pub taxes: BTreeMap<String, TaxFigures>,
    /// By cashier.
    pub cashiers: BTreeMap<PersonId, CashierFigures>,
    /// First and last document of the shift.
    pub documents: Option<(DocumentNumber, DocumentNumber)>,
    /// What came back, told apart: it is taken off all the figures above but the number of sales. None
    /// where nothing came back.
    #[serde(default)]
    pub returns: Option<ReturnFigures>,
    /// Cash in, out and dropped.
    #[serde(default)]
    pub moves: BTreeMap<CashMove, MoveFigures>,
    /// Expenses by category.
    #[serde(default)]
    pub expenses: BTreeMap<String, ExpenseFigures>,
    /// By person, what their sums do not say. Empty in a Z that was written before it was kept.
    #[serde(default)]
    pub people: BTreeMap<PersonId, PersonFigures>,
    /// Money of other currencies, by their codes; it is never in the cash that is expected.
    #[serde(default)]
    pub foreign: BTreeMap<String, ForeignFigures>,
    /// What customers paid on their accounts: received in its tenders, and no sale. None where nobody did.
    #[serde(default)]
    pub accounts: Option<AccountFigures>,
}

/// Money of one other currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignFigures {
    /// Σ received, in its own currency.
    pub received: Money,
    /// What it was worth when it was taken.
    pub worth: Money,
    /// How many payments.
    pub count: u64,
}

/// Payments on account over the shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFigures {
    /// How many.
    pub count: u64,
    /// Σ of what is no longer owed.
    pub amount: Money,
    /// Σ cash rounding of them, told apart from that of sales.
    pub rounding: Money,
}

/// What came back over the shift; amounts as they were given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnFigures {
    /// Number of returns.
    pub count: u64,
    /// Σ net.
    pub net: Money,
    /// Σ tax.
    pub tax: Money,
    /// Σ total: net + tax.
    pub total: Money,
    /// Σ total of the goods that were written off.
    pub written_off: Money,
    /// First and last document of the shift's returns.
    pub documents: (DocumentNumber, DocumentNumber),
}

impl ForeignFigures {
    /// What an amount of that currency is worth at what this shift gave for it.
    pub fn worth_of(&self, amount: Money) -> Money {
        let currency = self.worth.currency();
        let exact = self.worth.amount().checked_mul(amount.amount());
        let exact = exact.and_then(|product| product.checked_div(self.received.amount()));
        let rounded = exact.and_then(|exact| Money::round(exact, currency, Rounding::HalfUp).ok());
        // Nobody takes so much that it is no amount; if they did, it is above any limit.
        rounded.unwrap_or(Money::from_minor(Money::LIMIT, currency))
    }
}

impl Figures {
    /// A shift in which nothing has happened.
    pub fn zero(currency: Currency) -> Figures {
        let zero = Money::zero(currency);
        Figures {
            sales: 0,
            net: zero,
            tax: zero,
            total: zero,
            discount: zero,
            rounding: zero,
            tenders: BTreeMap::new(),
            taxes: BTreeMap::new(),
            cashiers: BTreeMap::new(),
            documents: None,
            returns: None,
            moves: BTreeMap::new(),
            expenses: BTreeMap::new(),
            people: BTreeMap::new(),
            foreign: BTreeMap::new(),
            accounts: None,
        }
    }

    /// What moves and expenses did to the drawer: in − out − drops − expenses from it.
    pub fn moved_cash(&self) -> Money {
        let mut sum = Money::zero(self.total.currency());
        for (what, row) in &self.moves {
            sum.gather(what.signed(row.amount));
        }
        for row in self.expenses.values() {
            sum.gather(-row.drawer);
        }
        sum
    }

    /// Σ received − Σ given of a tender.
    pub fn taken(&self, method: Method) -> Money {
        let row = self.tenders.get(&method);
        row.map_or(Money::zero(self.total.currency()), |row| row.received - row.given)
    }

    /// The tenders that went through and of which a terminal of a bank or an operator keeps a total that can
    /// be declared. Notes of credit, accounts and exchanges are the shop's own paper.
    pub fn declarable(&self) -> impl Iterator<Item = Method> + '_ {
        let outside = [Method::Card, Method::Mobile, Method::Transfer];
        self.tenders
            .keys()
            .copied()
            .filter(move |method| outside.contains(method))
    }
}
