//! What a report reads: a snapshot of the store and the journal behind it, on any thread. Must never write,
//! nor outlive the report by long: the store cannot use its pages again meanwhile.

use std::collections::BTreeMap;
use std::num::NonZero;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::domain::document::{Good, Sale};
use crate::domain::event::{Event, Fact, ImportCommitted};
use crate::domain::money::{Currency, Rounding};
use crate::domain::pricing::{Priced, PricedLine};
use crate::domain::product::Sku;
use crate::domain::rate::UnitPrice;
use crate::domain::refund::Refund;
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

/// A document as a report reads it.
pub(super) enum Document {
    /// Goods went out.
    Sale(Sale),
    /// Goods came back: everything on it counts backwards.
    Return(Refund),
}

impl Document {
    /// What is on it, line by line with its amounts.
    pub(super) fn lines(&self) -> Box<dyn Iterator<Item = (&Good, &PricedLine)> + '_> {
        match self {
            Document::Sale(sale) => Box::new(sale.goods.iter().zip(&sale.priced.lines)),
            Document::Return(refund) => {
                let goods = refund.goods.iter().map(|returned| &returned.good);
                Box::new(goods.zip(&refund.priced.lines))
            }
        }
    }

    /// Whether goods came back on it.
    pub(super) fn is_return(&self) -> bool {
        matches!(self, Document::Return(_))
    }

    /// Its amounts.
    pub(super) fn priced(&self) -> &Priced {
        match self {
            Document::Sale(sale) => &sale.priced,
            Document::Return(refund) => &refund.priced,
        }
    }
}

fn document_in(journal: &journal::Reader, position: u64) -> Result<Option<Document>, Stop> {
    let entry = journal.read(Position::from_u64(position))?;
    Ok(match decode(&entry)?.event {
        Event::Sold(sale) => Some(Document::Sale(sale)),
        Event::Refunded(refund) => Some(Document::Return(refund)),
        _ => None,
    })
}

/// Told how far a report is, as so many of so many; false ends it.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// A snapshot to report from.
pub struct Source {
    pub(super) store: store::Reader,
    journal: journal::Reader,
    names: BTreeMap<PersonId, String>,
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
            names,
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
        self.names
            .get(&id)
            .map_or_else(|| id.0.to_string(), String::clone)
    }

    pub(super) fn days(&self, from: Date, to: Date) -> Result<Vec<(Date, Day)>, Stop> {
        Ok(self.store.days(from, to)?)
    }

    /// The document at a position of the journal; none where something else is there.
    pub(super) fn document_at(&self, position: u64) -> Result<Option<Document>, Stop> {
        document_in(&self.journal, position)
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

    /// Reads documents one after the other, and asks now and then whether to go on.
    pub(super) fn scan(
        &self,
        positions: &[u64],
        watch: Watch<'_>,
        mut each: impl FnMut(u64, &Document),
    ) -> Result<(), Stop> {
        for (at, stride) in positions.chunks(STRIDE).enumerate() {
            if !watch((at * STRIDE) as u64, positions.len() as u64) {
                return Err(Stop::Cancelled);
            }
            for (position, document) in stride.iter().zip(self.read_all(stride)?) {
                if let Some(document) = document {
                    each(*position, &document);
                }
            }
        }
        Ok(())
    }

    /// The documents at these positions, taken apart on as many cores as the machine lends.
    pub(super) fn read_all(&self, positions: &[u64]) -> Result<Vec<Option<Document>>, Stop> {
        let cores = std::thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(CORES);
        let share = positions.len().div_ceil(cores).max(1);
        let journal = &self.journal;
        let read = |part: &[u64]| -> Result<Vec<_>, Stop> {
            part.iter()
                .map(|position| document_in(journal, *position))
                .collect()
        };
        let mut parts = positions.chunks(share);
        let own = parts.next().unwrap_or_default();
        let read = &read;
        std::thread::scope(|scope| {
            let others: Vec<_> = parts.map(|part| scope.spawn(move || read(part))).collect();
            let mut documents = read(own)?;
            for other in others {
                let part = other
                    .join()
                    .unwrap_or_else(|defect| std::panic::resume_unwind(defect));
                documents.extend(part?);
            }
            Ok(documents)
        })
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
