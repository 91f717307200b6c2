//! Goods that moved otherwise than by a sale, and counts that are open, as the fold takes them in. Must never
//! compute a cost: it was decided and recorded.

use redb::ReadableTable;

use super::Fold;
use super::goods::thousandths;
use crate::domain::product::{Product, Sku, Unit};
use crate::domain::rate::UnitPrice;
use crate::domain::stock::{
    CountLine, CountedLine, MovedLine, Reason, StockCountClosed, StockCounted, StockMoved,
};
use crate::store::StoreError;
use crate::store::codec::{decode, encode, product};
use crate::store::schema::block_of;

impl Fold<'_> {
    pub(super) fn stock_moved(&mut self, moved: &StockMoved, position: u64) -> Result<(), StoreError> {
        if let Reason::Reversed { of } = &moved.reason {
            self.undone.insert(of.as_bytes(), position)?;
        }
        for line in &moved.lines {
            let number = self.number_of(&line.sku, &line.name, line.unit)?;
            let (block, index) = block_of(number);
            let row = self.block(block)?.row_mut(index);
            row.level = Some(row.level.unwrap_or(0).saturating_add(thousandths(line.quantity)));
            if let Some(cost) = line.new_cost() {
                self.set_cost(line, cost)?;
            }
        }
        Ok(())
    }

    /// A product whose level nobody knew is at 0 from the moment it is counted, so that what is sold before
    /// the count ends is not forgotten.
    pub(super) fn stock_counted(&mut self, counted: &StockCounted) -> Result<(), StoreError> {
        for line in &counted.lines {
            let number = self.number_of(&line.sku, &line.name, line.unit)?;
            let (block, index) = block_of(number);
            self.block(block)?.row_mut(index).level.get_or_insert(0);
            let kept = CountLine {
                line: line.clone(),
                by: counted.by,
                time: counted.time,
            };
            let key = (counted.count.as_u128(), line.sku.as_str());
            // Counted again, it has the level that the first time gave it.
            let before = self
                .counts
                .get(key)?
                .map(|row| count_row(row.value()))
                .transpose()?;
            let unknown = before.map_or(line.level.is_none(), |(_, unknown, _)| unknown);
            let row = encode(&(counted.scope.as_str(), unknown, &kept));
            self.counts.insert(key, row.as_slice())?;
        }
        Ok(())
    }

    pub(super) fn count_closed(&mut self, closed: &StockCountClosed) -> Result<(), StoreError> {
        let count = closed.count.as_u128();
        let mut counted = Vec::new();
        for row in self.counts.range((count, "")..)? {
            let (key, value) = row?;
            if key.value().0 != count {
                break;
            }
            let (_, unknown, kept) = count_row(value.value())?;
            counted.push((kept.line, unknown));
        }
        for (line, unknown) in &counted {
            self.counts.remove((count, line.sku.as_str()))?;
            if closed.given_up && *unknown {
                self.forget_level(line)?;
            }
        }
        Ok(())
    }

    /// A level that was only begun for a count that nobody wants is not known, as before it; what came in
    /// meanwhile is.
    fn forget_level(&mut self, line: &CountedLine) -> Result<(), StoreError> {
        if self.has_base_level(line.sku.as_str())? {
            return Ok(());
        }
        let number = self.number_of(&line.sku, &line.name, line.unit)?;
        let (block, index) = block_of(number);
        let row = self.block(block)?.row_mut(index);
        row.level = row.level.filter(|level| *level > 0);
        Ok(())
    }

    fn set_cost(&mut self, line: &MovedLine, cost: Option<UnitPrice>) -> Result<(), StoreError> {
        let sku = line.sku.as_str();
        let known = match self.held_products.get(sku) {
            Some(row) => product::decode(sku, row)?,
            None => match self.products.get(sku)? {
                Some(row) => product::decode(sku, row.value())?,
                None => None,
            },
        };
        match known {
            Some((number, mut product)) => {
                product.cost = cost;
                self.hold_product(number, &product, true)
            }
            // Moved and never listed: it has no cost that anybody would ask for.
            None => Ok(()),
        }
    }

    fn number_of(&mut self, sku: &Sku, name: &str, unit: Unit) -> Result<u32, StoreError> {
        match self.standing(sku.as_str())? {
            Some(known) => Ok(known.number),
            None => self.add_product(&unlisted(sku, name, unit), false),
        }
    }
}

/// A row of an open count: what is counted, whether the level was not known before it, and what was found.
fn count_row(bytes: &[u8]) -> Result<(String, bool, CountLine), StoreError> {
    decode("counts", bytes)
}

/// A product that moved and is in no list; it only has a number.
fn unlisted(sku: &Sku, name: &str, unit: Unit) -> Product {
    Product {
        sku: sku.clone(),
        codes: Vec::new(),
        name: name.to_owned(),
        category: String::new(),
        price: UnitPrice::ZERO,
        cost: None,
        tax: String::new(),
        unit,
        min_stock: None,
        open_price: false,
        active: false,
    }
}
