//! Finding a document again. Must never build one from anything but the journal's entry.

use crate::domain::document::{DocumentNumber, Sale};

use super::{Fault, Register};

impl Register {
    /// The document of that number.
    pub fn receipt(&mut self, number: &DocumentNumber) -> Result<Option<Sale>, Fault> {
        let Some(position) = self.folded()?.position_of_number(number)? else {
            return Ok(None);
        };
        Ok(self.sale_at(position)?.map(|completed| completed.sale))
    }

    /// The last document.
    pub fn last_receipt(&mut self) -> Result<Option<Sale>, Fault> {
        match self.till.last_sale.clone() {
            Some(number) => self.receipt(&number),
            None => Ok(None),
        }
    }
}
