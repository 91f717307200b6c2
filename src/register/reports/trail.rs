//! What the shop's trail tells, entry by entry. Must never leave an entry out because it does not know its
//! kind.

use jiff::civil::{Date, DateTime};

use crate::domain::event::{Event, Fact};
use crate::register::surroundings::local;

use super::source::{Source, Stop};

/// One entry of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The business day.
    pub day: Date,
    /// Local time by the clock of the till.
    pub at: DateTime,
    /// Its place in the journal.
    pub seq: u64,
    /// Who did it; empty where nobody was signed in.
    pub by: String,
    /// Whether it came from the command line.
    pub by_command: bool,
    /// Who allowed it, where somebody had to; empty else.
    pub allowed_by: String,
    /// What happened.
    pub event: Event,
}

impl Source {
    /// The trail from one business day to another, both included, the oldest first.
    pub fn trail(&self, (from, to): (Date, Date), watch: super::Watch<'_>) -> Result<Vec<Told>, Stop> {
        let found = self.store.happenings(from, to, &[])?;
        let all = found.len() as u64;
        let mut told = Vec::with_capacity(found.len());
        for (at, happening) in (0..).zip(found) {
            if !watch(at, all) {
                return Err(Stop::Cancelled);
            }
            let (seq, wall, fact) = self.entry_at(happening.position)?;
            told.push(self.told(happening.day, (seq, wall), fact));
        }
        Ok(told)
    }

    fn told(&self, day: Date, (seq, wall): (u64, i64), fact: Fact) -> Told {
        let allowed_by = match &fact.event {
            Event::Approved(approved) => self.name(approved.by),
            _ => String::new(),
        };
        Told {
            day,
            at: local(wall, &self.zone),
            seq,
            by: fact.by.map(|by| self.name(by)).unwrap_or_default(),
            by_command: matches!(fact.via, crate::domain::event::Via::Cli { .. }),
            allowed_by,
            event: fact.event,
        }
    }
}
