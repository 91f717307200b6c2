//! Jobs about reports: they go to a thread of their own. Must never read a document on the register's.

use crate::register::Failure;
use crate::register::job::Job;
use crate::register::reply::Answer;

use super::Worker;

impl Worker {
    /// Hands the question over with what it is answered from; its thread answers.
    pub(super) fn report(&mut self, id: u64, job: Job) -> Result<Option<Answer>, Failure> {
        match job {
            Job::Report(ask) => {
                let source = self.register.source()?;
                self.reports.ask(id, ask, source);
            }
            _ => self.reports.give_up(),
        }
        Ok(None)
    }
}
