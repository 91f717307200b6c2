//! Everything that a ledger holds, in pieces that every ledger gives and takes. Must never leave out what a
//! table has.

use serde_json::Value;
use uuid::Uuid;

use super::{Feed, Head, Key, Known, StoredEntry};

/// Pieces that go from hand to hand at once.
pub(super) const HANDFUL: usize = 200;

/// One of the things that a ledger holds, with the shop that it is of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// An entry.
    Entry(Uuid, StoredEntry),
    /// Where an id was seen first.
    Id(Uuid, Uuid, Known),
    /// A row, with its version where a feed tells it; one that is gone and was told has no value.
    Row(Uuid, Key, Option<u64>, Option<Value>),
    /// Where a feed stands.
    Head(Uuid, Feed, Head),
}
