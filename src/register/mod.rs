//! One file for each thing a shop does: decide, append, answer, fold. Must never draw or parse arguments.
//!
//! [`Register`] owns the journal's and the store's only writer. The command line calls it directly; the
//! screens through [`worker`], a thread that takes jobs and answers with replies. Either way a method
//! returns only when what it says is durable.

pub mod archive;
pub mod audit;
pub mod backup;
mod cash;
mod close_shift;
mod commit;
mod complete_sale;
mod credit;
mod customers;
pub mod desk;
pub mod doctor;
pub mod draft;
pub mod fault;
pub mod fingerprint;
pub mod first_run;
pub mod found;
pub mod hub;
pub mod import_products;
pub mod job;
pub mod keys;
pub mod mirror;
mod open;
mod open_shift;
mod park;
mod people;
pub mod places;
pub mod printing;
mod products;
pub mod rebuild;
mod receipts;
mod record;
pub mod reply;
pub mod reports;
pub mod restore;
pub mod return_jobs;
pub mod returns;
#[cfg(test)]
#[path = "tests/sample.rs"]
mod sample;
mod sell_basket;
mod shop_customs;
pub mod staff;
mod stock;
pub mod stock_jobs;
pub mod surroundings;
mod take_x;
mod void;
pub mod worker;

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::domain::catalogue::Catalogue;
use crate::domain::customer::Directory;
use crate::domain::event::Via;
use crate::domain::till::Till;
use crate::journal::Journal;
use crate::journal::lock::StoreLock;
use crate::store::{Recorded, Store};
use crate::vault::{Key, seal::Sealer};

pub use complete_sale::{Completed, SpaceRefusal};
use draft::Draft;
pub use fault::{Failure, Fault};
use hub::Link;
pub use open::{How, Unlocking};
use places::Places;
use surroundings::Surroundings;

/// An open till: the journal, the fold of it and the state between. One per store, under its lock.
pub struct Register {
    places: Places,
    journal: Journal,
    store: Store,
    till: Till,
    catalogue: Arc<Catalogue>,
    customers: Arc<Directory>,
    /// Entries that are durable and not yet in the store.
    tail: Vec<Recorded>,
    around: Box<dyn Surroundings>,
    zone: TimeZone,
    via: Via,
    draft_key: Key,
    spool_key: Key,
    hub_key: Key,
    hub: Option<Box<Link>>,
    mirror: Option<mirror::Follower>,
    /// When the hub's rows were copied last.
    rows_copied: i64,
    _lock: StoreLock,
}

impl Register {
    /// The state that decisions read.
    pub fn till(&self) -> &Till {
        &self.till
    }

    /// The goods.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Where the store's files are.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The reading side of the journal.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The draft of this till.
    pub fn draft(&self) -> Draft {
        Draft::new(self.places.draft(), Sealer::new(&self.draft_key))
    }

    /// Plants a bug in the journal.
    #[cfg(feature = "planted-bugs")]
    pub fn plant(&mut self, plant: crate::journal::Plant) {
        self.journal.plant(plant);
    }

    /// A new id for an entry.
    pub fn fresh_id(&self) -> uuid::Uuid {
        self.around.id()
    }

    /// The time zone of the counter.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Local time of the counter.
    pub fn now(&self) -> jiff::civil::DateTime {
        self.around.local(&self.zone)
    }
}

#[cfg(test)]
mod tests;
