//! What this till did since the rows of the hub were made, thing by thing. Must never forget an entry that a
//! row does not include.

use std::collections::HashMap;

use crate::domain::base::{Own, Thing, own, row};
use crate::domain::event::{Event, ImportCommitted};
use crate::domain::retold::{Retold, Told};
use crate::journal::{Cursor, Reader};
use crate::register::Fault;
use crate::register::commit::decode;
use crate::store::Recorded;

/// Ordinal of a life and the place in it.
pub(in crate::register) type At = (u16, u64);

/// Entries kept beyond those that count before the list is put in order.
const SLACK: usize = 20_000;

/// Where an entry stands, how it came there, and what it did to one thing.
type Done = (At, Told, Own);

/// By thing and id, what the till's entries did to it, in their order.
#[derive(Default)]
pub(in crate::register) struct OwnIndex {
    /// Everything after this place is in it; none before the journal was read.
    from: Option<At>,
    by: HashMap<(Thing, String), Vec<Done>>,
    /// Entries in it.
    many: usize,
}

impl OwnIndex {
    /// Makes sure that everything after that place is in it.
    pub(in crate::register) fn reach(
        &mut self,
        after: At,
        reader: &Reader,
        retold: &Retold,
    ) -> Result<(), Fault> {
        if self.from.is_some_and(|from| from <= after) {
            if self.many > SLACK {
                self.forget(after);
            }
            return Ok(());
        }
        *self = OwnIndex {
            from: Some(after),
            ..OwnIndex::default()
        };
        let place = Cursor {
            incarnation: after.0,
            seq: after.1,
        };
        each((reader, retold), place, &mut |(at, told), thing, id, own| {
            self.add((at, told), thing, id, own)
        })
    }

    /// An entry that was just written.
    pub(in crate::register) fn note(&mut self, written: &Recorded) {
        if self.from.is_none() {
            return;
        }
        if matches!(written.fact.event, Event::ImportCommitted(_)) {
            // Its rows lie in the journal: read again when they are asked for.
            *self = OwnIndex::default();
            return;
        }
        let at = (written.ordinal, written.mark.seq);
        for (thing, id, own) in own(&written.fact.event) {
            self.add((at, Told::First), thing, id, own);
        }
    }

    /// What the till did to that thing after that place, in order.
    pub(in crate::register) fn of(&self, thing: Thing, id: &str, after: At) -> Vec<&Own> {
        let done = self.by.get(&(thing, id.to_owned()));
        let later = done.into_iter().flatten();
        let later = later.filter(|(at, told, _)| *at > after && counts(*told, *at, after));
        later.map(|(.., own)| own).collect()
    }

    fn add(&mut self, (at, told): (At, Told), thing: Thing, id: String, own: Own) {
        self.by.entry((thing, id)).or_default().push((at, told, own));
        self.many += 1;
    }

    fn forget(&mut self, upto: At) {
        self.from = Some(upto);
        self.by.retain(|_, done| {
            done.retain(|(at, ..)| *at > upto);
            !done.is_empty()
        });
        self.many = self.by.values().map(Vec::len).sum();
    }
}

/// Whether an entry in that place is counted on top of a row that includes what the till did up to another.
/// One that was told again is counted there or in its first place, never in both. One that the hub gave back
/// is in every row that the hub made since that life began.
fn counts(told: Told, at: At, after: At) -> bool {
    match told {
        Told::First => true,
        Told::Again => after.0 >= at.0,
        Told::Back => after.0 < at.0,
    }
}

/// Shows what each entry after a place did, in order; the rows of an import where it counts.
pub(super) fn each(
    (reader, retold): (&Reader, &Retold),
    after: Cursor,
    show: &mut dyn FnMut((At, Told), Thing, String, Own),
) -> Result<(), Fault> {
    for entry in reader.entries_after(after) {
        let entry = entry?;
        let at = (entry.cursor.incarnation, entry.seq());
        let told = retold.told((entry.incarnation, entry.seq()));
        let done = match decode(&entry)?.event {
            Event::ImportCommitted(committed) => {
                // Told again, its parts are told again before it, in other places.
                let first = if told == Told::First {
                    committed.first_seq
                } else {
                    1
                };
                let mut done = Vec::new();
                import(reader, (first, at), &committed, &mut done)?;
                done
            }
            event => own(&event),
        };
        done.into_iter()
            .for_each(|(thing, id, own)| show((at, told), thing, id, own));
    }
    Ok(())
}

fn import(
    reader: &Reader,
    (first, at): (u64, At),
    committed: &ImportCommitted,
    done: &mut Vec<(Thing, String, Own)>,
) -> Result<(), Fault> {
    let before = Cursor {
        incarnation: at.0,
        seq: first.saturating_sub(1),
    };
    for entry in reader.entries_after(before) {
        let entry = entry?;
        if (entry.cursor.incarnation, entry.seq()) >= at {
            break;
        }
        if let Event::ImportPart(part) = decode(&entry)?.event
            && part.batch == committed.batch
        {
            part.rows.iter().for_each(|saved| row(saved, done));
        }
    }
    Ok(())
}

/// What the till did to each of these things after the place that its row includes, up to `upto`: edits in
/// order, movements in one.
pub(super) fn collect(
    reader: (&Reader, &Retold),
    included: &HashMap<(Thing, String), At>,
    upto: At,
) -> Result<HashMap<(Thing, String), Vec<Own>>, Fault> {
    let mut done: HashMap<(Thing, String), Vec<Own>> = HashMap::new();
    let Some(first) = included.values().min() else {
        return Ok(done);
    };
    let place = Cursor {
        incarnation: first.0,
        seq: first.1,
    };
    each(reader, place, &mut |(at, told), thing, id, own| {
        let key = (thing, id);
        let later = |included: &At| at > *included && counts(told, at, *included);
        if at > upto || !included.get(&key).is_some_and(later) {
            return;
        }
        let list = done.entry(key).or_default();
        match (list.last_mut(), &own) {
            (Some(Own::Moved(sum)), Own::Moved(by)) => *sum = sum.saturating_add(*by),
            _ => list.push(own),
        }
    })?;
    Ok(done)
}
