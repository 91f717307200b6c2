//! Rows of the hub as the fold takes them in. Must never look at an entry.

use redb::ReadableTable;

use super::Fold;
use crate::domain::base::Thing;
use crate::domain::product::{Product, Sku, Unit};
use crate::domain::rate::UnitPrice;
use crate::store::StoreError;
use crate::store::codec::{encode, product};
use crate::store::hub::{Base, Shown};
use crate::store::schema::block_of;

impl Fold<'_> {
    /// What is shown of a row; the shop and its people stand in the state for decisions.
    pub(in crate::store) fn show(&mut self, shown: &Shown) -> Result<(), StoreError> {
        match shown {
            Shown::Product(product) => match self.standing(product.sku.as_str())? {
                Some(known) => self.hold_product(known.number, product, true),
                None => self.add_product(product, true).map(drop),
            },
            Shown::Customer(customer) => self.customer(customer),
            Shown::Balance(customer, amount) => {
                self.balances.insert(customer.0.as_u128(), *amount)?;
                Ok(())
            }
            Shown::Level(sku, level) => {
                let number = match self.standing(sku.as_str())? {
                    Some(known) => known.number,
                    None => self.add_product(&unknown(sku), false)?,
                };
                let (block, index) = block_of(number);
                self.block(block)?.row_mut(index).level = Some(*level);
                Ok(())
            }
            Shown::Shop(_) | Shown::Person(_) | Shown::Nothing => Ok(()),
        }
    }

    /// Keeps a row of the hub.
    pub(in crate::store) fn keep_base(&mut self, base: &Base) -> Result<(), StoreError> {
        let row = encode(&(base.included, &base.value));
        self.bases
            .insert((base.thing, base.id.as_str()), row.as_slice())?;
        Ok(())
    }

    /// Whether the hub says how much there is of a product.
    pub(super) fn has_base_level(&self, sku: &str) -> Result<bool, StoreError> {
        Ok(self.bases.get((Thing::Level as u8, sku))?.is_some())
    }

    /// Gives a product the number that it has in another store.
    pub(in crate::store) fn number_like(&mut self, sku: &str, row: &[u8]) -> Result<(), StoreError> {
        let (number, row) = product::unlisted(row)?;
        self.numbered = self.numbered.max(number + 1);
        self.products.insert(sku, row.as_slice())?;
        Ok(())
    }
}

/// A product of which only the level is known so far.
fn unknown(sku: &Sku) -> Product {
    Product {
        sku: sku.clone(),
        codes: Vec::new(),
        name: sku.as_str().to_owned(),
        category: String::new(),
        price: UnitPrice::ZERO,
        cost: None,
        tax: String::new(),
        unit: Unit::Ea,
        min_stock: None,
        open_price: false,
        active: false,
    }
}
