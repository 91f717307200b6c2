//! One entry: a fixed-width header, the hash before it and an opaque payload. Must never interpret a payload.

use uuid::Uuid;

use super::{Cursor, Position};
use crate::vault::chain::Hash;

/// When an entry was made, by three clocks; none of them orders anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Wall clock, milliseconds since 1970 UTC.
    pub at_wall: i64,
    /// Monotonic clock, milliseconds since the machine started.
    pub at_mono: u64,
    /// Hub time minus wall clock in milliseconds, as last measured; 0 if never.
    pub clock_offset: i64,
}

/// An entry to append.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    /// Random UUIDv7 of the entry; unique for ever.
    pub id: Uuid,
    /// What the payload is; the journal only carries it.
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// When it was made.
    pub stamp: Stamp,
    /// Stored and sent verbatim.
    pub payload: &'a [u8],
}

/// An entry read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which till wrote it.
    pub terminal: Uuid,
    /// In which life of its journal.
    pub incarnation: Uuid,
    /// Its place in the order.
    pub cursor: Cursor,
    /// Its place on disk.
    pub position: Position,
    /// Its id.
    pub id: Uuid,
    /// What the payload is.
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// When it was made.
    pub stamp: Stamp,
    /// The hash of the entry before.
    pub prev_hash: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// The bytes appended.
    pub payload: Vec<u8>,
}

impl Entry {
    /// Sequence in its incarnation, gapless from 1.
    pub fn seq(&self) -> u64 {
        self.cursor.seq
    }
}
