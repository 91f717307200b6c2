//! `tendero restore`: a shop again from its backup. Must never write where anything is.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::error::{Failure, Outcome};
use super::paths::Folders;
use super::{Context, open};
use crate::register::How;
use crate::register::backup::Backup;
use crate::register::restore::{Restored, restore};
use crate::register::surroundings::Machine;

/// What `restore` takes.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup
    file: PathBuf,
}

impl Restore {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        let slots = Backup::open(&self.file)
            .and_then(|backup| backup.ring(&self.file))
            .map_err(Failure::from)?
            .slots();
        let how = How {
            key: open::key_for(context, &slots)?,
            via: open::via(),
            around: Box::new(Machine::default()),
        };
        let new_key_file = match Folders::of_user() {
            Ok(folders) => folders.new_key_file(&dir),
            Err(_) => beside(&dir),
        };
        let restored = restore(&self.file, &dir, how, &new_key_file)?;
        if context.options.json {
            return context.out.json(&as_json(&dir, &restored));
        }
        tell(context, &dir, &restored)
    }
}

/// A key file where there is no home: next to the store, never in it.
fn beside(dir: &Path) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".key");
    dir.with_file_name(name)
}

fn as_json(dir: &Path, restored: &Restored) -> serde_json::Value {
    json!({
        "store": dir, "entries": restored.manifest.entries, "seq": restored.manifest.seq,
        "incarnation": restored.manifest.ordinal, "series": restored.series,
        "last_document": restored.last_sale.as_ref().map(ToString::to_string),
        "perpetual": restored.perpetual.net.to_string(), "key_file": restored.key_file,
        "audit": restored.report.is_good(),
    })
}

fn tell(context: &mut Context, dir: &Path, restored: &Restored) -> Outcome {
    let out = &mut context.out;
    let manifest = &restored.manifest;
    out.line(format_args!(
        "{} is restored: {} entries, the last {}:{}, verified",
        dir.display(),
        manifest.entries,
        manifest.ordinal,
        manifest.seq
    ))?;
    let last = restored.last_sale.as_ref().map(ToString::to_string);
    out.line(format_args!(
        "Last document {}, perpetual total {}",
        last.as_deref().unwrap_or("none"),
        restored.perpetual.net
    ))?;
    out.line(format_args!(
        "New documents are numbered {}-000001 and on: numbers that may have been given since the backup are \
         never used again.",
        restored.series
    ))?;
    if let Some(path) = &restored.key_file {
        out.line(format_args!("It opens with the new key file {}", path.display()))?;
    }
    if let Some((_, first)) = restored.report.first_bad() {
        out.line(format_args!(
            "The backup holds what the audit does not accept, first {first}: `tendero audit verify` says \
             more."
        ))?;
    }
    Ok(())
}
