//! The hub's ledger in a real PostgreSQL, started by the tests. Must never touch a database that was there
//! before.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod database;
mod ledger;
