//! A count of the shelves, in parts and blind, as the journal records it. Must never move a level itself:
//! what is approved of it is a movement of goods.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::money::Money;
use crate::domain::product::{Sku, Unit};
use crate::domain::quantity::{Quantity, QuantityRefusal};
use crate::domain::staff::PersonId;

/// One product as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedLine {
    /// Which.
    pub sku: Sku,
    /// What it was called.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What was found.
    pub counted: Quantity,
    /// What should have been there at that moment; none where nothing was ever counted. Whoever counts does
    /// not see it.
    #[serde(default)]
    pub level: Option<Quantity>,
}

/// A part of a count, as the journal records it. The same product again replaces what was counted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockCounted {
    /// Id of the entry.
    pub id: Uuid,
    /// The count that it is a part of.
    pub count: Uuid,
    /// What is counted: a shelf, a category; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Number of the shift, where the register was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<u64>,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who counted.
    pub by: PersonId,
    /// Who allowed it, where somebody had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// What was found.
    pub lines: Vec<CountedLine>,
}

/// The end of a count, as the journal records it. The movements it led to lie in the same frame before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockCountClosed {
    /// Id of the entry.
    pub id: Uuid,
    /// The count.
    pub count: Uuid,
    /// What was counted; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Number of the shift, where the register was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<u64>,
    /// Business date.
    pub date: Date,
    /// Local time of the counter.
    pub time: DateTime,
    /// Who ended it.
    pub by: PersonId,
    /// Who let the differences stand, where somebody had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<PersonId>,
    /// Whether it was given up: nothing moved.
    pub given_up: bool,
    /// Products that were counted.
    pub products: u64,
    /// Those of which another level was found.
    pub different: u64,
    /// What the differences are worth, each rounded once.
    pub value: Money,
}

/// A product of a count that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// As it was counted last.
    pub line: CountedLine,
    /// Who counted it.
    pub by: PersonId,
    /// When.
    pub time: DateTime,
}

impl CountedLine {
    /// What was found beyond what should have been there; below zero where something is missing.
    pub fn difference(&self) -> Result<Quantity, QuantityRefusal> {
        self.counted.checked_sub(self.level.unwrap_or(Quantity::ZERO))
    }
}

/// A count that is still open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenCount {
    /// Which.
    pub count: Uuid,
    /// What is counted; may be empty.
    pub scope: String,
    /// Its products, in order of SKU, each as it was counted last.
    pub lines: Vec<CountLine>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::domain::event::Event;

    #[test]
    fn its_json_is_frozen() {
        let id = "00000000-0000-0000-0000-000000000007";
        let who = r#""date":"2026-11-20","time":"2026-11-20T09:05:00","by":"#;
        let part = [
            r#"{"stock_counted":{"id":""#,
            id,
            r#"","count":""#,
            id,
            r#"","scope":"Dairy","shift":3,"#,
            who,
            r#"""#,
            id,
            r#"","lines":[{"sku":"PAN","name":"Pan","unit":"ea","counted":"12","level":"13"},"#,
            r#"{"sku":"VINO","name":"Vino","unit":"l","counted":"0.75","level":null}]}}"#,
        ]
        .concat();
        let closed = [
            r#"{"stock_count_closed":{"id":""#,
            id,
            r#"","count":""#,
            id,
            r#"","#,
            who,
            r#"""#,
            id,
            r#"","approved_by":""#,
            id,
            r#"","given_up":false,"products":2,"different":1,"value":"-1.10 EUR"}}"#,
        ]
        .concat();
        for (json, kind) in [(part, 35), (closed, 36)] {
            let event: Event = serde_json::from_str(&json).unwrap();
            assert_eq!(event.kind(), kind);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }
}
