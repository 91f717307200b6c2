//! A question as it travels. Must never be made of anything that is still being written.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

/// Bodies below this are sent as they are.
const COMPRESS_FROM: usize = 250;

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Whether they are gzip.
    pub(super) gzip: bool,
}

impl Packed {
    /// A message as JSON, compressed where that is worth it.
    pub(super) fn of(question: &impl Serialize) -> Packed {
        let bytes =
            serde_json::to_vec(question).expect("messages have no map with keys that are not strings");
        if bytes.len() < COMPRESS_FROM {
            return Packed { bytes, gzip: false };
        }
        let mut packed = GzEncoder::new(Vec::with_capacity(bytes.len() / 6), Compression::new(6));
        match packed.write_all(&bytes).and_then(|()| packed.finish()) {
            Ok(packed) => Packed {
                bytes: packed,
                gzip: true,
            },
            Err(_) => Packed { bytes, gzip: false },
        }
    }
}
