//! The sealed list of what a backup holds. Must never be believed before its seal has opened.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a backup holds, as its sealed trailer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Wall clock when it was made, milliseconds since 1970.
    pub made_at: i64,
    /// Version of the program that made it.
    pub app: String,
    /// The till.
    pub terminal: Uuid,
    /// The life of the journal that was going on.
    pub incarnation: Uuid,
    /// Ordinal of that life, from 1.
    pub ordinal: u16,
    /// The last entry of it.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// Entries in all lives.
    pub entries: u64,
    /// The journal's files, in the order in which their bytes follow each other.
    pub parts: Vec<ManifestPart>,
}

/// One file of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPart {
    /// Its path below the journal's directory, with `/`.
    pub path: String,
    /// Bytes of it in the backup; it is filled with zeros to the length of a segment.
    pub bytes: u64,
    /// SHA-256 of them, in hex.
    pub sha256: String,
}

impl Manifest {
    /// Bytes of all parts.
    pub fn part_bytes(&self) -> u64 {
        self.parts
            .iter()
            .fold(0, |sum: u64, part| sum.saturating_add(part.bytes))
    }
}
