//! A till reads its own past back, after its disk was lost or an old backup restored. Must never be answered
//! with another shop's entries.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entry::WireEntry;

/// A till asks for entries of its own, or where its memory and the hub's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Fetch {
    /// Life of the journal.
    pub incarnation: Uuid,
    /// The first entry wanted.
    pub from: u64,
    /// Entries at most; none are sent for 0.
    pub limit: u32,
    /// Places whose hashes the till would compare with its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probe: Vec<u64>,
}

/// What the hub holds of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Fetched {
    /// Hash of the entry before the first of `entries`.
    pub prev_hash: String,
    /// In order, without a gap.
    pub entries: Vec<WireEntry>,
    /// The last one that the hub holds.
    pub acked: u64,
    /// Its hash; 64 zeros where there is none.
    pub head_hash: String,
    /// The hashes at the places asked for, as far as there are entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<HashAt>,
}

/// The hash of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct HashAt {
    /// Its place.
    pub seq: u64,
    /// 64 hex digits.
    pub hash: String,
}
