//! Keeping one product, as the counter types it. Must never change one behind the back of the catalogue.

use std::sync::Arc;

use crate::domain::decide::products::{ProductRefusal, keep};
use crate::domain::event::Event;
use crate::domain::import_rows::ImportRow;
use crate::domain::product::{LABEL_MAX, Product, Sku};
use crate::domain::quantity::Quantity;
use crate::domain::staff::PersonId;
use crate::domain::text;

use super::{Failure, Fault, Register, open};

impl Register {
    /// Creates or changes a product.
    pub fn save_product(&mut self, by: PersonId, mut row: ImportRow) -> Result<Product, Failure> {
        self.freshen()?;
        keep(&self.till, &self.catalogue, &row).map_err(|refusal| Failure::refused(&refusal))?;
        let product = row.product.clone();
        if !product.active
            && let Some(parked) = self.parked_holding(&product.sku)?.first()
        {
            let ticket = Some(&parked.label).filter(|label| !label.is_empty());
            let ticket = ticket.unwrap_or(&parked.first).clone();
            return Err(Failure::refused(&ProductRefusal::Parked { ticket }));
        }
        row.was = self.standing(&product.sku);
        self.commit_one(Some(by), Event::ProductSaved(row))?;
        self.catalogue = Arc::new(self.catalogue.with(product.clone()));
        Ok(product)
    }

    /// The product of that number as it is now.
    pub(super) fn standing(&self, sku: &Sku) -> Option<Box<Product>> {
        let row = self.catalogue.by_sku(sku.as_str())?;
        Some(Box::new(self.catalogue.get(row).to_product()))
    }

    /// Gives a category another name on all its products at once; gives how many there are.
    pub fn rename_category(&mut self, by: PersonId, from: &str, to: &str) -> Result<u64, Failure> {
        let to = text::clean(to, LABEL_MAX);
        if to.is_empty() {
            return Err(Failure::refused(&ProductRefusal::NoCategory));
        }
        let of = self
            .catalogue
            .iter()
            .filter(|(_, product)| product.category == from);
        let rows: Vec<ImportRow> = of
            .map(|(_, product)| ImportRow {
                product: Product {
                    category: to.clone(),
                    ..product.to_product()
                },
                stock: None,
                was: None,
            })
            .collect();
        let source = format!("{from} > {to}");
        self.import_products(Some(by), rows, &source, &mut |_| {})
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
