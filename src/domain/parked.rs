//! A ticket put aside until somebody comes back for it. Must never be a sale, nor take a number of one.
//!
//! A parked ticket stays parked until the sale or the return of the same id exists, until it is voided by its
//! id, or until it is parked again. Taking it up again is no entry: whatever cuts the power meanwhile loses
//! nothing.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::money::Money;
use super::product::Sku;
use super::staff::PersonId;
use super::ticket::Ticket;

/// The longest label, in bytes.
pub const LABEL_MAX: usize = 60;

/// A ticket put aside, as the journal records it, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The ticket; its id is what it is found by.
    pub ticket: Ticket,
    /// What to call it: a name, a table; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What it came to.
    pub total: Money,
    /// Who put it aside.
    pub by: PersonId,
    /// Number of the shift.
    pub shift: u64,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
}

/// A parked ticket as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedBrief {
    /// Of the ticket.
    pub id: Uuid,
    /// What it is called; may be empty.
    pub label: String,
    /// How many lines it has.
    pub lines: usize,
    /// The first good on it, to know it by where it has no label.
    pub first: String,
    /// What it came to.
    pub total: Money,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who put it aside.
    pub by: PersonId,
}

impl Parked {
    /// The row of the list.
    pub fn brief(&self) -> ParkedBrief {
        ParkedBrief {
            id: self.ticket.id,
            label: self.label.clone(),
            lines: self.ticket.lines.len(),
            first: self
                .ticket
                .lines
                .first()
                .map(|line| line.good.name.clone())
                .unwrap_or_default(),
            total: self.total,
            time: self.time,
            by: self.by,
        }
    }

    /// Whether that product is on it.
    pub fn holds(&self, sku: &Sku) -> bool {
        self.ticket.lines.iter().any(|line| line.good.sku == *sku)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::Event;

    #[test]
    fn its_json_is_frozen() {
        let json = concat!(
            r#"{"parked":{"ticket":{"id":"00000000-0000-0000-0000-000000000007","lines":[{"good":"#,
            r#"{"sku":"PAN","name":"Pan","quantity":"2","unit":"ea","price":"1.10","tax":"reduced"}}]},"#,
            r#""label":"mesa 4","total":"2.20 EUR","by":"00000000-0000-0000-0000-000000000009","#,
            r#""shift":3,"date":"2026-11-20","time":"2026-11-20T14:32:00"}}"#,
        );
        let event: Event = serde_json::from_str(json).unwrap();
        assert_eq!(event.kind(), 23);
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
        let Event::Parked(parked) = event else {
            unreachable!("it was read as one")
        };
        assert!(parked.holds(&Sku::new("PAN").unwrap()) && !parked.holds(&Sku::new("VINO").unwrap()));
        assert_eq!((parked.brief().first.as_str(), parked.brief().lines), ("Pan", 1));
    }

    /// A void from before tickets were parked names none.
    #[test]
    fn a_void_names_its_ticket_only_where_it_was_told() {
        let old = r#"{"voided":{"skus":["PAN"],"ticket":true}}"#;
        let event: Event = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&event).unwrap(), old);
    }
}
