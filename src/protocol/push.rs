//! Entries go up, in order. Must never be refused for what an entry says: only for where it stands.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entry::WireEntry;

/// A batch of consecutive entries of one incarnation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Push {
    /// Life of the journal.
    pub incarnation: Uuid,
    /// Hash of the entry before the first; 64 zeros before the very first of all.
    pub prev_hash: String,
    /// The entries; the first one's `seq` is the batch's.
    pub entries: Vec<WireEntry>,
    /// Store them and read none of them: the hub has failed on this batch again and again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opaque: bool,
}

/// The hub holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Pushed {
    /// Last entry of the incarnation that the hub holds.
    pub acked: u64,
    /// Its hash.
    pub head_hash: String,
    /// When, by the hub's clock.
    pub time: i64,
    /// What came of those entries that were not simply applied.
    pub notes: Vec<Note>,
}

/// What came of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Note {
    /// Which.
    pub seq: u64,
    /// What.
    pub outcome: Outcome,
    /// Why, as a code for programs; empty for a duplicate.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Why, in one English sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// What came of an entry that was not simply applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Its id and payload are known from elsewhere: stored, without a second effect.
    Duplicate,
    /// Stored; its effect waits for a person or for a newer hub.
    Parked,
    /// Stored; a field of it was changed elsewhere meanwhile and waits for a person.
    Conflict,
}
