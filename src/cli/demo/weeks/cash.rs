//! Money that leaves the drawer or comes into it without a sale. Must never take more than is there.

use super::Weeks;
use crate::cli::error::Outcome;
use crate::domain::cash::CashMove;
use crate::domain::decide::cash::{ExpenseCommand, MoveCommand};
use crate::domain::staff::PersonId;

/// What lies in the drawer in the evening before some of it goes to the safe, in cents.
const MUCH: i64 = 35_000;

impl Weeks<'_> {
    /// What a day brings beside its sales: something to pay, a slip that is taken back, a drop to the safe.
    pub(super) fn petty_cash(&mut self, cashier: PersonId, day: usize) -> Outcome {
        let who = (cashier, self.people.first().copied());
        if day % 4 == 2 {
            let cents = i64::try_from(self.dice.between(450, 2_400)).unwrap_or(450);
            let categories = self.register.till().shop.expense_categories();
            let command = ExpenseCommand {
                category: categories.into_iter().next().unwrap_or_default(),
                amount: self.euros(cents),
                note: String::new(),
                reference: format!("F-{}", self.dice.between(100, 999)),
                from_drawer: day % 8 == 2,
            };
            self.register.pay_expense(who, &command)?;
        }
        if day == 3 {
            let moved = self.moves(who, CashMove::In, 2_000, "cambio / change")?;
            self.wait(60_000);
            self.register.undo_cash(who, moved)?;
        }
        let expected = self
            .register
            .till()
            .shift
            .as_ref()
            .map(|shift| shift.expected_cash().minor());
        if expected.is_some_and(|cents| cents > MUCH) {
            self.moves(who, CashMove::Drop, 20_000, "caja fuerte / safe")?;
        }
        Ok(())
    }

    fn moves(
        &mut self,
        who: (PersonId, Option<PersonId>),
        what: CashMove,
        cents: i64,
        reason: &str,
    ) -> Result<uuid::Uuid, crate::cli::error::Failure> {
        let command = MoveCommand {
            what,
            amount: self.euros(cents),
            reason: reason.to_owned(),
        };
        Ok(self.register.move_cash(who, &command)?.id)
    }
}
