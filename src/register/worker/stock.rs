//! Jobs about goods and counts. Must never show a level to whoever counts blind.

use uuid::Uuid;

use crate::domain::decide::count::{CloseCountCommand, CountCommand, CountRefusal};
use crate::domain::decide::stock::MoveCommand;
use crate::domain::permission::{Approval, Permission};
use crate::domain::stock::OpenCount;
use crate::register::Failure;
use crate::register::reply::Answer;
use crate::register::stock_jobs::{StockAnswer, StockJob};

use super::Worker;

impl Worker {
    /// Does one of them.
    pub(super) fn stock(&mut self, job: StockJob) -> Result<Answer, Failure> {
        let answer = match job {
            StockJob::Move {
                id,
                reason,
                lines,
                approval,
            } => {
                let (by, approved_by) = self.may(Permission::Stock, approval)?;
                let command = MoveCommand {
                    id,
                    by,
                    approved_by,
                    reason,
                    lines,
                };
                let moved = self.register.move_stock(&command)?;
                StockAnswer::Moved(Box::new(moved), self.register.catalogue().clone())
            }
            StockJob::Count {
                id,
                count,
                scope,
                lines,
                approval,
            } => {
                let (by, approved_by) = self.may_in_part(Permission::Stock, approval)?;
                let command = CountCommand {
                    id,
                    count,
                    scope,
                    by,
                    approved_by,
                    lines,
                };
                let mut part = self.register.count_stock(&command)?;
                part.lines.iter_mut().for_each(|line| line.level = None);
                StockAnswer::Counted(Box::new(part))
            }
            StockJob::OpenCounts => {
                self.somebody()?;
                StockAnswer::OpenCounts(self.register.open_counts()?.into_iter().map(blind).collect())
            }
            StockJob::Review { count, approval } => {
                self.may_in_part(Permission::StockApprove, approval)?;
                let gone = || Failure::refused(&CountRefusal::Gone);
                let open = self.register.open_count(count)?.ok_or_else(gone)?;
                let (different, value) = self.register.differences(&open);
                StockAnswer::Review(Box::new(open), different, value)
            }
            StockJob::CloseCount {
                id,
                count,
                give_up,
                approval,
            } => self.close_count((id, count), give_up, approval)?,
            StockJob::RenameCategory { from, to, approval } => {
                let by = self.may(Permission::Catalogue, approval)?.0;
                let renamed = self.register.rename_category(by, &from, &to)?;
                StockAnswer::Renamed(renamed, self.register.catalogue().clone())
            }
        };
        Ok(Answer::Stock(Box::new(answer)))
    }

    fn close_count(
        &mut self,
        (id, count): (Uuid, Uuid),
        give_up: bool,
        approval: Option<Approval>,
    ) -> Result<StockAnswer, Failure> {
        let (by, approved_by) = self.may(Permission::StockApprove, approval)?;
        let command = CloseCountCommand {
            id,
            count,
            by,
            approved_by,
            give_up,
        };
        let ended = self.register.close_count(&command)?;
        Ok(StockAnswer::CountEnded(Box::new(ended)))
    }
}

/// The count without what should have been there.
fn blind(mut open: OpenCount) -> OpenCount {
    for line in &mut open.lines {
        line.line.level = None;
    }
    open
}
