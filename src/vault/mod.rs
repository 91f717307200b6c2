//! Keys and sealing: key slots, page cipher, record sealing, hash chain. Must never know what it seals.

pub mod chain;
pub mod code;
mod cost;
pub mod durable;
pub mod enrol_code;
mod error;
pub mod key;
pub mod pages;
pub mod pin;
pub mod seal;
pub mod sign;
mod slot;
pub mod slots;
#[cfg(test)]
mod tests;

pub use code::RecoveryCode;
pub use cost::Cost;
pub use error::VaultError;
pub use key::{Key, MasterKey, PageKeys, Purpose};
pub use slots::{KeyRing, NewSlot, SlotInfo, SlotKind, Unlock};
