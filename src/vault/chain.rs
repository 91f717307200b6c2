//! The hash chain: each entry's hash covers the one before. Must never read what it hashes.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What stands before the very first entry.
pub const ORIGIN: Hash = [0; 32];

/// Keeps these hashes apart from any other SHA-256 in the world; part of the format.
const TAG: &[u8; 16] = b"tendero entry v1";

/// The hash of an entry: `SHA-256(tag ‖ header ‖ prev ‖ payload)`.
///
/// The header is of fixed width and names the payload's length, so no two entries have the same input.
pub fn link(header: &[u8; 96], prev: &Hash, payload: &[u8]) -> Hash {
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
