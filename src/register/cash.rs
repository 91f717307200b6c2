//! Cash in, out and dropped, expenses, and what undoes them. Must never change an entry: a
//! counter-entry does.

use uuid::Uuid;

use crate::domain::cash::{CashMoved, ExpensePaid};
use crate::domain::decide::cash::{
    Doing, ExpenseCommand, MoveCommand, Undoing, move_cash, pay_expense, undo,
};
use crate::domain::event::Event;
use crate::domain::staff::PersonId;

use super::{Failure, Fault, Register};

impl Register {
    /// Moves cash into the drawer or out of it.
    pub fn move_cash(
        &mut self,
        (by, approved_by): (PersonId, Option<PersonId>),
        command: &MoveCommand,
    ) -> Result<CashMoved, Failure> {
        let doing = self.doing(by, approved_by);
        let moved = move_cash(&self.till, doing, command).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit(Some(by), vec![(doing.id, Event::CashMoved(moved.clone()))])?;
        Ok(moved)
    }

    /// Records an expense.
    pub fn pay_expense(
        &mut self,
        (by, approved_by): (PersonId, Option<PersonId>),
        command: &ExpenseCommand,
    ) -> Result<ExpensePaid, Failure> {
        let doing = self.doing(by, approved_by);
        let paid = pay_expense(&self.till, doing, command).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit(Some(by), vec![(doing.id, Event::ExpensePaid(paid.clone()))])?;
        Ok(paid)
    }

    /// Undoes a move or an expense of the open shift by its counter-entry.
    pub fn undo_cash(
        &mut self,
        (by, approved_by): (PersonId, Option<PersonId>),
        target: Uuid,
    ) -> Result<Undoing, Failure> {
        let doing = self.doing(by, approved_by);
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

    fn doing(&self, by: PersonId, approved_by: Option<PersonId>) -> Doing {
        Doing {
            id: self.around.id(),
            by,
            approved_by,
            time: self.now(),
        }
    }
}
