//! Customers who bring something back. Must never bring back what they did not buy.

use super::Weeks;
use crate::cli::error::Outcome;
use crate::domain::decide::refund::ComingBack;
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Asked, Back, Fate};
use crate::domain::staff::PersonId;
use crate::register::return_jobs::RefundAsked;

impl Weeks<'_> {
    /// A part of a receipt of the last days comes back, and somebody in charge allows it.
    pub(super) fn comes_back(&mut self, cashier: PersonId) -> Outcome {
        let recent = self.receipts.len().min(60);
        let at = self.receipts.len() - recent + self.dice.below(recent);
        let Some(number) = self.receipts.get(at).cloned() else {
            return Ok(());
        };
        let receipt = self.register.sale_with_returns(&number)?;
        let line = self.dice.below(receipt.sale.goods.len());
        let left = receipt.gone().left(&receipt.sale, line);
        if left < Quantity::ONE {
            return Ok(());
        }
        let one = self.dice.percent(50);
        let quantity = if one { Quantity::ONE } else { left };
        let fate = if self.dice.percent(80) {
            Fate::Stock
        } else {
            Fate::WrittenOff
        };
        let asked = RefundAsked {
            id: self.id(),
            what: ComingBack::Of(
                number,
                vec![Asked {
                    line: u32::try_from(line).unwrap_or(0),
                    quantity,
                    fate,
                }],
            ),
            back: if self.dice.percent(60) {
                Back::Original
            } else {
                Back::Cash
            },
            reason: String::new(),
        };
        let allowed = self.people.first().copied();
        self.register.refund(cashier, allowed, &asked, None)?;
        Ok(())
    }
}
