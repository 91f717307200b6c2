//! Deliveries, things that break, and a count of the shelves. Must never move goods but by an entry.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::Weeks;
use crate::cli::error::Outcome;
use crate::domain::decide::count::{CloseCountCommand, CountCommand};
use crate::domain::decide::stock::{MoveCommand, MoveLine};
use crate::domain::product::Sku;
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::staff::PersonId;
use crate::domain::stock::Reason;

/// Who delivers.
const SUPPLIERS: [&str; 3] = ["Distribuciones Vega", "Lácteos Sur", "Cash Mayor"];

impl Weeks<'_> {
    /// The van comes: what runs low, at a price that moved a little.
    pub(super) fn delivery(&mut self) -> Outcome {
        let mut lines = Vec::new();
        for at in 0..self.shelf.len() {
            let (product, left) = &self.shelf[at];
            let low = product.min_stock.is_some_and(|min| *left <= min.value());
            let Some(cost) = product.cost.filter(|_| low && lines.len() < 40) else {
                continue;
            };
            let sku = product.sku.clone();
            let quantity = Decimal::from(6 * self.dice.between(1, 4));
            // a tenth of a per cent for each step, from three below to three above
            let drift = Decimal::new(self.dice.between(970, 1_030).try_into().unwrap_or(1_000), 3);
            let cost = UnitPrice::new((cost.value() * drift).round_dp(2)).unwrap_or(cost);
            lines.push(MoveLine {
                sku,
                quantity: Quantity::new(quantity).unwrap_or(Quantity::ONE),
                cost: Some(cost),
            });
            self.shelf[at].1 += quantity;
        }
        let supplier = SUPPLIERS[self.dice.below(SUPPLIERS.len())].to_owned();
        let reference = format!("A-{}", self.dice.between(1_000, 9_999));
        self.moved(Reason::Received { supplier, reference }, lines)
    }

    /// Something falls, or is past its date.
    pub(super) fn breakage(&mut self) -> Outcome {
        let at = self.dice.below(self.shelf.len());
        let (product, left) = &mut self.shelf[at];
        if *left < Decimal::TWO || product.unit.decimals() > 0 {
            return Ok(());
        }
        *left -= Decimal::ONE;
        let line = MoveLine {
            sku: product.sku.clone(),
            quantity: Quantity::ONE,
            cost: None,
        };
        let reason = "rotura / broken".to_owned();
        self.moved(Reason::WrittenOff { reason }, vec![line])
    }

    /// A few shelves are counted before the shop opens; mostly they are right.
    pub(super) fn count_begins(&mut self, by: PersonId) -> Result<Uuid, crate::cli::error::Failure> {
        let count = self.id();
        let mut lines: Vec<(Sku, Quantity)> = Vec::new();
        for at in (0..self.shelf.len()).step_by(17) {
            let (product, left) = &mut self.shelf[at];
            if product.unit.decimals() == 0 && *left > Decimal::TWO {
                let missing = Decimal::from(u32::from(lines.len() % 5 == 4));
                *left -= missing;
                lines.push((
                    product.sku.clone(),
                    Quantity::new(*left).unwrap_or(Quantity::ZERO),
                ));
            }
        }
        let command = CountCommand {
            id: self.id(),
            count,
            scope: "A".to_owned(),
            by,
            approved_by: self.people.first().copied(),
            lines,
        };
        self.register.count_stock(&command)?;
        Ok(count)
    }

    /// The count is let stand in the evening, whatever was sold meanwhile.
    pub(super) fn count_ends(&mut self, count: Uuid, by: PersonId) -> Outcome {
        let command = CloseCountCommand {
            id: self.id(),
            count,
            by,
            approved_by: self.people.first().copied(),
            give_up: false,
        };
        self.register.close_count(&command)?;
        Ok(())
    }

    fn moved(&mut self, reason: Reason, lines: Vec<MoveLine>) -> Outcome {
        let Some(by) = self.people.first().copied().filter(|_| !lines.is_empty()) else {
            return Ok(());
        };
        let command = MoveCommand {
            id: self.id(),
            by,
            approved_by: None,
            reason,
            lines,
        };
        self.register.move_stock(&command)?;
        Ok(())
    }
}
