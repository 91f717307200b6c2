//! Signing in with a PIN and signing out. Must never keep a PIN, nor forget a wrong one.

use crate::domain::decide::people::{PeopleRefusal, may_try};
use crate::domain::event::Event;
use crate::domain::staff::PersonId;
use crate::vault::pin::PinHash;

use super::{Failure, Register};

impl Register {
    /// Checks a PIN and notes how it went, before it says so.
    pub fn sign_in(&mut self, id: PersonId, pin: &str) -> Result<(), Failure> {
        if self.pin_fits(id, pin)? {
            self.commit_one(Some(id), Event::SignedIn(id))?;
            Ok(())
        } else {
            self.commit_one(None, Event::SignInFailed(id))?;
            Err(Failure::refused(&PeopleRefusal::WrongPin))
        }
    }

    /// Notes that somebody left.
    pub fn sign_out(&mut self, id: PersonId) -> Result<(), Failure> {
        self.commit_one(Some(id), Event::SignedOut(id))?;
        Ok(())
    }

    /// The person of that name.
    pub fn person_named(&self, name: &str) -> Result<PersonId, Failure> {
        let unknown = || {
            Failure::refused(&PeopleRefusal::Unknown {
                name: name.trim().to_owned(),
            })
        };
        self.till
            .person_named(name)
            .map(|person| person.id)
            .ok_or_else(unknown)
    }

    fn pin_fits(&self, id: PersonId, pin: &str) -> Result<bool, Failure> {
        let now = self.around.wall();
        let person = may_try(&self.till, id, now).map_err(|refusal| Failure::refused(&refusal))?;
        Ok(PinHash::from(person.pin.as_str()).verify(pin))
    }
}
