//! Bytes from one place to another with their digest. Must never hold more of them than a chunk.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Bytes copied at a time.
const CHUNK: usize = 256 << 10;

/// Copies `bytes` bytes and returns their digest.
pub(super) fn pour(
    from: &mut impl Read,
    to: &mut impl Write,
    bytes: u64,
    each: &mut dyn FnMut(u64),
) -> io::Result<[u8; 32]> {
    let mut buffer = vec![0; CHUNK];
    let (mut left, mut digest) = (bytes, Sha256::new());
    while left > 0 {
        let now = left.min(CHUNK as u64) as usize;
        from.read_exact(&mut buffer[..now])?;
        to.write_all(&buffer[..now])?;
        digest.update(&buffer[..now]);
        left -= now as u64;
        each(now as u64);
    }
    Ok(digest.finalize().into())
}
