//! Packed segments: closed ones, deflated and sealed, from which every byte of the segment comes back. Must
//! never take the place of a segment before it was read back and was the same to the last byte.
//!
//! The format is written down byte by byte in `docs/archive.md`.

mod disk;
mod file;
mod form;
mod put;
mod shrink;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use super::segment::segment_path;
use crate::vault::seal::Sealer;
use crate::vault::{MasterKey, Purpose};

pub(super) use disk::Unpacking;
pub use put::{Kept, Packed, copy_to, expand, replace};

/// What opens a packed segment, and seals its frames again as they were.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    frames: Sealer,
    packs: Sealer,
}

impl Keys {
    pub(super) fn of(key: &MasterKey) -> Keys {
        Keys {
            frames: Sealer::new(&key.derive(Purpose::Journal)),
            packs: Sealer::new(&key.derive(Purpose::Archive)),
        }
    }
}

/// The file of a packed segment.
fn pack_path(dir: &Path, (ordinal, number): (u16, u32)) -> PathBuf {
    segment_path(dir, ordinal, number).with_extension("pack")
}
