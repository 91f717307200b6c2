//! Opening the register with its float. Must never open it twice.

use crate::domain::decide::register::{OpenCommand, open};
use crate::domain::event::Event;
use crate::domain::shift::ShiftOpened;

use super::hub::EnrolRefusal;
use super::{Failure, Register};

impl Register {
    /// Opens the register; not at a till whose place another has taken.
    pub fn open_shift(&mut self, command: &OpenCommand) -> Result<ShiftOpened, Failure> {
        if self.link().is_some_and(|link| link.facts.drain_only) {
            return Err(Failure::refused(&EnrolRefusal::Replaced));
        }
        let opened = open(&self.till, command, self.now()).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit_one(Some(command.by), Event::ShiftOpened(opened.clone()))?;
        Ok(opened)
    }
}
