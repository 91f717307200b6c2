//! Frames to packed chunks and back. Must never give back a frame that differs in one byte from the one that
//! was packed.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};

use super::Keys;
use super::form::{Chunk, Clear, List, clear, context, sealed_list};
use crate::journal::entry::{PREFIX, part};
use crate::journal::frame::{BLOCK, BLOCKS, FRAME_HEADER, FrameHeader, Place, open, seal};
use crate::journal::segment::{HEADER_LEN, Segment, damaged};
use crate::journal::{Cursor, JournalError};
use crate::vault::chain::{HEADER, Hash, link};
use crate::vault::seal::{OVERHEAD, TAG_LEN};

/// A chunk is closed when it has this many bytes: as much as is unpacked to read one entry of it.
const CHUNK: usize = 64 << 10;
/// Where an entry has the hash before it.
const BEFORE: std::ops::Range<usize> = HEADER..PREFIX;

/// Collects frames into chunks.
struct Packing<'a> {
    segment: &'a Segment,
    keys: &'a Keys,
    /// Frames of the chunk in hand: clear header, then the plain body.
    plain: Vec<u8>,
    /// The block of its first frame.
    start: u16,
    /// Hash of the last entry in it: what the next one need not say.
    link: Option<Hash>,
    /// Deflated, each with its block and its plain length.
    done: Vec<(u16, usize, Vec<u8>)>,
    list: List,
}

/// The pack of a segment whose bytes are `image`.
pub(super) fn pack(segment: &Segment, image: &[u8], keys: &Keys) -> Result<Vec<u8>, JournalError> {
    let mut packing = Packing {
        segment,
        keys,
        plain: Vec::new(),
        start: 1,
        link: None,
        done: Vec::new(),
        list: List {
            sha256: Sha256::digest(image).into(),
            before: [0; 32],
            after: [0; 32],
            entries: (0, 0),
            end: 1,
            chunks: Vec::new(),
        },
    };
    while let Some(frame) = header_at(image, packing.list.end) {
        packing.take(image, &frame)?;
    }
    packing.close()?;
    packing.sealed(&part::<HEADER_LEN>(image, 0))
}

/// The frame header at a block.
fn header_at(image: &[u8], block: u16) -> Option<FrameHeader> {
    if block >= BLOCKS {
        return None;
    }
    let at = usize::from(block) * BLOCK;
    FrameHeader::decode(&part(image, at), block)
}

fn odd(segment: &Segment, block: u16, what: &'static str) -> JournalError {
    damaged(&segment.path, block, Cursor::START, what)
}

impl Packing<'_> {
    fn take(&mut self, image: &[u8], frame: &FrameHeader) -> Result<(), JournalError> {
        let block = self.list.end;
        let at = usize::from(block) * BLOCK;
        let header: [u8; FRAME_HEADER] = part(image, at);
        let mut body = image[at + FRAME_HEADER..][..frame.sealed as usize].to_vec();
        let place = self.segment.place(block);
        let whole = open(&self.keys.frames, place, frame, &mut body) && self.shorten(frame, &mut body);
        if !whole {
            return Err(odd(self.segment, block, "the frame does not open"));
        }
        self.plain.extend_from_slice(&header);
        self.plain.extend_from_slice(&body);
        self.list.end = block + frame.blocks();
        if self.plain.len() >= CHUNK {
            self.close()?;
        }
        Ok(())
    }

    /// Leaves out of each entry the hash that the one before it in the chunk has anyway. False where the
    /// bytes are not the entries that the header says.
    fn shorten(&mut self, frame: &FrameHeader, body: &mut [u8]) -> bool {
        let (mut at, mut seq) = (0, frame.first_seq);
        for _ in 0..frame.count {
            let Some((length, before, hash)) = entry_at(body, at, None) else {
                return false;
            };
            if self.list.entries.0 == 0 {
                (self.list.before, self.list.entries.0) = (before, seq);
            }
            (self.list.after, self.list.entries.1) = (hash, seq);
            if self.link == Some(before) {
                body[at..][BEFORE].fill(0);
            } else if self.link.is_some() {
                return false;
            }
            self.link = Some(hash);
            (at, seq) = (at + length, seq + 1);
        }
        at == body.len()
    }

    fn close(&mut self) -> Result<(), JournalError> {
        if self.plain.is_empty() {
            return Ok(());
        }
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::new(9));
        let deflated = deflated.write_all(&self.plain).and_then(|()| deflated.finish());
        let deflated = deflated.map_err(|source| JournalError::io(self.segment.path.clone(), source))?;
        self.done.push((self.start, self.plain.len(), deflated));
        (self.start, self.link) = (self.list.end, None);
        self.plain.clear();
        Ok(())
    }

    fn sealed(mut self, header: &[u8; HEADER_LEN]) -> Result<Vec<u8>, JournalError> {
        let clear = clear(header, sealed_list(self.done.len()));
        let length = |bytes: usize| u32::try_from(bytes).expect("a chunk is not longer than two segments");
        self.list.chunks = self
            .done
            .iter()
            .map(|(block, plain, deflated)| Chunk {
                block: *block,
                plain: length(*plain),
                sealed: length(deflated.len() + OVERHEAD),
            })
            .collect();
        let mut out = clear.to_vec();
        out.extend(self.keys.packs.seal(&clear, &self.list.encode())?);
        for (at, (_, _, deflated)) in self.done.iter().enumerate() {
            out.extend(self.keys.packs.seal(&context(&clear, at), deflated)?);
        }
        Ok(out)
    }
}

/// The entry at a place in a body: its length, the hash before it and its own. `before` stands for the one
/// that is left out.
fn entry_at(body: &[u8], at: usize, before: Option<Hash>) -> Option<(usize, Hash, Hash)> {
    let bytes = body.get(at..)?;
    let header = bytes.first_chunk::<HEADER>()?;
    let length = u32::from_le_bytes(part(header, 60)) as usize;
    let payload = bytes.get(PREFIX..)?.get(..length)?;
    let before = before.unwrap_or_else(|| part(bytes, BEFORE.start));
    Some((PREFIX + length, before, link(header, &before, payload)))
}

/// A chunk as it lay in the segment; none where any byte of it is not as it was sealed.
pub(super) fn unpack(
    sealed: &[u8],
    (clear, at): (&Clear, usize),
    list: &List,
    place: impl Fn(u16) -> Place,
    keys: &Keys,
) -> Option<Vec<u8>> {
    let chunk = list.chunks.get(at)?;
    let deflated = keys.packs.open(&context(clear, at), sealed).ok()?;
    let mut plain = Vec::with_capacity(chunk.plain as usize);
    let inflated = DeflateDecoder::new(&deflated[..]).take(u64::from(chunk.plain) + 1);
    { inflated }.read_to_end(&mut plain).ok()?;
    let end = list.end_of(at);
    let mut out = Vec::with_capacity(usize::from(end - chunk.block) * BLOCK);
    let (mut block, mut link, mut rest) = (chunk.block, None, &plain[..]);
    while !rest.is_empty() {
        let (header, more) = rest.split_first_chunk::<FRAME_HEADER>()?;
        let header = FrameHeader::decode(header, block)?;
        let (body, more) = more.split_at_checked(header.sealed as usize - TAG_LEN)?;
        let mut frame = vec![0; FRAME_HEADER];
        frame.extend_from_slice(body);
        lengthen(&header, &mut frame[FRAME_HEADER..], &mut link)?;
        let numbers = (header.first_seq, header.count);
        seal(&keys.frames, place(block), numbers, header.nonce, &mut frame);
        out.extend_from_slice(&frame);
        (block, rest) = (block + header.blocks(), more);
    }
    (block == end && plain.len() == chunk.plain as usize).then_some(out)
}

/// Puts back the hashes that were left out.
fn lengthen(header: &FrameHeader, body: &mut [u8], link: &mut Option<Hash>) -> Option<()> {
    let mut at = 0;
    for _ in 0..header.count {
        let (length, before, hash) = entry_at(body, at, *link)?;
        body[at..][BEFORE].copy_from_slice(&before);
        *link = Some(hash);
        at += length;
    }
    (at == body.len()).then_some(())
}

/// Whether that is the name of a segment's file.
pub(super) fn is_segment(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "seg")
}
