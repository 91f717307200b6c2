//! Signatures of the hub over its answers (Ed25519, RFC 8032). Must never sign what somebody else composed.

use std::fmt;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::VaultError;
use super::key::fill_random;

/// A key that signs.
pub struct SigningKey(Ed25519KeyPair);

/// The public half: who has it can check, not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey([u8; 32]);

impl SigningKey {
    /// A fresh seed, for [`SigningKey::from_seed`] and a file that only the hub reads.
    pub fn fresh_seed() -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let mut seed = Zeroizing::new([0; 32]);
        fill_random(seed.as_mut())?;
        Ok(seed)
    }

    /// The key of a seed.
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed);
        SigningKey(pair.expect("any 32 bytes are a seed of Ed25519"))
    }

    /// The half to give away.
    pub fn public(&self) -> VerifyingKey {
        let bytes = self.0.public_key().as_ref().try_into();
        VerifyingKey(bytes.expect("a public key of Ed25519 has 32 bytes"))
    }

    /// The signature of these bytes.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let signature = self.0.sign(bytes);
        signature
            .as_ref()
            .try_into()
            .expect("a signature of Ed25519 has 64 bytes")
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

impl VerifyingKey {
    /// A key as it was sent; whether it is one shows when it checks.
    pub fn from_bytes(bytes: [u8; 32]) -> VerifyingKey {
        VerifyingKey(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What names it shortly: the first half of its SHA-256.
    pub fn fingerprint(&self) -> [u8; 16] {
        let whole: [u8; 32] = Sha256::digest(self.0).into();
        let mut half = [0; 16];
        half.copy_from_slice(&whole[..16]);
        half
    }

    /// Whether its owner signed exactly these bytes.
    pub fn has_signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(bytes, signature)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use data_encoding::HEXLOWER;

    use super::*;

    /// RFC 8032, section 7.1, test 2.
    #[test]
    fn signs_as_the_standard_says() {
        let seed = HEXLOWER
            .decode(b"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
            .unwrap();
        let key = SigningKey::from_seed(&seed.try_into().unwrap());
        assert_eq!(
            HEXLOWER.encode(key.public().bytes()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        let golden = concat!(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
        assert_eq!(HEXLOWER.encode(&key.sign(&[0x72])), golden);
    }

    #[test]
    fn another_byte_or_key_is_noticed() {
        let key = SigningKey::from_seed(&[7; 32]);
        let signature = key.sign(b"ten euros");
        assert!(key.public().has_signed(b"ten euros", &signature));
        assert!(!key.public().has_signed(b"ten euros!", &signature));
        assert!(!key.public().has_signed(b"ten euros", &signature[1..]));
        let other = SigningKey::from_seed(&[8; 32]).public();
        assert!(!other.has_signed(b"ten euros", &signature));
        assert_ne!(other.fingerprint(), key.public().fingerprint());
        let none = VerifyingKey::from_bytes([0xff; 32]);
        assert!(!none.has_signed(b"ten euros", &signature));
    }
}
