//! Counting blind and closing the register: expected is told only after a count is noted. Must never change a
//! closing once it has its number.

use crate::domain::decide::register::{CloseCommand, close, reckon};
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::shift::{Closing, CountTaken, Counted};
use crate::domain::staff::PersonId;

use super::reply::Reckoning;
use super::{Failure, Register};

impl Register {
    /// Notes a blind count and tells what was expected.
    pub fn count_drawer(&mut self, by: PersonId, count: Vec<Counted>) -> Result<Reckoning, Failure> {
        let counted = self.sum_of(&count);
        let reckoned = reckon(&self.till, by, counted).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit_one(
            Some(by),
            Event::CountTaken(CountTaken {
                counted,
                expected: reckoned.expected,
                count,
            }),
        )?;
        Ok(Reckoning {
            expected: reckoned.expected,
            counted,
            variance: reckoned.variance,
            needs_reason: reckoned.above_limit,
            needs_approval: reckoned.above_limit && !reckoned.may_approve,
        })
    }

    /// Closes the register: the Z.
    pub fn close_shift(&mut self, command: &CloseCommand) -> Result<Closing, Failure> {
        let closing = close(&self.till, command, self.now()).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit_one(Some(command.by), Event::ShiftClosed(closing.clone()))?;
        // A day's end is the moment to have everything in its place.
        self.fold()?;
        Ok(closing)
    }

    /// What the rows of a count add up to.
    pub fn sum_of(&self, count: &[Counted]) -> Money {
        Counted::sum(self.till.shop.currency, count)
    }

    /// Entries that exist on no hub: all of this incarnation, as long as there is none.
    pub fn unsynced(&self) -> u64 {
        self.till.seq
    }
}
