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
}

/// Numbers of the kinds that say a thing anew: the birth of a till, settings, people, products, customers.
const FOUNDED: u16 = 1;
const SETTINGS: u16 = 2;
const SAVED: [u16; 4] = [SETTINGS, 3, 32, 60];

impl Source {
    /// The trail from one business day to another, both included, the oldest first.
    pub fn trail(&self, (from, to): (Date, Date), watch: super::Watch<'_>) -> Result<Vec<Told>, Stop> {
        let found = self.store.happenings(from, to, &[])?;
        let all = found.len() as u64;
        let mut before = self.before(&found, to)?;
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

    /// What was the case before each of these entries, by its position. Reads every entry of the same kinds
    /// once, however long ago.
    fn before(&self, found: &[Happening], to: Date) -> Result<BTreeMap<u64, Box<Event>>, Stop> {
        let mut kinds: Vec<u16> = SAVED
            .into_iter()
            .filter(|kind| found.iter().any(|happening| happening.kind == *kind))
            .collect();
        if kinds.is_empty() {
            return Ok(BTreeMap::new());
        }
        if kinds.contains(&SETTINGS) {
            kinds.push(FOUNDED);
        }
        let wanted: BTreeSet<u64> = found.iter().map(|happening| happening.position).collect();
        let (mut last, mut before) = (BTreeMap::new(), BTreeMap::new());
        for happening in self.store.happenings(Date::MIN, to, &kinds)? {
            let event = self.entry_at(happening.position)?.2.event;
            let Some(subject) = Subject::of(&event) else {
                continue;
            };
            let earlier = last.insert(subject, event);
            if let Some(earlier) = earlier.filter(|_| wanted.contains(&happening.position)) {
                before.insert(happening.position, Box::new(earlier));
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
