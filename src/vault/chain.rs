//! The hash chain: each entry's hash covers the one before. Must never read what it hashes.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What stands before the very first entry.
pub const ORIGIN: Hash = [0; 32];

/// Keeps these hashes apart from any other SHA-256 in the world; part of the format.
const TAG: &[u8; 16] = b"tendero entry v1";

/// Bytes of an entry's header.
pub const HEADER: usize = 96;

/// What an entry says beside its payload, as it is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Which till wrote it.
    pub terminal: Uuid,
    /// In which life of its journal.
    pub incarnation: Uuid,
    /// Its place there, gapless from 1.
    pub seq: u64,
    /// Its id.
    pub id: Uuid,
    /// What the payload is.
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// Bytes of the payload.
    pub length: u32,
    /// Wall clock, milliseconds since 1970 UTC.
    pub at_wall: i64,
    /// Monotonic clock, milliseconds since the machine started.
    pub at_mono: u64,
    /// Hub time minus wall clock in milliseconds, as last measured.
    pub clock_offset: i64,
}

impl Header {
    /// Byte for byte as hashed and stored (little-endian; `docs/journal.md`).
    pub fn bytes(&self) -> [u8; HEADER] {
        let mut out = [0; HEADER];
        out[0..16].copy_from_slice(self.terminal.as_bytes());
        out[16..32].copy_from_slice(self.incarnation.as_bytes());
        out[32..40].copy_from_slice(&self.seq.to_le_bytes());
        out[40..56].copy_from_slice(self.id.as_bytes());
        out[56..58].copy_from_slice(&self.kind.to_le_bytes());
        out[58..60].copy_from_slice(&self.kind_version.to_le_bytes());
        out[60..64].copy_from_slice(&self.length.to_le_bytes());
        out[64..72].copy_from_slice(&self.at_wall.to_le_bytes());
        out[72..80].copy_from_slice(&self.at_mono.to_le_bytes());
        out[80..88].copy_from_slice(&self.clock_offset.to_le_bytes());
        out
    }
}

/// The hash of an entry: `SHA-256(tag ‖ header ‖ prev ‖ payload)`.
///
/// The header is of fixed width and names the payload's length, so no two entries have the same input.
pub fn link(header: &[u8; HEADER], prev: &Hash, payload: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(TAG);
    hasher.update(header);
    hasher.update(prev);
    hasher.update(payload);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_is_frozen() {
        let hash = link(&[1; 96], &ORIGIN, b"payload");
        let mut plain = Sha256::new();
        plain.update(b"tendero entry v1");
        plain.update([1; 96]);
        plain.update([0; 32]);
        plain.update(b"payload");
        assert_eq!(hash, <Hash>::from(plain.finalize()));
        assert_eq!(
            data_encoding::HEXLOWER.encode(&hash),
            "099f4c39679d4a660ed661a573096ea716e6f8e9f445650f4bc0d252c21ccd46"
        );
    }

    #[test]
    fn every_part_counts() {
        let base = link(&[1; 96], &ORIGIN, b"payload");
        assert_ne!(base, link(&[2; 96], &ORIGIN, b"payload"));
        assert_ne!(base, link(&[1; 96], &[3; 32], b"payload"));
        assert_ne!(base, link(&[1; 96], &ORIGIN, b"payloae"));
    }
}
