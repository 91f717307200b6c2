//! Goods that moved otherwise than by a sale, and counts that are open, as the fold takes them in. Must never
//! compute a cost: it was decided and recorded.

use redb::ReadableTable;
use uuid::Uuid;

use super::Fold;
use super::goods::thousandths;
use crate::domain::product::{Product, Sku, Unit};
use crate::domain::rate::UnitPrice;
use crate::domain::stock::{CountLine, MovedLine, Reason, StockCountClosed, StockCounted, StockMoved};
use crate::store::StoreError;
use crate::store::codec::{encode, product};
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
            if let Some(cost) = line.cost_after {
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
            self.counts
                .insert(key, encode(&(counted.scope.as_str(), &kept)).as_slice())?;
        }
        Ok(())
    }

    pub(super) fn count_closed(&mut self, closed: &StockCountClosed) -> Result<(), StoreError> {
        self.drop_count(closed.count)
    }

    fn drop_count(&mut self, count: Uuid) -> Result<(), StoreError> {
        let count = count.as_u128();
        let mut skus = Vec::new();
        for row in self.counts.range((count, "")..)? {
            let (key, _) = row?;
            let (of, sku) = key.value();
            if of != count {
                break;
            }
            skus.push(sku.to_owned());
        }
        for sku in &skus {
            self.counts.remove((count, sku.as_str()))?;
        }
        Ok(())
    }

    fn set_cost(&mut self, line: &MovedLine, cost: UnitPrice) -> Result<(), StoreError> {
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
                product.cost = Some(cost);
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
