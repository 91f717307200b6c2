//! Opening the store for a subcommand: where it is, what opens it, what it has to say. Must never answer on
//! standard output.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::{Failure, Outcome};
use super::{Context, ask};
use crate::domain::event::Via;
use crate::domain::staff::PersonId;
use crate::register::reply::Notice;
use crate::register::surroundings::Machine;
use crate::register::{Fault, How, Register, Unlocking};
use crate::vault::{KeyRing, SlotKind};

/// The system user who runs the command.
pub(super) fn via() -> Via {
    Via::Cli {
        uid: rustix::process::getuid().as_raw(),
    }
}

/// The register of the store that was asked for, its notices told.
pub(super) fn register(context: &Context) -> Result<Register, Failure> {
    let dir = context.store()?;
    let how = How {
        key: key(context, &dir)?,
        via: via(),
        around: Box::new(Machine::default()),
    };
    let (register, notices) = Register::open(&dir, how)?;
    for notice in &notices {
        tell(notice)?;
    }
    Ok(register)
}

/// What opens the store in `dir`: as asked, as configured, as the store remembers, or as a person types.
pub(super) fn key(context: &Context, dir: &Path) -> Result<Unlocking, Failure> {
    if let Some(path) = &context.options.passphrase_file {
        return Ok(Unlocking::Passphrase(passphrase(path)?));
    }
    if let Some(path) = key_file(context) {
        return Ok(Unlocking::File(Some(path)));
    }
    if !crate::register::places::Places::of(dir).exist() {
        return Err(Fault::NoStore(dir.to_owned()).into());
    }
    let slots = KeyRing::load(dir).map_err(Fault::from)?.slots();
    let has = |kind| slots.iter().any(|slot| slot.kind == kind);
    if has(SlotKind::Passphrase) && !has(SlotKind::KeyFile) {
        if ask::somebody_there() {
            return Ok(Unlocking::Passphrase(ask::secret("Passphrase")?));
        }
        let message = "the store opens with a passphrase: give it with --passphrase-file";
        return Err(Failure::environment("passphrase-needed", message));
    }
    Ok(Unlocking::File(None))
}

/// The key file that was asked for or configured.
pub(super) fn key_file(context: &Context) -> Option<PathBuf> {
    let configured = &context.config.store.key_file;
    let configured = Some(configured).filter(|path| !path.as_os_str().is_empty());
    context.options.key_file.as_ref().or(configured).cloned()
}

/// The first line of a file.
pub(super) fn passphrase(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let phrase = text.lines().next().unwrap_or_default().to_owned();
    if phrase.is_empty() {
        let message = format!("{} holds no passphrase", path.display());
        return Err(Failure::refused("empty-passphrase", message));
    }
    Ok(phrase)
}

/// The person called `name`, or whoever opened the register.
pub(super) fn person(register: &Register, name: Option<&str>) -> Result<PersonId, Failure> {
    match (name, &register.till().shift) {
        (Some(name), _) => Ok(register.person_named(name)?),
        (None, Some(shift)) => Ok(shift.opened.by),
        (None, None) => Err(Failure::refused(
            "register-closed",
            "the register is closed: open it first",
        )),
    }
}

fn tell(notice: &Notice) -> Outcome {
    let said = match notice {
        Notice::TornTail { after_seq } => format!(
            "a command that was being written when the power went is not recorded; entry {after_seq} is the last"
        ),
        Notice::CaughtUp { entries } => format!("{entries} entries were brought into the store"),
        Notice::DraftRestored | Notice::DraftSold { .. } => return Ok(()),
        Notice::ClockBackwards { last } => {
            format!("the clock says a time before the last entry, which was made at {last}: check the clock")
        }
        Notice::ZoneMissing { zone } => {
            format!("this machine does not know the time zone {zone}: times are in UTC")
        }
    };
    Ok(writeln!(std::io::stderr(), "tendero: note: {said}")?)
}
