//! A frame: the entries of one command, sealed together, on 512-byte blocks. Must never be taken in part.

use uuid::Uuid;

use super::entry::part;
use crate::vault::seal::{NONCE_LEN, Sealer, TAG_LEN};

/// Frames start on multiples of this; the smallest piece a disk writes whole.
pub(super) const BLOCK: usize = 512;
/// Blocks of a segment, its header block among them.
pub(super) const BLOCKS: u16 = (super::SEGMENT_LEN / BLOCK as u64) as u16;
/// Bytes of the clear header of a frame.
pub(super) const FRAME_HEADER: usize = 64;
/// Format of frames and segments that this program writes, and the newest it reads.
pub(super) const FORMAT: u16 = 1;
const MAGIC: &[u8; 4] = b"tdrF";

/// Where a frame lies. Sealed with it, so that a frame copied elsewhere does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) incarnation: Uuid,
    pub(super) segment: u32,
    pub(super) block: u16,
}

/// The clear header of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameHeader {
    /// Sequence of the first entry.
    pub(super) first_seq: u64,
    /// Number of entries.
    pub(super) count: u32,
    /// Bytes of the sealed body, its tag included.
    pub(super) sealed: u32,
    pub(super) nonce: [u8; NONCE_LEN],
}

impl FrameHeader {
    /// Byte for byte as in `docs/journal.md`.
    pub(super) fn encode(&self) -> [u8; FRAME_HEADER] {
        let mut out = [0; FRAME_HEADER];
        out[0..4].copy_from_slice(MAGIC);
        out[4..6].copy_from_slice(&FORMAT.to_le_bytes());
        out[8..16].copy_from_slice(&self.first_seq.to_le_bytes());
        out[16..20].copy_from_slice(&self.count.to_le_bytes());
        out[20..24].copy_from_slice(&self.sealed.to_le_bytes());
        out[24..48].copy_from_slice(&self.nonce);
        out
    }

    /// Reads a header; nothing if the bytes are none, or name lengths no frame at `block` can have.
    pub(super) fn decode(bytes: &[u8; FRAME_HEADER], block: u16) -> Option<Self> {
        let header = Self {
            first_seq: u64::from_le_bytes(part(bytes, 8)),
            count: u32::from_le_bytes(part(bytes, 16)),
            sealed: u32::from_le_bytes(part(bytes, 20)),
            nonce: part(bytes, 24),
        };
        let fits = header.sealed as usize >= TAG_LEN
            && header.sealed as usize <= (BLOCKS - block) as usize * BLOCK - FRAME_HEADER;
        (header.encode() == *bytes && header.count > 0 && header.first_seq > 0 && fits).then_some(header)
    }

    /// Blocks the frame takes.
    pub(super) fn blocks(&self) -> u16 {
        blocks_for(self.sealed as usize) as u16
    }
}

/// Blocks a frame with this many sealed bytes takes.
pub(super) fn blocks_for(sealed: usize) -> usize {
    (FRAME_HEADER + sealed).div_ceil(BLOCK)
}

/// What the tag of a frame covers beside its body: the clear header and the place.
fn context(header: &[u8; FRAME_HEADER], place: Place) -> [u8; FRAME_HEADER + 22] {
    let mut out = [0; FRAME_HEADER + 22];
    out[..64].copy_from_slice(header);
    out[64..80].copy_from_slice(place.incarnation.as_bytes());
    out[80..84].copy_from_slice(&place.segment.to_le_bytes());
    out[84..86].copy_from_slice(&place.block.to_le_bytes());
    out
}

/// Finishes the frame in `buffer`: 64 bytes of room for the header, then the plain body. Seals the body,
/// writes the header, appends the tag and the zeros up to the block's end.
pub(super) fn seal(
    sealer: &Sealer,
    place: Place,
    (first_seq, count): (u64, u32),
    nonce: [u8; NONCE_LEN],
    buffer: &mut Vec<u8>,
) {
    let sealed = u32::try_from(buffer.len() - FRAME_HEADER + TAG_LEN).expect("a frame fits a segment");
    let header = FrameHeader {
        first_seq,
        count,
        sealed,
        nonce,
    }
    .encode();
    let tag = sealer.seal_in_place(&nonce, &context(&header, place), &mut buffer[FRAME_HEADER..]);
    buffer[..FRAME_HEADER].copy_from_slice(&header);
    buffer.extend_from_slice(&tag);
    buffer.resize(buffer.len().next_multiple_of(BLOCK), 0);
}

/// Opens a frame's sealed body where it lies and cuts off the tag; false if it is not authentic.
pub(super) fn open(sealer: &Sealer, place: Place, header: &FrameHeader, body: &mut Vec<u8>) -> bool {
    let Some((sealed, tag)) = body.split_last_chunk_mut::<TAG_LEN>() else {
        return false;
    };
    let context = context(&header.encode(), place);
    let opened = sealer.open_in_place(&header.nonce, &context, sealed, tag).is_ok();
    body.truncate(body.len() - TAG_LEN);
    opened
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Key;

    const PLACE: Place = Place {
        incarnation: Uuid::from_bytes([0x22; 16]),
        segment: 3,
        block: 5,
    };

    fn sealed() -> Vec<u8> {
        let mut buffer = vec![0; FRAME_HEADER];
        buffer.extend_from_slice(b"an entry");
        seal(
            &Sealer::new(&Key::from([9; 32])),
            PLACE,
            (0x0708, 1),
            [0x55; NONCE_LEN],
            &mut buffer,
        );
        buffer
    }

    #[test]
    fn the_frame_is_frozen() {
        let golden = concat!(
            "74647246",         // magic "tdrF"
            "0100",             // format
            "0000",             // reserved
            "0807000000000000", // first sequence
            "01000000",         // entries
            "18000000",         // sealed bytes
            "555555555555555555555555555555555555555555555555",
            "00000000000000000000000000000000",                 // reserved
            "e51f165cadc50279d81b89c107d35f91306f53ba59c757ba", // body and tag
        );
        let bytes = sealed();
        assert_eq!(bytes.len(), BLOCK);
        assert_eq!(data_encoding::HEXLOWER.encode(&bytes[..88]), golden);
        assert!(bytes[88..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn opens_only_whole_and_only_where_it_was_sealed() {
        let sealer = Sealer::new(&Key::from([9; 32]));
        let bytes = sealed();
        let header = FrameHeader::decode(bytes[..64].try_into().expect("64"), 5).expect("a header");
        let body = bytes[FRAME_HEADER..FRAME_HEADER + header.sealed as usize].to_vec();
        let opens = |place, body: &[u8]| {
            let mut body = body.to_vec();
            open(&sealer, place, &header, &mut body) && body == b"an entry"
        };
        assert!(opens(PLACE, &body));
        assert!(!opens(Place { block: 6, ..PLACE }, &body));
        assert!(!opens(Place { segment: 4, ..PLACE }, &body));
        assert!(!opens(
            Place {
                incarnation: Uuid::nil(),
                ..PLACE
            },
            &body
        ));
        assert!((0..body.len()).all(|cut| !opens(PLACE, &body[..cut])));
    }

    #[test]
    fn every_bit_of_the_clear_header_counts() {
        let sealer = Sealer::new(&Key::from([9; 32]));
        let bytes = sealed();
        for bit in 0..FRAME_HEADER * 8 {
            let mut header: [u8; FRAME_HEADER] = bytes[..64].try_into().expect("64");
            header[bit / 8] ^= 1 << (bit % 8);
            let Some(header) = FrameHeader::decode(&header, 5) else {
                continue;
            };
            let end = (FRAME_HEADER + header.sealed as usize).min(bytes.len());
            let mut body = bytes[FRAME_HEADER..end].to_vec();
            assert!(!open(&sealer, PLACE, &header, &mut body), "bit {bit}");
        }
    }
}
