//! tendero: an offline-first point of sale in a terminal.
//!
//! The promise everything serves: a sale that the till has shown as paid exists, exactly once, for ever.
//! One idea carries it: decide → append → answer → fold. A key press becomes a command; the domain decides,
//! as a pure function; the entries are appended to the journal and synced to disk; only then is it answered;
//! then it is folded into the store, from which screens and reports read.
//!
//! The modules below stand in floor order, the lowest first. A file imports only from lower floors and from
//! its own folder; `tests/tidy.rs` holds them to it. This crate must never contain `unsafe` or a float for
//! money.

// F0: values in, values out; no I/O, no clock, no randomness, no threads.
pub mod domain;
// F1: keys and sealing · wire messages · words.
pub mod lang;
pub mod protocol;
pub mod vault;
// F2: the list of facts · the fold of it.
pub mod journal;
pub mod store;
// F3: what leaves the till on paper, what it tells a hub, the hub.
pub mod devices;
#[cfg(feature = "hub")]
pub mod hub;
pub mod sync;
// F4: one file for each thing a shop does.
pub mod register;
// F5: the screens.
pub mod tui;
// F6: the command line.
pub mod cli;
