//! Store credit at the counter: the notes that a payment names are looked up and held against what was typed.
//! Must never decide by itself what a note may pay.

use crate::domain::base::{Thing, summed};
use crate::domain::decide::credit::{self, CreditRefusal, Note};
use crate::domain::decide::sell::SellCommand;
use crate::domain::document::{DocumentNumber, refund_series};
use crate::domain::money::Money;
use crate::domain::payment::Method;
use crate::domain::permission::{Approval, Permission};
use crate::store::Credit;

use super::hub::{HubCredit, credit_of};
use super::{Failure, Fault, Register};

impl Register {
    /// The note of store credit of that number, as far as this till's own entries tell.
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
            let note = self.credit_note(&number)?;
            credit::covers(&number, &named, note, allowed).map_err(refused)?;
        }
        Ok(())
    }

    /// What this till knows of a note: what the hub said with its own later sales on top, or its own entries.
    fn credit_note(&mut self, number: &DocumentNumber) -> Result<Note, Fault> {
        let own = self.refund_document(number)?.map(|refund| refund.id);
        if let Some((hub, left)) = self.credit_at_hub(number)?
            && let Some(of) = own.or(hub.of)
        {
            return Ok(Note::Known(of, left));
        }
        if let (Some(of), Some(note)) = (own, self.credit(number)?) {
            return Ok(Note::Known(of, note.left));
        }
        let series = [self.till.series.clone(), refund_series(&self.till.series)];
        let elsewhere = self.hub.is_some() && !series.contains(&number.series);
        Ok(if elsewhere { Note::Elsewhere } else { Note::None })
    }

    fn credit_at_hub(&mut self, number: &DocumentNumber) -> Result<Option<(HubCredit, Money)>, Fault> {
        let id = number.to_string();
        let currency = self.till.shop.currency;
        let base = self.folded()?.base(Thing::Credit, &id)?;
        let Some((base, link)) = base.zip(self.hub.as_mut()) else {
            return Ok(None);
        };
        let Some(hub) = credit_of(&base, currency) else {
            return Ok(None);
        };
        link.own
            .reach(base.included, self.journal.reader(), &self.till.retold)?;
        let own = link.own.of(Thing::Credit, &id, base.included);
        let left = Money::from_minor(summed(hub.left.minor(), own), currency);
        Ok(Some((hub, left)))
    }
}
