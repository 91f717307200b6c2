//! Jobs of the people at the till: who is signed in, and what they may do. Must never keep a PIN.

use uuid::Uuid;

use super::Worker;
use crate::domain::decide::sell::SellRefusal;
use crate::domain::decide::staff::PersonChange;
use crate::domain::permission::{Approval, Permission};
use crate::domain::shop::Shop;
use crate::domain::staff::{PersonId, TakenOver};
use crate::domain::ticket::Ticket;
use crate::journal::JournalError;
use crate::register::reply::Answer;
use crate::register::{Failure, Fault, desk};

impl Worker {
    /// Signs somebody in.
    pub(super) fn sign_in(&mut self, person: PersonId, pin: &str) -> Result<Answer, Failure> {
        self.register.check_pin(person, pin)?;
        if self.register.is_short(person, pin) {
            return Ok(Answer::PinShort(person));
        }
        self.register.signed_in(person)?;
        self.take_place(person);
        Ok(Answer::SignedIn(person))
    }

    /// Lets the one who left the till locked go on, or somebody else in their place.
    pub(super) fn unlock(
        &mut self,
        person: PersonId,
        pin: &str,
        (ticket, lines): (Option<Uuid>, u64),
    ) -> Result<Answer, Failure> {
        let Some(from) = self.signed_in.filter(|from| *from != person) else {
            return self.sign_in(person, pin);
        };
        self.register.check_pin(person, pin)?;
        if self.register.is_short(person, pin) {
            return Ok(Answer::PinShort(person));
        }
        let taken = TakenOver { from, ticket, lines };
        self.register.take_over(person, taken)?;
        self.take_place(person);
        Ok(Answer::SignedIn(person))
    }

    /// Gives somebody who knows their PIN a new one; signs nobody in.
    pub(super) fn change_pin(&mut self, person: PersonId, old: &str, new: &str) -> Result<Answer, Failure> {
        self.register.change_pin(person, old, new)?;
        Ok(Answer::PinChanged(person))
    }

    /// Adds or changes a person.
    pub(super) fn save_person(
        &mut self,
        change: &PersonChange,
        approval: Option<Approval>,
    ) -> Result<Answer, Failure> {
        let (by, allowed_by) = self.may(Permission::People, approval)?;
        // Whoever allowed it answers for it: an owner may let somebody make an owner.
        let person = self
            .register
            .save_person(Some(allowed_by.unwrap_or(by)), change)?;
        Ok(Answer::PersonSaved(person.id))
    }

    /// Changes the shop's settings.
    pub(super) fn change_shop(&mut self, shop: &Shop, approval: Option<Approval>) -> Result<Answer, Failure> {
        let (by, _) = self.may(Permission::Settings, approval)?;
        self.register.change_shop(Some(by), shop)?;
        Ok(Answer::ShopChanged)
    }

    /// Everybody who ever worked here.
    pub(super) fn staff(&mut self) -> Result<Answer, Failure> {
        self.somebody()?;
        let people = self.register.till().people.iter();
        Ok(Answer::Staff(
            people
                .map(|person| (desk::colleague(person), person.active))
                .collect(),
        ))
    }

    /// Signs out whoever is signed in.
    pub(super) fn sign_out(&mut self) -> Result<Answer, Failure> {
        self.reading.clear();
        if let Some(person) = self.signed_in.take() {
            match self.register.sign_out(person) {
                // Whoever wants to go may go: without room only the note of it is missing.
                Ok(()) | Err(Failure::Fault(Fault::Journal(JournalError::NoSpace(_)))) => {}
                Err(failure) => return Err(failure),
            }
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
        let given = self.register.approve(asker, by, permission, what)?;
        if matches!(permission, Permission::Reports | Permission::Trail) {
            self.reading.insert(permission);
        }
        Ok(Answer::Approved(given))
    }

    /// Somebody is at the till from now on. What another was allowed to read they are not.
    fn take_place(&mut self, person: PersonId) {
        if self.signed_in != Some(person) {
            self.reading.clear();
        }
        self.signed_in = Some(person);
    }

    /// Whether whoever is signed in may read that: a page is read by many jobs, so what somebody allowed
    /// counts until another person is at the till.
    pub(super) fn may_read(&mut self, permission: Permission) -> Result<(), Failure> {
        let by = self.somebody()?;
        if !self.reading.contains(&permission) {
            self.register.allowed(by, permission, &[])?;
        }
        Ok(())
    }

    /// Who is signed in, and who allowed it where their role does not. An approval counts once: it is
    /// spent when the job is done, not when it is refused.
    pub(super) fn may(
        &mut self,
        permission: Permission,
        approval: Option<Approval>,
    ) -> Result<(PersonId, Option<PersonId>), Failure> {
        let allowed = self.may_in_part(permission, approval)?;
        let fresh = approval.filter(|approval| !self.used.contains(&approval.id));
        self.in_hand.extend(fresh.map(|approval| approval.id));
        Ok(allowed)
    }

    /// The same for what is done in parts or only looked at: the approval counts until the whole is done.
    pub(super) fn may_in_part(
        &mut self,
        permission: Permission,
        approval: Option<Approval>,
    ) -> Result<(PersonId, Option<PersonId>), Failure> {
        let by = self.somebody()?;
        let approval = approval.filter(|approval| !self.used.contains(&approval.id));
        Ok((by, self.register.allowed(by, permission, approval.as_slice())?))
    }

    /// Who is signed in and may sell that ticket: by their role, or as somebody allowed for this ticket.
    pub(super) fn may_sell(&mut self, ticket: &Ticket) -> Result<PersonId, Failure> {
        let by = self.somebody()?;
        self.register.allowed(by, Permission::Sell, &ticket.approvals)?;
        Ok(by)
    }

    /// Who is signed in.
    pub(super) fn somebody(&self) -> Result<PersonId, Failure> {
        self.signed_in
            .ok_or_else(|| Failure::refused(&SellRefusal::NotSignedIn))
    }
}
