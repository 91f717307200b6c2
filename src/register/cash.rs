//! Cash in, out and dropped, expenses, and what undoes them. Must never change an entry: a
//! counter-entry does.

use uuid::Uuid;

use crate::domain::cash::record::REASON_MAX;
use crate::domain::cash::{CashMoved, ExpensePaid};
use crate::domain::decide::cash::{
    CashRefusal, Doing, ExpenseCommand, MoveCommand, Undoing, move_cash, pay_expense, undo,
};
use crate::domain::event::Event;
use crate::domain::staff::PersonId;
use crate::domain::text::clean;

use super::{Failure, Fault, Register};

/// Who does it, and who allowed it.
type Who = (PersonId, Option<PersonId>);

impl Register {
    /// Moves cash into the drawer or out of it.
    pub fn move_cash(&mut self, who: Who, command: &MoveCommand) -> Result<CashMoved, Failure> {
        let id = self.around.id();
        self.move_cash_once(id, who, command)
    }

    /// The same under an id: that move again answers the first one and moves nothing.
    pub fn move_cash_once(
        &mut self,
        id: Uuid,
        (by, approved_by): Who,
        command: &MoveCommand,
    ) -> Result<CashMoved, Failure> {
        let same = |moved: &CashMoved| {
            let reason = clean(&command.reason, REASON_MAX);
            (moved.what, moved.amount) == (command.what, command.amount)
                && moved.reason == reason
                && moved.reverses.is_none()
        };
        match self.recorded_as(id)? {
            None => {}
            Some((_, Event::CashMoved(moved))) if same(&moved) => return Ok(moved),
            Some(_) => return Err(Failure::refused(&CashRefusal::IdTaken)),
        }
        let doing = self.doing(id, by, approved_by);
        let moved = move_cash(&self.till, doing, command).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit(Some(by), vec![(doing.id, Event::CashMoved(moved.clone()))])?;
        Ok(moved)
    }

    /// Records an expense.
    pub fn pay_expense(&mut self, who: Who, command: &ExpenseCommand) -> Result<ExpensePaid, Failure> {
        let id = self.around.id();
        self.pay_expense_once(id, who, command)
    }

    /// The same under an id: that expense again answers the first one and spends nothing.
    pub fn pay_expense_once(
        &mut self,
        id: Uuid,
        (by, approved_by): Who,
        command: &ExpenseCommand,
    ) -> Result<ExpensePaid, Failure> {
        let same = |paid: &ExpensePaid| {
            let words = [&command.note, &command.reference].map(|text| clean(text, REASON_MAX));
            (paid.amount, paid.from_drawer) == (command.amount, command.from_drawer)
                && paid.category.to_lowercase() == command.category.trim().to_lowercase()
                && [&paid.note, &paid.reference] == [&words[0], &words[1]]
                && paid.reverses.is_none()
        };
        match self.recorded_as(id)? {
            None => {}
            Some((_, Event::ExpensePaid(paid))) if same(&paid) => return Ok(paid),
            Some(_) => return Err(Failure::refused(&CashRefusal::IdTaken)),
        }
        let doing = self.doing(id, by, approved_by);
        let paid = pay_expense(&self.till, doing, command).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit(Some(by), vec![(doing.id, Event::ExpensePaid(paid.clone()))])?;
        Ok(paid)
    }

    /// Undoes a move or an expense of the open shift by its counter-entry.
    pub fn undo_cash(&mut self, who: Who, target: Uuid) -> Result<Undoing, Failure> {
        let id = self.around.id();
        self.undo_cash_once(id, who, target)
    }

    /// The same under an id: undoing that again answers the first counter-entry and undoes nothing.
    pub fn undo_cash_once(
        &mut self,
        id: Uuid,
        (by, approved_by): Who,
        target: Uuid,
    ) -> Result<Undoing, Failure> {
        match self.recorded_as(id)? {
            None => {}
            Some((_, Event::CashMoved(moved))) if moved.reverses == Some(target) => {
                return Ok(Undoing::Move(moved));
            }
            Some((_, Event::ExpensePaid(paid))) if paid.reverses == Some(target) => {
                return Ok(Undoing::Expense(paid));
            }
            Some(_) => return Err(Failure::refused(&CashRefusal::IdTaken)),
        }
        let doing = self.doing(id, by, approved_by);
        let undoing = undo(&self.till, doing, target).map_err(|refusal| Failure::refused(&refusal))?;
        let event = match undoing.clone() {
            Undoing::Move(moved) => Event::CashMoved(moved),
            Undoing::Expense(paid) => Event::ExpensePaid(paid),
        };
        self.commit(Some(by), vec![(doing.id, event)])?;
        Ok(undoing)
    }

    /// Every cash move and expense there is, in order, one at a time.
    pub fn each_cash<E: From<Fault>>(&self, mut each: impl FnMut(Undoing) -> Result<(), E>) -> Result<(), E> {
        self.entries(|entry| {
            let fact = super::commit::decode(&entry).map_err(Fault::from)?;
            match fact.event {
                Event::CashMoved(moved) => each(Undoing::Move(moved)),
                Event::ExpensePaid(paid) => each(Undoing::Expense(paid)),
                _ => Ok(()),
            }
        })
    }

    fn doing(&self, id: Uuid, by: PersonId, approved_by: Option<PersonId>) -> Doing {
        Doing {
            id,
            by,
            approved_by,
            time: self.now(),
        }
    }
}
