//! Jobs about tickets that are not paid: put aside, taken up, given up. Must never sell one.

use crate::domain::event::{Event, Voided};
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
                let by = self.may(Permission::VoidTicket, approval)?.0;
                self.register.void_parked(by, id)?;
                Answer::Voided
            }
            Job::Void { skus, ticket } => {
                let voided = Voided {
                    skus,
                    ticket: ticket.is_some(),
                    id: ticket,
                };
                self.register.note(by, Event::Voided(voided))?;
                Answer::Voided
            }
            _ => Answer::Voided,
        })
    }
}
