//! The server behind the tills of a shop or of many: it keeps every entry, merges what they say and tells the
//! rest of it. Must never let a business rule refuse a fact, nor name the store or the journal of a till.
//!
//! As at the till, one idea: read what a decision needs, decide as a pure function, write what it came to in
//! one transaction, answer. [`ledger`] reads and writes and decides nothing; everything else decides and
//! knows no database.

pub mod admin;
pub mod api;
mod carried;
mod choose;
mod clock;
pub mod control;
mod copy;
pub mod durable;
mod effects;
mod enrol;
mod fetch;
mod hello;
mod house;
pub mod http;
mod keys;
mod lease;
pub mod ledger;
mod no;
pub mod outside;
mod page;
#[cfg(feature = "planted-bugs")]
mod planted;
mod pull;
mod push;
mod read;
mod retry;
pub mod rows;
pub mod secret;
mod verify;
pub mod webhooks;
mod work;

use uuid::Uuid;

pub use clock::Clock;
pub use copy::{RestoreError, restore};
pub use house::{Hub, OpenError, Place};
pub use no::No;
#[cfg(feature = "planted-bugs")]
pub use planted::Bug;

/// A till that has shown who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Its shop.
    pub shop: Uuid,
    /// The till.
    pub terminal: Uuid,
    /// It is a disk that was replaced: it may send what it has, and begin nothing new.
    pub former: bool,
    /// The bug that is planted in the hub that it came to.
    #[cfg(feature = "planted-bugs")]
    pub bug: Option<Bug>,
}

/// An id that nobody else has.
fn fresh_id() -> Uuid {
    Uuid::now_v7()
}

/// The hub's clock: milliseconds since 1970 UTC.
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
