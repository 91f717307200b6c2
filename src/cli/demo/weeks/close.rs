//! The end of a day. Must never count what is not in the drawer but by mistake.

use super::Weeks;
use crate::cli::error::Outcome;
use crate::domain::decide::register::CloseCommand;
use crate::domain::money::Money;
use crate::domain::shift::Counted;
use crate::domain::staff::PersonId;

/// Notes and coins of the drawer, in cents, the largest first.
const FACES: [i64; 13] = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

impl Weeks<'_> {
    /// Counts, mostly right, and closes. Once the drawer is short beyond the limit, and the owner approves.
    pub(super) fn close(&mut self, cashier: PersonId, number: usize) -> Outcome {
        let Some(shift) = &self.register.till().shift else {
            return Ok(());
        };
        let expected = shift.expected_cash();
        let (off, reason) = match number {
            9 => (-1_000, "billete de 10 dado de más / a 10 note too much in change"),
            _ if self.dice.percent(25) => ((i64::try_from(self.dice.below(13)).unwrap_or(6) - 6) * 5, ""),
            _ => (0, ""),
        };
        let counted = expected + self.euros(off);
        let count = self.notes_and_coins(counted);
        self.register
            .count_drawer((cashier, None), count.clone(), &[], &[])?;
        let command = CloseCommand {
            declared: Vec::new(),
            foreign: Vec::new(),
            kept: None,
            by: cashier,
            approved_by: (!reason.is_empty()).then_some(self.people[0]),
            counted,
            count,
            reason: reason.to_owned(),
            unsynced: self.register.unsynced(),
        };
        self.register.close_shift(&command)?;
        Ok(())
    }

    fn notes_and_coins(&self, amount: Money) -> Vec<Counted> {
        let mut left = u64::try_from(amount.minor()).unwrap_or(0);
        let mut rows = Vec::new();
        for face in FACES {
            let pieces = left / face.unsigned_abs();
            left %= face.unsigned_abs();
            if pieces > 0 {
                let denomination = self.euros(face);
                rows.push(Counted { denomination, pieces });
            }
        }
        rows
    }
}
