//! Numbers of a series that several tills share, given in blocks. Must never give a number twice.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A till asks for numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Lease {
    /// Which series.
    pub series: String,
    /// The same request, sent again, is given the same block.
    pub request: Uuid,
    /// How many.
    pub want: u32,
    /// The number after all that the till was ever given of it; 1 where that is none.
    pub next: u64,
}

/// They are the till's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Leased {
    /// Which series.
    pub series: String,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}
