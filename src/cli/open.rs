//! Opening the store for a subcommand: where it is, what opens it, what it has to say. Must never answer on
//! standard output.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::{Failure, Outcome};
use super::{Context, ask};
use crate::domain::event::Via;
use crate::domain::staff::PersonId;
use crate::register::mirror::remember;
use crate::register::reply::Notice;
use crate::register::surroundings::Machine;
use crate::register::{Fault, How, Register, Unlocking};
use crate::vault::{KeyRing, SlotInfo, SlotKind};

/// The system user who runs the command.
pub(super) fn via() -> Via {
    Via::Cli {
        uid: rustix::process::getuid().as_raw(),
    }
}

/// The register of the store that was asked for, its notices told.
pub(super) fn register(context: &Context) -> Result<Register, Failure> {
    let dir = context.store()?;
    let (register, notices) = Register::open(&dir, how(context, &dir)?)?;
    for notice in &notices {
        tell(notice)?;
    }
    Ok(register)
}

/// How the store in `dir` is opened from the command line.
pub(super) fn how(context: &Context, dir: &Path) -> Result<How, Failure> {
    let key = key(context, dir)?;
    mirror(context, dir)?;
    Ok(How {
        key,
        via: via(),
        around: Box::new(Machine::default()),
    })
}

/// The store in `dir` remembers the mirror that the config names, if it names one.
pub(super) fn mirror(context: &Context, dir: &Path) -> Result<(), Failure> {
    let named = &context.config.store.mirror;
    if named.as_os_str().is_empty() {
        return Ok(());
    }
    Ok(remember(dir, named)?)
}

/// What opens the store in `dir`: as asked, as configured, as the store remembers, or as a person types.
pub(super) fn key(context: &Context, dir: &Path) -> Result<Unlocking, Failure> {
    if !crate::register::places::Places::of(dir).exist() {
        return Err(Fault::NoStore(dir.to_owned()).into());
    }
    key_for(context, &KeyRing::load(dir).map_err(Fault::from)?.slots())
}

/// What opens these slots, of a store or of a backup.
pub(super) fn key_for(context: &Context, slots: &[SlotInfo]) -> Result<Unlocking, Failure> {
    if let Some(path) = &context.options.recovery_code_file {
        return Ok(Unlocking::Recovery(passphrase(path)?));
    }
    if let Some(path) = &context.options.passphrase_file {
        return Ok(Unlocking::Passphrase(passphrase(path)?));
    }
    if let Some(path) = key_file(context) {
        return Ok(Unlocking::File(Some(path)));
    }
    let has = |kind| slots.iter().any(|slot| slot.kind == kind);
    let files: Vec<&PathBuf> = slots.iter().filter_map(|slot| slot.written_to.as_ref()).collect();
    if files.iter().any(|path| path.exists()) {
        return Ok(Unlocking::File(None));
    }
    if has(SlotKind::Passphrase) {
        if ask::somebody_there() {
            return Ok(Unlocking::Passphrase(ask::secret("Passphrase")?));
        }
        let message = "the store opens with a passphrase: give it with --passphrase-file";
        return Err(Failure::environment("passphrase-needed", message));
    }
    match files.first() {
        Some(path) => Err(lost(path, has(SlotKind::Recovery))),
        None => Ok(Unlocking::File(None)),
    }
}

/// The key file is not where it was written, and nothing else was given.
fn lost(path: &Path, recovery: bool) -> Failure {
    let rest = if recovery {
        " or open it with the recovery code (--recovery-code-file)"
    } else {
        " or find a copy of it; there is no recovery code, so without that file nothing opens it"
    };
    let path = path.display();
    let message = format!(
        "the key file {path} is not there: plug in its stick, say where it is with --key-file,{rest}"
    );
    Failure::environment("key-file-missing", message)
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
        let message = format!("the first line of {} is empty", path.display());
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
            "what was being written when the power went is not recorded; entry {after_seq} is the last"
        ),
        Notice::CaughtUp { entries } => format!("{entries} entries were brought into the store"),
        Notice::DraftRestored
        | Notice::DraftSold { .. }
        | Notice::DraftReturned { .. }
        | Notice::OpenSince { .. } => return Ok(()),
        Notice::ClockBackwards { last } => {
            format!("the clock says a time before the last entry, which was made at {last}: check the clock")
        }
        Notice::LittleSpace { mib } => {
            format!("{mib} MiB are free on the disk of the store: make room soon")
        }
        Notice::ZoneMissing { zone } => {
            format!("this machine does not know the time zone {zone}: times are in UTC")
        }
    };
    Ok(writeln!(std::io::stderr(), "tendero: note: {said}")?)
}
