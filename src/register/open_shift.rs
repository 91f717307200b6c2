//! Opening the register with its float. Must never open it twice.

use crate::domain::decide::register::{OpenCommand, open};
use crate::domain::event::Event;
use crate::domain::shift::ShiftOpened;

use super::{Failure, Register};

impl Register {
    /// Opens the register.
    pub fn open_shift(&mut self, command: &OpenCommand) -> Result<ShiftOpened, Failure> {
        let opened = open(&self.till, command, self.now()).map_err(|refusal| Failure::refused(&refusal))?;
        self.commit_one(Some(command.by), Event::ShiftOpened(opened.clone()))?;
        Ok(opened)
    }
}
