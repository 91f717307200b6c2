//! Where an entry is: its place on disk and its place in the order. Must never be made up by a caller.

use std::fmt;

/// The place of an entry on disk, packed into 64 bits: incarnation ordinal 12 ‖ segment 24 ‖ block 14 ‖
/// index in the frame 14, the highest first, so that order of positions is order of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u64);

/// Highest incarnation ordinal a position can name.
pub(super) const MAX_INCARNATIONS: u16 = (1 << 12) - 1;
/// Highest segment number a position can name.
pub(super) const MAX_SEGMENTS: u32 = (1 << 24) - 1;
/// Most entries a frame can hold.
pub(super) const MAX_ENTRIES: usize = 1 << 14;

impl Position {
    pub(super) fn new(incarnation: u16, segment: u32, block: u16, index: u16) -> Self {
        debug_assert!(incarnation <= MAX_INCARNATIONS && segment <= MAX_SEGMENTS);
        debug_assert!(block < 1 << 14 && index < 1 << 14);
        let parts = (
            u64::from(incarnation),
            u64::from(segment),
            u64::from(block),
            u64::from(index),
        );
        Self(parts.0 << 52 | parts.1 << 28 | parts.2 << 14 | parts.3)
    }

    /// The packed form, for an index to keep.
    pub fn to_u64(self) -> u64 {
        self.0
    }

    /// A position from its packed form. One that points nowhere is noticed when read.
    pub fn from_u64(packed: u64) -> Self {
        Self(packed)
    }

    /// Ordinal of the incarnation, from 1.
    pub fn incarnation(self) -> u16 {
        (self.0 >> 52) as u16
    }

    /// Number of the segment in its incarnation, from 1.
    pub fn segment(self) -> u32 {
        (self.0 >> 28) as u32 & MAX_SEGMENTS
    }

    /// The 512-byte block the frame starts at; block 0 is the segment's header.
    pub fn block(self) -> u16 {
        (self.0 >> 14) as u16 & 0x3FFF
    }

    /// Index of the entry in its frame, from 0.
    pub fn index(self) -> u16 {
        self.0 as u16 & 0x3FFF
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}:{}.{}",
            self.incarnation(),
            self.segment(),
            self.block(),
            self.index()
        )
    }
}

/// A place in the order of entries: the incarnation's ordinal, then the sequence in it.
///
/// `seq` 0 is the place before an incarnation's first entry. Cursors compare across incarnations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cursor {
    /// Ordinal of the incarnation, from 1; 0 is before everything.
    pub incarnation: u16,
    /// Sequence of the entry, gapless from 1.
    pub seq: u64,
}

impl Cursor {
    /// Before the first entry of the first incarnation.
    pub const START: Self = Self {
        incarnation: 0,
        seq: 0,
    };
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.incarnation, self.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packs_and_orders(a in parts(), b in parts()) {
            let pack = |p: (u16, u32, u16, u16)| Position::new(p.0, p.1, p.2, p.3);
            let (x, y) = (pack(a), pack(b));
            prop_assert_eq!((x.incarnation(), x.segment(), x.block(), x.index()), a);
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!(Position::from_u64(x.to_u64()), x);
        }
    }

    fn parts() -> impl Strategy<Value = (u16, u32, u16, u16)> {
        (
            0..=MAX_INCARNATIONS,
            0..=MAX_SEGMENTS,
            0..1u16 << 14,
            0..1u16 << 14,
        )
    }
}
