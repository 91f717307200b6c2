//! A shift of the register: what came in and went out, its X and its Z. Must never forget an entry it was
//! shown.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::account::AccountPaid;
use super::cash::{CashMove, CashMoved, Declared, ExpenseFigures, ExpensePaid, MoveFigures, PersonFigures};
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

/// The open shift: how it was opened and what has gone through it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its opening.
    pub opened: ShiftOpened,
    /// Sequence of the opening entry.
    pub from_seq: u64,
    /// What has gone through it.
    pub figures: Figures,
    /// Its cash moves, to be listed and undone.
    #[serde(default)]
    pub moves: Vec<CashMoved>,
    /// Its expenses, to be listed and undone.
    #[serde(default)]
    pub expenses: Vec<ExpensePaid>,
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
    /// What was declared of other tenders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
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
    /// What was declared of other tenders; one that is missing was not held against anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// Cash that stays in the drawer as the next float, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Money>,
    /// Cash that leaves the drawer for the bank or the safe: counted − kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banked: Option<Money>,
    /// The perpetual totals at the end of the shift.
    pub perpetual: Perpetual,
    /// Entries that no hub had acknowledged when it was closed.
    pub unsynced: u64,
}

impl Closing {
    /// What the next shift is likely to begin with: what was kept, or as much as this one began with.
    pub fn next_float(self) -> Money {
        self.kept.unwrap_or(self.opened.float)
    }
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
            moves: BTreeMap::new(),
            expenses: BTreeMap::new(),
            people: BTreeMap::new(),
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
        self.person(sale.cashier).discount.gather(discounts(sale));
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
        let person = self.person(refund.cashier);
        person.returns += 1;
        person.returned.gather(priced.total);
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

    /// Takes a cash move in.
    pub fn move_cash(&mut self, moved: &CashMoved) {
        let amount = Money::zero(self.total.currency());
        let row = self
            .moves
            .entry(moved.what)
            .or_insert(MoveFigures { amount, count: 0 });
        if moved.reverses.is_some() {
            row.amount.gather(-moved.amount);
            row.count = row.count.saturating_sub(1);
        } else {
            row.amount.gather(moved.amount);
            row.count += 1;
        }
    }

    /// Takes an expense in.
    pub fn spend(&mut self, expense: &ExpensePaid) {
        let zero = Money::zero(self.total.currency());
        let none = ExpenseFigures {
            drawer: zero,
            otherwise: zero,
            count: 0,
        };
        let row = self.expenses.entry(expense.category.clone()).or_insert(none);
        if expense.from_drawer {
            row.drawer.gather(expense.spent());
        } else {
            row.otherwise.gather(expense.spent());
        }
        row.count = if expense.reverses.is_some() {
            row.count.saturating_sub(1)
        } else {
            row.count + 1
        };
    }

    /// Notes that somebody gave a line or a ticket up.
    pub fn void(&mut self, by: PersonId) {
        self.person(by).voids += 1;
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

    fn person(&mut self, id: PersonId) -> &mut PersonFigures {
        let zero = Money::zero(self.total.currency());
        self.people.entry(id).or_insert(PersonFigures {
            discount: zero,
            voids: 0,
            returns: 0,
            returned: zero,
        })
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
    /// Takes a cash move in.
    pub fn move_cash(&mut self, moved: &CashMoved) {
        self.figures.move_cash(moved);
        self.moves.push(moved.clone());
    }

    /// Takes an expense in.
    pub fn spend(&mut self, expense: &ExpensePaid) {
        self.figures.spend(expense);
        self.expenses.push(expense.clone());
    }

    /// The cash that should be in the drawer: float + Σ received − Σ given + in − out − drops − expenses from
    /// it (docs/money.md, "Paying"). Cash rounding is inside what was received.
    pub fn expected_cash(&self) -> Money {
        let mut expected = self.opened.float;
        expected.gather(self.figures.taken(Method::Cash));
        expected.gather(self.figures.moved_cash());
        expected
    }
}
