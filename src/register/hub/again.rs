//! Entries of another life of this journal, told again in the newest: the till's own where the hub holds
//! another past, and those that only the hub still had. Must never tell one back that the journal has, nor
//! change what stands at the counter for one that comes back.

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::heard::Heads;
use super::link::{Link, Mended};
use super::own::{At, OwnIndex};
use crate::domain::event::{Event, Fact, Incarnation, KIND_VERSION};
use crate::domain::retold::ToldAgain;
use crate::domain::till::EntryMark;
use crate::journal::{Cursor, Entry, Head, NewEntry, Stamp};
use crate::protocol::entry::WireEntry;
use crate::protocol::fetch::Fetched;
use crate::register::commit::decode;
use crate::register::restore::new_series;
use crate::register::{Fault, Register, record};
use crate::store::Recorded;

/// Entries that are appended together at most: whoever reads one of them reads its frame.
pub(super) const FRAME_ENTRIES: usize = 16;
/// Bytes of payloads in such a frame, where it is more than one entry.
const FRAME_BYTES: usize = 64 << 10;

/// An entry as it shall stand in the journal, and what it says.
pub(super) struct Verbatim {
    id: Uuid,
    kind: u16,
    kind_version: u16,
    stamp: Stamp,
    payload: Vec<u8>,
    fact: Fact,
}

impl Verbatim {
    /// As the hub has it.
    pub(super) fn of_hub(wire: &WireEntry, fact: Fact) -> Verbatim {
        Verbatim {
            id: wire.id,
            kind: wire.kind,
            kind_version: wire.kind_version,
            stamp: Stamp {
                at_wall: wire.at_wall,
                at_mono: wire.at_mono,
                clock_offset: wire.clock_offset,
            },
            payload: wire.payload.as_bytes().to_vec(),
            fact,
        }
    }

    /// As it stands in another life.
    fn of_journal(entry: Entry) -> Result<Verbatim, Fault> {
        let fact = decode(&entry)?;
        Ok(Verbatim {
            id: entry.id,
            kind: entry.kind,
            kind_version: entry.kind_version,
            stamp: entry.stamp,
            payload: entry.payload,
            fact,
        })
    }
}

impl Register {
    /// The hub holds another past of that life from the entry after `common` on: a new life begins, where
    /// that one is the newest, and the till's own entries of it are told again there. Numbers go on in a
    /// series of their own.
    pub(super) fn part(&mut self, link: &mut Link, (ordinal, common): At) -> Result<(), Fault> {
        self.fold()?;
        let head = self.journal.head();
        let lives = self.journal.reader().lives()?;
        let Some(life) = lives.iter().find(|life| life.cursor.incarnation == ordinal) else {
            return Ok(());
        };
        let mut frame = Vec::new();
        if ordinal == head.cursor.incarnation {
            self.journal.go_on_as(self.around.id())?;
            frame.push(self.opening(&head));
        }
        self.tell_again(life, common, frame)?;
        let again = life.cursor.seq.saturating_sub(common);
        let series = (ordinal == head.cursor.incarnation).then(|| self.till.series.clone());
        link.mended(self.around.wall(), |mended| {
            mended.again += again;
            mended.series = series.or(mended.series.take());
        });
        link.past = self.past(&lives);
        link.facts.acked.insert(ordinal, common);
        // What was laid under what the till did was another past: every row is asked for again.
        link.facts.cursors.clear();
        link.facts.caught_up = false;
        link.own = OwnIndex::default();
        link.renewed_lives = true;
        Ok(())
    }

    /// Finishes what a crash cut off: a life that has not said yet what it goes on from, entries that were
    /// to be told again.
    pub(super) fn finish_telling(&mut self, lives: &[Head]) -> Result<(), Fault> {
        let mut frame = Vec::new();
        if let [.., before, last] = lives
            && last.cursor.seq == 0
        {
            frame.push(self.opening(before));
        }
        if !frame.is_empty() {
            self.append_verbatim(frame)?;
        }
        for life in lives {
            let told = self.till.retold.told_upto(life.identity.incarnation);
            if let Some(upto) = told.filter(|upto| *upto < life.cursor.seq) {
                self.tell_again(life, upto, Vec::new())?;
            }
        }
        Ok(())
    }

    /// What the first entry of a life after that one says.
    fn opening(&self, before: &Head) -> Verbatim {
        let stem = stem(&self.till.series).to_owned();
        self.own_entry(Event::IncarnationOpened(Incarnation {
            previous: before.identity.incarnation,
            previous_seq: before.cursor.seq,
            previous_hash: HEXLOWER.encode(&before.hash),
            reason: "fork".to_owned(),
            series: new_series(&[stem, self.till.series.clone()], self.around.random()),
        }))
    }

    fn own_entry(&self, event: Event) -> Verbatim {
        let fact = Fact {
            by: None,
            via: self.via,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            event,
        };
        Verbatim {
            id: self.around.id(),
            kind: fact.event.kind(),
            kind_version: KIND_VERSION,
            stamp: record::stamp(self.around.as_ref(), 0),
            payload: fact.encode(),
            fact,
        }
    }

    /// Tells the entries of that life after a place, up to its end; the first frame begins with `frame`.
    fn tell_again(&mut self, life: &Head, after: u64, mut frame: Vec<Verbatim>) -> Result<(), Fault> {
        let mut place = Cursor {
            seq: after,
            ..life.cursor
        };
        loop {
            let entries = self.some_after(place, life.cursor)?;
            if let Some(last) = entries.last() {
                let told = ToldAgain {
                    incarnation: life.identity.incarnation,
                    first: place.seq + 1,
                    many: entries.len() as u64,
                    here: true,
                };
                place = last.cursor;
                frame.push(self.own_entry(Event::ToldAgain(told)));
            }
            if frame.is_empty() {
                return Ok(());
            }
            let entries: Result<Vec<Verbatim>, Fault> =
                entries.into_iter().map(Verbatim::of_journal).collect();
            frame.extend(entries?);
            self.append_verbatim(std::mem::take(&mut frame))?;
        }
    }

    /// As many entries as a frame holds, after one and up to another of the same life.
    fn some_after(&self, after: Cursor, upto: Cursor) -> Result<Vec<Entry>, Fault> {
        let (mut found, mut bytes) = (Vec::new(), 0);
        for entry in self.journal.reader().entries_after(after) {
            let entry = entry?;
            bytes += entry.payload.len();
            let full = found.len() >= FRAME_ENTRIES || (bytes > FRAME_BYTES && !found.is_empty());
            if entry.cursor > upto || full {
                break;
            }
            found.push(entry);
        }
        Ok(found)
    }

    /// Entries of a life gone by that only the hub still had. Those that the journal has under another place
    /// are left out.
    pub(super) fn given_back(
        &mut self,
        link: &mut Link,
        (incarnation, done): (Uuid, bool),
        fetched: &Fetched,
    ) -> Result<(), Fault> {
        let known = self.folded()?;
        let mut back = 0;
        let mut run: Vec<(&WireEntry, Fact)> = Vec::new();
        for wire in &fetched.entries {
            let fact = Fact::decode(wire.kind, wire.kind_version, wire.payload.as_bytes())?;
            let lacks = known.position_of_id(wire.id)?.is_none();
            if lacks {
                run.push((wire, fact));
            }
            if !lacks || run.len() >= FRAME_ENTRIES {
                back += self.give_back(incarnation, std::mem::take(&mut run))?;
            }
        }
        back += self.give_back(incarnation, run)?;
        drop(known);
        if back > 0 {
            self.fold()?;
            link.mended(self.around.wall(), |mended| mended.back += back);
        }
        if done {
            link.facts.settled.insert(incarnation);
        }
        Ok(())
    }

    /// Appends consecutive entries of a life in one frame, after the one that says what they are; how many.
    fn give_back(&mut self, incarnation: Uuid, run: Vec<(&WireEntry, Fact)>) -> Result<u64, Fault> {
        let many = run.len() as u64;
        let Some((first, _)) = run.first() else {
            return Ok(0);
        };
        let mut frame = vec![self.own_entry(Event::ToldAgain(ToldAgain {
            incarnation,
            first: first.seq,
            many,
            here: false,
        }))];
        frame.extend(run.into_iter().map(|(wire, fact)| Verbatim::of_hub(wire, fact)));
        self.append_verbatim(frame)?;
        Ok(many)
    }

    /// Appends entries as they are, in one frame.
    pub(super) fn append_verbatim(&mut self, entries: Vec<Verbatim>) -> Result<(), Fault> {
        let new: Vec<NewEntry<'_>> = entries
            .iter()
            .map(|entry| NewEntry {
                id: entry.id,
                kind: entry.kind,
                kind_version: entry.kind_version,
                stamp: entry.stamp,
                payload: &entry.payload,
            })
            .collect();
        let appended = self.journal.append(&new)?;
        let head = self.journal.head();
        for (entry, appended) in entries.into_iter().zip(&appended) {
            let mark = EntryMark {
                incarnation: head.identity.incarnation,
                seq: appended.seq,
                at_wall: entry.stamp.at_wall,
            };
            self.till.apply(mark, &entry.fact);
            self.tail.push(Recorded {
                ordinal: head.cursor.incarnation,
                mark,
                id: entry.id,
                position: appended.position.to_u64(),
                fact: entry.fact,
            });
        }
        self.mirrored();
        Ok(())
    }

    /// The lives before the newest, each as far as the hub has or shall have it.
    pub(super) fn past(&self, lives: &[Head]) -> Heads {
        let newest = self.journal.head().cursor.incarnation;
        let past = lives.iter().filter(|life| life.cursor.incarnation < newest);
        past.map(|life| {
            let incarnation = life.identity.incarnation;
            let last = self.till.retold.common(incarnation).unwrap_or(life.cursor.seq);
            (life.cursor.incarnation, incarnation, last)
        })
        .collect()
    }
}

impl Link {
    /// Notes what was put right; what belongs together is told together.
    pub(super) fn mended(&mut self, now: i64, note: impl FnOnce(&mut Mended)) {
        const TOGETHER: i64 = 3_600_000;
        let before = self.facts.mended.take();
        let mut mended = before
            .filter(|mended| (0..TOGETHER).contains(&now.saturating_sub(mended.at)))
            .unwrap_or_default();
        mended.at = now;
        note(&mut mended);
        self.facts.mended = Some(mended);
    }
}

/// What a series was called before its till was restored: `C1` of `C1RABCD`.
fn stem(series: &str) -> &str {
    let cut = series.len().saturating_sub(5);
    match series.split_at_checked(cut) {
        Some((stem, drawn)) if !stem.is_empty() && drawn.starts_with('R') => stem,
        _ => series,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_series_is_drawn_after_the_first_one_however_often() {
        for (series, first) in [("C1", "C1"), ("C1R0ABC", "C1"), ("R1234", "R1234"), ("", "")] {
            assert_eq!(stem(series), first);
        }
    }
}
