//! What a hub keeps: entries, rows and feeds, in one transaction each time. Must never decide anything: it is
//! given what to write by those who decided.
//!
//! One trait, two implementations, one contract test. A transaction holds the lock of its shop from before it
//! reads until it has committed, so all that happens in one shop happens in one order, whichever process of
//! the hub does it. That is what makes a feed readable without a gap: its versions are given under that lock.

#[cfg(any(test, feature = "planted-bugs"))]
pub mod contract;
mod either;
pub mod embedded;
mod group;
mod key;
mod piece;
pub mod postgres;
pub mod whole;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;

use serde_json::Value;
use uuid::Uuid;

use crate::vault::chain::{Hash, Header, link};

pub use either::Either;
pub use embedded::Embedded;
pub use key::{Feed, Key, Kind};
pub use written::{Head, Written, mark, write};

/// An entry as the hub keeps it: everything that its hash covers, and the hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Which till wrote it.
    pub terminal: Uuid,
    /// In which life of its journal.
    pub incarnation: Uuid,
    /// Its place there, gapless from 1.
    pub seq: u64,
    /// Its id; another entry may have the same one, as an alias of it.
    pub id: Uuid,
    /// What the payload is.
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// Wall clock of the till, milliseconds since 1970.
    pub at_wall: i64,
    /// Milliseconds since the till's machine started.
    pub at_mono: u64,
    /// Hub time minus wall clock, as the till last measured.
    pub clock_offset: i64,
    /// Its hash in the chain.
    pub hash: [u8; 32],
    /// Verbatim.
    pub payload: String,
}

impl StoredEntry {
    /// The hash that what is kept comes to, after the one before.
    pub fn reckoned(&self, before: &Hash) -> Hash {
        let header = Header {
            terminal: self.terminal,
            incarnation: self.incarnation,
            seq: self.seq,
            id: self.id,
            kind: self.kind,
            kind_version: self.kind_version,
            length: u32::try_from(self.payload.len()).unwrap_or(u32::MAX),
            at_wall: self.at_wall,
            at_mono: self.at_mono,
            clock_offset: self.clock_offset,
        };
        link(&header.bytes(), before, self.payload.as_bytes())
    }
}

/// Where an id was seen first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// In which life of a journal.
    pub incarnation: Uuid,
    /// Its place there.
    pub seq: u64,
    /// SHA-256 of its payload.
    pub payload: [u8; 32],
}

/// What a decision must see.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Rows by key; those that are not there are simply not loaded.
    pub keys: BTreeSet<Key>,
    /// Ids of entries that may be known, in this shop.
    pub ids: BTreeSet<Uuid>,
    /// Hashes of entries by place.
    pub places: BTreeSet<(Uuid, u64)>,
}

impl Wanted {
    /// Rows and nothing else.
    pub fn rows(keys: impl IntoIterator<Item = Key>) -> Wanted {
        Wanted {
            keys: keys.into_iter().collect(),
            ..Wanted::default()
        }
    }
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The rows that are there.
    pub rows: BTreeMap<Key, Value>,
    /// The ids that are known.
    pub ids: BTreeMap<Uuid, Known>,
    /// The hashes at the places that are taken.
    pub places: BTreeMap<(Uuid, u64), [u8; 32]>,
    /// Where each feed of the shop stands.
    pub heads: BTreeMap<Feed, Head>,
}

/// What a decision came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// New entries, each in the place behind the last of its incarnation.
    pub entries: Vec<StoredEntry>,
    /// Rows as they shall be; none for one that goes. A row that is told in a feed leaves a tombstone.
    pub rows: BTreeMap<Key, Option<Value>>,
    /// Rows that no decision ever reads, in JSON.
    pub told: BTreeMap<Key, String>,
}

/// A decision's next step.
#[derive(Debug)]
pub enum Step<T> {
    /// It must see these too, and is asked again with everything wanted so far.
    More(Wanted),
    /// It is decided: write this, answer that.
    Done(Changes, T),
    /// It is decided, and nothing is to be written.
    Nothing(T),
}

/// One row of a feed: the version of its last change, its key, what it is or that it is gone.
pub type FeedRow = (u64, Key, Option<Value>);

/// Rows of a feed after a version, all of one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// In order of version.
    pub rows: Vec<FeedRow>,
    /// Where the feed stands.
    pub head: Head,
    /// Rows behind the last of these, at most: those that changed twice leave a gap.
    pub left: u64,
}

/// The way through a list of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By id, upwards.
    Up,
    /// By id, downwards.
    Down,
}

/// Why the ledger could not do it. Never a "no": a no is decided above.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// The database or the disk is away; it may be back.
    #[error("the hub's database is away: {0}")]
    Away(String),
    /// No room is left.
    #[error("the hub's disk is full: {0}")]
    Full(String),
    /// The data are not what this program wrote.
    #[error("the hub's data are damaged: {0}")]
    Damaged(String),
}

/// Where a hub keeps its facts. Hub-wide rows (tokens, codes) are those of shop [`Uuid::nil`].
pub trait Ledger: Clone + Send + Sync + 'static {
    /// Locks the shop, loads what is wanted, asks `decide` until it is done, writes, commits. Decisions that
    /// wait for the same lock may be written together, each as if the one before were committed. May ask the
    /// whole decision anew when the database says that somebody else was faster. Whether an error left the
    /// changes written is unknown: whoever called asks again, and is answered what stands.
    fn transact<T: Send + 'static>(
        &self,
        shop: Uuid,
        wanted: Wanted,
        decide: impl FnMut(&Loaded) -> Step<T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Fault>> + Send;

    /// The rows of these keys that are there, of one moment.
    fn get(
        &self,
        shop: Uuid,
        keys: BTreeSet<Key>,
    ) -> impl Future<Output = Result<BTreeMap<Key, Value>, Fault>> + Send;

    /// Rows of a kind after an id in that order, `limit` at most; those that are gone are not among them.
    fn list(
        &self,
        shop: Uuid,
        kind: Kind,
        after: Option<String>,
        order: Order,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<(String, Value)>, Fault>> + Send;

    /// Rows of a feed after a version, with tombstones.
    fn page(
        &self,
        shop: Uuid,
        feed: Feed,
        after: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Page, Fault>> + Send;

    /// Entries of an incarnation of that shop from a place on, in order.
    fn entries(
        &self,
        shop: Uuid,
        incarnation: Uuid,
        from: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<StoredEntry>, Fault>> + Send;

    /// Whether it could work right now.
    fn check(&self) -> impl Future<Output = Result<(), Fault>> + Send;
}
