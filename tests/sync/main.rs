//! Tills and hubs as processes, over real sockets, with a line between them that does what lines do. Must
//! never reach into either.
#![cfg(feature = "hub")]

mod hub;
mod joined;
mod line;
mod open_till;
mod proxy;
#[allow(dead_code, reason = "the command line's own tests use the rest of it")]
#[path = "../cli/shop.rs"]
mod shop;
mod two;
