//! The recovery code: 128 random bits a person can write down and type back. Must never be stored in clear.

#![allow(clippy::todo)] // bodies follow

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::VaultError;

/// A recovery code. `Display` prints it for the person, in groups with a check character; `Debug` never does.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; 16]);

impl RecoveryCode {
    /// A fresh code.
    pub fn generate() -> Result<Self, VaultError> {
        todo!()
    }

    /// Reads a typed code; case, spaces, dashes, O for 0 and I or L for 1 do not matter.
    pub fn parse(typed: &str) -> Result<Self, VaultError> {
        let _ = typed;
        todo!()
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}
