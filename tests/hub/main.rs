//! A hub as tills and strangers meet it: the real program on a real socket, and a client of the tests' own.
//! Must never reach into the hub but by its commands and its protocol.

mod client;
mod comparing;
mod exchange;
mod herd;
mod killed;
mod merging;
mod moved;
mod others;
mod owner;
mod people;
#[cfg(feature = "planted-bugs")]
mod planted;
mod process;
#[cfg(feature = "planted-bugs")]
#[path = "../cli/red.rs"]
mod red;
mod till;
mod tls;
