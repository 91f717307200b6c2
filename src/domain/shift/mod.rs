//! A shift of the register: what came in and went out, its X and its Z. Must never forget an entry it was
//! shown.

mod closing;
mod figures;
mod gather;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::cash::{CashMoved, ExpensePaid};
use super::money::Money;
use super::payment::Method;
use super::staff::PersonId;

pub use closing::{Closing, CountTaken, Counted};
pub use figures::{
    AccountFigures, CashierFigures, Figures, ForeignFigures, ReturnFigures, TaxFigures, TenderFigures,
};
#[cfg(feature = "planted-bugs")]
pub use gather::count_change_as_cash;
pub use gather::label;

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
