//! Selling a basket that a script asks for. Must never look at the catalogue before it knows that the basket
//! is new: the first answer stands whatever has changed since.

use crate::domain::asked;
use crate::domain::decide::sell::SellCommand;
use crate::domain::lookup;
use crate::domain::staff::PersonId;

use super::fingerprint;
use super::{Completed, Failure, Register};

impl Register {
    /// Sells one basket of JSON, once, however often it is sent.
    pub fn sell_basket(&mut self, cashier: PersonId, json: &str) -> Result<Completed, Failure> {
        let asked = asked::read(json, &self.till.shop).map_err(|refusal| Failure::refused(&refusal))?;
        let fingerprint = fingerprint::of(&asked.canonical);
        if let Some(first) = self.first_answer(asked.id, &fingerprint)? {
            return Ok(first);
        }
        let patterns = lookup::patterns(&self.till.shop.patterns);
        let mut ticket = asked
            .ticket(&self.till.shop, &patterns, &self.catalogue)
            .map_err(|refusal| Failure::refused(&refusal))?;
        if let Some(name) = asked.customer() {
            ticket.customer = Some(self.customer_named(name)?.buyer());
        }
        self.complete_sale(&SellCommand {
            ticket,
            tenders: asked.tenders,
            fingerprint,
            cashier,
        })
    }
}
