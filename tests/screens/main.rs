//! Keys in, screens out: the whole screens over a register without a disk. Must never need a terminal, a
//! clock or a file.
#![allow(clippy::unwrap_used, clippy::panic)]

mod books;
mod bytes;
mod cash;
mod close;
mod commands;
mod concede;
mod customers;
mod dialogs;
mod echo;
mod first_run;
mod goods;
mod inventory;
mod leave;
mod mended;
mod mirror;
mod names;
mod open_register;
mod park;
mod people;
mod permissions;
mod pictures;
mod places;
mod printing;
mod products;
mod reports;
mod returns;
mod scans;
mod sell;
mod shop;
mod sign_in;
mod sizes;
mod sync;
mod till;
mod whole;
