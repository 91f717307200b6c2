//! Queries over a consistent snapshot of the store. Must never write, nor be kept for longer than a report
//! takes: pages it sees cannot be used again meanwhile.

mod copies;
mod customers;
mod documents;
mod happenings;
mod moved;
mod parked;
mod refunds;
mod stock;

pub use documents::Run;
pub use happenings::Happening;
pub use moved::Lines;

use jiff::civil::Date;
use redb::{ReadTransaction, ReadableTable};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::domain::document::DocumentNumber;
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::store::codec::block::{Block, PRODUCTS, Row, Sold};
use crate::store::codec::day::DayRow;
use crate::store::codec::{damaged, decode, product};
use crate::store::error::guard;
use crate::store::schema::{self, block_of, date_of, day_key, dekad_of};
use crate::store::{Applied, ClosingBrief, Day, Month, Moved, StoreError};

/// A snapshot; may be handed to another thread.
pub struct Reader {
    pub(in crate::store) tx: ReadTransaction,
}

impl Reader {
    pub(in crate::store) fn new(tx: ReadTransaction) -> Reader {
        Reader { tx }
    }

    /// How far the journal is folded in this snapshot.
    pub fn applied(&self) -> Result<Applied, StoreError> {
        guard(|| {
            let meta = self.tx.open_table(schema::META)?;
            let row = meta.get(schema::META_APPLIED)?;
            let Some(row) = row else {
                return Ok(Applied::default());
            };
            let (ordinal, seq) = decode("meta", row.value())?;
            Ok(Applied { ordinal, seq })
        })
    }

    /// Every product in order of SKU.
    pub fn for_each_product(&self, mut each: impl FnMut(Product)) -> Result<(), StoreError> {
        guard(|| self.each_numbered(|_, product| each(product)))
    }

    /// Every product in order of SKU with its level; `None` where nothing was ever counted.
    pub fn for_each_level(&self, mut each: impl FnMut(Product, Option<Quantity>)) -> Result<(), StoreError> {
        guard(|| {
            let levels = self.numbered_levels()?;
            let level = |number: u32| levels.get(number as usize).copied().flatten();
            self.each_numbered(|number, product| each(product, level(number).map(Quantity::from_thousandths)))
        })
    }

    /// The level of each product by its number, in thousandths.
    fn numbered_levels(&self) -> Result<Vec<Option<i64>>, StoreError> {
        let mut levels: Vec<Option<i64>> = Vec::new();
        for row in self.tx.open_table(schema::BLOCKS)?.iter()? {
            let (block, bytes) = row?;
            let rows = Block::decode("blocks", bytes.value())?;
            for (product, row) in numbered(block.value(), &rows) {
                *place(&mut levels, product) = row.level;
            }
        }
        Ok(levels)
    }

    /// Levels, in the order asked for; `None` where nothing was ever counted.
    pub fn stock(&self, skus: &[Sku]) -> Result<Vec<Option<Quantity>>, StoreError> {
        guard(|| {
            let products = self.tx.open_table(schema::PRODUCT_ROWS)?;
            let blocks = self.tx.open_table(schema::BLOCKS)?;
            let level = |sku: &Sku| {
                let Some(row) = products.get(sku.as_str())? else {
                    return Ok(None);
                };
                let (block, index) = block_of(product::number(row.value())?);
                let Some(row) = blocks.get(block)? else {
                    return Ok(None);
                };
                let level = Block::decode("blocks", row.value())?.row(index).level;
                Ok(level.map(Quantity::from_thousandths))
            };
            skus.iter().map(level).collect()
        })
    }

    /// Where the entry of that id is.
    pub fn position_of_id(&self, id: Uuid) -> Result<Option<u64>, StoreError> {
        guard(|| {
            let ids = self.tx.open_table(schema::IDS)?;
            Ok(ids.get(id.as_bytes())?.map(|row| row.value()))
        })
    }

    /// Where the document of that number is.
    pub fn position_of_number(&self, number: &DocumentNumber) -> Result<Option<u64>, StoreError> {
        guard(|| {
            let series = self.tx.open_table(schema::SERIES)?;
            let Some(series) = series.get(number.series.as_str())? else {
                return Ok(None);
            };
            let numbers = self.tx.open_table(schema::NUMBERS)?;
            Ok(numbers
                .get((series.value(), number.number))?
                .map(|row| row.value()))
        })
    }

    /// Where the sales of those business dates are, both included, in the order they were made.
    pub fn sales_between(&self, from: Date, to: Date) -> Result<Vec<u64>, StoreError> {
        guard(|| {
            let numbers = self.tx.open_table(schema::NUMBERS)?;
            let mut positions = Vec::new();
            for (_, row) in self.day_rows(from, to)? {
                for run in row.runs {
                    for number in numbers.range((run.series, run.first)..=(run.series, run.last))? {
                        positions.push(number?.1.value());
                    }
                }
            }
            // Positions are in the order of entries; dates follow them, except where a clock was wrong.
            positions.sort_unstable();
            Ok(positions)
        })
    }

    /// Where the Z of that number is.
    pub fn position_of_closing(&self, number: u64) -> Result<Option<u64>, StoreError> {
        guard(|| {
            let closings = self.tx.open_table(schema::CLOSINGS)?;
            let Some(row) = closings.get(number)? else {
                return Ok(None);
            };
            let brief: ClosingBrief = decode("closings", row.value())?;
            Ok(Some(brief.position))
        })
    }

    /// Every closing, the oldest first.
    pub fn closings(&self) -> Result<Vec<ClosingBrief>, StoreError> {
        guard(|| {
            let closings = self.tx.open_table(schema::CLOSINGS)?;
            closings
                .iter()?
                .map(|row| decode("closings", row?.1.value()))
                .collect()
        })
    }

    /// The days with sales from one business date to another, both included.
    pub fn days(&self, from: Date, to: Date) -> Result<Vec<(Date, Day)>, StoreError> {
        guard(|| {
            let rows = self.day_rows(from, to)?;
            Ok(rows.into_iter().map(|(date, row)| (date, row.day)).collect())
        })
    }

    /// What was sold of a product, month by month, the oldest first.
    pub fn months(&self, sku: &Sku) -> Result<Vec<(Month, Moved)>, StoreError> {
        guard(|| {
            let products = self.tx.open_table(schema::PRODUCT_ROWS)?;
            let Some(row) = products.get(sku.as_str())? else {
                return Ok(Vec::new());
            };
            let (wanted, index) = block_of(product::number(row.value())?);
            let mut sold: BTreeMap<Month, Sold> = BTreeMap::new();
            let mut put = |dekad: u32, more: Option<Sold>| {
                if let Some(more) = more {
                    let sum = sold.entry(dekad_of(dekad).month).or_default();
                    *sum = sum.plus(more);
                }
            };
            // The dekads are few; each is one look-up.
            let history = self.tx.open_table(schema::HISTORY)?;
            let mut next = history.range((0, wanted)..)?.next().transpose()?;
            while let Some((key, _)) = next {
                let (dekad, _) = key.value();
                if let Some(row) = history.get((dekad, wanted))? {
                    let row = Block::decode("history", row.value())?.row(index);
                    put(dekad, row.sold);
                }
                next = history.range((dekad + 1, 0)..)?.next().transpose()?;
            }
            if let Some(row) = self.tx.open_table(schema::BLOCKS)?.get(wanted)? {
                let block = Block::decode("blocks", row.value())?;
                put(block.dekad, block.row(index).sold);
            }
            let Some(currency) = self.currency()? else {
                return Ok(Vec::new());
            };
            Ok(sold
                .iter()
                .map(|(month, sold)| (*month, moved(*sold, currency)))
                .collect())
        })
    }

    fn each_numbered(&self, mut each: impl FnMut(u32, Product)) -> Result<(), StoreError> {
        for row in self.tx.open_table(schema::PRODUCT_ROWS)?.iter()? {
            let (sku, value) = row?;
            if let Some((number, product)) = product::decode(sku.value(), value.value())? {
                each(number, product);
            }
        }
        Ok(())
    }

    fn day_rows(&self, from: Date, to: Date) -> Result<Vec<(Date, DayRow)>, StoreError> {
        let days = self.tx.open_table(schema::DAYS)?;
        let (first, last) = (day_key(from), day_key(to));
        if first > last {
            return Ok(Vec::new());
        }
        let read = |row: Result<(redb::AccessGuard<'_, i32>, redb::AccessGuard<'_, &[u8]>), _>| {
            let (key, value) = row.map_err(StoreError::from)?;
            let date = date_of(key.value()).ok_or_else(|| damaged("days", "impossible date"))?;
            Ok((date, decode("days", value.value())?))
        };
        days.range(first..=last)?.map(read).collect()
    }

    /// The currency of every amount in the roll-ups; none before the first sale.
    fn currency(&self) -> Result<Option<Currency>, StoreError> {
        let days = self.tx.open_table(schema::DAYS)?;
        let Some((_, row)) = days.last()? else {
            return Ok(None);
        };
        let row: DayRow = decode("days", row.value())?;
        Ok(Some(row.day.cost.currency()))
    }
}

fn numbered(block: u32, rows: &Block) -> impl Iterator<Item = (u32, Row)> {
    let first = block * PRODUCTS;
    (first..).zip(rows.rows().iter().copied())
}

/// The place of a product in a list by number, which grows to hold it.
fn place<T: Copy>(all: &mut Vec<Option<T>>, number: u32) -> &mut Option<T> {
    let at = number as usize;
    if all.len() <= at {
        all.resize(at + 1, None);
    }
    &mut all[at]
}

fn moved(sold: Sold, currency: Currency) -> Moved {
    let money = |minor| Money::from_minor(minor, currency);
    Moved {
        quantity: Quantity::from_thousandths(sold.quantity),
        net: money(sold.net),
        cost: money(sold.cost),
        uncosted: money(sold.uncosted),
    }
}
