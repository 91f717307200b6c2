//! Accounts of customers: what was bought on account, what was paid on it, and the list of both with what is
//! owed after each. Must never be a sale: a payment on account was sold before.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::customer::Buyer;
use super::document::DocumentNumber;
use super::money::Money;
use super::payment::{Method, Settlement, Tender};
use super::staff::PersonId;

/// A payment on account, as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPaid {
    /// Who paid.
    pub customer: Buyer,
    /// What is no longer owed.
    pub amount: Money,
    /// What was handed over.
    pub tenders: Vec<Tender>,
    /// Rounding, due, paid and change.
    pub settlement: Settlement,
    /// What is still owed afterwards.
    pub balance: Money,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who took the money.
    pub by: PersonId,
}

/// What of these tenders goes on the account, in smallest units.
pub fn on_account(tenders: &[Tender]) -> i64 {
    let tenders = tenders.iter().filter(|tender| tender.method == Method::Account);
    tenders
        .map(|tender| tender.amount.minor())
        .fold(0, i64::saturating_add)
}

/// What moved a balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A sale, or the part of it that was not paid at once.
    Sold(DocumentNumber),
    /// A return that was given back to the account.
    Returned(DocumentNumber),
    /// A payment, by these methods.
    Paid(Vec<Method>),
}

/// One row of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Why.
    pub cause: Cause,
    /// By how much more is owed; below zero for a payment.
    pub amount: Money,
    /// What is owed after it.
    pub balance: Money,
}

/// What happened on the account of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Whose.
    pub customer: Buyer,
    /// What was owed before the first row.
    pub before: Money,
    /// The oldest first.
    pub rows: Vec<Movement>,
}

impl Statement {
    /// A statement without rows, of an account on which that is owed.
    pub fn new(customer: Buyer, before: Money) -> Statement {
        Statement {
            customer,
            before,
            rows: Vec::new(),
        }
    }

    /// What is owed at the end.
    pub fn balance(&self) -> Money {
        self.rows.last().map_or(self.before, |row| row.balance)
    }

    /// Adds what happened next.
    pub fn add(&mut self, (date, time): (Date, DateTime), cause: Cause, amount: Money) {
        let mut balance = self.balance();
        balance.gather(amount);
        self.rows.push(Movement {
            date,
            time,
            cause,
            amount,
            balance,
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::domain::event::Event;

    #[test]
    fn their_json_is_frozen() {
        let saved = concat!(
            r#"{"customer_saved":{"id":"00000000-0000-0000-0000-000000000007","name":"María","phone":"600","#,
            r#""tax_id":"12345678Z","note":"","limit":"30.00 EUR","active":true}}"#,
        );
        let paid = concat!(
            r#"{"account_paid":{"customer":{"id":"00000000-0000-0000-0000-000000000007","name":"María"},"#,
            r#""amount":"10.02 EUR","tenders":[{"method":"foreign","amount":"18.25 EUR","reference":null,"#,
            r#""foreign":{"amount":"20.00 USD","rate":"0.9137"}}],"settlement":{"rounding":"-0.02 EUR","#,
            r#""due":"10.00 EUR","paid":"18.25 EUR","change":"8.25 EUR"},"balance":"4.98 EUR","shift":3,"#,
            r#""date":"2026-11-20","time":"2026-11-20T14:32:00","#,
            r#""by":"00000000-0000-0000-0000-000000000009"}}"#,
        );
        for (kind, json) in [(60, saved), (61, paid)] {
            let event: Event = serde_json::from_str(json).unwrap();
            assert_eq!(event.kind(), kind);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }
}
