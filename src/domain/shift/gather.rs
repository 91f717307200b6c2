//! Entries taken into the figures of a shift, one at a time. Must never forget an entry it was shown, nor
//! stop the fold for one.

use crate::domain::account::AccountPaid;
use crate::domain::cash::{CashMoved, ExpenseFigures, ExpensePaid, MoveFigures, PersonFigures};
use crate::domain::document::Sale;
use crate::domain::foreign::Foreign;
use crate::domain::money::{Money, sum};
use crate::domain::payment::{Method, Tender};
use crate::domain::pricing::TaxTotal;
use crate::domain::refund::{Fate, Refund};
use crate::domain::staff::PersonId;
use crate::domain::tax::TaxKind;

use super::figures::{
    AccountFigures, CashierFigures, Figures, ForeignFigures, ReturnFigures, TaxFigures, TenderFigures,
};

#[cfg(feature = "planted-bugs")]
thread_local! {
    static CHANGE_IS_CASH: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Plants a bug in the sums of this thread: change counts as cash that is still in the drawer.
#[cfg(feature = "planted-bugs")]
pub fn count_change_as_cash() {
    CHANGE_IS_CASH.set(true);
}

/// Whether change stays in the drawer, which it never does.
fn is_kept() -> bool {
    #[cfg(feature = "planted-bugs")]
    return CHANGE_IS_CASH.get();
    #[cfg(not(feature = "planted-bugs"))]
    false
}

impl Figures {
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
        if !change.is_zero() && !is_kept() {
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
