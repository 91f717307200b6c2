//! Founding a till: keys, journal and its first entries, under a temporary name until all of it is on disk.
//! Must never touch a directory that holds anything.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::decide::people::{PeopleRefusal, check_person};
use crate::domain::decide::shop as decide;
use crate::domain::event::{Event, Founded, KeysChanged, Via};
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId, Role};
use crate::journal::disk::Os;
use crate::journal::{Disk, Identity, Journal};
use crate::vault::pin::PinHash;
use crate::vault::{Cost, KeyRing, MasterKey, NewSlot, RecoveryCode, VaultError};

use super::places::Places;
use super::surroundings::Surroundings;
use super::{Failure, Fault, How, Register, Unlocking, record};

/// What protects a new store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewKey {
    /// A key file, written at this path if none is there; never inside the store.
    File(PathBuf),
    /// A passphrase, asked for at each start.
    Passphrase(String),
}

/// Somebody who works in the new shop from the first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// As shown on the sign-in screen.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Kept as a hash only.
    pub pin: String,
}

/// A till to be founded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// The shop's settings.
    pub shop: Shop,
    /// Prefix of its number series.
    pub series: String,
    /// At least one person.
    pub people: Vec<NewPerson>,
    /// What protects it.
    pub key: NewKey,
    /// The recovery code, where it was shown and typed back before the till was founded.
    pub recovery: Option<RecoveryCode>,
}

impl Register {
    /// Founds a till in `dir`, which must be missing or empty, and opens it.
    pub fn found(
        dir: &Path,
        founding: &Founding,
        via: Via,
        around: Box<dyn Surroundings>,
    ) -> Result<Register, Failure> {
        let first = first_events(founding, around.as_ref())?;
        if let NewKey::File(path) = &founding.key {
            outside(dir, path)?;
        }
        let fresh = fresh_place(dir, ".founding")?;
        let master = MasterKey::generate()?;
        let mut ring = match &founding.key {
            NewKey::File(path) => KeyRing::create(&fresh, &master, NewSlot::KeyFile(path))?,
            NewKey::Passphrase(phrase) => {
                KeyRing::create(&fresh, &master, NewSlot::Passphrase(phrase, Cost::measured()?))?
            }
        };
        if let Some(code) = &founding.recovery {
            ring.add(&master, NewSlot::Recovery(code))?;
            ring.confirm_recovery(&code.to_string())?;
        }
        let journal = Places::of(&fresh).journal();
        write_first(Arc::new(Os), &journal, &master, &first, via, around.as_ref())?;
        fs::rename(&fresh, dir).map_err(Fault::io(dir))?;
        if let Some(parent) = dir.parent() {
            fs::File::open(parent)
                .and_then(|dir| dir.sync_all())
                .map_err(Fault::io(parent))?;
        }
        let key = match &founding.key {
            NewKey::File(path) => Unlocking::File(Some(path.clone())),
            NewKey::Passphrase(phrase) => Unlocking::Passphrase(phrase.clone()),
        };
        let (register, _) = Register::open(dir, How { key, via, around })?;
        Ok(register)
    }
}

/// Writes the founding frame of a journal: the whole shop or nothing. The crash tests come in here.
pub fn write_first(
    disk: Arc<dyn Disk>,
    journal: &Path,
    master: &MasterKey,
    first: &[Event],
    via: Via,
    around: &dyn Surroundings,
) -> Result<(), Fault> {
    let identity = Identity {
        terminal: around.id(),
        incarnation: around.id(),
    };
    let mut journal = Journal::create(disk, journal, identity, master)?;
    let events = first.iter().map(|event| (around.id(), event.clone()));
    record::append(
        &mut journal,
        record::stamp(around, 0),
        &record::facts(None, via, events),
    )?;
    Ok(())
}

/// The entries that found the till, after checking what is in them.
pub fn first_events(founding: &Founding, around: &dyn Surroundings) -> Result<Vec<Event>, Failure> {
    decide::check(&founding.shop).map_err(|refusal| Failure::refused(&refusal))?;
    let mut events = vec![Event::Founded(Founded {
        shop: founding.shop.clone(),
        series: founding.series.clone(),
    })];
    for (index, person) in founding.people.iter().enumerate() {
        let refused = |refusal: PeopleRefusal| Failure::refused(&refusal);
        check_person(&person.name, person.role, &person.pin, founding.people.len()).map_err(refused)?;
        let same = |other: &NewPerson| other.name.trim().to_lowercase() == person.name.trim().to_lowercase();
        if founding.people[..index].iter().any(same) {
            return Err(refused(PeopleRefusal::NameTaken {
                name: person.name.clone(),
            }));
        }
        events.push(Event::PersonSaved(
            Person {
                id: PersonId(around.id()),
                name: person.name.trim().to_owned(),
                role: person.role,
                pin: String::from(PinHash::new(&person.pin)?),
                active: true,
            }
            .into(),
        ));
    }
    if founding.recovery.is_some() {
        let added = KeysChanged::Added("recovery".to_owned());
        events.extend([added, KeysChanged::RecoveryConfirmed].map(Event::KeysChanged));
    }
    Ok(events)
}

/// A key file beside the data it opens would protect nothing.
fn outside(dir: &Path, key_file: &Path) -> Result<(), Fault> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(Fault::io(path));
    if absolute(key_file)?.starts_with(absolute(dir)?) {
        return Err(VaultError::KeyFileInsideStore(key_file.to_owned()).into());
    }
    Ok(())
}

/// Whether a till can be founded in `dir`: it is missing or empty.
pub fn can_be_founded(dir: &Path) -> Result<(), Fault> {
    match fs::read_dir(dir) {
        Ok(_) if Places::of(dir).exist() => Err(Fault::StoreThere(dir.to_owned())),
        Ok(inside) => match inside.count() {
            0 => Ok(()),
            _ => Err(Fault::NotEmpty(dir.to_owned())),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Fault::io(dir)(error)),
    }
}

/// An empty directory beside `dir`, which itself must be missing or empty, under its name and that ending.
pub(super) fn fresh_place(dir: &Path, ending: &str) -> Result<PathBuf, Fault> {
    can_be_founded(dir)?;
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    let fresh = dir.with_file_name(name);
    if fresh.exists() {
        // Left when the power went; nothing in it was ever answered.
        fs::remove_dir_all(&fresh).map_err(Fault::io(&fresh))?;
    }
    let mut builder = fs::DirBuilder::new();
    builder
        .recursive(true)
        .mode(0o700)
        .create(&fresh)
        .map_err(Fault::io(&fresh))?;
    Ok(fresh)
}
