//! Completing a sale: the ticket becomes a fact, once, however often it is asked for. Must never answer
//! before the sale is on disk.

use uuid::Uuid;

use crate::domain::decide::sell::{SellCommand, SellRefusal, sell};
use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::refusal::Refuse;

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
}

impl Refuse for SpaceRefusal {
    fn code(&self) -> &'static str {
        "disk-full"
    }
}

impl Register {
    /// Sells a ticket. The same id with the same fingerprint returns the first sale and sells nothing; with
    /// another fingerprint it is refused, naming the first number.
    pub fn complete_sale(&mut self, command: &SellCommand) -> Result<Completed, Failure> {
        let id = command.ticket.id;
        if let Some(first) = self.sold_before(id)? {
            if first.sale.fingerprint == command.fingerprint {
                return Ok(first);
            }
            let number = first.sale.number.to_string();
            return Err(Failure::refused(&SellRefusal::OtherBasket { number }));
        }
        let sale = sell(&self.till, command, self.now()).map_err(|refusal| Failure::refused(&refusal))?;
        let appended = match self.commit(Some(command.cashier), vec![(id, Event::Sold(sale.clone()))]) {
            Ok(appended) => appended,
            Err(Fault::Journal(crate::journal::JournalError::NoSpace(_))) => {
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

    /// The sale of that id, if there is one.
    pub fn sold_before(&self, id: Uuid) -> Result<Option<Completed>, Fault> {
        let unfolded = self.tail.iter().find(|record| record.id == id);
        if let Some(record) = unfolded {
            return Ok(match &record.fact.event {
                Event::Sold(sale) => Some(Completed {
                    sale: sale.clone(),
                    seq: record.mark.seq,
                    again: true,
                }),
                _ => None,
            });
        }
        match self.store.read()?.position_of_id(id)? {
            Some(position) => self.sale_at(position),
            None => Ok(None),
        }
    }

    /// The sale at a position of the journal.
    pub(super) fn sale_at(&self, position: u64) -> Result<Option<Completed>, Fault> {
        let entry = self.journal.read(crate::journal::Position::from_u64(position))?;
        let fact = decode(&entry)?;
        Ok(match fact.event {
            Event::Sold(sale) => Some(Completed {
                sale,
                seq: entry.seq(),
                again: true,
            }),
            _ => None,
        })
    }
}
