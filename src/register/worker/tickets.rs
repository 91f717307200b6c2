//! Jobs about tickets that are not paid: put aside, taken up, given up. Must never sell one.

use crate::domain::permission::Permission;
use crate::register::Failure;
use crate::register::job::Job;
use crate::register::reply::Answer;

use super::Worker;

impl Worker {
    /// Does one of them; any other job is nothing to it.
    pub(super) fn ticket(&mut self, job: Job) -> Result<Answer, Failure> {
        let by = self.somebody()?;
        Ok(match job {
            Job::Park { ticket, label } => Answer::Parked(Box::new(self.register.park(by, &ticket, &label)?)),
            Job::Recall(id) => Answer::Recalled(Box::new(self.register.recall(id)?)),
            Job::VoidParked { id, approval } => {
                let (by, approved_by) = self.may(Permission::VoidTicket, approval)?;
                self.register.void_parked(by, id, approved_by)?;
                Answer::Voided
            }
            Job::Void {
                given_up,
                whole,
                approval,
            } => {
                let permission = if whole {
                    Permission::VoidTicket
                } else {
                    Permission::VoidLine
                };
                let (by, approved_by) = self.may(permission, approval)?;
                self.register.void(by, &given_up, whole, approved_by)?;
                Answer::Voided
            }
            _ => Answer::Voided,
        })
    }
}
