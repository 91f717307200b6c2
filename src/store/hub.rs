//! What the store keeps of the hub: its rows as the base of what is shown, and what became of the till's own
//! entries there. Must never hold a token, nor a row that was not checked.

use redb::ReadableTable;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codec::{decode, encode};
use super::fold::Fold;
use super::schema::{self, META};
use super::{Store, StoreError};
use crate::domain::base::Thing;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::product::{Product, Sku};
use crate::domain::shop::Shop;
use crate::domain::staff::Person;

/// A row of the hub as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The number of its [`Thing`].
    pub thing: u8,
    /// Which one.
    pub id: String,
    /// Ordinal and sequence of the last entry of this till that it includes.
    pub included: (u16, u64),
    /// What it says, as JSON; none where it is gone.
    pub value: Option<String>,
}

/// What is shown of a row from here on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A product.
    Product(Product),
    /// The shop's settings.
    Shop(Box<Shop>),
    /// Somebody who works there.
    Person(Person),
    /// A customer.
    Customer(Customer),
    /// How much there is of a product, in thousandths.
    Level(Sku, i64),
    /// What a customer owes, in smallest units.
    Balance(CustomerId, i64),
    /// Nothing of it is shown where the others are.
    Nothing,
}

/// An entry that the hub holds and whose effect waits there for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Ordinal of its life and its place there.
    pub at: (u16, u64),
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: u16,
    /// Why, for programs.
    pub reason: String,
    /// Why, in one English sentence.
    pub message: String,
}

/// A row of the hub that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bad {
    /// The number of its [`Thing`].
    pub thing: u8,
    /// Which one.
    pub id: String,
    /// Its version in its feed.
    pub v: u64,
    /// What is wrong with it, in one English sentence.
    pub why: String,
}

/// Entries that were acknowledged together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acked {
    /// Ordinal of their life.
    pub ordinal: u16,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
    /// When, by the hub's clock.
    pub at: i64,
}

/// What is written of the hub in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// Rows, and what is shown of each.
    pub rows: Vec<(Base, Shown)>,
    /// Rows that could not be taken.
    pub bad: Vec<Bad>,
    /// What the till knows of its hub, as its owner wrote it.
    pub facts: Option<Vec<u8>>,
    /// Entries that were acknowledged.
    pub acked: Option<Acked>,
    /// Every entry that waits at the hub.
    pub held: Option<Vec<Held>>,
    /// More entries that wait there.
    pub held_more: Vec<Held>,
    /// Products of another store, whose numbers these shall have.
    pub numbers: Vec<(String, Vec<u8>)>,
}

impl Store {
    /// Keeps it, all or nothing.
    pub fn keep(&mut self, keep: &Keep) -> Result<(), StoreError> {
        self.write(|tx, state| {
            let mut state = state.clone();
            let mut fold = Fold::begin(tx, state.numbered)?;
            for (sku, row) in &keep.numbers {
                fold.number_like(sku, row)?;
            }
            let mut bad = tx.open_table(schema::BAD)?;
            for (base, shown) in &keep.rows {
                let key = (base.thing, base.id.as_str());
                fold.keep_base(base)?;
                bad.remove(key)?;
                match shown {
                    Shown::Shop(shop) => state
                        .till
                        .iter_mut()
                        .for_each(|till| till.take_shop((**shop).clone())),
                    Shown::Person(person) => state.till.iter_mut().for_each(|till| till.take_person(person)),
                    other => fold.show(other)?,
                }
            }
            for row in &keep.bad {
                let key = (row.thing, row.id.as_str());
                bad.insert(key, encode(&(row.v, &row.why)).as_slice())?;
            }
            drop(bad);
            state.numbered = fold.finish()?;
            if let Some(facts) = &keep.facts {
                tx.open_table(schema::HUB)?
                    .insert(schema::HUB_FACTS, facts.as_slice())?;
            }
            if let Some(acked) = &keep.acked {
                note_acked(&mut tx.open_table(schema::ACKED)?, acked)?;
            }
            let mut held = tx.open_table(schema::HELD)?;
            if keep.held.is_some() {
                held.retain(|_, _| false)?;
            }
            for row in keep.held.iter().flatten().chain(&keep.held_more) {
                let value = encode(&(row.id, row.kind, &row.reason, &row.message));
                held.insert(row.at, value.as_slice())?;
            }
            drop(held);
            let mut meta = tx.open_table(META)?;
            state.save(&mut meta)?;
            Ok(state)
        })
    }
}

/// Ranges that follow each other within a minute are one: ten thousand sales in a row need no list.
fn note_acked(table: &mut redb::Table<'_, (u16, u64), (u64, i64)>, acked: &Acked) -> Result<(), StoreError> {
    const NEAR: i64 = 60_000;
    let mut from = acked.from;
    let before = match acked.from.checked_sub(1) {
        Some(before) => table.get((acked.ordinal, before))?.map(|row| row.value()),
        None => None,
    };
    if let Some((first, at)) = before
        && acked.at.saturating_sub(at) < NEAR
    {
        table.remove((acked.ordinal, acked.from - 1))?;
        from = first;
    }
    table.insert((acked.ordinal, acked.to), (from, acked.at))?;
    Ok(())
}

impl super::Reader {
    /// What the till knows of its hub, as its owner wrote it.
    pub fn hub_facts(&self) -> Result<Option<Vec<u8>>, StoreError> {
        super::error::guard(|| {
            let table = self.tx.open_table(schema::HUB)?;
            Ok(table.get(schema::HUB_FACTS)?.map(|row| row.value().to_vec()))
        })
    }

    /// The hub's row of that thing.
    pub fn base(&self, thing: Thing, id: &str) -> Result<Option<Base>, StoreError> {
        super::error::guard(|| {
            let table = self.tx.open_table(schema::BASES)?;
            let row = table.get((thing as u8, id))?;
            row.map(|row| read_base((thing as u8, id), row.value()))
                .transpose()
        })
    }

    /// Every row of the hub, in order of things and ids.
    pub fn for_each_base(&self, mut each: impl FnMut(Base) -> bool) -> Result<(), StoreError> {
        super::error::guard(|| {
            for row in self.tx.open_table(schema::BASES)?.range::<(u8, &str)>(..)? {
                let (key, value) = row?;
                if !each(read_base(key.value(), value.value())?) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The hub's rows of one sort that are there.
    pub fn bases(&self, thing: Thing) -> Result<Vec<Base>, StoreError> {
        super::error::guard(|| {
            let mut found = Vec::new();
            let (from, to) = (thing as u8, thing as u8 + 1);
            for row in self.tx.open_table(schema::BASES)?.range((from, "")..(to, ""))? {
                let (key, value) = row?;
                let base = read_base(key.value(), value.value())?;
                found.extend(Some(base).filter(|base| base.value.is_some()));
            }
            Ok(found)
        })
    }

    /// Entries whose effect waits at the hub, in order.
    pub fn held(&self) -> Result<Vec<Held>, StoreError> {
        super::error::guard(|| {
            let mut found = Vec::new();
            for row in self.tx.open_table(schema::HELD)?.range::<(u16, u64)>(..)? {
                let (key, value) = row?;
                let (id, kind, reason, message) = decode("held", value.value())?;
                found.push(Held {
                    at: key.value(),
                    id,
                    kind,
                    reason,
                    message,
                });
            }
            Ok(found)
        })
    }

    /// When the hub acknowledged an entry, by its clock; none where that is not known.
    pub fn acked_at(&self, at: (u16, u64)) -> Result<Option<i64>, StoreError> {
        super::error::guard(|| {
            let table = self.tx.open_table(schema::ACKED)?;
            let row = table.range(at..=(at.0, u64::MAX))?.next().transpose()?;
            Ok(row.and_then(|(_, range)| {
                let (from, when) = range.value();
                (from <= at.1).then_some(when)
            }))
        })
    }

    /// Rows of the hub that could not be taken.
    pub fn bad_rows(&self) -> Result<Vec<Bad>, StoreError> {
        super::error::guard(|| {
            let mut found = Vec::new();
            for row in self.tx.open_table(schema::BAD)?.range::<(u8, &str)>(..)? {
                let (key, value) = row?;
                let (v, why) = decode("bad", value.value())?;
                let (thing, id) = key.value();
                let id = id.to_owned();
                found.push(Bad { thing, id, v, why });
            }
            Ok(found)
        })
    }

    /// Every product's row, as one that is in no list yet: what another store needs to give the same numbers.
    pub fn numbers(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        super::error::guard(|| {
            let mut all = Vec::new();
            for row in self.tx.open_table(schema::PRODUCT_ROWS)?.range::<&str>(..)? {
                let (sku, value) = row?;
                all.push((sku.value().to_owned(), value.value().to_vec()));
            }
            Ok(all)
        })
    }
}

fn read_base((thing, id): (u8, &str), row: &[u8]) -> Result<Base, StoreError> {
    let (included, value) = decode("bases", row)?;
    Ok(Base {
        thing,
        id: id.to_owned(),
        included,
        value,
    })
}
