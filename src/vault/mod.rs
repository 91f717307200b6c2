//! Keys and sealing: key slots, page cipher, record sealing, hash chain. Must never know what it seals.

#![allow(dead_code)] // bodies follow

pub mod chain;
pub mod code;
mod error;
pub mod key;
pub mod pages;
pub mod pin;
pub mod seal;
pub mod slots;

pub use error::VaultError;
pub use key::{Key, MasterKey, Purpose};
pub use slots::{Cost, KeyRing, NewSlot, SlotInfo, SlotKind, Unlock};
