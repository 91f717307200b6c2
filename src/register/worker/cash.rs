//! Jobs of cash that moves without a sale. Must never tell what the drawer should hold.

use super::Worker;
use crate::domain::decide::cash::Undoing;
use crate::domain::permission::{Approval, Permission};
use crate::register::Failure;
use crate::register::job::CashJob;
use crate::register::reply::{Answer, CashDone};

impl Worker {
    /// Does one of them.
    pub(super) fn cash(&mut self, job: CashJob, approval: Option<Approval>) -> Result<Answer, Failure> {
        Ok(Answer::Cash(match job {
            CashJob::Move(command) => {
                let who = self.may(Permission::CashMove, approval)?;
                let moved = self.register.move_cash(who, &command)?;
                self.pulse();
                CashDone::Moved(Box::new(moved))
            }
            CashJob::Spend(command) => {
                let who = self.may(Permission::Expense, approval)?;
                let paid = self.register.pay_expense(who, &command)?;
                if paid.from_drawer {
                    self.pulse();
                }
                CashDone::Spent(Box::new(paid))
            }
            CashJob::Undo(target) => {
                let shift = self.register.till().shift.as_ref();
                let expense = shift.is_some_and(|shift| shift.expenses.iter().any(|one| one.id == target));
                let asks = if expense {
                    Permission::Expense
                } else {
                    Permission::CashMove
                };
                let who = self.may(asks, approval)?;
                match self.register.undo_cash(who, target)? {
                    Undoing::Move(moved) => {
                        self.pulse();
                        CashDone::Moved(Box::new(moved))
                    }
                    Undoing::Expense(paid) => {
                        if paid.from_drawer {
                            self.pulse();
                        }
                        CashDone::Spent(Box::new(paid))
                    }
                }
            }
            CashJob::List => {
                self.somebody()?;
                let shift = self.register.till().shift.as_ref();
                let (moves, expenses) = shift.map_or_else(Default::default, |shift| {
                    (shift.moves.clone(), shift.expenses.clone())
                });
                CashDone::List { moves, expenses }
            }
        }))
    }
}
