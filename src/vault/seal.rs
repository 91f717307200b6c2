//! Sealing of records: XChaCha20-Poly1305 with a random nonce. Must never reuse or derive a nonce.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};

use super::VaultError;
use super::key::{Key, fill_random};

/// Bytes of a nonce: long enough that random ones never collide.
pub const NONCE_LEN: usize = 24;
/// Bytes of the authentication tag.
pub const TAG_LEN: usize = 16;
/// What [`Sealer::seal`] adds to the plain bytes.
pub const OVERHEAD: usize = NONCE_LEN + TAG_LEN;

/// Seals and opens bytes under one key.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(..)")
    }
}

impl Sealer {
    /// A sealer under `key`.
    pub fn new(key: &Key) -> Self {
        Self(XChaCha20Poly1305::new(key.bytes().into()))
    }

    /// A nonce never used before.
    pub fn nonce() -> Result<[u8; NONCE_LEN], VaultError> {
        let mut nonce = [0; NONCE_LEN];
        fill_random(&mut nonce)?;
        Ok(nonce)
    }

    /// Encrypts `bytes` where they lie and returns the tag over them and `context`.
    pub fn seal_in_place(&self, nonce: &[u8; NONCE_LEN], context: &[u8], bytes: &mut [u8]) -> [u8; TAG_LEN] {
        self.0
            .encrypt_inout_detached(nonce.into(), context, bytes.into())
            .expect("a record is far below the cipher's 256 GiB")
            .into()
    }

    /// Decrypts `bytes` where they lie; on an error they are left as they were.
    pub fn open_in_place(
        &self,
        nonce: &[u8; NONCE_LEN],
        context: &[u8],
        bytes: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), VaultError> {
        self.0
            .decrypt_inout_detached(nonce.into(), context, bytes.into(), tag.into())
            .map_err(|_| VaultError::NotAuthentic)
    }

    /// Seals `plain` for `context`: nonce ‖ ciphertext ‖ tag, [`OVERHEAD`] bytes longer.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce = Self::nonce()?;
        let mut out = Vec::with_capacity(plain.len() + OVERHEAD);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plain);
        let tag = self.seal_in_place(&nonce, context, &mut out[NONCE_LEN..]);
        out.extend_from_slice(&tag);
        Ok(out)
    }

    /// Opens what [`Sealer::seal`] made for the same `context`.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (nonce, rest) = sealed.split_first_chunk().ok_or(VaultError::NotAuthentic)?;
        let (body, tag) = rest.split_last_chunk().ok_or(VaultError::NotAuthentic)?;
        let mut plain = body.to_vec();
        self.open_in_place(nonce, context, &mut plain, tag)?;
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn opens_to_what_was_sealed(plain: Vec<u8>, context: Vec<u8>, key: [u8; 32]) {
            let sealer = Sealer::new(&Key::from(key));
            let sealed = sealer.seal(&context, &plain).unwrap();
            prop_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
            prop_assert_eq!(sealer.open(&context, &sealed).unwrap(), plain);
        }

        #[test]
        fn any_flipped_bit_is_noticed(plain: Vec<u8>, key: [u8; 32], at: prop::sample::Index, bit in 0..8u8) {
            let sealer = Sealer::new(&Key::from(key));
            let mut sealed = sealer.seal(b"here", &plain).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(matches!(sealer.open(b"here", &sealed), Err(VaultError::NotAuthentic)));
        }
    }

    #[test]
    fn another_context_key_or_length_does_not_open() {
        let sealer = Sealer::new(&Key::from([1; 32]));
        let sealed = sealer.seal(b"here", b"ten euros").unwrap();
        assert!(sealer.open(b"there", &sealed).is_err());
        assert!(Sealer::new(&Key::from([2; 32])).open(b"here", &sealed).is_err());
        for cut in 0..sealed.len() {
            assert!(sealer.open(b"here", &sealed[..cut]).is_err());
        }
    }

    #[test]
    fn equal_bytes_seal_differently() {
        let sealer = Sealer::new(&Key::from([1; 32]));
        assert_ne!(
            sealer.seal(b"", b"same").unwrap(),
            sealer.seal(b"", b"same").unwrap()
        );
    }
}
