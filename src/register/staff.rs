//! Who works in the shop, their PINs, and the shop's settings: decided, hashed, recorded. Must never keep a
//! PIN in clear.

use jiff::tz::TimeZone;

use crate::domain::decide::people::PeopleRefusal;
use crate::domain::decide::shop;
use crate::domain::decide::staff::{self, PersonChange, change_pin};
use crate::domain::edited::Edited;
use crate::domain::event::Event;
use crate::domain::refusal::Refuse;
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId, TakenOver};
use crate::lang::Lang;
use crate::vault::pin::PinHash;

use super::{Failure, Register};

/// Why this machine cannot serve a shop like that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MachineRefusal {
    /// The time zone is not in its list.
    #[error("this machine knows no time zone \"{zone}\": write it as Europe/Madrid, or install tzdata")]
    Zone {
        /// What was typed.
        zone: String,
    },
    /// Not one of the program's languages.
    #[error("the program does not speak that language")]
    Language,
}

impl Refuse for MachineRefusal {
    fn code(&self) -> &'static str {
        match self {
            MachineRefusal::Zone { .. } => "shop-no-zone",
            MachineRefusal::Language => "shop-no-language",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            MachineRefusal::Zone { zone } => vec![("zone", zone.clone())],
            MachineRefusal::Language => Vec::new(),
        }
    }
}

/// Whether this machine knows a time zone. UTC is known without a list of zones.
pub fn check_zone(zone: &str) -> Result<(), MachineRefusal> {
    if zone == "UTC" || TimeZone::get(zone).is_ok() {
        return Ok(());
    }
    Err(MachineRefusal::Zone {
        zone: crate::domain::text::clean(zone, 40),
    })
}

impl Register {
    /// Adds or changes a person; `by` is nobody for the command line.
    pub fn save_person(&mut self, by: Option<PersonId>, wanted: &PersonChange) -> Result<Person, Failure> {
        let taken = staff::change(&self.till, by, wanted).map_err(|refusal| Failure::refused(&refusal))?;
        let pin = match (&wanted.pin, &taken.before) {
            (Some(pin), _) => String::from(PinHash::new(pin)?),
            (None, Some(before)) => before.pin.clone(),
            (None, None) => return Err(Failure::refused(&staff::StaffRefusal::NoPin)),
        };
        let person = Person {
            id: wanted.id.unwrap_or_else(|| PersonId(self.around.id())),
            name: taken.name,
            role: wanted.role,
            pin,
            active: wanted.active,
        };
        if taken.before.as_ref() != Some(&person) {
            let event = Event::PersonSaved(Edited::of(person.clone(), taken.before));
            self.commit_one(by, event)?;
        }
        Ok(person)
    }

    /// Gives somebody who knows their PIN a new one.
    pub fn change_pin(&mut self, id: PersonId, old: &str, new: &str) -> Result<(), Failure> {
        self.check_pin(id, old)?;
        let Some(person) = self.till.person(id).cloned() else {
            return Err(Failure::refused(&PeopleRefusal::WrongPin));
        };
        change_pin(&self.till, &person, new).map_err(|refusal| Failure::refused(&refusal))?;
        let pin = String::from(PinHash::new(new)?);
        let now = Person {
            pin,
            ..person.clone()
        };
        self.commit_one(Some(id), Event::PersonSaved(Edited::of(now, Some(person))))?;
        Ok(())
    }

    /// Whether that PIN, which is right, is too short for what its person is by now.
    pub fn is_short(&self, id: PersonId, pin: &str) -> bool {
        let person = self.till.person(id);
        person.is_some_and(|person| staff::is_short(&self.till, person, pin))
    }

    /// Notes that somebody went on at a till that another had left locked.
    pub fn take_over(&mut self, by: PersonId, taken: TakenOver) -> Result<(), Failure> {
        let from = taken.from;
        let events = vec![
            (self.around.id(), Event::SignedOut(from)),
            (self.around.id(), Event::TakenOver(taken)),
            (self.around.id(), Event::SignedIn(by)),
        ];
        self.commit(Some(by), events)?;
        Ok(())
    }

    /// Makes the shop like that from now on.
    pub fn change_shop(&mut self, by: Option<PersonId>, wanted: &Shop) -> Result<(), Failure> {
        check_zone(&wanted.zone).map_err(|refusal| Failure::refused(&refusal))?;
        if Lang::parse(&wanted.lang).is_none() {
            return Err(Failure::refused(&MachineRefusal::Language));
        }
        let event = shop::change(&self.till, wanted).map_err(|refusal| Failure::refused(&refusal))?;
        if let Some(event) = event {
            self.commit_one(by, event)?;
            if let Ok(zone) = TimeZone::get(&wanted.zone) {
                self.zone = zone;
            }
        }
        Ok(())
    }
}
