//! `tendero mirror`: a directory on a stick or another disk that follows the journal. Must never mend without
//! saying first what it would change.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::error::{Failure, Outcome};
use super::progress::Progress;
use super::{Context, ask, open};
use crate::register::Fault;
use crate::register::mirror::{Begun, MirrorState, ToMend, begin, give_up, stands, to_mend};
use crate::register::surroundings::local;

/// What `mirror` takes.
#[derive(Debug, Args)]
pub(super) struct Mirror {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a directory on a stick or another disk the mirror, and copy everything there
    Start {
        /// The directory; it must be there
        dir: PathBuf,
    },
    /// Follow no more; what is on the mirror stays there
    Stop,
    /// Where the mirror is, what it holds, how far it is behind
    Status,
    /// Make a damaged journal whole, or bring back entries that only the mirror has
    Mend {
        /// The mirror, where it is not the one that the store remembers
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
}

impl Mirror {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let dir = context.store()?;
        match &self.what {
            What::Start { dir: root } => start(context, &dir, root),
            What::Stop => stop(context, &dir),
            What::Status => status(context, &dir),
            What::Mend { from, yes } => mend(context, &dir, from.as_deref(), *yes),
        }
    }
}

fn start(context: &mut Context, dir: &Path, root: &Path) -> Outcome {
    let how = open::how(context, dir)?;
    let mut progress = Progress::of("entries copied");
    let begun: Begun = begin(dir, how, root, &mut |done| progress.count(done))?;
    drop(progress);
    let out = &mut context.out;
    if context.options.json {
        return out.json(&json!({
            "dir": begun.dir, "incarnation": begun.head.incarnation, "seq": begun.head.seq,
            "was_ours": begun.was_ours, "same_disk": begun.same_disk,
        }));
    }
    out.line(format_args!(
        "{} is the mirror of this till and holds everything up to entry {}. From now on it follows each \
         sale, and no sale waits for it.",
        begun.dir.display(),
        begun.head
    ))?;
    if begun.same_disk {
        out.line(
            "It is on the disk of the store and would be lost with it: a stick or another disk is better.",
        )?;
    }
    Ok(())
}

fn stop(context: &mut Context, dir: &Path) -> Outcome {
    let was = give_up(dir)?;
    if context.options.json {
        return context.out.json(&json!({ "was": was }));
    }
    context.out.line(match was {
        Some(was) => format!(
            "{} is followed no more from the next start on; what is there stays there.",
            was.display()
        ),
        None => "This till has no mirror.".to_owned(),
    })
}

fn status(context: &mut Context, dir: &Path) -> Outcome {
    let key = open::key(context, dir)?;
    let state = stands(dir, &key)?;
    if context.options.json {
        return context.out.json(&as_json(state.as_ref()));
    }
    let Some(state) = state else {
        return context.out.line(
            "This till has no mirror: `tendero mirror start DIR` makes a directory on a stick its mirror.",
        );
    };
    context.out.line(said(&state))
}

fn as_json(state: Option<&MirrorState>) -> Value {
    let Some(state) = state else {
        return json!({ "dir": null });
    };
    json!({
        "dir": state.dir, "current": state.is_current(), "behind": state.behind,
        "incarnation": state.upto.map(|upto| upto.incarnation), "seq": state.upto.map(|upto| upto.seq),
        "at": state.at, "missing_since": state.since,
        "trouble": state.trouble.as_ref().map(|trouble| json!({
            "code": trouble.code, "message": trouble.sentence,
        })),
    })
}

/// How it stands, in a sentence or two.
fn said(state: &MirrorState) -> String {
    let moment = |at: i64| local(at, &TimeZone::system());
    let behind = match state.behind {
        Some(0) => "nothing is missing there".to_owned(),
        Some(behind) => format!("{behind} entries are not there yet"),
        None => "how much is not there yet is not known".to_owned(),
    };
    let Some(upto) = state.upto else {
        let trouble = state
            .trouble
            .as_ref()
            .map(|trouble| format!("{}. ", trouble.sentence));
        let dir = state.dir.display();
        return format!(
            "{}{dir} was never seen with this journal on it",
            trouble.unwrap_or_default()
        );
    };
    match (&state.trouble, state.at) {
        (None, _) => format!(
            "{} holds everything up to entry {upto}: {behind}",
            state.dir.display()
        ),
        (Some(trouble), at) => {
            let since = state
                .since
                .map(|since| format!(" Missing since {}.", moment(since)));
            let seen = at.map(|at| format!(", at {}", moment(at))).unwrap_or_default();
            let since = since.unwrap_or_default();
            format!(
                "{}.{since} Seen last{seen}, up to entry {upto}: {behind}",
                trouble.sentence
            )
        }
    }
}

fn mend(context: &mut Context, dir: &Path, from: Option<&Path>, yes: bool) -> Outcome {
    let key = open::key(context, dir)?;
    let to_mend: ToMend = to_mend(dir, &key, from)?;
    let (entries, head) = (to_mend.mending.entries(), to_mend.mending.head);
    let json = context.options.json;
    if to_mend.mending.files.is_empty() {
        if json {
            return context
                .out
                .json(&json!({ "files": [], "entries": 0, "aside": null }));
        }
        return context.out.line(format_args!(
            "The journal is whole up to entry {head}, and the mirror has nothing that it lacks: nothing was \
             changed."
        ));
    }
    let files: Vec<PathBuf> = to_mend
        .mending
        .files
        .iter()
        .map(|file| file.path.clone())
        .collect();
    if !json {
        for file in &to_mend.mending.files {
            context.out.line(format_args!(
                "{} would be replaced; {} of its entries come from the mirror",
                file.path.display(),
                file.entries
            ))?;
        }
        context
            .out
            .line(format_args!("The journal would be whole up to entry {head}."))?;
        context.out.flush()?;
    }
    agreed(yes)?;
    let mended = to_mend.mend().map_err(|fault: Fault| Failure::from(fault))?;
    if json {
        return context.out.json(&json!({
            "files": files, "entries": entries, "aside": mended.aside,
            "incarnation": mended.verified.head.cursor.incarnation,
            "seq": mended.verified.head.cursor.seq,
        }));
    }
    context.out.line(format_args!(
        "Mended: {} entries verified, {entries} of them from the mirror; what was replaced is kept in {}",
        mended.verified.entries,
        mended.aside.display()
    ))
}

/// Nothing of the journal is changed without a person's word.
fn agreed(yes: bool) -> Outcome {
    if yes {
        return Ok(());
    }
    if !ask::somebody_there() {
        let message = "say --yes to have it mended; nothing was changed";
        return Err(Failure::refused("not-asked", message));
    }
    if ask::yes("Mend it like that", false)? {
        return Ok(());
    }
    Err(Failure::refused("not-wanted", "nothing was changed"))
}
