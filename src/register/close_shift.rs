//! Counting blind and closing the register: expected is told only after a count is noted. Must never change a
//! closing once it has its number.

use crate::domain::cash::slips::Slip;
use crate::domain::cash::variance::{self, Difference, Suspect};
use crate::domain::decide::register::{CloseCommand, Reckoned, RegisterRefusal, close, reckon};
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::retold::Told;
use crate::domain::shift::{Closing, CountTaken, Counted};
use crate::domain::staff::PersonId;

use super::commit::decode;
use super::reply::Reckoning;
use super::{Failure, Fault, Register};
use crate::journal::Cursor;

impl Register {
    /// Notes a blind count, with what was declared of other tenders and counted of other
    /// currencies, and tells what was expected.
    pub fn count_drawer(
        &mut self,
        (by, approved_by): (PersonId, Option<PersonId>),
        count: Vec<Counted>,
        declared: &[(Method, Money)],
        foreign: &[Money],
    ) -> Result<Reckoning, Failure> {
        let counted = self.sum_of(&count);
        self.note_count((by, approved_by), (counted, count), declared, foreign)
    }

    /// Whether another count of the open shift is noted already: what was expected has been told.
    pub fn counts_again(
        &self,
        count: &[Counted],
        declared: &[(Method, Money)],
        foreign: &[Money],
    ) -> Result<bool, Fault> {
        let mut last = None;
        self.of_shift(|event, _| {
            if let Event::CountTaken(taken) = event {
                last = Some(taken);
            }
        })?;
        Ok(last.is_some_and(|last| !last.agrees(count, declared, foreign)))
    }

    /// The same for a closing that comes with its count, whose rows may be missing.
    pub fn count_to_close(&mut self, command: &CloseCommand) -> Result<Reckoning, Failure> {
        let counted = (command.counted, command.count.clone());
        if let Err(refusal @ RegisterRefusal::CountDisagrees { .. }) = close(&self.till, command, self.now())
        {
            return Err(Failure::refused(&refusal));
        }
        self.note_count((command.by, None), counted, &command.declared, &command.foreign)
    }

    fn note_count(
        &mut self,
        (by, approved_by): (PersonId, Option<PersonId>),
        (counted, count): (Money, Vec<Counted>),
        declared: &[(Method, Money)],
        foreign: &[Money],
    ) -> Result<Reckoning, Failure> {
        let reckoned = reckon(&self.till, by, counted, declared, foreign)
            .map_err(|refusal| Failure::refused(&refusal))?;
        // What explains a difference is looked for while the entries of the shift are its own.
        let suspects = self.suspects(&reckoned, counted, &count)?;
        self.commit_one(
            Some(by),
            Event::CountTaken(CountTaken {
                counted,
                expected: reckoned.expected,
                count,
                declared: reckoned.declared.clone(),
                foreign: reckoned.foreign.clone(),
                approved_by,
            }),
        )?;
        Ok(Reckoning {
            expected: reckoned.expected,
            counted,
            variance: reckoned.variance,
            declared: reckoned.declared,
            foreign: reckoned.foreign,
            suspects,
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
        self.copy_rows()?;
        Ok(closing)
    }

    /// Reads every page of the store, as is done at the end of a day: no other reading looks at a checksum.
    /// False where somebody else reads it just now and it has to be done later.
    pub fn check_store(&mut self) -> Result<bool, Fault> {
        self.fold()?;
        Ok(self.store.check_integrity()?)
    }

    /// What in the shift would explain each difference exactly, in the drawer first.
    fn suspects(
        &self,
        reckoned: &Reckoned,
        counted: Money,
        count: &[Counted],
    ) -> Result<Vec<Suspect>, Fault> {
        let differs = reckoned.declared.iter().any(|row| !row.variance().is_zero());
        if reckoned.variance.is_zero() && !differs {
            return Ok(Vec::new());
        }
        let mut slips = Vec::new();
        self.of_shift(|event, shift| slips.extend(Slip::of(&event, shift)))?;
        let difference = Difference {
            expected: reckoned.expected,
            counted,
            count,
            declared: &reckoned.declared,
        };
        Ok(variance::explain(&difference, &slips))
    }

    /// Goes through the entries of the open shift, each with the number of that.
    fn of_shift(&self, mut each: impl FnMut(Event, u64)) -> Result<(), Fault> {
        let Some(opened) = &self.till.shift else {
            return Ok(());
        };
        let head = self.journal.head().cursor;
        // A shift that was opened before a restore began in another life: this one is read from its start.
        let seq = if opened.from_seq <= head.seq {
            opened.from_seq
        } else {
            0
        };
        for entry in self.journal.reader().entries_after(Cursor { seq, ..head }) {
            let entry = entry?;
            let told = self.till.retold.told((entry.incarnation, entry.seq()));
            if told != Told::Back {
                each(decode(&entry)?.event, opened.opened.number);
            }
        }
        Ok(())
    }

    /// What the rows of a count add up to.
    pub fn sum_of(&self, count: &[Counted]) -> Money {
        Counted::sum(self.till.shop.currency, count)
    }

    /// Entries that exist on no hub: all of this incarnation, as long as there is none.
    pub fn unsynced(&self) -> u64 {
        self.hub
            .as_ref()
            .map_or(self.till.seq, |link| self.waiting_of(link))
    }
}
