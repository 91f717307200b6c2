//! Jobs about customers and their accounts. Must never change one without the right to.

use crate::domain::decide::account::PayCommand;
use crate::domain::permission::Permission;
use crate::register::Failure;
use crate::register::job::Job;
use crate::register::reply::Answer;

use super::Worker;

impl Worker {
    /// Does one of them; any other job is nothing to it.
    pub(super) fn customers(&mut self, job: Job) -> Result<Answer, Failure> {
        let by = self.somebody()?;
        Ok(match job {
            Job::SaveCustomer(customer) => {
                let by = self.may(Permission::Customers, None)?.0;
                let kept = self.register.save_customer(by, &customer)?;
                Answer::CustomerSaved(Box::new(kept), self.register.customers().clone())
            }
            Job::PayAccount {
                id,
                customer,
                amount,
                tenders,
            } => {
                let command = PayCommand { amount, tenders, by };
                Answer::AccountPaid(Box::new(self.register.pay_account(id, customer, &command)?))
            }
            Job::Statement(customer) => Answer::Statement(self.register.statement(customer)?.map(Box::new)),
            _ => Answer::Balances(self.register.balances()?),
        })
    }
}
