//! Completing a sale: the ticket becomes a fact, once, however often it is asked for. Must never answer
//! before the sale is on disk.

use std::borrow::Cow;

use uuid::Uuid;

use crate::domain::decide::sell::{SellCommand, SellRefusal, sell};
use crate::domain::document::Sale;
use crate::domain::event::{Event, Fact};
use crate::domain::refusal::Refuse;
use crate::journal::{JournalError, Position};

use super::commit::decode;
use super::{Failure, Fault, Register};

/// A sale that exists.
#[derive(Debug, Clone)]
pub struct Completed {
    /// The document.
    pub sale: Sale,
    /// Its sequence in the journal.
    pub seq: u64,
    /// Whether it existed before this call, which then sold nothing.
    pub again: bool,
}

/// Why nothing is sold whatever is on the ticket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpaceRefusal {
    /// The disk is full.
    #[error("the disk is full: nothing more can be recorded; free some space, the ticket stays here")]
    DiskFull,
    /// The disk is full, and the till cannot so much as begin or go on.
    #[error("the disk is full: nothing is lost; free some space and start again")]
    Stopped,
}

impl Refuse for SpaceRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "disk-full",
            Self::Stopped => "fault-disk-full",
        }
    }
}

impl Register {
    /// Sells a ticket. The same id with the same fingerprint returns the first sale and sells nothing; with
    /// another fingerprint it is refused, naming the first number.
    pub fn complete_sale(&mut self, command: &SellCommand) -> Result<Completed, Failure> {
        let id = command.ticket.id;
        if let Some(first) = self.first_answer(id, &command.fingerprint)? {
            return Ok(first);
        }
        self.check_room()?;
        let checked = self.with_approvals_that_stand(command)?;
        self.check_credit(&checked)?;
        let balance = self.charged(&checked)?;
        let mut sale =
            sell(&self.till, &checked, self.now()).map_err(|refusal| Failure::refused(&refusal))?;
        sale.balance = balance;
        let appended = match self.commit(Some(command.cashier), vec![(id, Event::Sold(sale.clone()))]) {
            Ok(appended) => appended,
            Err(Fault::Journal(JournalError::NoSpace(_))) => {
                return Err(Failure::refused(&SpaceRefusal::DiskFull));
            }
            Err(fault) => return Err(fault.into()),
        };
        Ok(Completed {
            sale,
            seq: appended[0].seq,
            again: false,
        })
    }

    /// Refuses what would be recorded and could not be folded: it would be safe, and nothing more could be
    /// looked up until somebody makes room.
    pub(super) fn check_room(&self) -> Result<(), Failure> {
        if self.store.has_room() {
            return Ok(());
        }
        Err(Failure::refused(&SpaceRefusal::DiskFull))
    }

    /// The command with only those approvals that the journal holds.
    pub(super) fn with_approvals_that_stand<'a>(
        &self,
        command: &'a SellCommand,
    ) -> Result<Cow<'a, SellCommand>, Failure> {
        let mut checked = Cow::Borrowed(command);
        for approval in &command.ticket.approvals {
            if !self.holds(approval)? {
                checked
                    .to_mut()
                    .ticket
                    .approvals
                    .retain(|given| given != approval);
            }
        }
        Ok(checked)
    }

    /// The sale that was sold under that id as the same basket, if there is one; any other use of the id is
    /// refused.
    pub(super) fn first_answer(&self, id: Uuid, fingerprint: &str) -> Result<Option<Completed>, Failure> {
        #[cfg(feature = "planted-bugs")]
        if crate::journal::gated::planted("ids-forgotten") {
            return Ok(None);
        }
        let refusal = match self.recorded_as(id)? {
            None => return Ok(None),
            Some((seq, Event::Sold(sale))) if sale.fingerprint == fingerprint => {
                return Ok(Some(completed(sale, seq)));
            }
            Some((_, Event::Sold(sale))) => SellRefusal::OtherBasket {
                number: sale.number.to_string(),
            },
            Some(_) => SellRefusal::IdTaken,
        };
        Err(Failure::refused(&refusal))
    }

    /// The sale of that id, if there is one.
    pub fn sold_before(&self, id: Uuid) -> Result<Option<Completed>, Fault> {
        Ok(match self.recorded_as(id)? {
            Some((seq, Event::Sold(sale))) => Some(completed(sale, seq)),
            _ => None,
        })
    }

    /// What was recorded under that id, with its sequence; the store may not have it yet.
    pub(super) fn recorded_as(&self, id: Uuid) -> Result<Option<(u64, Event)>, Fault> {
        let found = self.fact_of(id)?;
        Ok(found.map(|(seq, fact)| (seq, fact.event)))
    }

    /// The fact of that id, with its sequence.
    pub(super) fn fact_of(&self, id: Uuid) -> Result<Option<(u64, Fact)>, Fault> {
        if let Some(record) = self.tail.iter().find(|record| record.id == id) {
            return Ok(Some((record.mark.seq, record.fact.clone())));
        }
        match self.store.read()?.position_of_id(id)? {
            Some(position) => self.fact_at(position).map(Some),
            None => Ok(None),
        }
    }

    /// The sale at a position of the journal.
    pub(super) fn sale_at(&self, position: u64) -> Result<Option<Completed>, Fault> {
        Ok(match self.event_at(position)? {
            (seq, Event::Sold(sale)) => Some(completed(sale, seq)),
            _ => None,
        })
    }

    /// The fact at a position of the journal, with its sequence.
    pub(super) fn event_at(&self, position: u64) -> Result<(u64, Event), Fault> {
        let (seq, fact) = self.fact_at(position)?;
        Ok((seq, fact.event))
    }

    fn fact_at(&self, position: u64) -> Result<(u64, Fact), Fault> {
        let entry = self.journal.read(Position::from_u64(position))?;
        Ok((entry.seq(), decode(&entry)?))
    }
}

/// A sale that existed before anybody asked.
fn completed(sale: Sale, seq: u64) -> Completed {
    Completed {
        sale,
        seq,
        again: true,
    }
}
