//! Signing in with a PIN and signing out. Must never keep a PIN, nor forget a wrong one.

use crate::domain::decide::people::{PeopleRefusal, may_try};
use crate::domain::event::Event;
use crate::domain::permission::{Approval, Approved, Permission, PermissionRefusal};
use crate::domain::staff::PersonId;
use crate::vault::pin::PinHash;

use super::{Failure, Register};

impl Register {
    /// Checks a PIN and notes how it went, before it says so.
    pub fn sign_in(&mut self, id: PersonId, pin: &str) -> Result<(), Failure> {
        self.check_pin(id, pin)?;
        self.signed_in(id)
    }

    /// Notes that somebody whose PIN was right is at the till.
    pub(super) fn signed_in(&mut self, id: PersonId) -> Result<(), Failure> {
        self.commit_one(Some(id), Event::SignedIn(id))?;
        Ok(())
    }

    /// Checks a PIN and signs nobody in; a wrong one is noted before it says so.
    pub fn check_pin(&mut self, id: PersonId, pin: &str) -> Result<(), Failure> {
        if self.pin_fits(id, pin)? {
            return Ok(());
        }
        self.commit_one(None, Event::SignInFailed(id))?;
        Err(Failure::refused(&PeopleRefusal::WrongPin))
    }

    /// Checks the PIN of somebody who may allow it, and notes that they did: `asker` may go on.
    pub fn approve(
        &mut self,
        asker: PersonId,
        (by, pin): (PersonId, &str),
        permission: Permission,
        what: &str,
    ) -> Result<Approval, Failure> {
        self.theirs(by, permission)?;
        self.check_pin(by, pin)?;
        // What is too short to sign in with is too short to answer for another.
        if self.is_short(by, pin) {
            let name = self.name_of(by);
            return Err(Failure::refused(&PeopleRefusal::ShortPin { name }));
        }
        self.approved(asker, by, permission, what)
    }

    /// Notes that somebody who may allowed it, by word of the command line: no PIN is asked there, and the
    /// entry says where it came from.
    pub fn allow_by_word(
        &mut self,
        asker: PersonId,
        by: PersonId,
        permission: Permission,
        what: &str,
    ) -> Result<Approval, Failure> {
        self.theirs(by, permission)?;
        self.approved(asker, by, permission, what)
    }

    /// Refuses whoever may not do it either.
    fn theirs(&self, by: PersonId, permission: Permission) -> Result<(), Failure> {
        if self.till.may(by, permission) {
            return Ok(());
        }
        let name = self.name_of(by);
        Err(Failure::refused(&PermissionRefusal::NotTheirs { name }))
    }

    fn name_of(&self, id: PersonId) -> String {
        let name = self.till.person(id).map(|person| person.name.clone());
        name.unwrap_or_default()
    }

    fn approved(
        &mut self,
        asker: PersonId,
        by: PersonId,
        permission: Permission,
        what: &str,
    ) -> Result<Approval, Failure> {
        let id = self.around.id();
        let approved = Approved {
            permission,
            by,
            what: what.to_owned(),
        };
        self.commit(Some(asker), vec![(id, Event::Approved(approved))])?;
        Ok(Approval { id, permission, by })
    }

    /// Who allowed `asker` to do that: nobody where their own role does, else the one behind an approval that
    /// the journal holds.
    pub fn allowed(
        &self,
        asker: PersonId,
        permission: Permission,
        approvals: &[Approval],
    ) -> Result<Option<PersonId>, Failure> {
        if self.till.may(asker, permission) {
            return Ok(None);
        }
        for approval in approvals
            .iter()
            .filter(|approval| approval.permission == permission)
        {
            if self.stands(asker, approval)? {
                return Ok(Some(approval.by));
            }
        }
        Err(Failure::refused(&PermissionRefusal::NeedsApproval { permission }))
    }

    /// Whether the journal holds that approval, given to that person.
    fn stands(&self, asker: PersonId, approval: &Approval) -> Result<bool, Failure> {
        Ok(self.given_to(approval)? == Some(asker))
    }

    /// Whether the journal holds that approval, whoever asked for it: a ticket may be paid by another person
    /// than began it.
    pub(super) fn holds(&self, approval: &Approval) -> Result<bool, Failure> {
        Ok(self.given_to(approval)?.is_some())
    }

    /// Who was given that approval, if the journal holds it.
    fn given_to(&self, approval: &Approval) -> Result<Option<PersonId>, Failure> {
        let same =
            |approved: &Approved| (approved.permission, approved.by) == (approval.permission, approval.by);
        Ok(match self.fact_of(approval.id)? {
            Some((_, fact)) if matches!(&fact.event, Event::Approved(approved) if same(approved)) => fact.by,
            _ => None,
        })
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
