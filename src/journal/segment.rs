//! A segment: a file of 8 MiB, written with zeros ahead of use, a sealed header block and then frames.
//! Must never be used before it is whole on disk.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::disk::{Disk, DiskFile, Mode, at};
use super::entry::part;
use super::frame::{BLOCK, FORMAT, Place};
use super::{Cursor, Identity, JournalError, SEGMENT_LEN};
use crate::vault::chain::Hash;
use crate::vault::seal::Sealer;

const MAGIC: &[u8; 8] = b"tdrSEGMT";
/// Bytes of the header block that are not zeros.
pub(super) const HEADER_LEN: usize = 136;
/// Bytes of the header block that its tag covers.
const CLEAR: usize = 96;

/// What the header block of a segment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SegmentHeader {
    pub(super) ordinal: u16,
    pub(super) number: u32,
    pub(super) identity: Identity,
    /// What the first entry of the incarnation links to.
    pub(super) origin: Hash,
}

impl SegmentHeader {
    /// The header block, byte for byte as in `docs/journal.md`.
    fn encode(&self, sealer: &Sealer, nonce: [u8; 24]) -> [u8; BLOCK] {
        let mut out = [0; BLOCK];
        out[0..8].copy_from_slice(MAGIC);
        out[8..10].copy_from_slice(&FORMAT.to_le_bytes());
        out[10..12].copy_from_slice(&self.ordinal.to_le_bytes());
        out[12..16].copy_from_slice(&self.number.to_le_bytes());
        out[16..32].copy_from_slice(self.identity.terminal.as_bytes());
        out[32..48].copy_from_slice(self.identity.incarnation.as_bytes());
        out[48..80].copy_from_slice(&self.origin);
        out[80..84].copy_from_slice(&(SEGMENT_LEN as u32).to_le_bytes());
        let tag = sealer.seal_in_place(&nonce, &part::<CLEAR>(&out, 0), &mut []);
        out[96..120].copy_from_slice(&nonce);
        out[120..136].copy_from_slice(&tag);
        out
    }

    /// The header at the start of a file; none where there is none that opens.
    pub(super) fn of(file: &dyn DiskFile, sealer: &Sealer, path: &Path) -> Option<Self> {
        let mut block = [0; BLOCK];
        file.read_at(0, &mut block).ok()?;
        Self::decode(&block, sealer, path).ok()
    }

    /// Reads the header block of the segment at `path`.
    fn decode(block: &[u8; BLOCK], sealer: &Sealer, path: &Path) -> Result<Self, JournalError> {
        let ordinal = u16::from_le_bytes(part(block, 10));
        let damaged = |what| {
            damaged(
                path,
                0,
                Cursor {
                    incarnation: ordinal,
                    seq: 0,
                },
                what,
            )
        };
        if block[..8] != *MAGIC {
            return Err(damaged("the segment's header is gone"));
        }
        let found = u16::from_le_bytes(part(block, 8));
        if found > FORMAT {
            return Err(JournalError::Newer {
                path: path.to_owned(),
                found,
            });
        }
        let (clear, nonce, tag) = (part::<CLEAR>(block, 0), part(block, 96), part(block, 120));
        sealer
            .open_in_place(&nonce, &clear, &mut [], &tag)
            .map_err(|_| JournalError::WrongKey(path.to_owned()))?;
        Ok(Self {
            ordinal,
            number: u32::from_le_bytes(part(block, 12)),
            identity: Identity {
                terminal: Uuid::from_bytes(part(block, 16)),
                incarnation: Uuid::from_bytes(part(block, 32)),
            },
            origin: part(block, 48),
        })
    }
}

/// Damage at a place in a segment.
pub(super) fn damaged(path: &Path, block: u16, after: Cursor, what: &'static str) -> JournalError {
    JournalError::Damaged {
        path: path.to_owned(),
        offset: u64::from(block) * BLOCK as u64,
        after,
        what,
    }
}

/// A segment opened for reading or for appending.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) file: Box<dyn DiskFile>,
    pub(super) path: PathBuf,
    pub(super) header: SegmentHeader,
}

impl Segment {
    /// Where a frame at `block` lies.
    pub(super) fn place(&self, block: u16) -> Place {
        Place {
            incarnation: self.header.identity.incarnation,
            segment: self.header.number,
            block,
        }
    }

    /// Opens a segment: its length and its header must be right, and be those of this place.
    pub(super) fn open(
        disk: &dyn Disk,
        dir: &Path,
        (ordinal, number): (u16, u32),
        sealer: &Sealer,
        mode: Mode,
    ) -> Result<Self, JournalError> {
        let path = segment_path(dir, ordinal, number);
        let file = disk.open(&path, mode).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => JournalError::Missing(path.clone()),
            _ => JournalError::io(path.clone(), source),
        })?;
        let found = file.len().map_err(at(&path))?;
        if found != SEGMENT_LEN {
            return Err(JournalError::Truncated { path, found });
        }
        let mut block = [0; BLOCK];
        file.read_at(0, &mut block).map_err(at(&path))?;
        let header = SegmentHeader::decode(&block, sealer, &path)?;
        if (header.ordinal, header.number) != (ordinal, number) {
            return Err(damaged(&path, 0, Cursor::START, "the segment belongs elsewhere"));
        }
        Ok(Self { file, path, header })
    }
}

/// Writes a new segment with zeros to its full length, under another name first, so that a segment that
/// can be seen is whole: header written, blocks allocated, synced.
pub(super) fn prepare(
    disk: &dyn Disk,
    dir: &Path,
    header: &SegmentHeader,
    sealer: &Sealer,
) -> Result<(), JournalError> {
    let path = segment_path(dir, header.ordinal, header.number);
    let fresh = path.with_extension("new");
    let folder = incarnation_dir(dir, header.ordinal);
    let block = header.encode(sealer, Sealer::nonce()?);
    let written = write_zeros(disk, &fresh, &block);
    if let Err(error) = written {
        // The half-written file would take the space that the next attempt needs. It is only a spare, so a
        // failure to remove it changes nothing.
        let _ = disk.remove(&fresh);
        return Err(error);
    }
    disk.rename(&fresh, &path).map_err(at(&path))?;
    disk.sync_dir(&folder).map_err(at(&folder))
}

fn write_zeros(disk: &dyn Disk, path: &Path, header: &[u8; BLOCK]) -> Result<(), JournalError> {
    const STEP: usize = 256 << 10;
    let file = disk.open(path, Mode::Create).map_err(at(path))?;
    let mut piece = vec![0; STEP];
    piece[..BLOCK].copy_from_slice(header);
    for offset in (0..SEGMENT_LEN).step_by(STEP) {
        file.write_at(offset, &piece).map_err(at(path))?;
        if offset == 0 {
            piece[..BLOCK].fill(0);
        }
    }
    file.sync_all().map_err(at(path))
}

/// The directory of an incarnation.
pub(super) fn incarnation_dir(dir: &Path, ordinal: u16) -> PathBuf {
    dir.join(format!("{ordinal:04}"))
}

/// The file of a segment.
pub(super) fn segment_path(dir: &Path, ordinal: u16, number: u32) -> PathBuf {
    incarnation_dir(dir, ordinal).join(format!("{number:08}.seg"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::vault::Key;

    fn header() -> SegmentHeader {
        let identity = Identity {
            terminal: Uuid::from_bytes([0x11; 16]),
            incarnation: Uuid::from_bytes([0x22; 16]),
        };
        SegmentHeader {
            ordinal: 1,
            number: 2,
            identity,
            origin: [0x44; 32],
        }
    }

    #[test]
    fn the_header_block_is_frozen() {
        let sealer = Sealer::new(&Key::from([9; 32]));
        let block = header().encode(&sealer, [0x55; 24]);
        let golden = concat!(
            "7464725345474d54",                                                 // magic "tdrSEGMT"
            "0100",                                                             // format
            "0100",                                                             // incarnation ordinal
            "02000000",                                                         // segment number
            "11111111111111111111111111111111",                                 // terminal
            "22222222222222222222222222222222",                                 // incarnation
            "4444444444444444444444444444444444444444444444444444444444444444", // origin
            "00008000",                                                         // segment length
            "000000000000000000000000",                                         // reserved
            "555555555555555555555555555555555555555555555555",                 // nonce
            "9d4756f0db8ec45bc4b08d58114684e9",                                 // tag
        );
        assert_eq!(data_encoding::HEXLOWER.encode(&block[..136]), golden);
        assert!(block[136..].iter().all(|byte| *byte == 0));
        assert_eq!(
            SegmentHeader::decode(&block, &sealer, Path::new("x")).unwrap(),
            header()
        );
    }

    #[test]
    fn every_bit_of_the_header_counts() {
        let sealer = Sealer::new(&Key::from([9; 32]));
        let block = header().encode(&sealer, [0x55; 24]);
        for bit in 0..136 * 8 {
            let mut bad = block;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(
                SegmentHeader::decode(&bad, &sealer, Path::new("x")).is_err(),
                "bit {bit}"
            );
        }
    }
}
