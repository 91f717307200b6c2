//! Tills and hubs as processes, over real sockets, with a line between them that does what lines do. Must
//! never reach into either.
#![cfg(feature = "hub")]

mod ahead;
mod certificate;
mod circles;
mod clerk;
#[allow(dead_code, reason = "the hub's own tests use the rest of it")]
#[path = "../hub/client.rs"]
mod client;
mod clock;
mod comparing;
mod cost;
mod counter;
mod credit;
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "the ledger's own tests use the rest of it"
)]
#[path = "../postgres/database.rs"]
mod database;
mod demo;
mod desk;
mod disks;
mod drills;
#[allow(clippy::unwrap_used, clippy::panic, unreachable_pub, dead_code)] // a driver for more than these
#[path = "../terminal/driver.rs"]
mod driver;
mod elsewhere;
mod full_disk;
mod hostile_hub;
mod hub;
mod join_keys;
mod joined;
mod line;
mod lost_hubs;
mod open;
mod open_till;
mod pages;
mod partition;
mod pending;
mod people;
#[cfg(feature = "planted-bugs")]
mod planted;
mod proxy;
#[cfg(feature = "planted-bugs")]
#[path = "../cli/red.rs"]
mod red;
mod restored;
mod screens;
mod series;
mod set_back;
#[allow(dead_code, reason = "the command line's own tests use the rest of it")]
#[path = "../cli/shop.rs"]
mod shop;
mod storm;
mod three;
mod twist;
mod two;
#[allow(dead_code, reason = "the command line's own tests use the rest of it")]
#[path = "../cli/unshared.rs"]
mod unshared;
