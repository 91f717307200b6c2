//! What the hub signs of an answer. Must never leave out what a stranger could change to his use.
//!
//! An answer without a right signature, whatever its status, comes from somebody else on the way: a captive
//! portal, a proxy. It means nothing more than that the hub was not reached.

/// Keeps these signatures apart from any other use of the key; part of the protocol.
const TAG: &[u8; 16] = b"tendero answer 1";

/// The bytes that are signed: tag ‖ nonce ‖ status (2 bytes, big-endian) ‖ SHA-256 of the body before
/// compression.
pub fn signed(nonce: &[u8; 16], status: u16, body: &[u8; 32]) -> [u8; 66] {
    let mut out = [0; 66];
    out[..16].copy_from_slice(TAG);
    out[16..32].copy_from_slice(nonce);
    out[32..34].copy_from_slice(&status.to_be_bytes());
    out[34..].copy_from_slice(body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_frozen() {
        let bytes = signed(&[1; 16], 0x0203, &[4; 32]);
        let golden = concat!(
            "74656e6465726f20616e737765722031",
            "01010101010101010101010101010101",
            "0203",
            "0404040404040404040404040404040404040404040404040404040404040404",
        );
        assert_eq!(data_encoding::HEXLOWER.encode(&bytes), golden);
    }
}
