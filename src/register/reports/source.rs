//! What a report reads: a snapshot of the store and the journal behind it, on any thread. Must never write,
//! nor outlive the report by long: the store cannot use its pages again meanwhile.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::domain::event::{Event, Fact, ImportCommitted};
use crate::domain::glance::Glance;
use crate::domain::money::{Currency, Rounding};
use crate::domain::product::Sku;
use crate::domain::rate::UnitPrice;
use crate::domain::shift::Closing;
use crate::domain::staff::PersonId;
use crate::journal::{self, Cursor, Position};
use crate::register::commit::decode;
use crate::register::{Fault, Register};
use crate::store::{self, Day};

/// Documents read between two looks at whether anybody still waits.
const STRIDE: usize = 256;
/// Cores that one report takes at most: the till has other things to do.
const CORES: usize = 4;
/// Documents below which another core is not worth its start.
const WORTH_A_CORE: usize = 32;

/// Why a report has no answer.
#[derive(Debug)]
pub enum Stop {
    /// Nobody waits for it any more.
    Cancelled,
    /// The store or the journal cannot be read.
    Fault(Fault),
}

impl<E: Into<Fault>> From<E> for Stop {
    fn from(error: E) -> Stop {
        Stop::Fault(error.into())
    }
}

/// Told how far a report is, as so many of so many; false ends it.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// What everybody who works here, or ever did, is called.
pub(super) struct Names(BTreeMap<PersonId, String>);

impl Names {
    /// The name of a person; their id where nobody has it.
    pub(super) fn of(&self, id: PersonId) -> String {
        self.0.get(&id).map_or_else(|| id.0.to_string(), String::clone)
    }
}

/// A snapshot to report from.
pub struct Source {
    pub(super) store: store::Reader,
    journal: journal::Reader,
    names: Names,
    pub(super) currency: Currency,
    /// The shop's.
    pub(super) rounding: Rounding,
    /// Of the counter.
    pub(super) zone: TimeZone,
    /// Whether whoever asks may know what goods cost.
    pub(super) costs: bool,
}

impl Register {
    /// Everything that is durable, ready to report from on another thread.
    pub fn source(&mut self) -> Result<Source, Fault> {
        let people = self.till.people.iter();
        let names = people.map(|person| (person.id, person.name.clone())).collect();
        Ok(Source {
            names: Names(names),
            currency: self.till.shop.currency,
            rounding: self.till.shop.rounding,
            zone: self.zone.clone(),
            costs: true,
            journal: self.journal.reader().another(),
            store: self.folded()?,
        })
    }
}

impl Source {
    /// Says whether whoever asks may know what one product cost each time it moved.
    pub fn tells_costs(&mut self, may: bool) {
        self.costs = may;
    }

    /// The name of a person.
    pub(super) fn name(&self, id: PersonId) -> String {
        self.names.of(id)
    }

    /// What everybody is called.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    pub(super) fn days(&self, from: Date, to: Date) -> Result<Vec<(Date, Day)>, Stop> {
        Ok(self.store.days(from, to)?)
    }

    fn event_at(&self, position: u64) -> Result<Event, Stop> {
        Ok(self.fact_at(position)?.1.event)
    }

    /// What is at a position of the journal, with the id of its entry.
    pub(super) fn fact_at(&self, position: u64) -> Result<(Uuid, Fact), Stop> {
        let entry = self.journal.read(Position::from_u64(position))?;
        let fact = decode(&entry)?;
        Ok((entry.id, fact))
    }

    /// The price that an import gave a product; none where the product is not in it. Asks before each part
    /// whether somebody still waits.
    pub(super) fn imported(
        &self,
        (committed, position): (&ImportCommitted, u64),
        sku: &Sku,
        still: &mut dyn FnMut() -> bool,
    ) -> Result<Option<UnitPrice>, Stop> {
        let commit = self.journal.read(Position::from_u64(position))?;
        let before = Cursor {
            incarnation: commit.cursor.incarnation,
            seq: committed.first_seq.saturating_sub(1),
        };
        let mut price = None;
        for entry in self.journal.entries_after(before) {
            let entry = entry?;
            if entry.seq() >= commit.seq() {
                break;
            }
            if !still() {
                return Err(Stop::Cancelled);
            }
            if let Event::ImportPart(part) = decode(&entry)?.event
                && part.batch == committed.batch
            {
                let row = part.rows.iter().rev().find(|row| row.product.sku == *sku);
                price = row.map(|row| row.product.price).or(price);
            }
        }
        Ok(price)
    }

    /// The entry at a position of the journal: its sequence, the wall clock then, what it says.
    pub(super) fn entry_at(&self, position: u64) -> Result<(u64, i64, Fact), Stop> {
        let entry = self.journal.read(Position::from_u64(position))?;
        Ok((entry.seq(), entry.stamp.at_wall, decode(&entry)?))
    }

    /// Looks at the documents at these positions on as many cores as the machine lends, and asks now and then
    /// whether to go on. Each core gathers what it sees in a sum of its own; the sums come in the order of
    /// the positions.
    pub(super) fn scan<T: Default + Send>(
        &self,
        positions: &[u64],
        watch: Watch<'_>,
        each: impl Fn(&mut T, u64, &Glance<'_>) + Sync,
    ) -> Result<Vec<T>, Stop> {
        let cores = std::thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(CORES)
            .min(positions.len().div_ceil(WORTH_A_CORE));
        let share = positions.len().div_ceil(cores.max(1)).max(1);
        let scan = Scan {
            journal: &self.journal,
            each,
            seen: AtomicU64::new(0),
            over: AtomicBool::new(false),
        };
        let mut parts = positions.chunks(share);
        let own = parts.next().unwrap_or_default();
        let sums: Vec<Result<T, Stop>> = std::thread::scope(|scope| {
            let scan = &scan;
            let other = |part| scope.spawn(move || scan.part(part, |_| true));
            let others: Vec<_> = parts.map(other).collect();
            let own = scan.part(own, |seen| watch(seen, positions.len() as u64));
            let joined = others.into_iter().map(|other| {
                other
                    .join()
                    .unwrap_or_else(|defect| std::panic::resume_unwind(defect))
            });
            std::iter::once(own).chain(joined).collect()
        });
        // What cannot be read says why; the others have only given up for it.
        match sums.iter().position(|sum| matches!(sum, Err(Stop::Fault(_)))) {
            Some(at) => sums.into_iter().nth(at).into_iter().collect(),
            None => sums.into_iter().collect(),
        }
    }

    /// The Z of that number, as the journal has it.
    pub(super) fn closing(&self, number: u64) -> Result<Option<Closing>, Stop> {
        let Some(position) = self.store.position_of_closing(number)? else {
            return Ok(None);
        };
        Ok(match self.event_at(position)? {
            Event::ShiftClosed(closing) => Some(closing),
            _ => None,
        })
    }
}

/// Documents that several cores look at.
struct Scan<'a, F> {
    journal: &'a journal::Reader,
    each: F,
    /// How many were looked at so far.
    seen: AtomicU64,
    /// Whether one of the cores has given up.
    over: AtomicBool,
}

impl<F> Scan<'_, F> {
    /// What one core does.
    fn part<T: Default>(&self, positions: &[u64], mut go_on: impl FnMut(u64) -> bool) -> Result<T, Stop>
    where
        F: Fn(&mut T, u64, &Glance<'_>),
    {
        let mut sum = T::default();
        for stride in positions.chunks(STRIDE) {
            if self.over.load(Ordering::Relaxed) || !go_on(self.seen.load(Ordering::Relaxed)) {
                self.over.store(true, Ordering::Relaxed);
                return Err(Stop::Cancelled);
            }
            for position in stride {
                let looked = self.look(*position, &mut sum);
                looked.inspect_err(|_| self.over.store(true, Ordering::Relaxed))?;
            }
            self.seen.fetch_add(stride.len() as u64, Ordering::Relaxed);
        }
        Ok(sum)
    }

    fn look<T>(&self, position: u64, sum: &mut T) -> Result<(), Stop>
    where
        F: Fn(&mut T, u64, &Glance<'_>),
    {
        let entry = self.journal.read(Position::from_u64(position))?;
        if let Some(document) = Glance::decode(entry.kind, entry.kind_version, &entry.payload)? {
            (self.each)(sum, position, &document);
        }
        Ok(())
    }
}
