//! PINs of people: Argon2id at 8 MiB, stored as a PHC string. Must never wrap a key with one.

use data_encoding::BASE64_NOPAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::key::fill_random;
use super::{Cost, VaultError};

/// What a PIN costs to try: little enough for a small till, in a moment nobody notices.
const COST: Cost = Cost {
    memory_kib: 8 << 10,
    passes: 3,
};
/// Above this a stored hash is not believed.
const MOST_PASSES: u32 = 16;

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
        let mut salt = [0; 16];
        fill_random(&mut salt)?;
        let mut hash = [0; 32];
        COST.stretch(pin.as_bytes(), &salt, &mut hash)?;
        let (salt, hash) = (BASE64_NOPAD.encode(&salt), BASE64_NOPAD.encode(&hash));
        Ok(Self(format!(
            "$argon2id$v=19$m={},t={},p=1${salt}${hash}",
            COST.memory_kib, COST.passes
        )))
    }

    /// Whether `pin` is the one; in constant time. A malformed or too costly hash fits no PIN.
    pub fn verify(&self, pin: &str) -> bool {
        let Some((cost, salt, hash)) = self.parts() else {
            return false;
        };
        let mut tried = [0; 32];
        cost.stretch(pin.as_bytes(), &salt, &mut tried).is_ok() && bool::from(tried.ct_eq(&hash))
    }

    fn parts(&self) -> Option<(Cost, [u8; 16], [u8; 32])> {
        let mut parts = self.0.strip_prefix("$argon2id$v=19$")?.split('$');
        let (cost, salt, hash) = (parts.next()?, parts.next()?, parts.next()?);
        let (memory, passes) = cost.strip_prefix("m=")?.strip_suffix(",p=1")?.split_once(",t=")?;
        let cost = Cost {
            memory_kib: memory.parse().ok()?,
            passes: passes.parse().ok()?,
        };
        let bounded = cost.memory_kib <= COST.memory_kib && cost.passes <= MOST_PASSES;
        let bytes = |text: &str| BASE64_NOPAD.decode(text.as_bytes()).ok();
        (bounded && parts.next().is_none()).then_some((
            cost,
            bytes(salt)?.try_into().ok()?,
            bytes(hash)?.try_into().ok()?,
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_the_pin_itself_fits() {
        let hash = PinHash::new("2468").unwrap();
        assert!(hash.verify("2468"));
        for wrong in ["", "2469", "24680", "246"] {
            assert!(!hash.verify(wrong));
        }
    }

    #[test]
    fn equal_pins_have_different_hashes() {
        assert_ne!(PinHash::new("1234").unwrap(), PinHash::new("1234").unwrap());
    }

    #[test]
    fn it_travels_as_a_string() {
        let hash = PinHash::new("1234").unwrap();
        let text = serde_json::to_string(&hash).unwrap();
        assert!(text.starts_with("\"$argon2id$v=19$m=8192,t=3,p=1$"), "{text}");
        assert!(serde_json::from_str::<PinHash>(&text).unwrap().verify("1234"));
    }

    #[test]
    fn a_malformed_or_costly_hash_fits_nothing() {
        let good = PinHash::new("1234").unwrap().0;
        for bad in [
            String::new(),
            good.replace("m=8192", "m=4000000"),
            good.replace("t=3", "t=4000000"),
            good.replace("argon2id", "argon2i"),
            good[..good.len() - 1].to_owned(),
            format!("{good}$"),
        ] {
            assert!(!PinHash(bad.clone()).verify("1234"), "{bad}");
        }
    }
}
