//! The till in a terminal: the real binary, real keys, real power cuts. Must never be told anything that a
//! cashier would not see.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, dead_code)] // a driver for more than these

mod account;
mod cash;
#[path = "../cli/catalogue.rs"]
mod catalogue;
mod counter;
mod day;
mod driver;
mod ends;
mod first_run;
#[cfg(feature = "planted-bugs")]
mod held;
mod papers;
mod park;
mod people;
mod plague;
mod printer;
mod reports;
mod returns;
mod sell;
mod shop;
mod stock;
mod terminals;
