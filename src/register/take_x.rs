//! The X report: the open shift so far. Must never change a figure.

use crate::domain::decide::register::RegisterRefusal;
use crate::domain::event::Event;
use crate::domain::shift::Shift;
use crate::domain::staff::PersonId;

use super::{Failure, Register};

impl Register {
    /// Takes an X report, which is noted.
    pub fn take_x(&mut self, by: PersonId) -> Result<Shift, Failure> {
        let Some(shift) = self.till.shift.clone() else {
            return Err(Failure::refused(&RegisterRefusal::NotOpen));
        };
        self.commit_one(Some(by), Event::XTaken(self.till.perpetual))?;
        Ok(shift)
    }
}
