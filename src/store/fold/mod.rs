//! One transaction of the fold: entries in, rows changed. Must never depend on how entries are divided into
//! transactions: `rebuild` divides them differently and must come to the same rows.

mod back;
mod customers;
mod goods;
mod hub;
mod parked;
mod refund;
mod reprint;
mod sale;
mod stock;

pub(super) use sale::sold;

use std::collections::BTreeMap;

use jiff::civil::Date;
use redb::{ReadableTable, ReadableTableMetadata, Table, WriteTransaction};

use super::codec::block::Block;
use super::codec::day::DayRow;
use super::codec::{decode, encode};
use super::parts::Parts;
use super::schema::{self, day_key};
use super::{Recorded, StoreError};
use crate::domain::event::Event;
use crate::domain::money::Currency;
use crate::domain::retold::Told;

/// The tables of one transaction, and the rows of them that many entries change.
pub(super) struct Fold<'tx> {
    ids: Table<'tx, &'static [u8; 16], u64>,
    series: Table<'tx, &'static str, u32>,
    numbers: Table<'tx, (u32, u64), u64>,
    days: Table<'tx, i32, &'static [u8]>,
    closings: Table<'tx, u64, &'static [u8]>,
    products: Table<'tx, &'static str, &'static [u8]>,
    blocks: Table<'tx, u32, &'static [u8]>,
    history: Table<'tx, (u32, u32), &'static [u8]>,
    happenings: Table<'tx, (i32, u64), u16>,
    parked: Table<'tx, &'static [u8; 16], u64>,
    returns: Table<'tx, (u128, u64), ()>,
    credits: Table<'tx, (u32, u64), &'static [u8]>,
    counts: Table<'tx, (u128, &'static str), &'static [u8]>,
    undone: Table<'tx, &'static [u8; 16], u64>,
    customers: Table<'tx, &'static [u8; 16], &'static [u8]>,
    accounts: Table<'tx, (u128, u64), i64>,
    balances: Table<'tx, u128, i64>,
    copies: Table<'tx, (u32, u64), u64>,
    bases: Table<'tx, (u8, &'static str), &'static [u8]>,
    held_days: BTreeMap<i32, DayRow>,
    held_products: BTreeMap<String, Vec<u8>>,
    held_blocks: BTreeMap<u32, Block>,
    held_history: BTreeMap<(u32, u32), Block>,
    /// How many products have a number.
    pub(super) numbered: u32,
}

impl<'tx> Fold<'tx> {
    /// Begins.
    pub(super) fn begin(tx: &'tx WriteTransaction, numbered: u32) -> Result<Fold<'tx>, StoreError> {
        Ok(Fold {
            ids: tx.open_table(schema::IDS)?,
            series: tx.open_table(schema::SERIES)?,
            numbers: tx.open_table(schema::NUMBERS)?,
            days: tx.open_table(schema::DAYS)?,
            closings: tx.open_table(schema::CLOSINGS)?,
            products: tx.open_table(schema::PRODUCT_ROWS)?,
            blocks: tx.open_table(schema::BLOCKS)?,
            history: tx.open_table(schema::HISTORY)?,
            happenings: tx.open_table(schema::HAPPENINGS)?,
            parked: tx.open_table(schema::PARKED)?,
            returns: tx.open_table(schema::RETURNS)?,
            credits: tx.open_table(schema::CREDITS)?,
            counts: tx.open_table(schema::COUNTS)?,
            undone: tx.open_table(schema::UNDONE)?,
            customers: tx.open_table(schema::CUSTOMERS)?,
            accounts: tx.open_table(schema::ACCOUNTS)?,
            balances: tx.open_table(schema::BALANCES)?,
            copies: tx.open_table(schema::COPIES)?,
            bases: tx.open_table(schema::BASES)?,
            held_days: BTreeMap::new(),
            held_products: BTreeMap::new(),
            held_blocks: BTreeMap::new(),
            held_history: BTreeMap::new(),
            numbered,
        })
    }

    /// Folds one entry, which belongs to that business day and came into its place like that.
    pub(super) fn entry(
        &mut self,
        entry: &Recorded,
        (day, told): (Date, Told),
        parts: &mut Parts<'_>,
    ) -> Result<(), StoreError> {
        if told == Told::Again {
            return Ok(());
        }
        self.ids.insert(entry.id.as_bytes(), entry.position)?;
        if entry.fact.event.is_told() {
            let key = (day_key(day), entry.position);
            self.happenings.insert(key, entry.fact.event.kind())?;
        }
        if told == Told::Back {
            return self.back(&entry.fact.event, entry.position);
        }
        match &entry.fact.event {
            Event::Sold(sale) => self.sale(sale, entry.position, Told::First),
            Event::Parked(parked) => self.park(parked, entry.position),
            Event::Voided(voided) => self.voided(voided),
            Event::CustomerSaved(customer) => self.customer(customer),
            Event::AccountPaid(paid) => self.account_paid(paid, entry.position, Told::First),
            Event::Refunded(refund) => self.refund(refund, entry.position, Told::First),
            Event::Reprinted((number, copy)) => self.reprint(number, *copy),
            Event::ShiftClosed(closing) => self.closing(closing, entry.position),
            Event::ImportCommitted(import) => self.import(import, parts),
            Event::ProductSaved(row) => self.product(row),
            Event::StockMoved(moved) => self.stock_moved(moved, entry.position),
            Event::StockCounted(counted) => self.stock_counted(counted),
            Event::StockCountClosed(closed) => self.count_closed(closed),
            // These change the state for decisions only, which is saved whole.
            Event::Founded(_)
            | Event::ShopChanged(_)
            | Event::PersonSaved(_)
            | Event::SignedIn(_)
            | Event::SignInFailed(_)
            | Event::SignedOut(_)
            | Event::Approved(_)
            | Event::TakenOver(_)
            | Event::ShiftOpened(_)
            | Event::XTaken(_)
            | Event::CountTaken(_)
            | Event::CashMoved(_)
            | Event::ExpensePaid(_)
            | Event::ImportPart(_)
            | Event::IncarnationOpened(_)
            | Event::BackupMade(_)
            | Event::Rebuilt(_)
            | Event::KeysChanged(_)
            | Event::ConflictResolved(_)
            | Event::HubJoined(_)
            | Event::HubLeft(_)
            | Event::ToldAgain(_)
            | Event::NumbersRaised(_)
            | Event::NumbersLeased(_)
            | Event::NumbersVoided(_)
            | Event::DrawerOpened(_) => Ok(()),
        }
    }

    /// Writes what is held.
    pub(super) fn finish(mut self) -> Result<u32, StoreError> {
        for (key, row) in &self.held_days {
            self.days.insert(key, encode(row).as_slice())?;
        }
        self.write_products()?;
        self.write_blocks()?;
        Ok(self.numbered)
    }

    fn series(&mut self, name: &str) -> Result<u32, StoreError> {
        if let Some(known) = self.series.get(name)? {
            return Ok(known.value());
        }
        let next = self.series.len()? as u32;
        self.series.insert(name, next)?;
        Ok(next)
    }

    fn day(&mut self, date: Date, currency: Currency) -> Result<&mut DayRow, StoreError> {
        let key = day_key(date);
        if !self.held_days.contains_key(&key) {
            let stored = self.days.get(key)?;
            let stored = stored.map(|row| decode("days", row.value())).transpose()?;
            self.held_days
                .insert(key, stored.unwrap_or_else(|| DayRow::zero(currency)));
        }
        Ok(self.held_days.get_mut(&key).expect("it was put there above"))
    }
}
