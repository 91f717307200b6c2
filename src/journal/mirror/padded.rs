//! A segment file of the wrong length, read as if it had the right one. Must never be written to.

use std::io;

use crate::journal::SEGMENT_LEN;
use crate::journal::disk::DiskFile;

/// What is missing at the end reads as zeros.
#[derive(Debug)]
pub(super) struct Padded(pub(super) Box<dyn DiskFile>);

impl DiskFile for Padded {
    fn len(&self) -> io::Result<u64> {
        Ok(SEGMENT_LEN)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let there = self.0.len()?.saturating_sub(offset).min(out.len() as u64);
        let (kept, zeros) = out.split_at_mut(there as usize);
        zeros.fill(0);
        self.0.read_at(offset, kept)
    }
}
