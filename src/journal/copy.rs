//! Which bytes a copy of the journal takes, while a till may be appending. Must never take half a frame.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::frame::BLOCK;
use super::segment::{Segment, segment_path};
use super::{Head, JournalError, Reader, SEGMENT_LEN, tail};

/// A segment, or as much of the last one as is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it lies, below the journal's directory.
    pub path: PathBuf,
    /// How many bytes from its start belong to the copy; zeros follow in the segment.
    pub bytes: u64,
    which: (u16, u32),
}

/// The bytes of a part, one after the other, also where its segment lies packed.
#[derive(Debug)]
pub struct PartBytes {
    segment: Arc<Segment>,
    at: u64,
    end: u64,
}

impl io::Read for PartBytes {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let now = (self.end - self.at).min(out.len() as u64);
        self.segment.file.read_at(self.at, &mut out[..now as usize])?;
        self.at += now;
        Ok(now as usize)
    }
}

impl Reader {
    /// The end of the journal as it is now, and the parts of files that hold everything up to it. These bytes
    /// do not change any more; what is appended meanwhile lies behind them.
    pub fn parts(&self) -> Result<(Head, Vec<Part>), JournalError> {
        let last = self.shelf.last();
        let tail = tail::find(&self.shelf, last).or_else(|_| tail::find(&self.shelf, last))?;
        let mut parts = Vec::new();
        for incarnation in &self.shelf.incarnations {
            for number in 1..=incarnation.segments {
                let open = incarnation.ordinal == last.ordinal;
                if open && number > tail.segment {
                    break;
                }
                let bytes = if open && number == tail.segment {
                    u64::from(tail.block) * BLOCK as u64
                } else {
                    SEGMENT_LEN
                };
                let path = segment_path(&self.shelf.dir, incarnation.ordinal, number);
                let below = path.strip_prefix(&self.shelf.dir);
                let path = below.expect("segments lie below the journal").to_owned();
                let which = (incarnation.ordinal, number);
                parts.push(Part { path, bytes, which });
            }
        }
        Ok((tail.head, parts))
    }

    /// The bytes of a part of this journal.
    pub fn part(&self, part: &Part) -> Result<PartBytes, JournalError> {
        Ok(PartBytes {
            segment: self.segment(part.which.0, part.which.1)?,
            at: 0,
            end: part.bytes,
        })
    }
}
