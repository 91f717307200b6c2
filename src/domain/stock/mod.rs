//! Goods that come, go and are counted otherwise than by a sale, as the journal records them. Must never hold
//! a level: levels are what the fold makes of these.

mod average;
mod count;
mod level;

pub use average::{average, average_of_all, average_without};
pub use count::{CountLine, CountedLine, OpenCount, StockCountClosed, StockCounted};
pub use level::{is_low, suggested};

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::currency::Currency;
use super::money::{Money, Rounding};
use super::product::{Sku, Unit};
use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::staff::PersonId;

/// The longest reason, supplier or reference, in bytes.
pub const REASON_MAX: usize = 120;

/// Why goods moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They came in.
    Received {
        /// From whom; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        supplier: String,
        /// The delivery note or invoice; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reference: String,
    },
    /// The level was put right.
    Adjusted {
        /// In words.
        reason: String,
    },
    /// They are gone: broken, stolen, past their date.
    WrittenOff {
        /// In words.
        reason: String,
    },
    /// A count found another level.
    Counted {
        /// The count.
        count: Uuid,
    },
    /// An entry was a mistake: this takes it back.
    Reversed {
        /// Id of that entry.
        of: Uuid,
    },
}

/// One product that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedLine {
    /// Which.
    pub sku: Sku,
    /// What it was called.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// How much: above zero came, below zero went.
    pub quantity: Quantity,
    /// What one unit cost: what was paid for goods that came in, the average of the time for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<UnitPrice>,
    /// The product's average cost before, where this changed it and there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_before: Option<UnitPrice>,
    /// The product's average cost from here on, where this changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_after: Option<UnitPrice>,
    /// Whether the product has no average cost any more: what gave it the first one was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cost_gone: bool,
}

impl MovedLine {
    /// The product's average cost from here on, where this changed it; none where nobody knows it any more.
    #[must_use]
    pub fn new_cost(&self) -> Option<Option<UnitPrice>> {
        if self.cost_gone {
            Some(None)
        } else {
            self.cost_after.map(Some)
        }
    }
}

/// Goods that moved, as the journal records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockMoved {
    /// Id of the entry.
    pub id: Uuid,
    /// Why.
    pub reason: Reason,
    /// Number of the shift, where the register was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<u64>,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// What moved, at least one line.
    pub lines: Vec<MovedLine>,
}

/// What so much of a product is worth, rounded once; none where the cost is not known or the amount is beyond
/// what an amount may be.
#[must_use]
pub fn value(
    quantity: Quantity,
    cost: Option<UnitPrice>,
    currency: Currency,
    rounding: Rounding,
) -> Option<Money> {
    let exact = quantity.value().checked_mul(cost?.value())?;
    Money::round(exact, currency, rounding).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::event::Event;

    #[test]
    fn its_json_is_frozen() {
        let head = concat!(
            r#"{"stock_moved":{"id":"00000000-0000-0000-0000-000000000007","reason":"#,
            r#"{"received":{"supplier":"Lácteos Sur","reference":"A-17"}},"shift":3,"date":"2026-11-20","#,
            r#""time":"2026-11-20T09:05:00","by":"00000000-0000-0000-0000-000000000009","#,
        );
        let json = format!(
            "{head}{}",
            concat!(
                r#""approved_by":"00000000-0000-0000-0000-00000000000a","lines":[{"sku":"PAN","#,
                r#""name":"Pan","unit":"ea","quantity":"12","cost":"0.50","cost_before":"0.40","#,
                r#""cost_after":"0.45"}]}}"#,
            )
        );
        let event: Event = serde_json::from_str(&json).unwrap();
        assert_eq!(event.kind(), 34);
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
        let gone = json.replace(r#""cost_after":"0.45""#, r#""cost_gone":true"#);
        let Event::StockMoved(moved) = serde_json::from_str(&gone).unwrap() else {
            unreachable!("it is one")
        };
        assert_eq!(moved.lines[0].new_cost(), Some(None));
        assert_eq!(serde_json::to_string(&Event::StockMoved(moved)).unwrap(), gone);
        for reason in [
            r#"{"adjusted":{"reason":"x"}}"#,
            r#"{"written_off":{"reason":"x"}}"#,
            r#"{"counted":{"count":"00000000-0000-0000-0000-000000000007"}}"#,
            r#"{"reversed":{"of":"00000000-0000-0000-0000-000000000007"}}"#,
            r#"{"received":{}}"#,
        ] {
            let read: Reason = serde_json::from_str(reason).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), reason);
        }
    }

    #[test]
    fn a_value_is_rounded_once() {
        let euro = Currency::parse("EUR").unwrap();
        let worth = |quantity: &str, cost: &str| {
            let cost = UnitPrice::parse(cost).ok();
            value(Quantity::parse(quantity).unwrap(), cost, euro, Rounding::HalfUp).map(Money::minor)
        };
        assert_eq!(worth("3", "0.333333"), Some(100));
        assert_eq!(worth("-2", "1.005"), Some(-201));
        assert_eq!(worth("3", "none"), None);
        assert_eq!(worth("999999999", "9999999999"), None, "no amount is that large");
    }
}
