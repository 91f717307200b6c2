//! One entry: a fixed-width header, the hash before it and an opaque payload. Must never interpret a payload.

use uuid::Uuid;

use super::{Cursor, Identity, Position};
use crate::vault::chain::{HEADER, Hash, Header, link};

/// When an entry was made, by three clocks; none of them orders anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Wall clock, milliseconds since 1970 UTC.
    pub at_wall: i64,
    /// Monotonic clock, milliseconds since the machine started.
    pub at_mono: u64,
    /// Hub time minus wall clock in milliseconds, as last measured; 0 if never.
    pub clock_offset: i64,
}

/// An entry to append.
#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    /// Random UUIDv7 of the entry; unique for ever.
    pub id: Uuid,
    /// What the payload is; the journal only carries it.
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// When it was made.
    pub stamp: Stamp,
    /// Stored and sent verbatim.
    pub payload: &'a [u8],
}

/// An entry read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which till wrote it.
    pub terminal: Uuid,
    /// In which life of its journal.
    pub incarnation: Uuid,
    /// Its place in the order.
    pub cursor: Cursor,
    /// Its place on disk.
    pub position: Position,
    /// Its id.
    pub id: Uuid,
    /// What the payload is.
    pub kind: u16,
    /// Version of the payload's shape.
    pub kind_version: u16,
    /// When it was made.
    pub stamp: Stamp,
    /// The hash of the entry before.
    pub prev_hash: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// The bytes appended.
    pub payload: Vec<u8>,
}

impl Entry {
    /// Sequence in its incarnation, gapless from 1.
    pub fn seq(&self) -> u64 {
        self.cursor.seq
    }
}

/// Bytes of an entry before its payload: the header and the hash before.
pub(super) const PREFIX: usize = HEADER + 32;

/// The header of an entry, as hashed and stored.
pub(super) fn encode_header(who: Identity, seq: u64, entry: &NewEntry<'_>) -> [u8; HEADER] {
    let header = Header {
        terminal: who.terminal,
        incarnation: who.incarnation,
        seq,
        id: entry.id,
        kind: entry.kind,
        kind_version: entry.kind_version,
        length: u32::try_from(entry.payload.len()).expect("a payload fits a segment"),
        at_wall: entry.stamp.at_wall,
        at_mono: entry.stamp.at_mono,
        clock_offset: entry.stamp.clock_offset,
    };
    header.bytes()
}

/// Reads the entry that starts at `bytes[0]`; returns it with its length, or nothing if it is not one.
/// The position is the caller's knowledge, as is the ordinal of the incarnation.
pub(super) fn decode(bytes: &[u8], ordinal: u16, position: Position) -> Option<(Entry, usize)> {
    let (header, rest) = bytes.split_first_chunk::<HEADER>()?;
    let (prev_hash, rest) = rest.split_first_chunk::<32>()?;
    let length = u32::from_le_bytes(part(header, 60)) as usize;
    let payload = rest.get(..length)?;
    let entry = Entry {
        terminal: Uuid::from_bytes(part(header, 0)),
        incarnation: Uuid::from_bytes(part(header, 16)),
        cursor: Cursor {
            incarnation: ordinal,
            seq: u64::from_le_bytes(part(header, 32)),
        },
        position,
        id: Uuid::from_bytes(part(header, 40)),
        kind: u16::from_le_bytes(part(header, 56)),
        kind_version: u16::from_le_bytes(part(header, 58)),
        stamp: Stamp {
            at_wall: i64::from_le_bytes(part(header, 64)),
            at_mono: u64::from_le_bytes(part(header, 72)),
            clock_offset: i64::from_le_bytes(part(header, 80)),
        },
        prev_hash: *prev_hash,
        hash: link(header, prev_hash, payload),
        payload: payload.to_vec(),
    };
    Some((entry, PREFIX + length))
}

/// `N` bytes of a fixed layout from `at`.
pub(super) fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N]
        .try_into()
        .expect("the layout lies inside the bytes")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::vault::chain::ORIGIN;

    fn sample() -> (Identity, NewEntry<'static>) {
        let who = Identity {
            terminal: Uuid::from_bytes([0x11; 16]),
            incarnation: Uuid::from_bytes([0x22; 16]),
        };
        let stamp = Stamp {
            at_wall: 1_700_000_000_123,
            at_mono: 456,
            clock_offset: -2,
        };
        let id = Uuid::from_bytes([0x33; 16]);
        (
            who,
            NewEntry {
                id,
                kind: 0x0102,
                kind_version: 3,
                stamp,
                payload: b"ten euros",
            },
        )
    }

    #[test]
    fn the_header_is_frozen() {
        let (who, entry) = sample();
        let header = encode_header(who, 0x0708, &entry);
        let golden = concat!(
            "11111111111111111111111111111111", // terminal
            "22222222222222222222222222222222", // incarnation
            "0807000000000000",                 // seq
            "33333333333333333333333333333333", // id
            "0201",                             // kind
            "0300",                             // kind version
            "09000000",                         // payload length
            "7b68e5cf8b010000",                 // wall clock
            "c801000000000000",                 // monotonic clock
            "feffffffffffffff",                 // clock offset
            "0000000000000000",                 // reserved
        );
        assert_eq!(data_encoding::HEXLOWER.encode(&header), golden);
        let hash = data_encoding::HEXLOWER.encode(&link(&header, &ORIGIN, entry.payload));
        assert_eq!(
            hash,
            "af5e276b71c555b5c88f35369c6f2e4d169fb158e4c0ad0cc454d1cf49c42774"
        );
    }

    #[test]
    fn reads_back_what_was_written_and_nothing_shorter() {
        let (who, new) = sample();
        let mut bytes = encode_header(who, 9, &new).to_vec();
        bytes.extend_from_slice(&[0x44; 32]);
        bytes.extend_from_slice(new.payload);
        let place = Position::new(1, 2, 3, 4);
        let (entry, length) = decode(&bytes, 1, place).unwrap();
        assert_eq!(length, bytes.len());
        assert_eq!(
            (entry.terminal, entry.incarnation),
            (who.terminal, who.incarnation)
        );
        assert_eq!(
            (entry.cursor, entry.position),
            (
                Cursor {
                    incarnation: 1,
                    seq: 9
                },
                place
            )
        );
        assert_eq!(
            (entry.id, entry.kind, entry.kind_version),
            (new.id, new.kind, new.kind_version)
        );
        assert_eq!(
            (entry.stamp, entry.prev_hash, &entry.payload[..]),
            (new.stamp, [0x44; 32], new.payload)
        );
        for cut in 0..bytes.len() {
            assert!(decode(&bytes[..cut], 1, place).is_none());
        }
    }
}
