//! Both sides say where they stand. Must never move anything by itself: what follows is a push or a pull.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Versions;
use super::feed::Cursor;

/// A till says where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Hello {
    /// What it speaks.
    pub versions: Versions,
    /// Version of its program.
    pub app: String,
    /// The life of the journal that it writes now.
    pub incarnation: Uuid,
    /// Last entry of it on the till's disk.
    pub last_seq: u64,
    /// Hash of that entry.
    pub head_hash: String,
    /// Last entry of it that the hub has acknowledged, as the till remembers.
    pub acked: u64,
    /// Epoch of the hub as the till remembers it; none at the first hello.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Uuid>,
    /// How far it has pulled.
    pub cursors: Vec<Cursor>,
    /// Its series and the number that each gives next.
    pub series: Vec<SeriesAt>,
    /// Its clock.
    pub time: i64,
}

/// A series of documents and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct SeriesAt {
    /// Prefix.
    pub series: String,
    /// The number given next.
    pub next: u64,
}

/// A life of a till's journal and how far the hub has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct LifeAt {
    /// Its id.
    pub incarnation: Uuid,
    /// The last entry that the hub holds; 0 for none.
    pub acked: u64,
    /// Its hash; 64 zeros where there is none.
    pub head_hash: String,
}

/// The hub says where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Welcome {
    /// The version to speak.
    pub version: u16,
    /// The hub.
    pub hub: Uuid,
    /// Life of its data.
    pub epoch: Uuid,
    /// Last entry of the incarnation that it holds; 0 for none.
    pub acked: u64,
    /// Hash of that entry, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acked_hash: Option<String>,
    /// Last entry that a verified backup of the hub covers.
    pub durable_seq: u64,
    /// Series of this till of which the hub has seen later numbers than the till gives.
    pub series: Vec<SeriesAt>,
    /// Entries of this till that wait for a person, the newest first, so many at most as a message lists.
    pub parked: Vec<ParkedEntry>,
    /// How many wait in all.
    pub parked_count: u64,
    /// Every life of the till's journal that the hub has seen, in the order in which they began.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lives: Vec<LifeAt>,
    /// What the till shall do.
    pub commands: Vec<Command>,
    /// The hub's clock.
    pub time: i64,
}

/// An entry that the hub holds and whose effect waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct ParkedEntry {
    /// Life of the journal.
    pub incarnation: Uuid,
    /// Its place there.
    pub seq: u64,
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: u16,
    /// Why, as a code for programs.
    pub reason: String,
    /// Why, in one English sentence.
    pub message: String,
}

/// Something that a till shall do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Show this token from now on; the old one counts until the new one is used.
    UseToken {
        /// 64 hex digits.
        token: String,
    },
    /// Send what is there and begin nothing new: another till has taken this one's place.
    DrainOnly,
    /// Send entries from this one on again: the hub was restored and does not hold them any more.
    PushFrom {
        /// First of them.
        seq: u64,
    },
}
