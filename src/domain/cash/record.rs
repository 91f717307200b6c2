//! The records of cash moves, expenses and declared totals, and their figures. Must never hold an amount
//! below zero: the direction stands beside it.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::staff::PersonId;

/// The longest reason or note, in bytes.
pub const REASON_MAX: usize = 120;
/// The longest name of a category, in bytes.
pub const CATEGORY_MAX: usize = 40;

/// Where cash goes without a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashMove {
    /// Into the drawer: more change, money that was brought.
    In,
    /// Out of the drawer: to the owner, to somebody who is owed.
    Out,
    /// Out of the drawer into the safe, so that less lies in it.
    Drop,
}

impl CashMove {
    /// Every one, in the order of the screens.
    pub const ALL: [CashMove; 3] = [CashMove::In, CashMove::Out, CashMove::Drop];

    /// The word of files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            CashMove::In => "in",
            CashMove::Out => "out",
            CashMove::Drop => "drop",
        }
    }

    /// What that amount does to the drawer.
    pub fn signed(self, amount: Money) -> Money {
        if self == CashMove::In { amount } else { -amount }
    }
}

/// Cash put in or taken out, as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMoved {
    /// The entry's own.
    pub id: Uuid,
    /// Which way.
    pub what: CashMove,
    /// How much, above zero.
    pub amount: Money,
    /// Why; of a counter-entry that of the first one.
    pub reason: String,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who did it.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// The move that this one undoes; its amount then goes the other way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Uuid>,
}

impl CashMoved {
    /// What it does to the drawer.
    pub fn in_drawer(&self) -> Money {
        let signed = self.what.signed(self.amount);
        if self.reverses.is_some() { -signed } else { signed }
    }
}

/// What the shop spent, as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpensePaid {
    /// The entry's own.
    pub id: Uuid,
    /// One of the shop's categories, as it was called then.
    pub category: String,
    /// How much, above zero.
    pub amount: Money,
    /// What it was for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where its paper is: number of the invoice, name of a file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Whether it was paid from the drawer; else it was paid otherwise and the drawer knows nothing of it.
    pub from_drawer: bool,
    /// Number of the shift in which it was recorded.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who recorded it.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// The expense that this one undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Uuid>,
}

impl ExpensePaid {
    /// What was spent by it: less than zero where it undoes another.
    pub fn spent(&self) -> Money {
        if self.reverses.is_some() {
            -self.amount
        } else {
            self.amount
        }
    }

    /// What it does to the drawer.
    pub fn in_drawer(&self) -> Money {
        if self.from_drawer {
            -self.spent()
        } else {
            Money::zero(self.amount.currency())
        }
    }
}

/// What the terminal of a bank or of an operator says that it took, beside what the till says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The tender.
    pub method: Method,
    /// What was declared.
    pub declared: Money,
    /// Σ received − Σ given of it.
    pub expected: Money,
}

impl Declared {
    /// declared − expected.
    pub fn variance(&self) -> Money {
        self.declared - self.expected
    }
}

/// Notes and coins of one other currency, counted at the end of a shift; none of them stays for the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignCounted {
    /// What was counted, in that currency.
    pub counted: Money,
    /// What was taken of it in the shift.
    pub expected: Money,
}

impl ForeignCounted {
    /// counted − expected.
    pub fn variance(&self) -> Money {
        self.counted - self.expected
    }
}

/// The moves of a shift that go one way; what was undone is off both figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveFigures {
    /// Σ amounts.
    pub amount: Money,
    /// How many.
    pub count: u64,
}

/// The expenses of a shift in one category; what was undone is off all figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpenseFigures {
    /// Σ paid from the drawer.
    pub drawer: Money,
    /// Σ paid otherwise.
    pub otherwise: Money,
    /// How many.
    pub count: u64,
}

/// What one person did in a shift beside the sums of their sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFigures {
    /// Σ discounts they gave.
    pub discount: Money,
    /// Lines and tickets they gave up.
    pub voids: u64,
    /// Returns they took.
    pub returns: u64,
    /// Σ total of those.
    pub returned: Money,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::domain::event::Event;

    #[test]
    fn their_json_is_frozen() {
        let moved = concat!(
            r#"{"cash_moved":{"id":"00000000-0000-0000-0000-000000000001","what":"drop","#,
            r#""amount":"20.00 EUR","reason":"safe","shift":3,"date":"2026-11-20","#,
            r#""time":"2026-11-20T14:32:00","by":"00000000-0000-0000-0000-000000000009"}}"#,
        );
        let undone = concat!(
            r#"{"cash_moved":{"id":"00000000-0000-0000-0000-000000000002","what":"in","#,
            r#""amount":"20.00 EUR","reason":"change","shift":3,"date":"2026-11-20","#,
            r#""time":"2026-11-20T14:33:00","by":"00000000-0000-0000-0000-000000000009","#,
            r#""approved_by":"00000000-0000-0000-0000-000000000007","#,
            r#""reverses":"00000000-0000-0000-0000-000000000001"}}"#,
        );
        let plain = concat!(
            r#"{"expense_paid":{"id":"00000000-0000-0000-0000-000000000003","category":"Cleaning","#,
            r#""amount":"3.50 EUR","from_drawer":true,"shift":3,"date":"2026-11-20","#,
            r#""time":"2026-11-20T14:34:00","by":"00000000-0000-0000-0000-000000000009"}}"#,
        );
        let whole = concat!(
            r#"{"expense_paid":{"id":"00000000-0000-0000-0000-000000000004","category":"Rent","#,
            r#""amount":"900.00 EUR","note":"May","reference":"F-17","from_drawer":false,"shift":3,"#,
            r#""date":"2026-11-20","time":"2026-11-20T14:35:00","#,
            r#""by":"00000000-0000-0000-0000-000000000009","#,
            r#""approved_by":"00000000-0000-0000-0000-000000000007","#,
            r#""reverses":"00000000-0000-0000-0000-000000000003"}}"#,
        );
        for (kind, json) in [(25, moved), (25, undone), (26, plain), (26, whole)] {
            let event: Event = serde_json::from_str(json).unwrap();
            assert_eq!(event.kind(), kind);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }

    #[test]
    fn a_count_with_other_money_is_frozen_too() {
        let before = r#"{"count_taken":{"counted":"100.00 EUR","expected":"100.00 EUR"}}"#;
        let after = concat!(
            r#"{"count_taken":{"counted":"100.00 EUR","expected":"100.00 EUR","#,
            r#""declared":[{"method":"card","declared":"18.90 EUR","expected":"18.90 EUR"}],"#,
            r#""foreign":[{"counted":"28.00 USD","expected":"30.00 USD"}]}}"#,
        );
        for json in [before, after] {
            let event: Event = serde_json::from_str(json).unwrap();
            assert_eq!(event.kind(), 13);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }
}
