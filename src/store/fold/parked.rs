//! Parked tickets: where the newest entry of each is, until it is paid or given up. Must never keep one that
//! the till's own list does not have.

use uuid::Uuid;

use super::Fold;
use crate::domain::parked::Parked;
use crate::domain::voided::Voided;
use crate::store::StoreError;

impl Fold<'_> {
    pub(super) fn park(&mut self, parked: &Parked, position: u64) -> Result<(), StoreError> {
        self.parked.insert(parked.ticket.id.as_bytes(), position)?;
        Ok(())
    }

    pub(super) fn voided(&mut self, voided: &Voided) -> Result<(), StoreError> {
        match voided.id.filter(|_| voided.ticket) {
            Some(id) => self.unpark(id),
            None => Ok(()),
        }
    }

    pub(super) fn unpark(&mut self, ticket: Uuid) -> Result<(), StoreError> {
        self.parked.remove(ticket.as_bytes())?;
        Ok(())
    }
}
