//! A discount on a line or on a whole ticket. Must never compute: `pricing` does.

use serde::{Deserialize, Serialize};

use super::money::Money;
use super::rate::Rate;

/// Taken off before tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    /// A percentage, 0 to 100.
    Percent(Rate),
    /// An amount off the whole line or ticket, not for each unit.
    Amount(Money),
}

/// A discount as it was given, kept with the document that it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// On which line, counted from 1; on the whole ticket where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What was given.
    pub discount: Discount,
}
