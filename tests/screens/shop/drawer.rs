//! The drawer of the tests' register: counts, closings, cash without a sale. Must never decide what the
//! domain decides.

use tendero::domain::cash::slips::Slip;
use tendero::domain::cash::variance::{self, Difference};
use tendero::domain::decide::cash::{Doing, Undoing, move_cash, pay_expense, undo};
use tendero::domain::decide::register::{CloseCommand, close, reckon};
use tendero::domain::event::Event;
use tendero::domain::money::{Money, sum};
use tendero::domain::payment::Method;
use tendero::domain::shift::Counted;
use tendero::domain::staff::PersonId;
use tendero::register::job::{CashJob, ClosingAsked};
use tendero::register::reply::{Answer, CashDone, Reckoning, Said};
use uuid::Uuid;

use super::{FakeRegister, said};

impl FakeRegister {
    pub(super) fn count(
        &mut self,
        by: PersonId,
        count: &[Counted],
        declared: &[(Method, Money)],
        foreign: &[Money],
    ) -> Result<Answer, Said> {
        let counted = sum(self.till.shop.currency, count.iter().map(Counted::amount));
        let reckoned = reckon(&self.till, by, counted, declared, foreign).map_err(said)?;
        let shift = self.till.shift.as_ref().unwrap().opened.number;
        let events = self.sales.iter().cloned().map(Event::Sold);
        let slips: Vec<Slip> = events.filter_map(|event| Slip::of(&event, shift)).collect();
        let difference = Difference {
            expected: reckoned.expected,
            counted,
            count,
            declared: &reckoned.declared,
        };
        let suspects = variance::explain(&difference, &slips);
        Ok(Answer::Counted(Box::new(Reckoning {
            expected: reckoned.expected,
            counted,
            variance: reckoned.variance,
            declared: reckoned.declared,
            foreign: reckoned.foreign,
            suspects,
            needs_reason: reckoned.above_limit,
            needs_approval: reckoned.above_limit && !reckoned.may_approve,
        })))
    }

    pub(super) fn close(
        &mut self,
        by: PersonId,
        closing: ClosingAsked,
        approved_by: Option<PersonId>,
    ) -> Result<Answer, Said> {
        let counted = sum(self.till.shop.currency, closing.count.iter().map(Counted::amount));
        let command = CloseCommand {
            declared: closing.declared,
            foreign: closing.foreign,
            kept: closing.kept,
            by,
            approved_by,
            counted,
            count: closing.count,
            reason: closing.reason,
            unsynced: self.till.seq,
        };
        let closing = close(&self.till, &command, self.now).map_err(said)?;
        self.note(Event::ShiftClosed(closing.clone()));
        Ok(Answer::Closed(Box::new(closing)))
    }

    pub(super) fn cash(&mut self, by: PersonId, job: CashJob) -> Result<Answer, Said> {
        let doing = Doing {
            id: Uuid::from_u128(0xca00 + u128::from(self.till.seq)),
            by,
            approved_by: None,
            time: self.now,
        };
        let done = match job {
            CashJob::Move(command) => Undoing::Move(move_cash(&self.till, doing, &command).map_err(said)?),
            CashJob::Spend(command) => {
                Undoing::Expense(pay_expense(&self.till, doing, &command).map_err(said)?)
            }
            CashJob::Undo(target) => undo(&self.till, doing, target).map_err(said)?,
            CashJob::List => {
                let shift = self.till.shift.clone().unwrap();
                let (moves, expenses) = (shift.moves, shift.expenses);
                return Ok(Answer::Cash(CashDone::List { moves, expenses }));
            }
        };
        Ok(Answer::Cash(match done {
            Undoing::Move(moved) => {
                self.note(Event::CashMoved(moved.clone()));
                CashDone::Moved(Box::new(moved))
            }
            Undoing::Expense(paid) => {
                self.note(Event::ExpensePaid(paid.clone()));
                CashDone::Spent(Box::new(paid))
            }
        }))
    }
}
