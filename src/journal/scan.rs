//! Walks the frames of one segment. Must never go past a frame that does not open.

use std::ops::Range;

use super::disk::at;
use super::entry::decode;
use super::frame::{BLOCK, BLOCKS, FRAME_HEADER, FrameHeader, open};
use super::segment::Segment;
use super::{Entry, JournalError, Position, SEGMENT_LEN};
use crate::vault::seal::Sealer;

/// What is at a block.
pub(super) enum Found {
    /// A whole frame: its blocks and its entries.
    Frame { blocks: u16, entries: Vec<Entry> },
    /// No frame starts here, nor ever did: zeros, or the segment's end.
    Blank,
    /// Bytes that are no whole frame.
    Invalid,
}

const ZEROS: [u8; BLOCK] = [0; BLOCK];
/// Bytes read ahead when walking on.
const AHEAD: usize = 128 << 10;
static NOTHING: [u8; AHEAD] = [0; AHEAD];

/// Reads a segment through a window, so that a scan costs few reads and little memory.
#[derive(Debug)]
pub(super) struct Scan {
    step: usize,
    start: u64,
    window: Vec<u8>,
    body: Vec<u8>,
}

impl Scan {
    /// For walking on: reads ahead.
    pub(super) fn ahead() -> Self {
        Self::with_step(AHEAD)
    }

    /// For one frame: reads little.
    pub(super) fn single() -> Self {
        Self::with_step(8 << 10)
    }

    fn with_step(step: usize) -> Self {
        Self {
            step,
            start: 0,
            window: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Forgets what was read, so that the next look goes to the file.
    pub(super) fn forget(&mut self) {
        self.window.clear();
    }

    /// The bytes of the segment from `offset` on, at least `len` of them.
    fn bytes(&mut self, segment: &Segment, offset: u64, len: usize) -> Result<&[u8], JournalError> {
        let inside = offset >= self.start && offset + len as u64 <= self.start + self.window.len() as u64;
        if !inside {
            let size = (SEGMENT_LEN - offset).min(len.max(self.step) as u64);
            self.window.resize(size as usize, 0);
            self.start = offset;
            if let Err(error) = segment.file.read_at(offset, &mut self.window) {
                self.window.clear();
                return Err(at(&segment.path)(error));
            }
        }
        Ok(&self.window[(offset - self.start) as usize..])
    }

    /// The frame at `block`, opened and taken apart. Links to what is before are the caller's to check.
    pub(super) fn frame(
        &mut self,
        sealer: &Sealer,
        segment: &Segment,
        block: u16,
    ) -> Result<Found, JournalError> {
        let Some(header) = self.header(segment, block)? else {
            return Ok(if self.blank(segment, block)? {
                Found::Blank
            } else {
                Found::Invalid
            });
        };
        let sealed = header.sealed as usize;
        let start = u64::from(block) * BLOCK as u64 + FRAME_HEADER as u64;
        let mut body = std::mem::take(&mut self.body);
        body.clear();
        body.extend_from_slice(&self.bytes(segment, start, sealed)?[..sealed]);
        let entries = open(sealer, segment.place(block), &header, &mut body)
            .then(|| take_apart(segment, block, &header, &body))
            .flatten();
        self.body = body;
        Ok(entries.map_or(Found::Invalid, |entries| Found::Frame {
            blocks: header.blocks(),
            entries,
        }))
    }

    /// The clear header at `block`, if there is one. It is proven only by opening the frame.
    pub(super) fn header(
        &mut self,
        segment: &Segment,
        block: u16,
    ) -> Result<Option<FrameHeader>, JournalError> {
        if block >= BLOCKS {
            return Ok(None);
        }
        let bytes = self.bytes(segment, u64::from(block) * BLOCK as u64, FRAME_HEADER)?;
        let header = bytes[..FRAME_HEADER].try_into().expect("as many as asked for");
        Ok(FrameHeader::decode(header, block))
    }

    /// The block of the frame that holds the entry `wanted`, or of the free space where it would stand, found
    /// by the clear headers alone. 1, the first of the segment, where they do not lead there without a gap:
    /// whoever opens all frames from there on sees what is wrong.
    pub(super) fn toward(&mut self, segment: &Segment, wanted: u64) -> Result<u16, JournalError> {
        let (mut block, mut follows) = (1, None);
        while let Some(header) = self.header(segment, block)? {
            let next = header.first_seq.checked_add(u64::from(header.count));
            let gap = follows.is_some_and(|follows| follows != header.first_seq);
            match next {
                Some(next) if !gap && next <= wanted => {
                    (block, follows) = (block + header.blocks(), Some(next));
                }
                Some(_) if !gap && header.first_seq <= wanted => return Ok(block),
                _ => return Ok(1),
            }
        }
        Ok(if follows == Some(wanted) { block } else { 1 })
    }

    /// Whether the block is zeros, or the end.
    fn blank(&mut self, segment: &Segment, block: u16) -> Result<bool, JournalError> {
        if block >= BLOCKS {
            return Ok(true);
        }
        let bytes = self.bytes(segment, u64::from(block) * BLOCK as u64, BLOCK)?;
        Ok(bytes[..BLOCK] == ZEROS)
    }

    /// Whether a whole frame starts at `block` or anywhere after it.
    pub(super) fn any_frame_from(
        &mut self,
        sealer: &Sealer,
        segment: &Segment,
        block: u16,
    ) -> Result<bool, JournalError> {
        self.any_frame_in(sealer, segment, block..BLOCKS)
    }

    /// Whether a whole frame starts at one of these blocks.
    pub(super) fn any_frame_in(
        &mut self,
        sealer: &Sealer,
        segment: &Segment,
        blocks: Range<u16>,
    ) -> Result<bool, JournalError> {
        let mut block = blocks.start;
        while block < blocks.end {
            let blank = self.blank_ahead(segment, block)?;
            if blank > 0 {
                block += blank;
                continue;
            }
            let header = self.header(segment, block)?;
            if header.is_some() && matches!(self.frame(sealer, segment, block)?, Found::Frame { .. }) {
                return Ok(true);
            }
            block += 1;
        }
        Ok(false)
    }

    /// How many blocks in sight are zeros, from `block` on without one between that is not.
    fn blank_ahead(&mut self, segment: &Segment, block: u16) -> Result<u16, JournalError> {
        let ahead = self.bytes(segment, u64::from(block) * BLOCK as u64, BLOCK)?;
        // Most of a segment is zeros: many blocks in one look.
        let ahead = &ahead[..ahead.len().min(NOTHING.len()) / BLOCK * BLOCK];
        let all = ahead.len() / BLOCK;
        if ahead == &NOTHING[..ahead.len()] {
            return Ok(all as u16);
        }
        let written = ahead.chunks_exact(BLOCK).position(|block| block != ZEROS);
        Ok(written.unwrap_or(all) as u16)
    }

    /// The block after the last that is not zeros, looking from `block` on; `block` itself if all are.
    pub(super) fn written_end(&mut self, segment: &Segment, block: u16) -> Result<u16, JournalError> {
        let (mut end, mut at) = (block, block);
        while at < BLOCKS {
            let ahead = self.bytes(segment, u64::from(at) * BLOCK as u64, BLOCK)?;
            // Most of a segment is zeros: many blocks in one look.
            let ahead = &ahead[..ahead.len().min(NOTHING.len()) / BLOCK * BLOCK];
            if ahead != &NOTHING[..ahead.len()] {
                let written = ahead.chunks_exact(BLOCK).rposition(|block| block != ZEROS);
                end = written.map_or(end, |last| at + last as u16 + 1);
            }
            at += (ahead.len() / BLOCK) as u16;
        }
        Ok(end)
    }
}

/// The entries of an opened body: as many as the header says, in sequence, filling it exactly.
fn take_apart(segment: &Segment, block: u16, header: &FrameHeader, mut body: &[u8]) -> Option<Vec<Entry>> {
    let ordinal = segment.header.ordinal;
    let mut entries = Vec::with_capacity(header.count.min(1 << 14) as usize);
    for index in 0..header.count {
        let position = Position::new(ordinal, segment.header.number, block, u16::try_from(index).ok()?);
        let (entry, length) = decode(body, ordinal, position)?;
        let identity = segment.header.identity;
        let ours = (entry.terminal, entry.incarnation) == (identity.terminal, identity.incarnation);
        if !ours || entry.seq() != header.first_seq.checked_add(u64::from(index))? {
            return None;
        }
        entries.push(entry);
        body = &body[length..];
    }
    body.is_empty().then_some(entries)
}
