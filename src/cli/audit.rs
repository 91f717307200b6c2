//! `tendero audit`: the journal checked against itself, and the store against the journal. Must never change
//! either.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::error::{Failure, Outcome};
use super::{Context, open};
use crate::register::Fault;
use crate::register::audit::{Check, Finding, Report, State, audit_backup, audit_store};
use crate::register::backup::Backup;

/// What `audit` takes.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check everything; name the first entry that is wrong
    Verify {
        /// A backup to check instead of the store
        #[arg(long, value_name = "FILE")]
        export: Option<PathBuf>,
    },
}

impl Audit {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let What::Verify { export } = &self.what;
        let report = match export {
            Some(path) => {
                let slots = Backup::open(path)
                    .and_then(|backup| backup.ring(path))
                    .map_err(Failure::from)?
                    .slots();
                audit_backup(path, &open::key_for(context, &slots)?)
            }
            None => {
                let dir = context.store()?;
                audit_store(&dir, &open::key(context, &dir)?)
            }
        };
        let report = report.map_err(|fault: Fault| Failure::from(fault))?;
        tell(context, &report)?;
        if report.is_good() {
            Ok(())
        } else {
            Err(Failure::told())
        }
    }
}

fn tell(context: &mut Context, report: &Report) -> Outcome {
    let out = &mut context.out;
    if context.options.json {
        return out.json(&as_json(report));
    }
    for check in &report.checks {
        let (word, more) = match &check.state {
            State::Good => ("ok", String::new()),
            State::Warning(finding) => ("warning", format!(" ({finding})")),
            State::Bad { count, first } => ("BAD", format!(": {count} wrong, first {first}")),
            State::NotChecked(why) => ("-", format!(" (not checked: {why})")),
        };
        out.line(format_args!(
            "{word:<8}{:>9}  {}{more}",
            check.checked, check.what
        ))?;
    }
    match (report.first_bad(), &report.head) {
        (Some((_, first)), _) => out.line(format_args!("The first thing wrong is {first}.")),
        (None, Some(head)) => out.line(format_args!(
            "Nothing is wrong up to entry {}, whose hash is {}.",
            head.cursor,
            HEXLOWER.encode(&head.hash)
        )),
        (None, None) => Ok(()),
    }
}

fn finding(found: &Finding) -> Value {
    json!({
        "incarnation": found.at.map(|at| at.incarnation), "seq": found.at.map(|at| at.seq),
        "what": found.what,
    })
}

fn row(check: &Check) -> Value {
    let (word, bad, first, why) = match &check.state {
        State::Good => ("ok", 0, None, None),
        State::Warning(found) => ("warning", 0, Some(finding(found)), None),
        State::Bad { count, first } => ("bad", *count, Some(finding(first)), None),
        State::NotChecked(why) => ("not_checked", 0, None, Some(why)),
    };
    json!({
        "name": check.name, "what": check.what, "checked": check.checked, "state": word, "bad": bad,
        "first": first, "not_checked": why,
    })
}

fn as_json(report: &Report) -> Value {
    let head = report.head.map(|head| {
        json!({
            "incarnation": head.cursor.incarnation, "seq": head.cursor.seq,
            "hash": HEXLOWER.encode(&head.hash),
        })
    });
    json!({
        "ok": report.is_good(),
        "checks": report.checks.iter().map(row).collect::<Vec<_>>(),
        "first_bad": report.first_bad().map(|(check, first)| {
            let mut first = finding(first);
            first["check"] = check.name.into();
            first
        }),
        "head": head,
    })
}
