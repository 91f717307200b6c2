//! The master key and the keys derived from it. Must never print, log or leave a copy of either.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::VaultError;

/// What a derived key is for. One purpose, one key: a key never serves two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Seals the journal's frames and segment headers.
    Journal,
    /// Seals backups.
    Backup,
    /// Seals the draft of the open ticket.
    Draft,
    /// Seals papers that wait for the printer.
    Spool,
    /// Seals what ties the till to its hub, and the rows it has from there.
    Hub,
    /// Seals packed segments of the journal.
    Archive,
}

impl Purpose {
    /// The HKDF `info` string; part of the on-disk format.
    fn info(self) -> &'static [u8] {
        match self {
            Self::Journal => b"tendero v1 journal record key",
            Self::Backup => b"tendero v1 backup key",
            Self::Draft => b"tendero v1 draft key",
            Self::Spool => b"tendero v1 spool key",
            Self::Hub => b"tendero v1 hub key",
            Self::Archive => b"tendero v1 archive key",
        }
    }
}

/// HKDF `info` of the page cipher's key pair; part of the on-disk format.
const PAGES_INFO: &[u8] = b"tendero v1 page cipher pair";

/// A 256-bit symmetric key, wiped on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// The raw bytes, for a cipher to take.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Key {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The two AES-256 keys of the page cipher: the first for data, the second for tweaks. Wiped on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PageKeys(pub(super) [u8; 64]);

impl fmt::Debug for PageKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageKeys(..)")
    }
}

/// The one random secret everything else is derived from: 32 bytes, wiped on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// A fresh master key from the system's randomness.
    pub fn generate() -> Result<Self, VaultError> {
        let mut key = Self([0; 32]);
        fill_random(&mut key.0)?;
        Ok(key)
    }

    /// A master key from known bytes: unwrapping a slot, or a test.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key for one purpose (HKDF-SHA256, RFC 5869, no salt).
    pub fn derive(&self, purpose: Purpose) -> Key {
        let mut key = Key([0; 32]);
        expand(&self.0, &[], purpose.info(), &mut key.0);
        key
    }

    /// The key pair of the page cipher.
    pub fn page_keys(&self) -> PageKeys {
        let mut keys = PageKeys([0; 64]);
        expand(&self.0, &[], PAGES_INFO, &mut keys.0);
        keys
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// HKDF-SHA256 of `secret` into `out` (at most 8,160 bytes).
pub(super) fn expand(secret: &[u8], salt: &[u8], info: &[u8], out: &mut [u8]) {
    Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(info, out)
        .expect("derived keys are short");
}

/// Fills `out` from the system's randomness.
pub fn fill_random(out: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(out).map_err(VaultError::NoRandomness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_its_own_key() {
        let master = MasterKey::from_bytes([7; 32]);
        let mut keys: Vec<[u8; 32]> = [Purpose::Journal, Purpose::Backup, Purpose::Draft, Purpose::Spool]
            .iter()
            .map(|p| *master.derive(*p).bytes())
            .collect();
        let pages = master.page_keys();
        keys.push(pages.0[..32].try_into().expect("half of the pair"));
        keys.push(pages.0[32..].try_into().expect("half of the pair"));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 6);
    }

    #[test]
    fn derivation_is_frozen() {
        let master = MasterKey::from_bytes([7; 32]);
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        let of = |purpose| hex(master.derive(purpose).bytes());
        assert_eq!(
            [
                of(Purpose::Journal),
                of(Purpose::Backup),
                of(Purpose::Draft),
                of(Purpose::Spool)
            ],
            [
                "7bb710f0d2a2c40b83dc4c6daa8fef382044fb419fd951f1b432f41ae49650ad",
                "a79df47ace7bc46608c29500144e0bb6d6c6862e0c4eb79d3d9e6ddb4c15e1ca",
                "7cc8c8aee12dd1141741063c30361250f98bb1d2e352b8758a37cdabbfce1611",
                "e3fa128446462e4d7d9718b3a0cb0beaf96d3cdf5278059c0c161acc578933c5",
            ]
        );
        assert_eq!(
            [hex(&master.page_keys().0[..32]), hex(&master.page_keys().0[32..])],
            [
                "3ae118e85fc1c5f1ca38236bfe1a205e43b43b2736f5641edc781f84494dd930",
                "b2366cd609b75553e0f8521ef4a325dd41df258101ff054a814226dcf4cb3086",
            ]
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        let master = MasterKey::from_bytes([0xAB; 32]);
        let shown = format!(
            "{master:?} {:?} {:?}",
            master.derive(Purpose::Draft),
            master.page_keys()
        );
        assert_eq!(shown, "MasterKey(..) Key(..) PageKeys(..)");
    }
}
