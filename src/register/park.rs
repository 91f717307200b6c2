//! Tickets put aside and taken up again. Must never take one up that was paid or given up meanwhile.

use uuid::Uuid;

use crate::domain::decide::park::{ParkRefusal, park};
use crate::domain::event::Event;
use crate::domain::parked::{Parked, ParkedBrief};
use crate::domain::product::Sku;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;

use super::{Failure, Fault, Register};

impl Register {
    /// Puts a ticket aside; the same ticket again replaces what was put aside before.
    pub fn park(&mut self, by: PersonId, ticket: &Ticket, label: &str) -> Result<ParkedBrief, Failure> {
        if self.recorded_as(ticket.id)?.is_some() {
            return Err(Failure::refused(&ParkRefusal::Paid));
        }
        let parked =
            park(&self.till, by, ticket, label, self.now()).map_err(|refusal| Failure::refused(&refusal))?;
        let brief = parked.brief();
        self.commit_one(Some(by), Event::Parked(parked))?;
        Ok(brief)
    }

    /// The parked ticket of that id, to be gone on with. It stays parked until it is paid, given up or parked
    /// again.
    pub fn recall(&mut self, id: Uuid) -> Result<Ticket, Failure> {
        self.parked_ticket(id)?
            .ok_or_else(|| Failure::refused(&ParkRefusal::Gone))
    }

    /// The parked ticket of that id, where it is parked.
    pub(super) fn parked_ticket(&mut self, id: Uuid) -> Result<Option<Ticket>, Fault> {
        let position = self.folded()?.position_of_parked(id)?;
        let parked = position.map(|position| self.parked_at(position)).transpose()?;
        Ok(parked.flatten().map(|parked| parked.ticket))
    }

    /// Gives a parked ticket up.
    pub fn void_parked(
        &mut self,
        by: PersonId,
        id: Uuid,
        approved_by: Option<PersonId>,
    ) -> Result<(), Failure> {
        let ticket = self.recall(id)?;
        self.void(by, &ticket, true, approved_by)
    }

    /// The parked tickets with that product on them: it cannot leave the catalogue behind their backs.
    pub fn parked_holding(&mut self, sku: &Sku) -> Result<Vec<ParkedBrief>, Fault> {
        if self.till.parked.is_empty() {
            return Ok(Vec::new());
        }
        let mut holding = Vec::new();
        for position in self.folded()?.parked()? {
            let parked = self.parked_at(position)?.filter(|parked| parked.holds(sku));
            holding.extend(parked.map(|parked| parked.brief()));
        }
        Ok(holding)
    }

    fn parked_at(&self, position: u64) -> Result<Option<Parked>, Fault> {
        Ok(match self.event_at(position)? {
            (_, Event::Parked(parked)) => Some(parked),
            _ => None,
        })
    }
}
