//! Whether the hub is there. Must never need to know who asks.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Versions;

/// The answer; the question has no body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Pong {
    /// Which hub, for ever the same.
    pub hub: Uuid,
    /// Which life of its data; another after each restore.
    pub epoch: Uuid,
    /// Its clock.
    pub time: i64,
    /// What it speaks.
    pub versions: Versions,
}
