//! Keeping one product, as the counter types it. Must never change one behind the back of the catalogue.

use std::sync::Arc;

use crate::domain::decide::products::keep;
use crate::domain::event::Event;
use crate::domain::import_rows::ImportRow;
use crate::domain::product::{Product, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::staff::PersonId;

use super::{Failure, Fault, Register, open};

impl Register {
    /// Creates or changes a product.
    pub fn save_product(&mut self, by: PersonId, row: ImportRow) -> Result<Product, Failure> {
        keep(&self.till, &self.catalogue, &row).map_err(|refusal| Failure::refused(&refusal))?;
        let product = row.product.clone();
        self.commit_one(Some(by), Event::ProductSaved(row))?;
        self.catalogue = Arc::new(self.catalogue.with(product.clone()));
        Ok(product)
    }

    /// Levels of these products; `None` where there is no such product.
    pub fn stock(&mut self, skus: &[Sku]) -> Result<Vec<Option<Quantity>>, Fault> {
        Ok(self.folded()?.stock(skus)?)
    }

    /// Reads the goods anew from the store, after many of them changed.
    pub fn reload_catalogue(&mut self) -> Result<(), Fault> {
        self.fold()?;
        self.catalogue = Arc::new(open::load_catalogue(&self.store)?);
        Ok(())
    }
}
