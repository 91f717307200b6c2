//! An entry of a journal on its way. Must never change a payload: its bytes are what was hashed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One entry. Terminal, incarnation and the hash before stand once for a batch; the receiver reckons the rest
/// of the chain (`docs/journal.md`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct WireEntry {
    /// Its place, gapless from 1.
    pub seq: u64,
    /// Unique for ever.
    pub id: Uuid,
    /// What the payload is (`docs/entries.md`).
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// Wall clock of the till.
    pub at_wall: i64,
    /// Milliseconds since the till's machine started.
    pub at_mono: u64,
    /// Hub time minus wall clock, as last measured.
    pub clock_offset: i64,
    /// The payload's bytes, verbatim: JSON inside this string.
    pub payload: String,
}
