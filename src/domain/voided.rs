//! A line or a ticket given up before it was paid: what stood on it and what it was worth. Must never be a
//! document: nothing was sold.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::document::Good;
use super::money::Money;
use super::product::Sku;
use super::staff::PersonId;

/// A ticket or a line given up, as the journal records it. Entries of the first versions have only what they
/// held and whether it was all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// Products on it.
    pub skus: Vec<Sku>,
    /// Whether the whole ticket went.
    pub ticket: bool,
    /// Id of the ticket. Where the whole of it went, one that was parked is parked no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Number of the shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<u64>,
    /// Business date, which is the shift's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Local time of the counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<DateTime>,
    /// What was given up, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<Good>,
    /// What it would have come to; none where it could not be priced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Who allowed it, where whoever did it may not alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Journals of the first version hold these bytes.
    #[test]
    fn the_form_only_grows() {
        let kept = r#"{"skus":["PAN"],"ticket":false}"#;
        let voided: Voided = serde_json::from_str(kept).unwrap();
        assert_eq!((voided.shift, voided.amount), (None, None));
        assert_eq!(serde_json::to_string(&voided).unwrap(), kept);
    }

    #[test]
    fn bytes_are_frozen() {
        let kept = concat!(
            r#"{"skus":["PAN"],"ticket":true,"id":"00000000-0000-0000-0000-000000000007","shift":3,"#,
            r#""date":"2026-11-20","time":"2026-11-20T14:32:00","goods":[{"sku":"PAN","name":"Pan","#,
            r#""quantity":"2","unit":"ea","price":"1.00","tax":"standard","list_price":"1.10","#,
            r#""note":"sin sal"}],"amount":"2.00 EUR","approved_by":"00000000-0000-0000-0000-000000000002"}"#,
        );
        let voided: Voided = serde_json::from_str(kept).unwrap();
        assert!(voided.goods[0].price_changed());
        assert_eq!(serde_json::to_string(&voided).unwrap(), kept);
    }
}
