//! Entries that wait at the hub do what they say after all, where they can by now. Must never be asked for
//! another till's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hello::ParkedEntry;

/// A till asks the hub to try its entries that wait once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Retry {
    /// The life of its journal; entries of those gone by are tried too.
    pub incarnation: Uuid,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Retried {
    /// Entries whose effect is there now.
    pub applied: u64,
    /// Those that still wait, the newest first, so many at most as a message lists.
    pub parked: Vec<ParkedEntry>,
    /// How many wait in all.
    pub parked_count: u64,
}
