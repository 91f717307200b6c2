//! Papers from the layout to the printer: bytes that a strict reader knows, and printers that fail in every
//! way. Must never need a printer.
#![allow(clippy::unwrap_used, clippy::panic)]

mod decoder;
mod network;
mod papers;
mod spool;
