//! Giving up a line or a ticket before it is paid: nothing is sold, and the trail knows. Must never touch a
//! document.

use crate::domain::decide::void::void;
use crate::domain::event::Event;
use crate::domain::staff::PersonId;
use crate::domain::ticket::Ticket;

use super::{Failure, Register};

impl Register {
    /// Notes what was given up.
    pub fn void(
        &mut self,
        by: PersonId,
        given_up: &Ticket,
        whole: bool,
        approved_by: Option<PersonId>,
    ) -> Result<(), Failure> {
        let voided = void(&self.till, given_up, whole, approved_by, self.now());
        self.note(by, Event::Voided(voided))?;
        Ok(())
    }
}
