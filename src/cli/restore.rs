//! `tendero restore`: a shop again from its backup. Must never write where anything is.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::error::{Failure, Outcome};
use super::paths::Folders;
use super::{Context, open};
use crate::register::How;
use crate::register::mirror::Source;
use crate::register::restore::{Beside, Restored, restore};
use crate::register::surroundings::Machine;

/// What `restore` takes.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup, or the directory of a mirror
    file: PathBuf,
    /// The mirror of the till that is gone: what it has beyond the backup is taken as well
    #[arg(long, value_name = "DIR")]
    mirror: Option<PathBuf>,
    /// The number on the last receipt or credit note that the till gave out: where the mirror ends with it
    /// nothing is missing, and the numbers go on
    #[arg(long, value_name = "NUMBER")]
    last: Option<String>,
}

impl Restore {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        let slots = Source::open(&self.file)
            .and_then(|source| source.ring(&self.file))
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
        let beside = Beside {
            mirror: self.mirror.as_deref(),
            last: self.last.as_deref(),
        };
        let restored = restore(&self.file, &dir, how, &new_key_file, beside)?;
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
        "audit": restored.report.is_good(), "whole": restored.whole,
        "from_mirror": restored.completed.map(|completed| completed.entries),
        "last_paper": restored.last_paper.as_ref().map(ToString::to_string),
    })
}

/// Under which numbers the till goes on, and why.
fn numbers(context: &mut Context, restored: &Restored) -> Outcome {
    let out = &mut context.out;
    let last = restored.last_paper.as_ref().map(ToString::to_string);
    if restored.whole {
        return out.line(format_args!(
            "Nothing is missing after {}: the numbers of {} go on.",
            last.as_deref().unwrap_or("the start"),
            restored.series
        ));
    }
    out.line(format_args!(
        "New documents are numbered {}-000001 and on: numbers that may have been given since the backup are \
         never used again.",
        restored.series
    ))?;
    let Some(last) = last.filter(|_| restored.completed.is_some()) else {
        return Ok(());
    };
    out.line(format_args!(
        "If {last} is the last paper that the till gave out, nothing is missing: restore into another \
         directory with --last {last}, and its numbers go on."
    ))
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
    let more = restored.completed.filter(|more| more.entries < manifest.entries);
    if let Some(completed) = more {
        out.line(format_args!(
            "The mirror had {} more entries, which were taken: the last is {}",
            completed.entries, completed.head
        ))?;
    }
    numbers(context, restored)?;
    let out = &mut context.out;
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
