//! What can go wrong with keys and sealed bytes. Must never carry a secret in a message.

use std::io;
use std::path::PathBuf;

use super::slots::SlotKind;

/// A fault of the vault. Each variant is one situation a person can be told about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The passphrase, code or key file opens none of the slots of its kind.
    #[error("this {0} does not open the store")]
    WrongKey(SlotKind),
    /// No slot of this kind exists, so nothing of the kind can open the store.
    #[error("the store has no {0}")]
    NoSlot(SlotKind),
    /// The key file is not where it was looked for: stick not plugged in, or lost.
    #[error("the key file {} is not there", .0.display())]
    KeyFileMissing(PathBuf),
    /// A file is there, but it is not a key file of 32 bytes.
    #[error("{} is not a key file", .0.display())]
    NotAKeyFile(PathBuf),
    /// A key file may not live in the directory it protects.
    #[error("a key file beside the data protects nothing: {}", .0.display())]
    KeyFileInsideStore(PathBuf),
    /// What was typed cannot be a recovery code: wrong length, letter or check character.
    #[error("this is not a recovery code: {0}")]
    NotARecoveryCode(&'static str),
    /// Neither copy of the key slots is there.
    #[error("no key slots in {}", .0.display())]
    NoKeys(PathBuf),
    /// Key slots are there already; creating would orphan the data they open.
    #[error("{} already has key slots", .0.display())]
    AlreadyThere(PathBuf),
    /// Copies of the key slots exist, and none is whole.
    #[error("every copy of the key slots in {} is damaged", .0.display())]
    Damaged(PathBuf),
    /// Written by a later version of the program.
    #[error("the key slots have format {0}, which is newer than this program")]
    Newer(u16),
    /// Stored or asked-for cost parameters lie outside what this program will spend.
    #[error("the passphrase cost is out of bounds")]
    BadCost,
    /// Not enough memory for the passphrase function.
    #[error("not enough memory to check the passphrase")]
    NoMemory,
    /// The last slot stays: removing it would lock everybody out for ever.
    #[error("the last key slot cannot be removed")]
    LastSlot,
    /// No slot has this number.
    #[error("there is no key slot {0}")]
    UnknownSlot(u32),
    /// Sealed bytes were altered, or sealed under another key or for another place.
    #[error("sealed bytes do not open: altered, or another key")]
    NotAuthentic,
    /// The machine gave no random bytes.
    #[error("no randomness from the system: {0}")]
    NoRandomness(getrandom::Error),
    /// Reading or writing failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
