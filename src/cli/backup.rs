//! `tendero backup`: one file from which the shop can be had again. Must never call one done that was not
//! read back.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::error::Outcome;
use super::progress::Progress;
use super::{Context, open};
use crate::register::backup::{Made, Noted, backup};

/// What `backup` takes.
#[derive(Debug, Args)]
pub(super) struct BackupTo {
    /// The file to write; a stick or another machine's disk is best
    file: PathBuf,
    /// Replace a file of that name, once the new one is verified
    #[arg(long)]
    force: bool,
}

impl BackupTo {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        let how = open::how(context, &dir)?;
        let mut progress = Progress::of("backup");
        let made = backup(&dir, how, &self.file, self.force, &mut |done, total| {
            progress.part(done, total);
        })?;
        drop(progress);
        if context.options.json {
            return context.out.json(&json!({
                "file": self.file, "bytes": made.bytes, "entries": made.entries,
                "incarnation": made.head.incarnation, "seq": made.head.seq,
                "noted": made.noted == Noted::Yes, "recovery_confirmed": made.recovery_confirmed,
            }));
        }
        self.tell(context, &made)
    }

    fn tell(&self, context: &mut Context, made: &Made) -> Outcome {
        let out = &mut context.out;
        out.line(format_args!(
            "{}: {} entries, {} bytes, written, read back and verified up to entry {}",
            self.file.display(),
            made.entries,
            made.bytes,
            made.head
        ))?;
        match &made.noted {
            Noted::Yes => {}
            Noted::TillRuns(pid) => {
                let who = pid.map(|pid| format!(" (process {pid})")).unwrap_or_default();
                out.line(format_args!(
                    "The till is running{who} and does not know of it: it goes on counting these entries as \
                     not copied."
                ))?;
            }
            Noted::NoRoom => out.line(
                "The disk of the till is full, so the journal does not know of it: the till goes on counting \
                 these entries as not copied.",
            )?,
            Noted::NotWritten(why) => out.line(format_args!(
                "The disk of the till cannot be written ({why}), so the journal does not know of it."
            ))?,
            Noted::StoreFails(why) => out.line(format_args!(
                "The store does not open ({why}), so the journal does not know: `tendero rebuild` makes \
                 the store anew."
            ))?,
        }
        if !made.recovery_confirmed {
            out.line(
                "It opens only with the key file or passphrase of today: make a recovery code and type it \
                 back (`tendero key recovery`, then `tendero key confirm`).",
            )?;
        }
        Ok(())
    }
}
