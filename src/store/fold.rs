//! One transaction of the fold: entries in, rows changed. Must never depend on how entries are divided into
//! transactions: `rebuild` divides them differently and must come to the same rows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use redb::{ReadableTable, ReadableTableMetadata, Table, WriteTransaction};

use super::codec::block::{Block, Sold};
use super::codec::day::DayRow;
use super::codec::{decode, encode, product};
use super::parts::Parts;
use super::schema::{self, block_of, day_key, month_key};
use super::{ClosingBrief, Hour, Month, Recorded, StoreError};
use crate::domain::document::{Good, Sale};
use crate::domain::event::{Event, ImportCommitted};
use crate::domain::import_rows::ImportRow;
use crate::domain::money::{self, Currency, Money, Rounding};
use crate::domain::pricing::PricedLine;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::shift::Closing;

/// Most blocks held in memory before they are written; an import of any size stays within 6 MB.
const BLOCKS_HELD: usize = 1024;

/// Most products held in memory before they are written, some 5 MB. The rows of an import come in any order
/// of SKU; written one by one they would bring each page to the disk many times.
const PRODUCTS_HELD: usize = 20_000;

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
            held_days: BTreeMap::new(),
            held_products: BTreeMap::new(),
            held_blocks: BTreeMap::new(),
            held_history: BTreeMap::new(),
            numbered,
        })
    }

    /// Folds one entry.
    pub(super) fn entry(&mut self, entry: &Recorded, parts: &mut Parts<'_>) -> Result<(), StoreError> {
        self.ids.insert(entry.id.as_bytes(), entry.position)?;
        match &entry.fact.event {
            Event::Sold(sale) => self.sale(sale, entry.position),
            Event::ShiftClosed(closing) => self.closing(closing, entry.position),
            Event::ImportCommitted(import) => self.import(import, parts),
            Event::ProductSaved(row) => self.product(row),
            // These change the state for decisions only, which is saved whole.
            Event::Founded(_)
            | Event::ShopChanged(_)
            | Event::PersonSaved(_)
            | Event::SignedIn(_)
            | Event::SignInFailed(_)
            | Event::SignedOut(_)
            | Event::ShiftOpened(_)
            | Event::XTaken(_)
            | Event::CountTaken(_)
            | Event::Voided(_)
            | Event::ImportPart(_)
            | Event::IncarnationOpened(_)
            | Event::BackupMade(_)
            | Event::Rebuilt(_)
            | Event::KeysChanged(_)
            | Event::Reprinted(_) => Ok(()),
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

    fn sale(&mut self, sale: &Sale, position: u64) -> Result<(), StoreError> {
        let series = self.series(&sale.number.series)?;
        self.numbers.insert((series, sale.number.number), position)?;
        let (mut cost, mut uncosted) = (0_i64, 0_i64);
        for (good, line) in sale.goods.iter().zip(&sale.priced.lines) {
            let sold = sold(good, line, sale.priced.currency);
            cost = sold.cost.saturating_add(cost);
            uncosted = sold.uncosted.saturating_add(uncosted);
            self.good(good, sold, sale.date)?;
        }
        let currency = sale.priced.currency;
        let row = self.day(sale.date, currency)?;
        row.note(series, sale.number.number);
        row.day.figures.add(sale);
        row.day.cost.gather(Money::from_minor(cost, currency));
        row.day.uncosted.gather(Money::from_minor(uncosted, currency));
        let hour = row
            .day
            .hours
            .entry(sale.time.hour().unsigned_abs())
            .or_insert(Hour {
                sales: 0,
                total: Money::zero(currency),
            });
        hour.sales += 1;
        hour.total.gather(sale.priced.total);
        Ok(())
    }

    /// Moves a product's level and month by what was sold of it.
    fn good(&mut self, good: &Good, sold: Sold, date: Date) -> Result<(), StoreError> {
        let number = match self.standing(good.sku.as_str())? {
            Some(known) => known.number,
            None => self.add_product(&unlisted(good), false)?,
        };
        let (block, index) = block_of(number);
        let month = month_key(Month::of(date));
        self.turn_month(block, month)?;
        let held = self.block(block)?;
        let row = held.row_mut(index);
        if let Some(level) = &mut row.level {
            *level = level.saturating_sub(sold.quantity);
        }
        if held.month == month {
            let row = held.row_mut(index);
            row.sold = Some(row.sold.unwrap_or_default().plus(sold));
        } else {
            // The clock was behind when this was sold: its month is history already.
            let row = self.past(month, block)?.row_mut(index);
            row.sold = Some(row.sold.unwrap_or_default().plus(sold));
        }
        Ok(())
    }

    fn closing(&mut self, closing: &Closing, position: u64) -> Result<(), StoreError> {
        let brief = ClosingBrief {
            number: closing.number,
            shift: closing.opened.number,
            date: closing.opened.date,
            by: closing.by,
            sales: closing.figures.sales,
            total: closing.figures.total,
            expected: closing.expected,
            counted: closing.counted,
            variance: closing.variance,
            position,
        };
        self.closings.insert(closing.number, encode(&brief).as_slice())?;
        Ok(())
    }

    /// All rows of an import, or none: they lie before the commit and count from here on.
    fn import(&mut self, import: &ImportCommitted, parts: &mut Parts<'_>) -> Result<(), StoreError> {
        let (mut seen, mut rows) = (0, 0);
        parts(import, &mut |part| {
            if part.batch == import.batch {
                seen += 1;
                rows += part.rows.len() as u64;
                part.rows.iter().try_for_each(|row| self.product(row))?;
            }
            Ok(())
        })?;
        if (seen, rows) == (import.parts, import.rows) {
            return Ok(());
        }
        let what = format!("{rows} of {} rows, {seen} of {} parts", import.rows, import.parts);
        Err(StoreError::Parts(what.into()))
    }

    /// Keeps a product. What is on the shelf counts only for a new one: later levels come from movements.
    fn product(&mut self, row: &ImportRow) -> Result<(), StoreError> {
        let (number, is_new) = match self.standing(row.product.sku.as_str())? {
            Some(known) => {
                self.hold_product(known.number, &row.product, true)?;
                (known.number, !known.listed)
            }
            None => (self.add_product(&row.product, true)?, true),
        };
        if is_new {
            let (block, index) = block_of(number);
            self.block(block)?.row_mut(index).level = row.stock.map(thousandths);
        }
        Ok(())
    }

    fn standing(&self, sku: &str) -> Result<Option<product::Standing>, StoreError> {
        if let Some(row) = self.held_products.get(sku) {
            return product::standing(row).map(Some);
        }
        let row = self.products.get(sku)?;
        row.map(|row| product::standing(row.value())).transpose()
    }

    /// Gives a product its number.
    fn add_product(&mut self, product: &Product, listed: bool) -> Result<u32, StoreError> {
        let number = self.numbered;
        self.numbered += 1;
        self.hold_product(number, product, listed)?;
        Ok(number)
    }

    fn hold_product(&mut self, number: u32, product: &Product, listed: bool) -> Result<(), StoreError> {
        if self.held_products.len() >= PRODUCTS_HELD {
            self.write_products()?;
        }
        let row = product::encode(number, product, listed);
        self.held_products.insert(product.sku.as_str().to_owned(), row);
        Ok(())
    }

    fn write_products(&mut self) -> Result<(), StoreError> {
        for (sku, row) in std::mem::take(&mut self.held_products) {
            self.products.insert(sku.as_str(), row.as_slice())?;
        }
        Ok(())
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

    /// The first sale of a month in a block sends the month before to the history.
    fn turn_month(&mut self, block: u32, month: u32) -> Result<(), StoreError> {
        let held = self.block(block)?;
        if held.month >= month {
            return Ok(());
        }
        let before = held.month;
        let gone = held.take_month();
        held.month = month;
        if let Some(gone) = gone {
            // There is an older row only if the clock was behind for a while.
            let past = self.past(before, block)?;
            for (index, row) in gone.rows().iter().enumerate() {
                if let Some(sold) = row.sold {
                    let row = past.row_mut(index as u32);
                    row.sold = Some(row.sold.unwrap_or_default().plus(sold));
                }
            }
        }
        Ok(())
    }

    fn block(&mut self, block: u32) -> Result<&mut Block, StoreError> {
        if !self.held_blocks.contains_key(&block) {
            if self.held_blocks.len() + self.held_history.len() >= BLOCKS_HELD {
                self.write_blocks()?;
            }
            let stored = self.blocks.get(block)?;
            let stored = stored
                .map(|row| Block::decode("blocks", row.value()))
                .transpose()?;
            self.held_blocks.insert(block, stored.unwrap_or_default());
        }
        Ok(self.held_blocks.get_mut(&block).expect("it was put there above"))
    }

    fn past(&mut self, month: u32, block: u32) -> Result<&mut Block, StoreError> {
        let key = (month, block);
        if !self.held_history.contains_key(&key) {
            let stored = self.history.get(key)?;
            let stored = stored
                .map(|row| Block::decode("history", row.value()))
                .transpose()?;
            self.held_history
                .insert(key, stored.unwrap_or_else(|| Block::of_month(month)));
        }
        Ok(self.held_history.get_mut(&key).expect("it was put there above"))
    }

    fn write_blocks(&mut self) -> Result<(), StoreError> {
        for (key, block) in std::mem::take(&mut self.held_blocks) {
            self.blocks.insert(key, block.encode().as_slice())?;
        }
        for (key, block) in std::mem::take(&mut self.held_history) {
            self.history.insert(key, block.encode().as_slice())?;
        }
        Ok(())
    }
}

/// What one line moves. Its cost is a figure for reports, rounded to the currency's scale line by line.
fn sold(good: &Good, line: &PricedLine, currency: Currency) -> Sold {
    let cost = good.cost.map(|cost| {
        let places = currency.exponent();
        let cost = money::round(cost.value() * good.quantity.value(), places, Rounding::HalfUp);
        scaled(cost, places)
    });
    Sold {
        quantity: thousandths(good.quantity),
        net: line.net.minor(),
        cost: cost.unwrap_or(0),
        uncosted: if cost.is_none() { line.net.minor() } else { 0 },
    }
}

/// A quantity in thousandths of its unit.
fn thousandths(quantity: Quantity) -> i64 {
    scaled(quantity.value(), Quantity::DECIMALS)
}

/// `value`, which has at most that many places, in the smallest units of them.
fn scaled(value: rust_decimal::Decimal, places: u32) -> i64 {
    let units = value.mantissa() * 10i128.pow(places.saturating_sub(value.scale()));
    i64::try_from(units).unwrap_or(i64::MAX)
}

/// A product that was sold and is in no list; it only has a number. The till sells none such, but an entry is
/// a fact, whatever this thinks of it.
fn unlisted(good: &Good) -> Product {
    Product {
        sku: good.sku.clone(),
        codes: Vec::new(),
        name: good.name.clone(),
        category: good.category.clone(),
        price: good.price,
        cost: good.cost,
        tax: good.tax.clone(),
        unit: good.unit,
        min_stock: None,
        open_price: false,
        active: false,
    }
}
