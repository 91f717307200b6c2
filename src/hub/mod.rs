//! The server behind the tills of a shop or of many: it keeps every entry, merges what they say and tells the
//! rest of it. Must never let a business rule refuse a fact, nor name the store or the journal of a till.
//!
//! As at the till, one idea: read what a decision needs, decide as a pure function, write what it came to in
//! one transaction, answer. [`ledger`] reads and writes and decides nothing; everything else decides and
//! knows no database.

pub mod effects;
pub mod keys;
pub mod ledger;
pub mod no;
pub mod read;
pub mod rows;
pub mod work;
