//! Jobs about reports: they go to a thread of their own. Must never read a document on the register's.

use crate::domain::permission::Permission;
use crate::register::Failure;
use crate::register::job::Job;
use crate::register::reply::Answer;
use crate::register::reports::desk::Ask;

use super::Worker;

impl Worker {
    /// Hands the question over with what it is answered from; its thread answers.
    pub(super) fn report(&mut self, id: u64, job: Job) -> Result<Option<Answer>, Failure> {
        match job {
            Job::Report(ask) => {
                let mut costs = true;
                match &ask {
                    Ask::Trail(..) => self.may_read(Permission::Trail)?,
                    // Everybody who sells looks at goods and their levels.
                    Ask::Levels => {
                        self.somebody()?;
                    }
                    // What goods cost is for whoever keeps the stock.
                    Ask::Story(_) => {
                        let by = self.somebody()?;
                        costs = self.register.till().may(by, Permission::Stock);
                    }
                    Ask::Worth
                    | Ask::Report(_)
                    | Ask::Documents(_)
                    | Ask::Rows(_)
                    | Ask::Closing(_)
                    | Ask::Save(..) => self.may_read(Permission::Reports)?,
                }
                let mut source = self.register.source()?;
                source.tells_costs(costs);
                self.reports.ask(id, ask, source);
            }
            _ => self.reports.give_up(),
        }
        Ok(None)
    }
}
