//! Jobs of the drawer and of what is paid into it. Must never tell what is expected before a count is noted.

use jiff::civil::Date;

use super::Worker;
use crate::domain::decide::register::{CloseCommand, OpenCommand};
use crate::domain::decide::sell::SellCommand;
use crate::domain::money::Money;
use crate::domain::payment::{Method, Tender};
use crate::domain::permission::{Approval, Permission};
use crate::domain::shift::Counted;
use crate::domain::ticket::Ticket;
use crate::register::job::{ClosingAsked, Job};
use crate::register::printing::Document;
use crate::register::reply::Answer;
use crate::register::{Failure, fingerprint};

impl Worker {
    /// Opens, counts, closes or tells the shift so far; any other job is nothing to it.
    pub(super) fn drawer(&mut self, job: Job) -> Result<Answer, Failure> {
        match job {
            Job::OpenShift {
                float,
                confirmed_date,
                approval,
            } => self.open_shift(float, confirmed_date, approval),
            Job::Count {
                count,
                declared,
                foreign,
                allowed,
                again,
            } => self.count((count, &declared, &foreign), allowed, again),
            Job::CloseShift {
                closing,
                approval,
                allowed,
            } => self.close(closing, approval, allowed),
            Job::TakeX(approval) => self.take_x(approval),
            _ => Ok(Answer::Voided),
        }
    }

    /// Opens the register.
    fn open_shift(
        &mut self,
        float: Money,
        confirmed_date: Option<Date>,
        approval: Option<Approval>,
    ) -> Result<Answer, Failure> {
        let by = self.may(Permission::Register, approval)?.0;
        let command = OpenCommand {
            by,
            float,
            confirmed_date,
        };
        Ok(Answer::ShiftOpened(Box::new(self.register.open_shift(&command)?)))
    }

    /// Sells a ticket.
    pub(super) fn sell(&mut self, ticket: Ticket, tenders: Vec<Tender>) -> Result<Answer, Failure> {
        let cashier = self.may_sell(&ticket)?;
        let fingerprint = fingerprint::of_ticket(&ticket, &tenders);
        let command = SellCommand {
            ticket,
            tenders,
            fingerprint,
            cashier,
        };
        let completed = self.register.complete_sale(&command)?;
        let sale = Box::new(completed.sale);
        if !completed.again {
            self.hand_over(vec![Document::Sale(sale.clone())]);
        }
        Ok(Answer::Sold(sale))
    }

    /// An X report.
    fn take_x(&mut self, approval: Option<Approval>) -> Result<Answer, Failure> {
        let by = self.may(Permission::Register, approval)?.0;
        let shift = self.register.take_x(by)?;
        Ok(Answer::X(Box::new(shift), self.register.till().perpetual))
    }

    /// Notes a blind count. What somebody allowed is not spent by it: the closing that follows is what it was
    /// given for. Another count than the one before it, which told what was expected, asks for the right to
    /// close with a large variance: it may have been made to fit.
    fn count(
        &mut self,
        (count, declared, foreign): (Vec<Counted>, &[(Method, Money)], &[Money]),
        allowed: Option<Approval>,
        again: Option<Approval>,
    ) -> Result<Answer, Failure> {
        let by = self.somebody()?;
        let stands = allowed.filter(|approval| !self.used.contains(&approval.id));
        self.register
            .allowed(by, Permission::Register, stands.as_slice())?;
        let approved_by = if self.register.counts_again(&count, declared, foreign)? {
            self.may(Permission::Variance, again)?.1
        } else {
            None
        };
        let who = (by, approved_by);
        let reckoning = self.register.count_drawer(who, count, declared, foreign)?;
        Ok(Answer::Counted(Box::new(reckoning)))
    }

    /// Closes the register on that count.
    fn close(
        &mut self,
        closing: ClosingAsked,
        approval: Option<Approval>,
        allowed: Option<Approval>,
    ) -> Result<Answer, Failure> {
        let by = self.may(Permission::Register, allowed)?.0;
        let approved_by = match approval {
            Some(_) => self.may(Permission::Variance, approval)?.1,
            None => None,
        };
        let counted = self.register.sum_of(&closing.count);
        let unsynced = self.register.unsynced();
        let command = CloseCommand {
            by,
            approved_by,
            counted,
            count: closing.count,
            declared: closing.declared,
            foreign: closing.foreign,
            kept: closing.kept,
            reason: closing.reason,
            unsynced,
        };
        let closed = self.register.close_shift(&command)?;
        self.unchecked = true;
        Ok(Answer::Closed(Box::new(closed)))
    }
}
