//! Append, then fold: the only way a fact gets in. Must never fold what is not durable, nor wait for the fold
//! before the answer.

use uuid::Uuid;

use crate::domain::event::{Event, Fact, ImportCommitted, ImportPart};
use crate::domain::staff::PersonId;
use crate::domain::till::EntryMark;
use crate::journal::{Appended, Cursor, Entry, Journal, JournalError, Reader};
use crate::store::{self, Recorded, Store, StoreError};

use super::{Fault, Register, record};

/// Entries folded in one transaction at most, so that a sale never waits behind more than that.
const FOLD_BATCH: usize = 64;

impl Register {
    /// Makes these events facts: one frame, one sync. They are in the store a little later.
    pub(super) fn commit(
        &mut self,
        by: Option<PersonId>,
        events: Vec<(Uuid, Event)>,
    ) -> Result<Vec<Appended>, Fault> {
        let events = self.with_what_it_gives_up(events);
        let offset = self.hub.as_ref().map_or(0, |link| link.facts.offset);
        let stamp = record::stamp(self.around.as_ref(), offset);
        let facts = record::facts(by, self.via, events);
        let appended = record::append(&mut self.journal, stamp, &facts)?;
        let head = self.journal.head();
        for ((id, fact), appended) in facts.into_iter().zip(&appended) {
            let incarnation = head.identity.incarnation;
            let mark = EntryMark {
                incarnation,
                seq: appended.seq,
                at_wall: stamp.at_wall,
            };
            self.till.apply(mark, &fact);
            let position = appended.position.to_u64();
            self.tail.push(Recorded {
                ordinal: head.cursor.incarnation,
                mark,
                id,
                position,
                fact,
            });
        }
        self.publish(appended.len());
        self.mirrored();
        Ok(appended)
    }

    /// The same with what a change of the shop's settings takes from the till's numbers: both or neither.
    fn with_what_it_gives_up(&self, mut events: Vec<(Uuid, Event)>) -> Vec<(Uuid, Event)> {
        let shop = events.iter().rev().find_map(|(_, event)| match event {
            Event::ShopChanged(shop) => Some(&shop.now),
            _ => None,
        });
        let unused = shop.map(|shop| self.till.unused_in(shop)).unwrap_or_default();
        events.extend(
            unused
                .into_iter()
                .map(|voided| (self.around.id(), Event::NumbersVoided(voided))),
        );
        events
    }

    /// Tells whoever carries entries to the hub that there are more.
    fn publish(&mut self, written: usize) {
        let published = self.hub.is_some().then(|| self.published());
        let (Some(link), Some(published)) = (&mut self.hub, published) else {
            return;
        };
        let new = &self.tail[self.tail.len().saturating_sub(written)..];
        for record in new {
            let missing = link.standing.reached != Some(true);
            link.facts.offline_sales += u64::from(missing && matches!(record.fact.event, Event::Sold(_)));
            link.own.note(record);
        }
        if let Some(sync) = &link.sync {
            sync.publish(published);
        }
    }

    /// Makes one event a fact under a fresh id.
    pub(super) fn commit_one(&mut self, by: Option<PersonId>, event: Event) -> Result<Appended, Fault> {
        let id = self.around.id();
        let appended = self.commit(by, vec![(id, event)])?;
        Ok(appended[0])
    }

    /// Notes something that decides nothing.
    pub(super) fn note(&mut self, by: PersonId, event: Event) -> Result<(), Fault> {
        self.commit_one(Some(by), event).map(drop)
    }

    /// Whether so much is unfolded that the next idle moment should not be waited for.
    pub fn fold_is_due(&self) -> bool {
        self.tail.len() >= FOLD_BATCH
    }

    /// Folds everything durable into the store.
    pub fn fold(&mut self) -> Result<(), Fault> {
        if self.tail.is_empty() {
            return Ok(());
        }
        fold_into(&mut self.store, &self.journal, &self.tail)?;
        self.tail.clear();
        Ok(())
    }

    /// A snapshot of the store with everything durable in it.
    pub fn folded(&mut self) -> Result<store::Reader, Fault> {
        self.fold()?;
        Ok(self.store.read()?)
    }

    /// What can be done while nobody waits: fold, and lay out the next segment of the journal.
    pub fn idle(&mut self) -> Result<(), Fault> {
        self.fold()?;
        self.copy_rows_hourly()?;
        if self.journal.wants_next() {
            match self.journal.prepare_next() {
                // A full disk is told before the next tender, not here.
                Ok(()) | Err(JournalError::NoSpace(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Folds recorded entries; parts of an import are read back from the journal at its commit.
pub(super) fn fold_into(store: &mut Store, journal: &Journal, tail: &[Recorded]) -> Result<(), Fault> {
    store.fold(tail, &mut |committed, each| {
        show_parts(journal.reader(), tail, committed, each)
    })?;
    Ok(())
}

/// The same with the reading side alone, in one transaction: where the whole journal is folded anew.
pub(super) fn fold_anew(store: &mut Store, reader: &Reader, batch: &[Recorded]) -> Result<(), Fault> {
    store.fold_at_once(batch, &mut |committed, each| {
        show_parts(reader, batch, committed, each)
    })?;
    Ok(())
}

type EachPart<'a> = &'a mut dyn FnMut(&ImportPart) -> Result<(), StoreError>;

/// Shows the parts of a committed import, in order. They lie before the commit, in its own incarnation.
fn show_parts(
    reader: &Reader,
    tail: &[Recorded],
    committed: &ImportCommitted,
    each: EachPart<'_>,
) -> Result<(), StoreError> {
    let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Parts(error);
    let commit = tail
        .iter()
        .find(|record| matches!(&record.fact.event, Event::ImportCommitted(other) if other == committed))
        .expect("the fold asks for parts of a commit that it was given");
    let before = Cursor {
        incarnation: commit.ordinal,
        seq: committed.first_seq.saturating_sub(1),
    };
    for entry in reader.entries_after(before) {
        let entry = entry.map_err(|error| unreadable(error.into()))?;
        if entry.seq() >= commit.mark.seq {
            break;
        }
        if let Event::ImportPart(part) = decode(&entry).map_err(|error| unreadable(error.into()))?.event
            && part.batch == committed.batch
        {
            each(&part)?;
        }
    }
    Ok(())
}

/// The fact in an entry.
pub(super) fn decode(entry: &Entry) -> Result<Fact, crate::domain::event::Unreadable> {
    Fact::decode(entry.kind, entry.kind_version, &entry.payload)
}

/// An entry as the fold takes it.
pub(super) fn recorded(entry: &Entry) -> Result<Recorded, crate::domain::event::Unreadable> {
    Ok(Recorded {
        ordinal: entry.cursor.incarnation,
        mark: EntryMark {
            incarnation: entry.incarnation,
            seq: entry.seq(),
            at_wall: entry.stamp.at_wall,
        },
        id: entry.id,
        position: entry.position.to_u64(),
        fact: decode(entry)?,
    })
}
