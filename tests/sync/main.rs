//! Tills and hubs as processes, over real sockets, with a line between them that does what lines do. Must
//! never reach into either.
#![cfg(feature = "hub")]

#[allow(clippy::unwrap_used, clippy::panic, unreachable_pub, dead_code)] // a driver for more than these
#[path = "../terminal/driver.rs"]
mod driver;
mod hub;
mod joined;
mod line;
mod open_till;
mod proxy;
mod screens;
#[allow(dead_code, reason = "the command line's own tests use the rest of it")]
#[path = "../cli/shop.rs"]
mod shop;
mod two;
