//! The one-time code by which a till becomes known to a hub. Must never be stored in clear at the hub.
//!
//! It says two things: a secret of 48 bits that the hub gave out, and the first 80 bits of the fingerprint
//! of the hub's key, so that a till knows whether it speaks with the hub of that code before it trusts
//! anything the hub says.

use std::fmt;

use super::VaultError;
use super::code::RecoveryCode;
use super::key::fill_random;
use super::sign::VerifyingKey;

/// Bytes of the secret.
const SECRET: usize = 6;

/// An enrolment code; `Display` prints it for a person to type, in the letters of a recovery code.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolCode(RecoveryCode);

impl EnrolCode {
    /// A fresh code of the hub with that key.
    pub fn generate(hub: &VerifyingKey) -> Result<EnrolCode, VaultError> {
        let mut bytes = [0; 16];
        fill_random(&mut bytes[..SECRET])?;
        bytes[SECRET..].copy_from_slice(&hub.fingerprint()[..16 - SECRET]);
        Ok(EnrolCode(RecoveryCode::of(bytes)))
    }

    /// Reads a typed code, as forgiving as with a recovery code; most slips are noticed here.
    pub fn parse(typed: &str) -> Result<EnrolCode, VaultError> {
        RecoveryCode::parse(typed).map(EnrolCode)
    }

    /// Whether the hub with that key gave it out.
    pub fn is_of(&self, hub: &VerifyingKey) -> bool {
        self.0.bytes()[SECRET..] == hub.fingerprint()[..16 - SECRET]
    }

    /// Its bytes, for the hub to keep a hash of.
    pub fn bytes(&self) -> &[u8; 16] {
        self.0.bytes()
    }
}

impl fmt::Display for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode(..)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::vault::sign::SigningKey;

    #[test]
    fn it_names_its_hub() {
        let hub = SigningKey::from_seed(&[1; 32]).public();
        let code = EnrolCode::generate(&hub).unwrap();
        let typed = EnrolCode::parse(&code.to_string().to_lowercase()).unwrap();
        assert!(typed == code && typed.is_of(&hub));
        assert!(!typed.is_of(&SigningKey::from_seed(&[2; 32]).public()));
        assert!(EnrolCode::generate(&hub).unwrap() != code, "each is another");
        assert_eq!(format!("{code:?}"), "EnrolCode(..)");
    }
}
