//! `tendero demo`: a shop written for trying the program, with two weeks behind it, in a store of its own.
//! Must never touch a store that it did not make.

#[cfg(feature = "hub")]
mod beside;
mod dice;
mod moment;
mod shop;
mod weeks;

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::error::{Failure, Outcome};
use super::paths::Folders;
use super::{Context, till};
use crate::register::Fault;
use crate::register::found::NewKey;
use crate::vault::durable::write_whole;

/// The file that says that a store is a demo and may be thrown away.
const MARK: &str = "demo";

/// What `demo` takes.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Throw the old demo shop away and start over
    #[arg(long)]
    fresh: bool,
    /// A hub on this machine beside it, a second till, and a price on which the two disagree
    #[cfg(feature = "hub")]
    #[arg(long)]
    hub: bool,
    /// Where that hub listens on this machine, if another program has the usual port
    #[cfg(feature = "hub")]
    #[arg(long, value_name = "PORT", default_value_t = 7712, requires = "hub")]
    hub_port: u16,
    /// What the weeks are thrown with: another number, other customers
    #[arg(long, hide = true, default_value_t = shop::SEED)]
    seed: u64,
}

impl Demo {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = match &context.options.store {
            Some(dir) => dir.clone(),
            None => Folders::of_user()?.demo(),
        };
        // never the key file of the config: that one is the shop's
        let key = match &context.options.key_file {
            Some(path) => path.clone(),
            None => Folders::of_user()?.demo_key_file(),
        };
        ours(&dir)?;
        if self.fresh && dir.exists() {
            fs::remove_dir_all(&dir).map_err(|error| Failure::file(&dir, &error))?;
        }
        let made = !dir.exists();
        if made {
            make(&dir, &key, self.seed)?;
        }
        #[cfg(feature = "hub")]
        let _beside = match self.hub {
            true => Some(beside::start(
                (&dir, &key),
                self.hub_port,
                self.fresh || made,
                context,
            )?),
            false => None,
        };
        if std::io::stdout().is_terminal() && !context.options.json {
            context.options.store = Some(dir);
            context.options.key_file = Some(key);
            context.options.passphrase_file = None;
            return till::run(context);
        }
        if context.options.json {
            return context
                .out
                .json(&json!({ "store": dir, "key_file": key, "made": made }));
        }
        context.out.line(format_args!(
            "The demo shop is ready in {}: open it at a terminal with `tendero demo`",
            dir.display()
        ))
    }
}

/// Refuses a directory that holds anything but a demo shop.
fn ours(dir: &Path) -> Outcome {
    let empty = fs::read_dir(dir).map_or(true, |mut inside| inside.next().is_none());
    if empty || dir.join(MARK).is_file() {
        return Ok(());
    }
    let message = format!(
        "{} holds something else than a demo shop: nothing was changed",
        dir.display()
    );
    Err(Failure::refused("not-a-demo", message))
}

/// Makes the shop beside its place and moves it there when it is whole.
fn make(dir: &Path, key: &Path, seed: u64) -> Outcome {
    let absolute = std::path::absolute(dir).map_err(|error| Failure::file(dir, &error))?;
    let mut name = absolute.file_name().unwrap_or_default().to_owned();
    name.push(".making");
    let building: PathBuf = absolute.with_file_name(name);
    if building.exists() {
        fs::remove_dir_all(&building).map_err(|error| Failure::file(&building, &error))?;
    }
    super::init::folder_of(key)?;
    shop::build(&building, NewKey::File(key.to_owned()), seed)?;
    mark(
        &building,
        "This store is a demo; `tendero demo --fresh` throws it away.\n",
    )?;
    fs::rename(&building, &absolute).map_err(|error| Fault::io(&absolute)(error).into())
}

/// Says of a directory that it is a demo's.
fn mark(dir: &Path, told: &str) -> Outcome {
    let mark = dir.join(MARK);
    write_whole(&mark, |file| file.write_all(told.as_bytes())).map_err(|error| Failure::file(&mark, &error))
}
