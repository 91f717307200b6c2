//! Store credit at the counter: the notes that a payment names are looked up and held against what was typed.
//! Must never decide by itself what a note may pay.

use crate::domain::decide::credit::{self, CreditRefusal};
use crate::domain::decide::sell::SellCommand;
use crate::domain::document::DocumentNumber;
use crate::domain::payment::Method;
use crate::domain::permission::{Approval, Permission};
use crate::store::Credit;

use super::{Failure, Fault, Register};

impl Register {
    /// The note of store credit of that number.
    pub fn credit(&mut self, number: &DocumentNumber) -> Result<Option<Credit>, Fault> {
        Ok(self.folded()?.credit(number)?)
    }

    /// Refuses tenders that take more off a note of store credit than is left on it, and those that name one
    /// by its number alone: that anybody can guess, so it takes whoever may take goods back without a
    /// receipt.
    pub(super) fn check_credit(&mut self, command: &SellCommand) -> Result<(), Failure> {
        let tenders = &command.tenders;
        if tenders.iter().all(|tender| tender.method != Method::Credit) {
            return Ok(());
        }
        let permission = Permission::ReturnWithoutReceipt;
        let given = |approval: &Approval| approval.permission == permission;
        let allowed =
            self.till.may(command.cashier, permission) || command.ticket.approvals.iter().any(given);
        let refused = |refusal: CreditRefusal| Failure::refused(&refusal);
        for (number, named) in credit::taken(tenders).map_err(refused)? {
            let left = self.credit(&number)?.map(|credit| credit.left);
            let issued = self.refund_document(&number)?.map(|refund| refund.id);
            credit::covers(&number, &named, issued.zip(left), allowed).map_err(refused)?;
        }
        Ok(())
    }
}
