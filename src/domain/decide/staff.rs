//! Deciding who works in the shop and as what. Must never leave a shop that nobody can manage.

use crate::domain::refusal::Refuse;
use crate::domain::staff::{Person, PersonId, Role};
use crate::domain::till::Till;

use super::people::{PeopleRefusal, check_name, check_pin};

/// What a person shall be from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChange {
    /// Who; none for somebody new.
    pub id: Option<PersonId>,
    /// As shown on the sign-in screen.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they work here.
    pub active: bool,
    /// A new PIN as typed; none keeps the one they have.
    pub pin: Option<String>,
}

/// Why somebody cannot become that. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StaffRefusal {
    /// Name or PIN.
    #[error(transparent)]
    Person(#[from] PeopleRefusal),
    /// Nobody would be left who may do everything.
    #[error("a shop needs an owner: make somebody else owner first")]
    LastOwner,
    /// Whoever changes it would lock themselves out.
    #[error("nobody takes themselves off the list: somebody else has to do that")]
    Yourself,
    /// Only an owner makes, changes or removes owners.
    #[error("only an owner changes an owner or makes one")]
    OwnersOnly,
    /// Somebody new without a PIN.
    #[error("a new person needs a PIN")]
    NoPin,
}

impl Refuse for StaffRefusal {
    fn code(&self) -> &'static str {
        match self {
            StaffRefusal::Person(refusal) => refusal.code(),
            StaffRefusal::LastOwner => "staff-last-owner",
            StaffRefusal::Yourself => "staff-yourself",
            StaffRefusal::OwnersOnly => "staff-owners-only",
            StaffRefusal::NoPin => "staff-no-pin",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            StaffRefusal::Person(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}

/// What has been decided, but for the PIN's hash, which takes its time and randomness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The person as before; none for somebody new.
    pub before: Option<Person>,
    /// The name as it is kept.
    pub name: String,
}

/// Whether somebody may become that, when `by` (nobody for the command line) asks for it.
///
/// # Errors
/// Why not.
pub fn change(till: &Till, by: Option<PersonId>, change: &PersonChange) -> Result<Taken, StaffRefusal> {
    let before = match change.id {
        Some(id) => Some(till.person(id).ok_or_else(|| PeopleRefusal::Unknown {
            name: id.0.to_string(),
        })?),
        None => None,
    };
    let name = check_name(&change.name)?;
    let same_name = till
        .person_named(&name)
        .filter(|other| Some(other.id) != change.id);
    if change.active && same_name.is_some() {
        return Err(PeopleRefusal::NameTaken { name }.into());
    }
    let others = |person: &&Person| person.active && Some(person.id) != change.id;
    let after = till.people.iter().filter(others).count() + usize::from(change.active);
    match &change.pin {
        Some(pin) => check_pin(pin, change.role, after)?,
        None if before.is_none() => return Err(StaffRefusal::NoPin),
        None => {}
    }
    let owner = |person: &Person| person.active && person.role == Role::Owner;
    let touches_owner = change.role == Role::Owner || before.is_some_and(|person| person.role == Role::Owner);
    if touches_owner && by.is_some_and(|by| !till.person(by).is_some_and(owner)) {
        return Err(StaffRefusal::OwnersOnly);
    }
    let stays_owner = change.active && change.role == Role::Owner;
    if !stays_owner && !till.people.iter().filter(others).any(owner) {
        return Err(StaffRefusal::LastOwner);
    }
    if !change.active && change.id.is_some() && by == change.id {
        return Err(StaffRefusal::Yourself);
    }
    Ok(Taken {
        before: before.cloned(),
        name,
    })
}

/// Whether a PIN of that length is too short for what the person is now: it was given when the shop was
/// smaller or they were less.
pub fn is_short(till: &Till, person: &Person, pin: &str) -> bool {
    let people = till.people.iter().filter(|person| person.active).count();
    pin.len() < person.role.pin_digits(people)
}

/// Whether somebody may have that PIN in the place of the one they have.
///
/// # Errors
/// Too short, or not digits.
pub fn change_pin(till: &Till, person: &Person, pin: &str) -> Result<(), PeopleRefusal> {
    let people = till.people.iter().filter(|person| person.active).count();
    check_pin(pin, person.role, people)
}
