//! The bytes around what is packed: a clear start and a sealed list. Must never believe a number of it that
//! no seal covers.

use crate::journal::SEGMENT_LEN;
use crate::journal::entry::part;
use crate::journal::frame::BLOCKS;
use crate::journal::segment::HEADER_LEN;
use crate::vault::chain::Hash;
use crate::vault::seal::{OVERHEAD, Sealer};

const MAGIC: &[u8; 8] = b"tdrPACK\0";
/// Format that this program writes, and the newest it reads.
pub(super) const FORMAT: u16 = 1;
/// Bytes before the segment's own header.
const HEAD: usize = 16;
/// The clear start: what the pack is, and the segment's header as it was.
pub(super) const CLEAR: usize = HEAD + HEADER_LEN;
/// Bytes of the list before its chunks, and of each chunk in it.
const LISTED: usize = 32 * 3 + 8 * 2 + 8;
const CHUNK: usize = 12;
/// Most chunks a segment can have: each begins with a block of its own.
const MAX_CHUNKS: usize = BLOCKS as usize;

/// The clear start of a pack.
pub(super) type Clear = [u8; CLEAR];

/// Frames that are deflated and sealed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    /// The block of its first frame.
    pub(super) block: u16,
    /// Its bytes before they were deflated.
    pub(super) plain: u32,
    /// Its bytes as they lie in the file.
    pub(super) sealed: u32,
}

/// What is in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// SHA-256 of the segment's 8 MiB.
    pub(super) sha256: [u8; 32],
    /// What its first entry links to.
    pub(super) before: Hash,
    /// Hash of its last entry.
    pub(super) after: Hash,
    /// Sequences of its first and its last entry; 0 where it has none.
    pub(super) entries: (u64, u64),
    /// The block behind its last frame.
    pub(super) end: u16,
    pub(super) chunks: Vec<Chunk>,
}

/// The clear start of a pack with that segment header and a sealed list of that length.
pub(super) fn clear(header: &[u8; HEADER_LEN], sealed_list: usize) -> Clear {
    let mut out = [0; CLEAR];
    out[..8].copy_from_slice(MAGIC);
    out[8..10].copy_from_slice(&FORMAT.to_le_bytes());
    let length = u32::try_from(sealed_list).expect("a list is some kilobytes");
    out[12..16].copy_from_slice(&length.to_le_bytes());
    out[HEAD..].copy_from_slice(header);
    out
}

/// The format that a clear start names; none where it is no pack's.
pub(super) fn format_of(clear: &Clear) -> Option<u16> {
    (clear[..8] == *MAGIC).then(|| u16::from_le_bytes(part(clear, 8)))
}

/// The segment's header in a clear start.
pub(super) fn header_of(clear: &Clear) -> [u8; HEADER_LEN] {
    part(clear, HEAD)
}

/// How long the sealed list is; none where no list can be.
pub(super) fn list_len(clear: &Clear) -> Option<usize> {
    let length = u32::from_le_bytes(part(clear, 12)) as usize;
    let most = OVERHEAD + LISTED + CHUNK * MAX_CHUNKS;
    (length >= OVERHEAD + LISTED && length <= most && clear[10..12] == [0, 0]).then_some(length)
}

/// Length of the sealed list of so many chunks.
pub(super) fn sealed_list(chunks: usize) -> usize {
    OVERHEAD + LISTED + CHUNK * chunks
}

/// What the seal of a chunk covers beside it: the clear start and its place.
pub(super) fn context(clear: &Clear, chunk: usize) -> [u8; CLEAR + 4] {
    let mut out = [0; CLEAR + 4];
    out[..CLEAR].copy_from_slice(clear);
    let number = u32::try_from(chunk).expect("a segment has some thousand blocks");
    out[CLEAR..].copy_from_slice(&number.to_le_bytes());
    out
}

impl List {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(LISTED + CHUNK * self.chunks.len());
        for hash in [&self.sha256, &self.before, &self.after] {
            out.extend_from_slice(hash);
        }
        out.extend_from_slice(&self.entries.0.to_le_bytes());
        out.extend_from_slice(&self.entries.1.to_le_bytes());
        out.extend_from_slice(&self.end.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        let count = u32::try_from(self.chunks.len()).expect("a segment has some thousand blocks");
        out.extend_from_slice(&count.to_le_bytes());
        for chunk in &self.chunks {
            out.extend_from_slice(&chunk.block.to_le_bytes());
            out.extend_from_slice(&[0; 2]);
            out.extend_from_slice(&chunk.plain.to_le_bytes());
            out.extend_from_slice(&chunk.sealed.to_le_bytes());
        }
        out
    }

    /// Opens a sealed list and takes it apart; none where it is not whole.
    pub(super) fn open(clear: &Clear, sealed: &[u8], packs: &Sealer) -> Option<List> {
        List::decode(&packs.open(clear, sealed).ok()?)
    }

    fn decode(bytes: &[u8]) -> Option<List> {
        let (head, rest) = bytes.split_first_chunk::<LISTED>()?;
        let (rows, odd) = rest.as_chunks::<CHUNK>();
        let list = List {
            sha256: part(head, 0),
            before: part(head, 32),
            after: part(head, 64),
            entries: (
                u64::from_le_bytes(part(head, 96)),
                u64::from_le_bytes(part(head, 104)),
            ),
            end: u16::from_le_bytes(part(head, 112)),
            chunks: rows
                .iter()
                .map(|row| Chunk {
                    block: u16::from_le_bytes(part(row, 0)),
                    plain: u32::from_le_bytes(part(row, 4)),
                    sealed: u32::from_le_bytes(part(row, 8)),
                })
                .collect(),
        };
        let whole = odd.is_empty() && list.encode() == bytes && list.makes_sense();
        whole.then_some(list)
    }

    /// Chunks follow each other from the first block to the end, none longer than a segment.
    fn makes_sense(&self) -> bool {
        let begins = self.chunks.first().map_or(self.end, |chunk| chunk.block) == 1;
        let ends = self
            .chunks
            .iter()
            .skip(1)
            .map(|chunk| chunk.block)
            .chain([self.end]);
        let orderly = self.chunks.iter().zip(ends).all(|(chunk, end)| chunk.block < end);
        let short = |length: u32| u64::from(length) <= 2 * SEGMENT_LEN;
        let fit = self
            .chunks
            .iter()
            .all(|chunk| short(chunk.plain) && short(chunk.sealed));
        begins && orderly && fit && self.end <= BLOCKS
    }

    /// The block behind a chunk.
    pub(super) fn end_of(&self, chunk: usize) -> u16 {
        self.chunks.get(chunk + 1).map_or(self.end, |next| next.block)
    }

    /// Where a chunk lies in the file.
    pub(super) fn place_of(&self, chunk: usize) -> u64 {
        let before: u64 = self.chunks[..chunk]
            .iter()
            .map(|chunk| u64::from(chunk.sealed))
            .sum();
        (CLEAR + sealed_list(self.chunks.len())) as u64 + before
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn list() -> List {
        let chunk = |block, plain, sealed| Chunk { block, plain, sealed };
        List {
            sha256: [0x11; 32],
            before: [0x22; 32],
            after: [0x33; 32],
            entries: (0x0708, 0x0809),
            end: 0x0a0b,
            chunks: vec![chunk(1, 0x0102, 0x0304), chunk(9, 0x0506, 0x0708)],
        }
    }

    #[test]
    fn the_clear_start_and_the_list_are_frozen() {
        let header = [0x44; HEADER_LEN];
        let start = clear(&header, sealed_list(2));
        let golden = concat!(
            "7464725041434b00", // magic "tdrPACK" and a zero
            "0100",             // format
            "0000",             // zeros
            "b8000000",         // length of the sealed list
            "44444444",         // the segment's header, 136 bytes
        );
        assert_eq!(data_encoding::HEXLOWER.encode(&start[..20]), golden);
        assert_eq!(start[16..], header);
        let golden = concat!(
            "1111111111111111111111111111111111111111111111111111111111111111", // SHA-256 of the segment
            "2222222222222222222222222222222222222222222222222222222222222222", // hash before
            "3333333333333333333333333333333333333333333333333333333333333333", // hash after
            "0807000000000000",                                                 // first sequence
            "0908000000000000",                                                 // last sequence
            "0b0a",                                                             // block behind the last frame
            "0000",                                                             // zeros
            "02000000",                                                         // chunks
            "0100000002010000",
            "04030000", // block, zeros, plain bytes, sealed bytes
            "0900000006050000",
            "08070000",
        );
        assert_eq!(data_encoding::HEXLOWER.encode(&list().encode()), golden);
        assert_eq!(List::decode(&list().encode()).unwrap(), list());
    }

    #[test]
    fn a_list_that_makes_no_sense_is_none() {
        let broken: [fn(&mut List); 6] = [
            |list| list.chunks.clear(),
            |list| list.chunks[0].block = 2,
            |list| list.chunks[1].block = 1,
            |list| list.end = 9,
            |list| list.end = BLOCKS + 1,
            |list| list.chunks[1].plain = u32::MAX,
        ];
        for (at, alter) in broken.into_iter().enumerate() {
            let mut list = list();
            alter(&mut list);
            assert_eq!(List::decode(&list.encode()), None, "{at}");
        }
        let whole = list().encode();
        for cut in 0..whole.len() {
            assert!(
                List::decode(&whole[..cut]).is_none_or(|short| short != list()),
                "{cut}"
            );
        }
    }
}
