//! The ledger that a hub was started with: its own file, or a database. Must never differ from either of
//! them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use super::postgres::Postgres;
use super::{Embedded, Fault, Feed, Key, Kind, Ledger, Loaded, Order, Page, Step, StoredEntry, Wanted};

/// One or the other.
#[derive(Clone)]
pub enum Either {
    /// A file of its own.
    File(Embedded),
    /// A database, which other processes may share.
    Database(Postgres),
}

macro_rules! both {
    ($self:ident, $ledger:ident => $what:expr) => {
        match $self {
            Either::File($ledger) => $what.await,
            Either::Database($ledger) => $what.await,
        }
    };
}

impl Ledger for Either {
    async fn transact<T: Send + 'static>(
        &self,
        shop: Uuid,
        wanted: Wanted,
        decide: impl FnMut(&Loaded) -> Step<T> + Send + 'static,
    ) -> Result<T, Fault> {
        both!(self, ledger => ledger.transact(shop, wanted, decide))
    }

    async fn get(&self, shop: Uuid, keys: BTreeSet<Key>) -> Result<BTreeMap<Key, Value>, Fault> {
        both!(self, ledger => ledger.get(shop, keys))
    }

    async fn list(
        &self,
        shop: Uuid,
        kind: Kind,
        after: Option<String>,
        order: Order,
        limit: u32,
    ) -> Result<Vec<(String, Value)>, Fault> {
        both!(self, ledger => ledger.list(shop, kind, after, order, limit))
    }

    async fn page(&self, shop: Uuid, feed: Feed, after: u64, limit: u32) -> Result<Page, Fault> {
        both!(self, ledger => ledger.page(shop, feed, after, limit))
    }

    async fn entries(
        &self,
        shop: Uuid,
        incarnation: Uuid,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, Fault> {
        both!(self, ledger => ledger.entries(shop, incarnation, from, limit))
    }

    async fn check(&self) -> Result<(), Fault> {
        both!(self, ledger => ledger.check())
    }
}
