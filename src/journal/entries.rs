//! Entries in order, frame by frame, each checked against the one before. Must never go on after an error.

use std::sync::Arc;
use std::vec;

use super::scan::{Found, Scan};
use super::segment::{Segment, damaged};
use super::{Cursor, Entry, JournalError, Reader};
use crate::vault::chain::Hash;

/// Entries in order. Sequence and links are checked on the way. Ends after the first error.
#[derive(Debug)]
pub struct Entries<'a> {
    reader: &'a Reader,
    scan: Scan,
    segment: Option<Arc<Segment>>,
    /// The next place to look at.
    incarnation: u16,
    number: u32,
    block: u16,
    /// What the next entry must be: its sequence and the hash before it. Unknown after a jump.
    expected: Option<(u64, Hash)>,
    frame: vec::IntoIter<Entry>,
    /// Entries up to here are not wanted.
    after: Cursor,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The segment of `after` is still to be looked up.
    Seeking,
    Walking,
    Done,
}

impl<'a> Entries<'a> {
    pub(super) fn after(reader: &'a Reader, after: Cursor) -> Self {
        Self {
            reader,
            scan: Scan::ahead(),
            segment: None,
            incarnation: after.incarnation.max(1),
            number: 1,
            block: 1,
            expected: None,
            frame: Vec::new().into_iter(),
            after,
            state: State::Seeking,
        }
    }

    /// Finds the last segment that starts at or before the entry after `after`, by halving, and in it the
    /// frame from which to walk on.
    fn seek(&mut self) -> Result<(), JournalError> {
        let wanted = self.after.seq + 1;
        let (mut low, mut high) = (1, self.segments());
        while low < high {
            let middle = (low + high).div_ceil(2);
            let segment = self.reader.segment(self.incarnation, middle)?;
            let first = Scan::single().header(&segment, 1)?;
            if first.is_some_and(|first| first.first_seq <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        self.number = low;
        if wanted > 1 && high > 0 {
            let segment = self.reader.segment(self.incarnation, low)?;
            self.block = Scan::ahead().toward(&segment, wanted)?;
        }
        Ok(())
    }

    /// Segments of the incarnation being walked; 0 if there is no such incarnation.
    fn segments(&self) -> u32 {
        let at = usize::from(self.incarnation) - 1;
        self.reader
            .shelf
            .incarnations
            .get(at)
            .map_or(0, |incarnation| incarnation.segments)
    }

    /// Fills `frame` with the next frame's entries; false at the end.
    fn advance(&mut self) -> Result<bool, JournalError> {
        loop {
            if self.segments() == 0 {
                return Ok(false);
            }
            let segment = match self.segment.take() {
                Some(segment) => segment,
                None => self.enter()?,
            };
            self.segment = Some(Arc::clone(&segment));
            match self.scan.frame(&self.reader.shelf.sealer, &segment, self.block)? {
                Found::Frame { blocks, entries } => {
                    self.check(&segment, &entries)?;
                    self.block += blocks;
                    self.frame = entries.into_iter();
                    return Ok(true);
                }
                found => self.turn(&segment, matches!(found, Found::Blank))?,
            }
        }
    }

    /// Opens the segment to walk. At the first of an incarnation the next entry is known.
    fn enter(&mut self) -> Result<Arc<Segment>, JournalError> {
        self.scan.forget();
        let segment = self.reader.segment(self.incarnation, self.number)?;
        if (self.number, self.block) == (1, 1) {
            self.expected = Some((1, segment.header.origin));
        }
        Ok(segment)
    }

    fn check(&mut self, segment: &Segment, entries: &[Entry]) -> Result<(), JournalError> {
        for entry in entries {
            if self
                .expected
                .is_some_and(|next| next != (entry.seq(), entry.prev_hash))
            {
                return Err(damaged(
                    &segment.path,
                    self.block,
                    self.reached(),
                    "the next entry does not follow",
                ));
            }
            self.expected = Some((entry.seq() + 1, entry.hash));
        }
        Ok(())
    }

    /// The last entry seen.
    fn reached(&self) -> Cursor {
        let seq = self.expected.map_or(self.after.seq, |(next, _)| next - 1);
        Cursor {
            incarnation: self.incarnation,
            seq,
        }
    }

    /// No whole frame at `block`: the end of the segment, of the incarnation, or damage.
    fn turn(&mut self, segment: &Segment, blank: bool) -> Result<(), JournalError> {
        let sealer = &self.reader.shelf.sealer;
        let more = self.number < self.segments();
        if more && blank {
            let next = self.reader.segment(self.incarnation, self.number + 1)?;
            if matches!(Scan::single().frame(sealer, &next, 1)?, Found::Frame { .. }) {
                (self.number, self.block, self.segment) = (self.number + 1, 1, None);
                return Ok(());
            }
        }
        let mut followed = Scan::ahead().any_frame_from(sealer, segment, self.block)?;
        for number in self.number + 1..=self.segments() {
            let later = self.reader.segment(self.incarnation, number)?;
            followed |= Scan::ahead().any_frame_from(sealer, &later, 1)?;
        }
        if !followed {
            self.goes_on(segment)?;
            (self.incarnation, self.number, self.block) = (self.incarnation + 1, 1, 1);
            (self.segment, self.expected) = (None, None);
            return Ok(());
        }
        // A till may have finished this frame since, and begun the next: look again before judging.
        self.scan.forget();
        if matches!(self.scan.frame(sealer, segment, self.block)?, Found::Frame { .. }) {
            return Ok(());
        }
        let what = "whole entries follow ones that do not open";
        Err(damaged(&segment.path, self.block, self.reached(), what))
    }

    /// Where a life ends, the next one must go on: else what it goes on from is there and does not open.
    fn goes_on(&self, segment: &Segment) -> Result<(), JournalError> {
        let next = self.reader.shelf.incarnations.get(usize::from(self.incarnation));
        match (next, self.expected) {
            (Some(next), Some((_, hash))) if next.origin != hash => {
                let what = "the entries from which the next life goes on do not open";
                Err(damaged(&segment.path, self.block, self.reached(), what))
            }
            _ => Ok(()),
        }
    }

    fn step(&mut self) -> Result<Option<Entry>, JournalError> {
        if self.state == State::Seeking {
            self.seek()?;
            self.state = State::Walking;
        }
        loop {
            for entry in self.frame.by_ref() {
                if entry.cursor > self.after {
                    return Ok(Some(entry));
                }
            }
            if !self.advance()? {
                return Ok(None);
            }
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<Entry, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Done {
            return None;
        }
        let step = self.step().transpose();
        if !matches!(step, Some(Ok(_))) {
            self.state = State::Done;
        }
        step
    }
}
