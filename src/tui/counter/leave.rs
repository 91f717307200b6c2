//! Who may do what at the counter, and what somebody allowed in place. Must never grant anything: the
//! register looks at it again.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::permission::{Approval, Permission};
use crate::domain::staff::PersonId;
use crate::register::job::Job;
use crate::register::reply::{Answer, Colleague, Said};
use crate::tui::command::Command;

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

    /// Keeps what somebody allowed where so many dialogs are open: the right to sell for the whole ticket
    /// where it was asked on a screen, any other for the command at hand.
    pub fn take_in(&mut self, approval: Approval, depth: usize) {
        self.leave.to.extend(self.signed_in().map(|id| (approval.id, id)));
        if approval.permission == Permission::Sell && depth == 0 {
            self.ticket.approvals.push(approval);
            self.keep();
        } else {
            self.leave.given.push((approval, depth));
        }
    }

    /// Whether somebody allowed that: for the dialogs at hand or, where there are none, for the ticket.
    pub fn is_allowed(&self, permission: Permission, depth: usize) -> bool {
        let sells = permission == Permission::Sell && depth == 0;
        let mut of_ticket = self.ticket.approvals.iter().filter(|_| sells);
        let here = |given: &Approval| given.permission == permission && self.is_theirs(given);
        self.approval(permission).is_some() || of_ticket.any(here)
    }

    /// The approval that somebody gave for what is done here, to be sent with a job that may be sent again.
    pub fn approval(&self, permission: Permission) -> Option<Approval> {
        let mut given = self.leave.given.iter().map(|(approval, _)| approval);
        let fits = |given: &&Approval| given.permission == permission && self.is_theirs(given);
        given.find(fits).copied()
    }

    /// Takes it for the job that is asked next. It comes back where that job is refused.
    pub fn take_approval(&mut self, permission: Permission) -> Option<Approval> {
        let approval = self.approval(permission)?;
        self.leave.given.retain(|(given, _)| *given != approval);
        self.leave.taken.push(approval);
        Some(approval)
    }

    fn signed_in(&self) -> Option<PersonId> {
        self.desk.as_ref()?.signed_in
    }

    /// Whether it was given to whoever is signed in; of one from before the program began nobody knows.
    fn is_theirs(&self, approval: &Approval) -> bool {
        let to = self.leave.to.get(&approval.id).copied();
        to.is_some() && to == self.signed_in()
    }
}

/// What somebody allowed, and for what. It is gone with the dialog that it was asked for, and with the job
/// that was done with it.
#[derive(Debug, Default)]
pub struct Leave {
    /// Each with the number of dialogs, the last of which it is for.
    given: Vec<(Approval, usize)>,
    /// Those that go with the next job.
    taken: Vec<Approval>,
    /// Jobs of commands, while they are with the register.
    sent: Vec<Sent>,
    /// Whom each was given to.
    to: BTreeMap<Uuid, PersonId>,
    /// The command being done, and over how many dialogs.
    doing: Option<(Command, usize)>,
}

/// A job with the register.
#[derive(Debug)]
struct Sent {
    id: u64,
    by: Command,
    depth: usize,
    with: Vec<Approval>,
}

/// What a job was refused for want of: the command asks somebody, and is done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanting {
    /// The command that had asked it.
    pub then: Command,
    /// How many dialogs were open.
    pub depth: usize,
    /// What somebody must allow.
    pub permission: Permission,
}

impl Leave {
    /// A command is being done over so many dialogs; none any more.
    pub fn does(&mut self, command: Option<(Command, usize)>) {
        self.doing = command;
    }

    /// The command asked for is done: what is left of its leave is for the dialog that it opened, or for the
    /// one that it was given in.
    pub fn settle(&mut self, approval: &Approval, depth: usize) {
        let mut given = self.given.iter_mut();
        if let Some((_, of)) = given.find(|(given, _)| given == approval) {
            *of = depth.max(*of);
        }
    }

    /// Only so many dialogs are left.
    pub fn close(&mut self, depth: usize) {
        self.given.retain(|(_, of)| *of <= depth);
    }

    /// What was taken and went with no job is spent; without dialogs nothing is kept for the next command.
    pub fn forget(&mut self, depth: usize) {
        self.taken.clear();
        if depth == 0 {
            self.given.clear();
        }
    }

    /// A job goes to the register with what was taken for it.
    pub(super) fn send(&mut self, id: u64, job: &Job) {
        let with = std::mem::take(&mut self.taken);
        let silent = matches!(job, Job::SaveDraft(_) | Job::Report(_) | Job::StopReport);
        if let Some((by, depth)) = self.doing.filter(|_| !silent) {
            self.sent.push(Sent { id, by, depth, with });
        }
    }

    /// A job was answered: where it was refused its leave still counts, but for what it was refused for.
    pub fn answered(&mut self, id: Option<u64>, answer: &Answer) -> Option<Wanting> {
        let at = self.sent.iter().position(|sent| Some(sent.id) == id)?;
        let sent = self.sent.swap_remove(at);
        let Answer::Refused(said) = answer else {
            return None;
        };
        let wanting = wanting(said);
        self.given
            .extend(sent.with.into_iter().map(|approval| (approval, sent.depth)));
        self.given.retain(|(given, _)| Some(given.permission) != wanting);
        wanting.map(|permission| Wanting {
            then: sent.by,
            depth: sent.depth,
            permission,
        })
    }
}

/// The right that a refusal names.
fn wanting(said: &Said) -> Option<Permission> {
    let needed = said.values.iter().filter(|_| said.code == "permission-needed");
    let mut named = needed.filter(|(name, _)| *name == "permission");
    let (_, code) = named.next()?;
    Permission::ALL.iter().copied().find(|one| one.code() == code)
}
