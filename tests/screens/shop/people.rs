//! Who works here, and what each of them may do. Must never let anybody do what the domain does not.

use tendero::domain::decide::shop::change as change_shop;
use tendero::domain::decide::staff::{PersonChange, change as change_person};
use tendero::domain::event::Event;
use tendero::domain::permission::{Approval, Permission, PermissionRefusal};
use tendero::domain::staff::{Person, PersonId};
use tendero::register::hub::state::SyncJob;
use tendero::register::job::{CashJob, Job, Print};
use tendero::register::reply::{Answer, Colleague, Said};
use tendero::register::stock_jobs::StockJob;
use uuid::Uuid;

use super::bodega::{PEOPLE, person_id};
use super::{FakeRegister, said};

impl FakeRegister {
    /// Refuses what whoever is signed in may not do alone and nobody has allowed.
    pub(super) fn allowed(&mut self, permission: Permission, approval: Option<Approval>) -> Result<(), Said> {
        let own = self.signed_in.is_some_and(|id| self.till.may(id, permission));
        let approval = approval
            .filter(|one| one.permission == permission && !self.used.contains(&one.id))
            .filter(|one| self.given.contains(&(*one, self.signed_in)));
        self.in_hand.extend(approval.map(|one| one.id));
        if own || approval.is_some() {
            Ok(())
        } else {
            Err(said(PermissionRefusal::NeedsApproval { permission }))
        }
    }

    pub(super) fn approve(
        &mut self,
        permission: Permission,
        by: PersonId,
        pin: &str,
    ) -> Result<Answer, Said> {
        check_pin(by, pin)?;
        let approval = Approval {
            id: Uuid::from_u128(7 + self.given.len() as u128),
            permission,
            by,
        };
        self.given.push((approval, self.signed_in));
        Ok(Answer::Approved(approval))
    }

    pub(super) fn people(&mut self, by: PersonId, job: Job) -> Result<Answer, Said> {
        Ok(match job {
            Job::ChangePin { person, old, .. } => {
                check_pin(person, &old)?;
                Answer::PinChanged(person)
            }
            Job::SavePerson { change, .. } => self.save_person(by, *change)?,
            Job::ChangeShop { shop, .. } => {
                if let Some(event) = change_shop(&self.till, &shop).map_err(said)? {
                    self.note(event);
                }
                Answer::ShopChanged
            }
            _ => Answer::Staff(self.staff()),
        })
    }

    fn save_person(&mut self, by: PersonId, change: PersonChange) -> Result<Answer, Said> {
        let taken = change_person(&self.till, Some(by), &change).map_err(said)?;
        let id = change.id.unwrap_or_else(|| person_id(self.till.people.len()));
        self.note(Event::PersonSaved(
            Person {
                id,
                name: taken.name,
                role: change.role,
                pin: String::new(),
                active: change.active,
            }
            .into(),
        ));
        Ok(Answer::PersonSaved(id))
    }

    fn staff(&self) -> Vec<(Colleague, bool)> {
        let all = self.till.people.iter();
        let one = |person: &Person| Colleague {
            id: person.id,
            name: person.name.clone(),
            role: person.role,
        };
        all.map(|person| (one(person), person.active)).collect()
    }

    pub(super) fn sign_in(&mut self, person: PersonId, pin: &str) -> Result<Answer, Said> {
        check_pin(person, pin)?;
        self.signed_in = Some(person);
        Ok(Answer::SignedIn(person))
    }
}

fn check_pin(person: PersonId, pin: &str) -> Result<(), Said> {
    let at = (0..PEOPLE.len()).find(|at| person_id(*at) == person).unwrap();
    if PEOPLE[at].2 != pin {
        return Err(Said {
            code: "wrong-pin",
            sentence: "that is not the PIN: try again".to_owned(),
            values: Vec::new(),
        });
    }
    Ok(())
}

/// The rights that a job asks for, with what was allowed of them.
pub(super) fn rights(job: &Job) -> Vec<(Permission, Option<Approval>)> {
    let one = match job {
        Job::Cash(CashJob::Spend(_), approval) => (Permission::Expense, *approval),
        Job::Cash(CashJob::Move(_), approval) => (Permission::CashMove, *approval),
        Job::Sync(SyncJob::Resolve { approval, .. }) => (Permission::Catalogue, *approval),
        Job::Sync(SyncJob::Enrol { approval, .. } | SyncJob::Leave { approval }) => {
            (Permission::Settings, *approval)
        }
        Job::SavePerson { approval, .. } => (Permission::People, *approval),
        Job::ChangeShop { approval, .. } => (Permission::Settings, *approval),
        Job::SaveProduct { approval, .. } => (Permission::Catalogue, *approval),
        Job::PayAccount { approval, .. } => (Permission::Sell, *approval),
        Job::Print(Print::Drawer { approval, .. }) => (Permission::OpenDrawer, *approval),
        Job::Sell { ticket, .. } => {
            let given = ticket.approvals.iter().rev();
            let mut given = given.filter(|one| one.permission == Permission::Sell);
            (Permission::Sell, given.next().copied())
        }
        Job::Stock(StockJob::Move { approval, .. }) => (Permission::Stock, *approval),
        Job::Stock(StockJob::RenameCategory { approval, .. }) => (Permission::Catalogue, *approval),
        _ => return Vec::new(),
    };
    vec![one]
}
