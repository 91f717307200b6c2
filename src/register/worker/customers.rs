//! Jobs about customers and their accounts. Must never change one without the right to.

use crate::domain::decide::account::PayCommand;
use crate::domain::decide::customers::lifts_limit;
use crate::domain::permission::Permission;
use crate::register::Failure;
use crate::register::job::Job;
use crate::register::printing::moves_cash;
use crate::register::reply::Answer;

use super::Worker;

impl Worker {
    /// Does one of them; any other job is nothing to it.
    pub(super) fn customers(&mut self, job: Job) -> Result<Answer, Failure> {
        self.somebody()?;
        Ok(match job {
            Job::SaveCustomer { customer, approvals } => {
                let given = |right| approvals.iter().copied().find(|one| one.permission == right);
                let by = self.may(Permission::Customers, given(Permission::Customers))?.0;
                if lifts_limit(self.register.customers(), &customer) {
                    self.may(Permission::AccountLimit, given(Permission::AccountLimit))?;
                }
                let kept = self.register.save_customer(by, &customer)?;
                Answer::CustomerSaved(Box::new(kept), self.register.customers().clone())
            }
            Job::PayAccount {
                id,
                customer,
                amount,
                tenders,
                approval,
            } => {
                let by = self.may(Permission::Sell, approval)?.0;
                let again = self.register.recorded_as(id)?.is_some();
                let command = PayCommand { amount, tenders, by };
                let paid = self.register.pay_account(id, customer, &command)?;
                if !again && moves_cash(&paid.tenders, &paid.settlement) {
                    self.pulse();
                }
                Answer::AccountPaid(Box::new(paid))
            }
            Job::Statement(customer) => Answer::Statement(self.register.statement(customer)?.map(Box::new)),
            _ => Answer::Balances(self.register.balances()?),
        })
    }
}
