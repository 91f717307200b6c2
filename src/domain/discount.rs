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
