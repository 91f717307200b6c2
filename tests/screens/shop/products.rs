//! The fake register's side of the catalogue. Must never decide by itself: the domain does.

use std::sync::Arc;

use tendero::domain::decide::products::{ProductRefusal, keep};
use tendero::domain::import_rows::ImportRow;
use tendero::domain::product::Product;
use tendero::domain::ticket::Ticket;
use tendero::register::reply::{Answer, Said};

use super::{FakeRegister, said};

impl FakeRegister {
    pub(super) fn save_product(&mut self, row: &ImportRow) -> Result<Answer, Said> {
        keep(&self.till, &self.catalogue, row).map_err(said)?;
        self.not_parked(&row.product)?;
        let product = row.product.clone();
        self.catalogue = Arc::new(self.catalogue.with(product.clone()));
        Ok(Answer::ProductSaved(Box::new(product), self.catalogue.clone()))
    }

    /// Refuses to retire what lies on a parked ticket.
    fn not_parked(&self, product: &Product) -> Result<(), Said> {
        let mut tickets = self.parked.values().filter(|_| !product.active);
        let holds = |ticket: &&Ticket| ticket.lines.iter().any(|line| line.good.sku == product.sku);
        match tickets.find(holds) {
            None => Ok(()),
            Some(ticket) => Err(said(ProductRefusal::Parked {
                ticket: ticket.lines[0].good.name.clone(),
            })),
        }
    }
}
