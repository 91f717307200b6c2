//! What the shop's trail tells, entry by entry. Must never leave an entry out because it does not know its
//! kind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use crate::domain::customer::CustomerId;
use crate::domain::event::{Event, Fact};
use crate::domain::product::Sku;
use crate::domain::staff::PersonId;
use crate::register::surroundings::local;
use crate::store::Happening;

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
    /// The last entry before it that said the same of the same thing: the settings, a person, a product.
    pub before: Option<Box<Event>>,
}

/// What an entry says something of, so that the entry before it can be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Shop,
    Person(PersonId),
    Product(Sku),
    Customer(CustomerId),
}

impl Subject {
    fn of(event: &Event) -> Option<Subject> {
        match event {
            Event::Founded(_) | Event::ShopChanged(_) => Some(Subject::Shop),
            Event::PersonSaved(person) => Some(Subject::Person(person.id)),
            Event::ProductSaved(row) => Some(Subject::Product(row.product.sku.clone())),
            Event::CustomerSaved(customer) => Some(Subject::Customer(customer.id)),
            _ => None,
        }
    }

    /// Whether entries of that kind say something of it.
    fn is_said_by(&self, kind: u16) -> bool {
        match self {
            Subject::Shop => kind == FOUNDED || kind == SETTINGS,
            Subject::Person(_) => kind == PERSON,
            Subject::Product(_) => kind == PRODUCT,
            Subject::Customer(_) => kind == CUSTOMER,
        }
    }
}

/// Numbers of the kinds that say a thing anew: the birth of a till, settings, people, products, customers.
const FOUNDED: u16 = 1;
const SETTINGS: u16 = 2;
const PERSON: u16 = 3;
const PRODUCT: u16 = 32;
const CUSTOMER: u16 = 60;
const SAVED: [u16; 4] = [SETTINGS, PERSON, PRODUCT, CUSTOMER];

impl Source {
    /// The trail from one business day to another, both included, the oldest first.
    pub fn trail(&self, (from, to): (Date, Date), watch: super::Watch<'_>) -> Result<Vec<Told>, Stop> {
        let found = self.store.happenings(from, to, &[])?;
        let all = found.len() as u64;
        let mut before = self.before(&found, to, watch)?;
        let mut told = Vec::with_capacity(found.len());
        for (at, happening) in (0..).zip(found) {
            if !watch(at, all) {
                return Err(Stop::Cancelled);
            }
            let (seq, wall, fact) = self.entry_at(happening.position)?;
            let before = before.remove(&happening.position);
            told.push(self.told(happening.day, (seq, wall), fact, before));
        }
        Ok(told)
    }

    /// What was the case before each of these entries, by its position. Goes back from the newest, reads only
    /// kinds of which something is still looked for, and ends when nothing is.
    fn before(
        &self,
        found: &[Happening],
        to: Date,
        watch: super::Watch<'_>,
    ) -> Result<BTreeMap<u64, Box<Event>>, Stop> {
        let wanted: BTreeSet<u64> = found
            .iter()
            .filter(|happening| SAVED.contains(&happening.kind))
            .map(|happening| happening.position)
            .collect();
        let mut before = BTreeMap::new();
        if wanted.is_empty() {
            return Ok(before);
        }
        let kinds = [&SAVED[..], &[FOUNDED]].concat();
        let all = self.store.happenings(Date::MIN, to, &kinds)?;
        let mut sought: BTreeMap<Subject, u64> = BTreeMap::new();
        let mut met = 0;
        for (at, happening) in (0..).zip(all.iter().rev()) {
            if !watch(at, all.len() as u64) {
                return Err(Stop::Cancelled);
            }
            if met == wanted.len() && sought.is_empty() {
                break;
            }
            let is_wanted = wanted.contains(&happening.position);
            met += usize::from(is_wanted);
            if !is_wanted && !sought.keys().any(|subject| subject.is_said_by(happening.kind)) {
                continue;
            }
            let event = self.entry_at(happening.position)?.2.event;
            let Some(subject) = Subject::of(&event) else {
                continue;
            };
            if let Some(later) = sought.remove(&subject) {
                before.insert(later, Box::new(event));
            }
            if is_wanted {
                sought.insert(subject, happening.position);
            }
        }
        Ok(before)
    }

    fn told(&self, day: Date, (seq, wall): (u64, i64), fact: Fact, before: Option<Box<Event>>) -> Told {
        let allowed_by = allowed_by(&fact.event).map(|by| self.name(by));
        Told {
            day,
            at: local(wall, &self.zone),
            seq,
            by: fact.by.map(|by| self.name(by)).unwrap_or_default(),
            by_command: matches!(fact.via, crate::domain::event::Via::Cli { .. }),
            allowed_by: allowed_by.unwrap_or_default(),
            event: fact.event,
            before,
        }
    }
}

/// Who allowed what an entry tells, where somebody had to.
fn allowed_by(event: &Event) -> Option<PersonId> {
    match event {
        Event::Approved(approved) => Some(approved.by),
        Event::Voided(voided) => voided.approved_by,
        Event::Refunded(refund) => refund.approved_by,
        Event::CashMoved(moved) => moved.approved_by,
        Event::ExpensePaid(expense) => expense.approved_by,
        Event::DrawerOpened(opened) => opened.approved_by,
        Event::StockMoved(moved) => moved.approved_by,
        Event::StockCountClosed(closed) => closed.approved_by,
        Event::ShiftClosed(closing) => closing.approved_by,
        _ => None,
    }
}
