//! Jobs of the people at the till: who is signed in, and what they may do. Must never keep a PIN.

use super::Worker;
use crate::domain::decide::sell::SellRefusal;
use crate::domain::permission::{Approval, Permission};
use crate::domain::staff::PersonId;
use crate::register::Failure;
use crate::register::reply::Answer;

impl Worker {
    /// Signs somebody in.
    pub(super) fn sign_in(&mut self, person: PersonId, pin: &str) -> Result<Answer, Failure> {
        self.register.sign_in(person, pin)?;
        self.signed_in = Some(person);
        Ok(Answer::SignedIn(person))
    }

    /// Signs out whoever is signed in.
    pub(super) fn sign_out(&mut self) -> Result<Answer, Failure> {
        if let Some(person) = self.signed_in.take() {
            self.register.sign_out(person)?;
        }
        Ok(Answer::SignedOut)
    }

    /// Has somebody with the right allow what whoever is signed in may not do alone.
    pub(super) fn approve(
        &mut self,
        permission: Permission,
        by: (PersonId, &str),
        what: &str,
    ) -> Result<Answer, Failure> {
        let asker = self.somebody()?;
        Ok(Answer::Approved(
            self.register.approve(asker, by, permission, what)?,
        ))
    }

    /// Who is signed in, and who allowed it where their role does not. An approval counts once: it is
    /// spent when the job is done, not when it is refused.
    pub(super) fn may(
        &mut self,
        permission: Permission,
        approval: Option<Approval>,
    ) -> Result<(PersonId, Option<PersonId>), Failure> {
        let by = self.somebody()?;
        let approval = approval.filter(|approval| !self.used.contains(&approval.id));
        let allowed_by = self.register.allowed(by, permission, approval.as_slice())?;
        self.in_hand.extend(approval.map(|approval| approval.id));
        Ok((by, allowed_by))
    }

    /// Who is signed in.
    pub(super) fn somebody(&self) -> Result<PersonId, Failure> {
        self.signed_in
            .ok_or_else(|| Failure::refused(&SellRefusal::NotSignedIn))
    }
}
