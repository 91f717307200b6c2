//! PINs of people: Argon2id at 8 MiB, stored as a PHC string. Must never wrap a key with one.

#![allow(clippy::todo)] // bodies follow

use serde::{Deserialize, Serialize};

use super::VaultError;

/// The hash of a PIN, as a PHC string (`$argon2id$v=19$m=…,t=…,p=1$salt$hash`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PinHash(String);

impl From<PinHash> for String {
    fn from(hash: PinHash) -> String {
        hash.0
    }
}

impl From<&str> for PinHash {
    /// Any text: one that is no hash fits no PIN.
    fn from(phc: &str) -> PinHash {
        PinHash(phc.to_owned())
    }
}

impl PinHash {
    /// Hashes a PIN with a fresh salt.
    pub fn new(pin: &str) -> Result<Self, VaultError> {
        let _ = pin;
        todo!()
    }

    /// Whether `pin` is the one; in constant time. A malformed or too costly hash fits no PIN.
    pub fn verify(&self, pin: &str) -> bool {
        let _ = pin;
        todo!()
    }
}
