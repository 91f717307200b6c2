//! The hub's ledger in a real PostgreSQL, started by the tests. Must never touch a database that was there
//! before.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../hub/client.rs"]
mod client;
mod commit;
mod database;
mod hub;
mod ledger;
#[allow(dead_code)]
#[path = "../hub/process.rs"]
mod process;
#[allow(dead_code)]
#[path = "../sync/proxy.rs"]
mod proxy;
#[allow(dead_code)]
#[path = "../cli/shop.rs"]
mod shop;
mod shop_line;
#[allow(dead_code)]
#[path = "../hub/till.rs"]
mod till;
