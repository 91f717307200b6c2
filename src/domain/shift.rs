//! A shift of the register: what came in and went out, its X and its Z. Must never forget an entry it was
//! shown.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::account::AccountPaid;
use super::document::{DocumentNumber, Perpetual, Sale};
use super::foreign::Foreign;
use super::money::{Currency, Money, sum};
use super::payment::{Method, Tender};
use super::pricing::TaxTotal;
use super::refund::{Fate, Refund};
use super::staff::PersonId;
use super::tax::TaxKind;

/// Opening of the register, as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    /// Gapless from 1 per incarnation of the till.
    pub number: u64,
    /// Business date; never before the one of the shift before it.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Cash in the drawer at the start.
    pub float: Money,
    /// Who opened it.
    pub by: PersonId,
}

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

/// The open shift: how it was opened and what has gone through it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its opening.
    pub opened: ShiftOpened,
    /// Sequence of the opening entry.
    pub from_seq: u64,
    /// What has gone through it.
    pub figures: Figures,
}

/// One row of the blind count: so many of a note or coin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Face value.
    pub denomination: Money,
    /// How many.
    pub pieces: u64,
}

/// A blind count, noted before the person who counted learned what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountTaken {
    /// Cash counted.
    pub counted: Money,
    /// Cash that should have been there.
    pub expected: Money,
    /// The rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<Counted>,
}

/// The closing of a shift: numbered, immutable, reprintable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Z number, gapless from 1 per incarnation of the till.
    pub number: u64,
    /// How the shift was opened.
    pub opened: ShiftOpened,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who closed it.
    pub by: PersonId,
    /// Who allowed a variance above the limit, where that was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// First entry of the shift and last before this one.
    pub range: (u64, u64),
    /// What went through it.
    pub figures: Figures,
    /// Cash that should be in the drawer.
    pub expected: Money,
    /// Cash that was counted.
    pub counted: Money,
    /// The count by denomination; empty where only the sum was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub count: Vec<Counted>,
    /// counted − expected.
    pub variance: Money,
    /// Why it differs, in the words of who closed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The perpetual totals at the end of the shift.
    pub perpetual: Perpetual,
    /// Entries that no hub had acknowledged when it was closed.
    pub unsynced: u64,
}

impl Counted {
    /// What the rows of a count are worth; however many a file has, they never leave the range of an amount.
    pub fn sum(currency: Currency, rows: &[Counted]) -> Money {
        let mut sum = Money::zero(currency);
        rows.iter().for_each(|row| sum.gather(row.amount()));
        sum
    }

    /// What the row is worth. So many pieces that no drawer holds them count as the limit of an amount.
    pub fn amount(&self) -> Money {
        let pieces = i64::try_from(self.pieces).unwrap_or(i64::MAX);
        let minor = self.denomination.minor().saturating_mul(pieces).min(Money::LIMIT);
        Money::from_minor(minor, self.denomination.currency())
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
            foreign: BTreeMap::new(),
            accounts: None,
        }
    }

    /// Takes a sale in. Change is given from cash only (docs/money.md, "Paying"). Total: a sale
    /// that was recorded is a fact, and no sum of them may stop the fold.
    pub fn add(&mut self, sale: &Sale) {
        self.sales += 1;
        self.net.gather(sale.priced.net);
        self.tax.gather(sale.priced.tax);
        self.total.gather(sale.priced.total);
        self.discount.gather(discounts(sale));
        self.rounding.gather(sale.settlement.rounding);
        self.receive(&sale.tenders, sale.settlement.change);
        for tax in &sale.priced.taxes {
            let row = self.tax(tax);
            row.base.gather(tax.base);
            row.tax.gather(tax.tax);
        }
        let row = self.cashier(sale.cashier);
        row.sales += 1;
        row.total.gather(sale.priced.total);
        let first = self
            .documents
            .take()
            .map_or_else(|| sale.number.clone(), |(first, _)| first);
        self.documents = Some((first, sale.number.clone()));
    }

    /// Takes a payment on account in: what was handed over, and no sale. Total, as [`add`](Figures::add).
    pub fn pay_account(&mut self, paid: &AccountPaid) {
        self.receive(&paid.tenders, paid.settlement.change);
        let zero = Money::zero(self.total.currency());
        let row = self.accounts.get_or_insert(AccountFigures {
            count: 0,
            amount: zero,
            rounding: zero,
        });
        row.count += 1;
        row.amount.gather(paid.amount);
        row.rounding.gather(paid.settlement.rounding);
    }

    /// Notes what was handed over, and the change, which is given from the shop's own cash whatever was
    /// received.
    fn receive(&mut self, tenders: &[Tender], change: Money) {
        for tender in tenders {
            let row = self.tender(tender.method);
            row.received.gather(tender.amount);
            row.count += 1;
            if let Some(foreign) = &tender.foreign {
                self.take_foreign(foreign, tender.amount);
            }
        }
        if !change.is_zero() {
            self.tender(Method::Cash).given.gather(change);
        }
    }

    fn take_foreign(&mut self, foreign: &Foreign, worth: Money) {
        let currency = foreign.amount.currency();
        let zero = Money::zero(self.total.currency());
        let row = self
            .foreign
            .entry(currency.to_string())
            .or_insert(ForeignFigures {
                received: Money::zero(currency),
                worth: zero,
                count: 0,
            });
        row.received.gather(foreign.amount);
        row.worth.gather(worth);
        row.count += 1;
    }

    /// Takes a return off, and notes it as one. Total, as [`add`](Figures::add).
    pub fn take_back(&mut self, refund: &Refund) {
        let priced = &refund.priced;
        self.net.gather(-priced.net);
        self.tax.gather(-priced.tax);
        self.total.gather(-priced.total);
        let discounts = priced.lines.iter().map(|line| line.discount);
        self.discount
            .gather(-(sum(priced.currency, discounts) + priced.discount));
        self.rounding.gather(-refund.settlement.rounding);
        for tender in &refund.tenders {
            self.tender(tender.method).given.gather(tender.amount);
        }
        for tax in &priced.taxes {
            let row = self.tax(tax);
            row.base.gather(-tax.base);
            row.tax.gather(-tax.tax);
        }
        self.cashier(refund.cashier).total.gather(-priced.total);
        let zero = Money::zero(self.total.currency());
        let row = self.returns.get_or_insert_with(|| ReturnFigures {
            count: 0,
            net: zero,
            tax: zero,
            total: zero,
            written_off: zero,
            documents: (refund.number.clone(), refund.number.clone()),
        });
        row.count += 1;
        row.net.gather(priced.net);
        row.tax.gather(priced.tax);
        row.total.gather(priced.total);
        for (returned, line) in refund.goods.iter().zip(&priced.lines) {
            if returned.fate == Fate::WrittenOff {
                row.written_off.gather(line.total);
            }
        }
        row.documents.1 = refund.number.clone();
    }

    fn tender(&mut self, method: Method) -> &mut TenderFigures {
        let zero = Money::zero(self.total.currency());
        self.tenders.entry(method).or_insert(TenderFigures {
            received: zero,
            given: zero,
            count: 0,
        })
    }

    fn tax(&mut self, tax: &TaxTotal) -> &mut TaxFigures {
        let zero = Money::zero(self.total.currency());
        let row = TaxFigures {
            base: zero,
            tax: zero,
        };
        self.taxes.entry(label(tax)).or_insert(row)
    }

    fn cashier(&mut self, id: PersonId) -> &mut CashierFigures {
        let total = Money::zero(self.total.currency());
        self.cashiers
            .entry(id)
            .or_insert(CashierFigures { sales: 0, total })
    }
}

/// Σ discounts of a sale, on its lines and on the ticket.
fn discounts(sale: &Sale) -> Money {
    let lines = sale.priced.lines.iter().map(|line| line.discount);
    sum(sale.priced.currency, lines) + sale.priced.discount
}

/// What a report calls a tax: its name and its rate, so that a rate that changes gets a row of its own.
pub fn label(tax: &TaxTotal) -> String {
    match tax.kind {
        TaxKind::Percent { rate, .. } => format!("{} {rate} %", tax.name),
        TaxKind::Amount(each) => format!("{} {each}", tax.name),
    }
}

impl Shift {
    /// The cash that should be in the drawer: float + Σ received − Σ given (docs/money.md, "Paying"). Cash
    /// rounding is inside what was received.
    pub fn expected_cash(&self) -> Money {
        let mut expected = self.opened.float;
        if let Some(cash) = self.figures.tenders.get(&Method::Cash) {
            expected.gather(cash.received - cash.given);
        }
        expected
    }
}
