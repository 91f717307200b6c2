//! `tendero archive`: old entries packed to save room, and a packed copy of them elsewhere. Must never pack
//! anything by itself.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::error::Outcome;
use super::output::counted;
use super::progress::Progress;
use super::{Context, open};
use crate::register::archive::{Age, Checked, Stand, USUAL_DAYS, archive, check, slots_of, stands, unpack};

/// What `archive` takes.
#[derive(Debug, Args)]
pub(super) struct Archive {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Pack what is old into a directory on a stick or another disk, read that back, then pack it on the till
    Pack {
        /// The directory of the archive; it must be there
        dir: PathBuf,
        #[command(flatten)]
        old: Old,
    },
    /// How much of the journal is packed, what could be, how long the disk will do
    Status {
        #[command(flatten)]
        old: Old,
    },
    /// Read an archive from its first entry to its last, also without the till that it is of
    Verify {
        /// The directory of the archive
        dir: PathBuf,
    },
    /// Make the packed segments of the till plain again, as an older version of this program needs them
    Unpack,
}

/// What is old.
#[derive(Debug, Clone, Copy, Args)]
struct Old {
    /// Entries of shifts this many days before the last one that was opened are old
    #[arg(long, value_name = "DAYS", default_value_t = USUAL_DAYS, conflicts_with = "until")]
    older_than: u16,
    /// Entries of shifts up to this day are old
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

impl Old {
    fn age(self) -> Age {
        self.until.map_or(Age::Days(self.older_than), Age::Until)
    }
}

impl Archive {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        match &self.what {
            What::Pack { dir, old } => pack(context, dir, *old),
            What::Status { old } => status(context, *old),
            What::Verify { dir } => verify(context, dir),
            What::Unpack => plain(context),
        }
    }
}

/// Bytes in words.
fn mib(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

fn pack(context: &mut Context, root: &Path, old: Old) -> Outcome {
    let dir = context.store()?;
    let how = open::how(context, &dir)?;
    let mut progress = Progress::of("segments");
    let done = archive(&dir, how, root, old.age(), &mut |done, total| {
        progress.part(done, total)
    })?;
    drop(progress);
    let out = &mut context.out;
    if context.options.json {
        return out.json(&json!({
            "dir": done.dir, "packed": done.packed, "segments": done.there, "freed": done.freed,
            "incarnation": done.upto.map(|upto| upto.incarnation), "seq": done.upto.map(|upto| upto.seq),
            "entries": done.verified.entries, "same_disk": done.same_disk,
        }));
    }
    let Some(upto) = done.upto else {
        return out.line(
            "Nothing is old enough yet to be packed: nothing was changed. Segments are packed whole, the \
             last two never.",
        );
    };
    out.line(format_args!(
        "{} holds everything up to entry {upto} in {}, read back and verified.",
        done.dir.display(),
        segments(done.there)
    ))?;
    out.line(format_args!(
        "Packed on this till as well: {}, which gives {} back. Nothing has left it, and its {} entries were \
         verified as they lie there now.",
        segments(done.packed),
        mib(done.freed),
        done.verified.entries
    ))?;
    if done.same_disk {
        out.line(
            "The archive is on the disk of the store and would be lost with it: a stick or another disk is \
             better.",
        )?;
    }
    Ok(())
}

fn status(context: &mut Context, old: Old) -> Outcome {
    let dir = context.store()?;
    let key = open::key(context, &dir)?;
    let stand = stands(&dir, &key, old.age())?;
    if context.options.json {
        return context.out.json(&as_json(&stand));
    }
    let out = &mut context.out;
    if let Some((first, last)) = stand.days {
        out.line(format_args!(
            "Shifts from {first} to {last} are on this till, every entry of them."
        ))?;
    }
    out.line(format_args!(
        "The journal has {} and takes {}; {} packed, which saves {}.",
        segments(stand.segments),
        mib(stand.bytes),
        stand.packed,
        mib(stand.saved)
    ))?;
    if let Some(free) = stand.free_mib {
        let long = stand.months.map(|months| match months {
            0 => ", not enough for another month at the pace of the last thirty days".to_owned(),
            1..=240 => format!(", enough for {months} months at the pace of the last thirty days"),
            _ => ", enough for more than twenty years at the pace of the last thirty days".to_owned(),
        });
        out.line(format_args!("{free} MiB are free{}.", long.unwrap_or_default()))?;
    }
    if stand.ready == 0 {
        return out.line("Nothing more is old enough to be packed.");
    }
    out.line(format_args!(
        "Old enough to be packed: {}; `tendero archive pack DIR`, with a directory on a stick, does it.",
        segments(stand.ready)
    ))
}

fn as_json(stand: &Stand) -> Value {
    json!({
        "segments": stand.segments, "packed": stand.packed, "bytes": stand.bytes, "saved": stand.saved,
        "ready": stand.ready, "free_mib": stand.free_mib, "months": stand.months,
        "from": stand.days.map(|(from, _)| from), "to": stand.days.map(|(_, to)| to),
    })
}

fn verify(context: &mut Context, root: &Path) -> Outcome {
    let key = open::key_for(context, &slots_of(root)?)?;
    let checked: Checked = check(root, &key)?;
    let days = checked.days.map(|(from, to)| (from.to_string(), to.to_string()));
    if context.options.json {
        return context.out.json(&json!({
            "dir": root, "entries": checked.entries, "segments": checked.segments, "bytes": checked.bytes,
            "incarnation": checked.upto.incarnation, "seq": checked.upto.seq,
            "hash": HEXLOWER.encode(&checked.hash),
            "from": days.as_ref().map(|(from, _)| from), "to": days.as_ref().map(|(_, to)| to),
        }));
    }
    let shifts = days.map_or_else(String::new, |(from, to)| format!(", shifts from {from} to {to}"));
    context.out.line(format_args!(
        "{} is whole: {} entries up to {}{shifts}, in {} of {}. The hash of the last entry \
         is {}.",
        root.display(),
        checked.entries,
        checked.upto,
        segments(checked.segments),
        mib(checked.bytes),
        HEXLOWER.encode(&checked.hash)
    ))
}

fn plain(context: &mut Context) -> Outcome {
    let dir = context.store()?;
    let how = open::how(context, &dir)?;
    let mut progress = Progress::of("segments");
    let done = unpack(&dir, how, &mut |done, total| progress.part(done, total))?;
    drop(progress);
    if context.options.json {
        let entries = done.verified.entries;
        return context
            .out
            .json(&json!({ "unpacked": done.segments, "entries": entries }));
    }
    context.out.line(format_args!(
        "Plain again: {}; {} entries verified.",
        segments(done.segments),
        done.verified.entries
    ))
}

fn segments(count: u64) -> String {
    counted(count, "segment", "segments")
}
