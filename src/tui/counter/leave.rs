//! Who may do what at the counter, and what somebody allowed in place. Must never grant anything: the register
//! looks at it again.

use crate::domain::permission::{Approval, Permission};
use crate::register::reply::Colleague;

use super::Counter;

impl Counter {
    /// Whether who is signed in may do that alone.
    pub fn may(&self, permission: Option<Permission>) -> bool {
        let Some(permission) = permission else { return true };
        let signed = self.person().map(|person| person.id);
        signed.is_some_and(|id| self.who_may(permission).any(|person| person.id == id))
    }

    /// Everybody who may do that alone.
    pub fn who_may(&self, permission: Permission) -> impl Iterator<Item = &Colleague> {
        let people = self
            .desk
            .iter()
            .flat_map(|desk| desk.people.iter().map(move |one| (desk, one)));
        people
            .filter(move |(desk, person)| desk.shop.roles.may(person.role, permission))
            .map(|(_, person)| person)
    }

    /// Keeps what somebody allowed: the right to sell for the whole ticket, any other for the command at hand.
    pub fn take_in(&mut self, approval: Approval) {
        if approval.permission == Permission::Sell {
            self.ticket.approvals.push(approval);
            self.keep();
        } else {
            self.approvals.push(approval);
        }
    }

    /// Whether somebody allowed that, for the command at hand or the whole ticket.
    pub fn is_allowed(&self, permission: Permission) -> bool {
        let of_ticket = self
            .ticket
            .approvals
            .iter()
            .filter(|_| permission == Permission::Sell);
        let mut given = self.approvals.iter().chain(of_ticket);
        given.any(|given| given.permission == permission)
    }

    /// The approval that somebody gave for the command at hand, to be sent with a job that may be sent again.
    pub fn approval(&self, permission: Permission) -> Option<Approval> {
        let mut given = self.approvals.iter();
        given.find(|given| given.permission == permission).copied()
    }

    /// Takes the approval that somebody gave for the command at hand, if one had to.
    pub fn take_approval(&mut self, permission: Permission) -> Option<Approval> {
        let at = self
            .approvals
            .iter()
            .position(|given| given.permission == permission)?;
        Some(self.approvals.remove(at))
    }
}
