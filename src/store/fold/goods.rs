//! Products, levels and dekads as the fold keeps them. Must never hold more of them in memory than an import
//! of any size may take.

use super::Fold;
use redb::ReadableTable;

use crate::domain::event::ImportCommitted;
use crate::domain::import_rows::ImportRow;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::store::StoreError;
use crate::store::codec::block::Block;
use crate::store::codec::product;
use crate::store::parts::Parts;
use crate::store::schema::block_of;

/// Most blocks held in memory before they are written; an import of any size stays within 6 MB.
const BLOCKS_HELD: usize = 1024;

/// Most products held in memory before they are written, some 5 MB. The rows of an import come in any order
/// of SKU; written one by one they would bring each page to the disk many times.
const PRODUCTS_HELD: usize = 20_000;

impl Fold<'_> {
    /// All rows of an import, or none: they lie before the commit and count from here on.
    pub(super) fn import(
        &mut self,
        import: &ImportCommitted,
        parts: &mut Parts<'_>,
    ) -> Result<(), StoreError> {
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
    pub(super) fn product(&mut self, row: &ImportRow) -> Result<(), StoreError> {
        let (number, is_new) = match self.standing(row.product.sku.as_str())? {
            Some(known) => {
                self.hold_product(known.number, &row.product, true)?;
                (known.number, !known.listed)
            }
            None => (self.add_product(&row.product, true)?, true),
        };
        if is_new {
            let (block, index) = block_of(number);
            let stock = row.stock.map(thousandths);
            let before = if self.has_base_level(row.product.sku.as_str())? {
                self.block(block)?.row(index).level
            } else {
                None
            };
            self.block(block)?.row_mut(index).level = match (before, stock) {
                (Some(before), stock) => Some(before.saturating_add(stock.unwrap_or(0))),
                (None, stock) => stock,
            };
        }
        Ok(())
    }

    pub(super) fn standing(&self, sku: &str) -> Result<Option<product::Standing>, StoreError> {
        if let Some(row) = self.held_products.get(sku) {
            return product::standing(row).map(Some);
        }
        let row = self.products.get(sku)?;
        row.map(|row| product::standing(row.value())).transpose()
    }

    /// Gives a product its number.
    pub(super) fn add_product(&mut self, product: &Product, listed: bool) -> Result<u32, StoreError> {
        let number = self.numbered;
        self.numbered += 1;
        self.hold_product(number, product, listed)?;
        Ok(number)
    }

    pub(super) fn hold_product(
        &mut self,
        number: u32,
        product: &Product,
        listed: bool,
    ) -> Result<(), StoreError> {
        if self.held_products.len() >= PRODUCTS_HELD {
            self.write_products()?;
        }
        let row = product::encode(number, product, listed);
        self.held_products.insert(product.sku.as_str().to_owned(), row);
        Ok(())
    }

    pub(super) fn write_products(&mut self) -> Result<(), StoreError> {
        for (sku, row) in std::mem::take(&mut self.held_products) {
            self.products.insert(sku.as_str(), row.as_slice())?;
        }
        Ok(())
    }

    /// The first sale of a dekad in a block sends the dekad before to the history.
    pub(super) fn turn_dekad(&mut self, block: u32, dekad: u32) -> Result<(), StoreError> {
        let held = self.block(block)?;
        if held.dekad >= dekad {
            return Ok(());
        }
        let before = held.dekad;
        let gone = held.take_dekad();
        held.dekad = dekad;
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

    pub(super) fn block(&mut self, block: u32) -> Result<&mut Block, StoreError> {
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

    pub(super) fn past(&mut self, dekad: u32, block: u32) -> Result<&mut Block, StoreError> {
        let key = (dekad, block);
        if !self.held_history.contains_key(&key) {
            let stored = self.history.get(key)?;
            let stored = stored
                .map(|row| Block::decode("history", row.value()))
                .transpose()?;
            self.held_history
                .insert(key, stored.unwrap_or_else(|| Block::of_dekad(dekad)));
        }
        Ok(self.held_history.get_mut(&key).expect("it was put there above"))
    }

    pub(super) fn write_blocks(&mut self) -> Result<(), StoreError> {
        for (key, block) in std::mem::take(&mut self.held_blocks) {
            self.blocks.insert(key, block.encode().as_slice())?;
        }
        for (key, block) in std::mem::take(&mut self.held_history) {
            self.history.insert(key, block.encode().as_slice())?;
        }
        Ok(())
    }
}

/// A quantity in thousandths of its unit.
pub(super) fn thousandths(quantity: Quantity) -> i64 {
    quantity.thousandths()
}

/// `value`, which has at most that many places, in the smallest units of them.
pub(super) fn scaled(value: rust_decimal::Decimal, places: u32) -> i64 {
    let units = value.mantissa() * 10i128.pow(places.saturating_sub(value.scale()));
    i64::try_from(units).unwrap_or(i64::MAX)
}
