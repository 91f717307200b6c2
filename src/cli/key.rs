//! `tendero key`: the ways a store opens. Must never show a secret but a new recovery code, once.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::error::{Failure, Outcome};
use super::{Context, ask, open};
use crate::register::keys::{Keys, list};
use crate::vault::{SlotInfo, SlotKind};

/// What `key` takes.
#[derive(Debug, Args)]
pub(super) struct Key {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What opens the store
    List,
    /// Let a passphrase open it as well
    AddPassphrase {
        /// File that holds it in its first line; asked for when absent
        #[arg(long, value_name = "FILE")]
        new_file: Option<PathBuf>,
    },
    /// Let a key file open it as well; it is written unless it is there
    AddKeyFile {
        /// Where; never inside the store
        file: PathBuf,
    },
    /// Remove one way
    Remove {
        /// Its number in the list
        number: u32,
    },
    /// Make a recovery code and show it once; an older one opens nothing any more
    Recovery,
    /// Type the recovery code back, so that it is known to be written down
    Confirm,
    /// Put a new passphrase in the place of the old one
    ChangePassphrase {
        /// Its number in the list, where there are several
        number: Option<u32>,
        /// File that holds the new one in its first line; asked for when absent
        #[arg(long, value_name = "FILE")]
        new_file: Option<PathBuf>,
    },
}

impl Key {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        if let What::List = self.what {
            let slots = list(&dir)?;
            return show(context, &slots);
        }
        // Asked before the store is opened, so that nobody waits for a person.
        let typed = self.typed()?;
        let mut keys = Keys::open(&dir, open::how(context, &dir)?)?;
        let said = match &self.what {
            What::List => String::new(),
            What::AddPassphrase { .. } => {
                format!("Passphrase {} opens it as well", keys.add_passphrase(&typed)?)
            }
            What::AddKeyFile { file } => {
                let number = keys.add_key_file(file)?;
                format!("Key file {number} opens it as well: {}", file.display())
            }
            What::Remove { number } => {
                let slot = keys.remove(*number)?;
                format!("{} {number} opens it no more", capital(slot.kind))
            }
            What::Recovery => return recovery(context, &mut keys),
            What::Confirm => {
                keys.confirm_recovery(&typed)?;
                "The recovery code is right: backups open with it".to_owned()
            }
            What::ChangePassphrase { number, .. } => {
                let number = keys.change_passphrase(*number, &typed)?;
                format!("The new passphrase is {number}; the old one opens it no more")
            }
        };
        if context.options.json {
            return show(context, &keys.slots());
        }
        context.out.line(said)
    }

    /// The secret that the command needs from a person or a file.
    fn typed(&self) -> Result<String, Failure> {
        match &self.what {
            What::AddPassphrase { new_file } | What::ChangePassphrase { new_file, .. } => {
                new_passphrase(new_file.as_deref())
            }
            What::Confirm if ask::somebody_there() => ask::line("Recovery code", ""),
            What::Confirm => {
                let mut typed = String::new();
                io::stdin().lock().read_line(&mut typed)?;
                Ok(typed)
            }
            _ => Ok(String::new()),
        }
    }
}

/// A new passphrase: from a file, or typed twice without being shown.
fn new_passphrase(file: Option<&Path>) -> Result<String, Failure> {
    if let Some(path) = file {
        return open::passphrase(path);
    }
    if !ask::somebody_there() {
        let message = "there is no terminal to type it at: give the new passphrase with --new-file";
        return Err(Failure::usage(message));
    }
    let first = ask::secret("New passphrase")?;
    if first.is_empty() {
        return Err(Failure::refused(
            "empty-passphrase",
            "a passphrase has at least one letter",
        ));
    }
    if ask::secret("The same again")? != first {
        return Err(Failure::refused(
            "passphrases-differ",
            "the two are not the same: nothing was changed",
        ));
    }
    Ok(first)
}

fn recovery(context: &mut Context, keys: &mut Keys) -> Outcome {
    let code = keys.new_recovery()?;
    if context.options.json {
        return context.out.json(&json!({ "recovery_code": code.to_string() }));
    }
    let out = &mut context.out;
    out.line(format_args!("\n    {code}\n"))?;
    out.line("Write it down on paper and keep it away from the till: it is shown this once.")?;
    out.line("It opens the store and every backup made from now on. Type it back with `tendero key confirm`.")
}

fn show(context: &mut Context, slots: &[SlotInfo]) -> Outcome {
    if context.options.json {
        let row = |slot: &SlotInfo| {
            json!({
                "number": slot.id, "kind": word(slot.kind), "confirmed": slot.confirmed,
                "written_to": slot.written_to,
            })
        };
        return context.out.json(&slots.iter().map(row).collect::<Vec<_>>());
    }
    for slot in slots {
        let more = match (&slot.written_to, slot.kind, slot.confirmed) {
            (Some(path), ..) => format!("  {}", path.display()),
            (None, SlotKind::Recovery, true) => "  typed back".to_owned(),
            (None, SlotKind::Recovery, false) => "  not typed back yet: `tendero key confirm`".to_owned(),
            _ => String::new(),
        };
        context
            .out
            .line(format_args!("{:>3}  {}{more}", slot.id, slot.kind))?;
    }
    Ok(())
}

fn word(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::KeyFile => "key_file",
        SlotKind::Passphrase => "passphrase",
        SlotKind::Recovery => "recovery",
    }
}

fn capital(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::KeyFile => "Key file",
        SlotKind::Passphrase => "Passphrase",
        SlotKind::Recovery => "Recovery code",
    }
}
