//! Keys in, screens out: the whole screens over a register without a disk. Must never need a terminal, a
//! clock or a file.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bytes;
mod commands;
mod pictures;
mod sell;
mod shop;
mod sizes;
mod till;
