//! Facts as a journal takes them: one frame, one sync. Must never be told anything but what was decided.

use uuid::Uuid;

use crate::domain::event::{Event, Fact, KIND_VERSION, Via};
use crate::domain::staff::PersonId;
use crate::journal::{Appended, Journal, JournalError, NewEntry, Stamp};

use super::surroundings::Surroundings;

/// The events as facts of this version of the program, each under its id.
pub(super) fn facts(
    by: Option<PersonId>,
    via: Via,
    events: impl IntoIterator<Item = (Uuid, Event)>,
) -> Vec<(Uuid, Fact)> {
    let app = env!("CARGO_PKG_VERSION");
    let fact = |event| Fact {
        by,
        via,
        app: app.to_owned(),
        event,
    };
    events.into_iter().map(|(id, event)| (id, fact(event))).collect()
}

/// The clocks now, and the hub's against the till's as last measured; 0 where none was asked.
pub(super) fn stamp(around: &dyn Surroundings, clock_offset: i64) -> Stamp {
    Stamp {
        at_wall: around.wall(),
        at_mono: around.mono(),
        clock_offset,
    }
}

/// Appends the facts, all or none of them; durable when it returns.
pub(super) fn append(
    journal: &mut Journal,
    stamp: Stamp,
    facts: &[(Uuid, Fact)],
) -> Result<Vec<Appended>, JournalError> {
    let payloads: Vec<Vec<u8>> = facts.iter().map(|(_, fact)| fact.encode()).collect();
    let entries: Vec<NewEntry<'_>> = facts
        .iter()
        .zip(&payloads)
        .map(|((id, fact), payload)| NewEntry {
            id: *id,
            kind: fact.event.kind(),
            kind_version: KIND_VERSION,
            stamp,
            payload,
        })
        .collect();
    journal.append(&entries)
}
