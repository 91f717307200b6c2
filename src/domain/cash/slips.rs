//! The entries of a shift as the search for a difference sees them. Must never hold more of one than that.

use jiff::civil::DateTime;

use super::record::CashMove;
use crate::domain::document::DocumentNumber;
use crate::domain::event::Event;
use crate::domain::money::{Money, sum};
use crate::domain::payment::Method;

/// One entry in which somebody may have slipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// A sale.
    Sale(SaleSlip),
    /// Cash given back for a return.
    Return {
        /// What it is called.
        number: DocumentNumber,
        /// Cash given back.
        cash: Money,
    },
    /// Cash in, out or dropped.
    Move {
        /// Which way.
        what: CashMove,
        /// How much.
        amount: Money,
        /// Local time of the counter.
        time: DateTime,
    },
    /// An expense from the drawer.
    Expense {
        /// Its category.
        category: String,
        /// How much.
        amount: Money,
        /// Local time of the counter.
        time: DateTime,
    },
}

/// What of a sale somebody may have slipped in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleSlip {
    /// What it is called.
    pub number: DocumentNumber,
    /// Local time of the counter.
    pub time: DateTime,
    /// What it came to.
    pub total: Money,
    /// Each amount of cash that was handed over.
    pub handed: Vec<Money>,
    /// Cash handed over less change.
    pub cash: Money,
    /// The change.
    pub change: Money,
    /// Other tenders.
    pub others: Vec<(Method, Money)>,
}

impl Slip {
    /// What there is to slip in that entry of that shift; nothing in what was undone or undoes.
    pub fn of(event: &Event, shift: u64) -> Option<Slip> {
        match event {
            Event::Sold(sale) if sale.shift == shift => {
                let currency = sale.priced.currency;
                let of_cash = |tender: &&crate::domain::payment::Tender| tender.method == Method::Cash;
                let handed: Vec<Money> = sale
                    .tenders
                    .iter()
                    .filter(of_cash)
                    .map(|row| row.amount)
                    .collect();
                let others = sale.tenders.iter().filter(|tender| !of_cash(tender));
                Some(Slip::Sale(SaleSlip {
                    number: sale.number.clone(),
                    time: sale.time,
                    total: sale.priced.total,
                    cash: sum(currency, handed.iter().copied()) - sale.settlement.change,
                    handed,
                    change: sale.settlement.change,
                    others: others.map(|tender| (tender.method, tender.amount)).collect(),
                }))
            }
            Event::Refunded(refund) if refund.shift == shift => {
                let cash = refund
                    .tenders
                    .iter()
                    .filter(|tender| tender.method == Method::Cash);
                Some(Slip::Return {
                    number: refund.number.clone(),
                    cash: sum(refund.priced.currency, cash.map(|tender| tender.amount)),
                })
            }
            Event::CashMoved(moved) if moved.shift == shift && moved.reverses.is_none() => Some(Slip::Move {
                what: moved.what,
                amount: moved.amount,
                time: moved.time,
            }),
            Event::ExpensePaid(spent)
                if spent.shift == shift && spent.from_drawer && spent.reverses.is_none() =>
            {
                Some(Slip::Expense {
                    category: spent.category.clone(),
                    amount: spent.amount,
                    time: spent.time,
                })
            }
            _ => None,
        }
    }
}
