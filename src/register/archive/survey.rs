//! How old the entries of each segment are, told by the shifts and never by a clock. Must never call a
//! journal whole that was not read to its end.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::event::Event;
use crate::journal::{Cursor, Entry, Reader, Verified, verify};
use crate::register::Fault;
use crate::register::commit::decode;

use super::Age;

/// Bytes that an entry takes in a journal beside its payload: header, hash, seal, frame.
const AROUND: usize = 208;
/// Frames begin on multiples of this.
const BLOCK: usize = 512;
/// Days over which the pace is taken.
const PACE_DAYS: i64 = 30;

/// A journal that was read from its first entry to its last.
pub(super) struct Survey {
    pub(super) verified: Verified,
    /// The day of the first shift, and of the last one that was opened.
    pub(super) days: Option<(Date, Date)>,
    /// Where shifts were closed, and of what day they were.
    pub(super) closings: Vec<(Cursor, Date)>,
    /// The last entry of each segment.
    pub(super) last: BTreeMap<(u16, u32), Cursor>,
    /// Bytes of the entries after the shift of each day was opened, up to the next.
    written: BTreeMap<Date, u64>,
}

impl Survey {
    pub(super) fn of(reader: &Reader) -> Result<Survey, Fault> {
        let mut survey = Survey {
            verified: Verified {
                entries: 0,
                head: reader.head()?,
            },
            days: None,
            closings: Vec::new(),
            last: BTreeMap::new(),
            written: BTreeMap::new(),
        };
        let mut unreadable = None;
        survey.verified = verify(reader, |entry| {
            if let Err(error) = survey.see(entry) {
                unreadable.get_or_insert(error);
            }
        })?;
        match unreadable {
            Some(error) => Err(error),
            None => Ok(survey),
        }
    }

    fn see(&mut self, entry: &Entry) -> Result<(), Fault> {
        let position = entry.position;
        self.last
            .insert((position.incarnation(), position.segment()), entry.cursor);
        if let Some("ShiftOpened" | "ShiftClosed") = Event::kind_name(entry.kind) {
            match decode(entry)?.event {
                Event::ShiftOpened(opened) => {
                    let first = self.days.map_or(opened.date, |(first, _)| first);
                    self.days = Some((first, opened.date));
                }
                Event::ShiftClosed(closing) => self.closings.push((entry.cursor, closing.opened.date)),
                _ => {}
            }
        }
        if let Some((_, today)) = self.days {
            let bytes = (entry.payload.len() + AROUND).next_multiple_of(BLOCK) as u64;
            *self.written.entry(today).or_default() += bytes;
        }
        Ok(())
    }

    /// The last entry of which everything up to it is old enough; none where nothing is.
    pub(super) fn old(&self, age: Age) -> Option<Cursor> {
        let until = match age {
            Age::Until(date) => date,
            Age::Days(days) => self.days?.1.checked_sub(i64::from(days).days()).ok()?,
        };
        // A clock that was wrong for a day does not make what comes after it older.
        let old = self.closings.iter().take_while(|(_, date)| *date <= until);
        old.last().map(|(at, _)| *at)
    }

    /// Which of these segments, taken in order, hold nothing younger than that.
    pub(super) fn up_to(&self, which: impl IntoIterator<Item = (u16, u32)>, old: Cursor) -> Vec<(u16, u32)> {
        let all_old = |which: &(u16, u32)| self.last.get(which).is_none_or(|last| *last <= old);
        let mut old: Vec<(u16, u32)> = which.into_iter().take_while(all_old).collect();
        // One that was laid out and never used goes with what comes after it, or stays.
        while old.last().is_some_and(|which| !self.last.contains_key(which)) {
            old.pop();
        }
        old
    }

    /// Bytes a month at the pace of the last thirty days; none before a week is over.
    pub(super) fn a_month(&self) -> Option<u64> {
        let (first, today) = self.days?;
        let days = i64::from(first.until(today).ok()?.get_days()) + 1;
        let counted = days.min(PACE_DAYS);
        let from = today.checked_sub((counted - 1).days()).ok()?;
        let bytes: u64 = self.written.range(from..).map(|(_, bytes)| bytes).sum();
        (counted >= 7).then(|| bytes * PACE_DAYS as u64 / counted as u64)
    }
}
