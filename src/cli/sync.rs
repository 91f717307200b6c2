//! `tendero sync`: the hub from the command line. Must never show a token.

use std::path::Path;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::error::{Failure, Outcome};
use super::progress::Progress;
use super::table::{Cell, pairs};
use super::{Context, open};
use crate::domain::refusal::Refuse;
use crate::protocol::enrol::Enrolled;
use crate::register::Register;
use crate::register::hub::state::{Filter, Lamp, Queue, QueueRow, Status, SyncState};
use crate::register::hub::{Asked, Ended, EnrolRefusal, Verify, ask};
use crate::register::surroundings::local;
use crate::sync::Courier;
use crate::sync::plan::Pause;
use crate::sync::transport::Failed;

/// What `sync` takes.
#[derive(Debug, Args)]
pub(super) struct Sync {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make this till known to a hub, by the one-time code that somebody made there
    Enrol {
        /// Where the hub is, such as https://hub.example or http://192.168.1.10:8080
        url: String,
        /// The code
        code: String,
        /// What people call this till; the prefix of its numbers when absent
        #[arg(long)]
        name: Option<String>,
    },
    /// How the till stands with its hub
    Status,
    /// Send and fetch everything now
    Now {
        /// Seconds to wait where nothing goes forward
        #[arg(long, value_name = "SECONDS", default_value_t = 30)]
        patience: u64,
    },
    /// What became of each entry, the newest first
    Queue {
        /// Which entries
        #[arg(long, value_enum, default_value_t = Wanted::Waiting)]
        status: Wanted,
        /// How many at most
        #[arg(long, value_name = "ROWS", default_value_t = 100)]
        limit: usize,
    },
    /// Ask again about the entries whose effect waits at the hub
    Retry,
    /// Compare the till's journal with the hub's, entry by entry
    Verify,
    /// Go on without the hub; refused while something is here that it does not have
    Unenrol,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wanted {
    All,
    Waiting,
    Synced,
    Failed,
}

impl Sync {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let mut register = open::register(context)?;
        match &self.what {
            What::Enrol { url, code, name } => enrol(&mut register, (url, code, name.as_deref()), context),
            What::Status => status(&register, context),
            What::Now { patience } => now(&mut register, Duration::from_secs(*patience), context),
            What::Queue { status, limit } => queue(&mut register, *status, *limit, context),
            What::Retry => retry(&mut register, context),
            What::Verify => verify(&register, context),
            What::Unenrol => {
                register.leave_hub(None)?;
                if context.options.json {
                    return context.out.json(&json!({ "enrolled": false }));
                }
                context
                    .out
                    .line("This till has no hub any more; everything that was here stays here")
            }
        }
    }
}

fn enrol(
    register: &mut Register,
    (url, code, name): (&str, &str, Option<&str>),
    context: &mut Context,
) -> Outcome {
    let name = name.map_or_else(|| register.till().series.clone(), str::to_owned);
    let (asked, enrolled) = join(register, (url, code, &name), context)?;
    let series = &register.till().series;
    if context.options.json {
        return context.out.json(&json!({
            "enrolled": true, "hub": enrolled.hub, "shop": enrolled.shop_name, "series": series,
        }));
    }
    context.out.line(format_args!(
        "This till is known to {} as {name}",
        enrolled.shop_name
    ))?;
    if enrolled.series != asked.series() {
        let next = register.till().next_document();
        context.out.line(format_args!(
            "Another till has the series {}: the next document is {next}",
            asked.series()
        ))?;
    }
    context.out.line(
        "`tendero sync now` sends what is here and fetches what is there; an open till does so by itself",
    )
}

/// Makes the till known; gives what it asked and what it was answered.
pub(super) fn join(
    register: &mut Register,
    (url, code, name): (&str, &str, &str),
    context: &Context,
) -> Result<(Asked, Enrolled), Failure> {
    let asked = register.ask_hub(url, code, name)?;
    let certificate = context.config.sync.certificate.clone();
    let enrolled = ask(&asked, &certificate).map_err(|refusal| refused(&refusal))?;
    register.join(None, &asked, &enrolled)?;
    Ok((asked, enrolled))
}

/// A line that was not reached is the machine's matter, anything else is a no.
fn refused(refusal: &EnrolRefusal) -> Failure {
    match refusal {
        EnrolRefusal::Unreached { .. } => Failure::environment("hub-unreached", refusal.to_string()),
        other => Failure::refused(other.code(), other.to_string()),
    }
}

/// Between this till and its hub.
fn courier(register: &Register, context: &Context) -> Result<Courier, Failure> {
    let courier = register
        .courier(&context.config.sync)
        .map_err(|bad| Failure::refused("hub-line", bad.to_string()))?;
    courier.ok_or_else(|| refused(&EnrolRefusal::None))
}

fn now(register: &mut Register, patience: Duration, context: &mut Context) -> Outcome {
    through(register, patience, context)?;
    status(register, context)
}

/// Sends and fetches everything, or says why not.
pub(super) fn through(register: &mut Register, patience: Duration, context: &Context) -> Outcome {
    let mut courier = courier(register, context)?;
    let mut progress = Progress::of("syncing");
    let all = register.sync_state().waiting;
    let ended = register.sync_through(&mut courier, patience, &mut |state| match state.fetching {
        Some(left) if state.waiting == 0 => progress.count(left),
        _ => progress.part(all.saturating_sub(state.waiting), all),
    })?;
    drop(progress);
    let waiting = register.sync_state().waiting;
    match ended {
        Ended::Done => Ok(()),
        Ended::Missed(why) => {
            let why = if why.is_empty() {
                "it did not answer in time".to_owned()
            } else {
                why
            };
            let message =
                format!("the hub was not reached ({why}): {waiting} entries wait here, nothing is lost");
            Err(Failure::environment("hub-unreached", message))
        }
        Ended::Paused(pause, why) => Err(Failure::refused(code(pause), paused(pause, &why))),
    }
}

fn code(pause: Pause) -> &'static str {
    match pause {
        Pause::Withdrawn => "hub-withdrawn",
        Pause::Upgrade => "hub-upgrade",
        Pause::HubFork => "hub-fork",
        Pause::ChainFork => "chain-fork",
        Pause::SeriesBehind => "series-behind",
    }
}

/// Why nothing goes on, and what to do.
fn paused(pause: Pause, why: &str) -> String {
    let (what, todo) = match pause {
        Pause::Withdrawn => (
            "the hub does not let this till in any more",
            "have a new code made at the hub",
        ),
        Pause::Upgrade => ("till and hub speak no common version", "update the older one"),
        Pause::HubFork => (
            "this is not the hub that the till knows, or an older copy of it",
            "ask whoever keeps the hub which one counts",
        ),
        Pause::ChainFork => (
            "the hub holds entries of this till that are not on its disk: it was copied or set back",
            "make it again with `tendero restore` and enrol it with a replacement code",
        ),
        Pause::SeriesBehind => (
            "the hub has seen later numbers of this till than the till gives: it was set back",
            "make it again with `tendero restore`, which begins another series",
        ),
    };
    let met = if why.is_empty() {
        String::new()
    } else {
        format!(" ({why})")
    };
    format!("{what}{met}: {todo}; nothing is lost")
}

fn status(register: &Register, context: &mut Context) -> Outcome {
    let state = register.sync_state();
    let [waiting, syncing, synced, failed] = register.counts();
    let Some(facts) = register.sync_facts() else {
        if context.options.json {
            return context
                .out
                .json(&json!({ "enrolled": false, "waiting": waiting }));
        }
        return context.out.line(
            "This till has no hub: it sells all the same, and `tendero sync enrol` makes it known to one",
        );
    };
    let storage = size(register.places().dir());
    let seconds = facts.back_to_synced.map(|millis| millis / 1000);
    if context.options.json {
        return context.out.json(&json!({
            "enrolled": true, "lamp": word(state.lamp), "url": state.url, "shop": state.shop,
            "pending": waiting, "syncing": syncing, "synced": synced, "failed": failed,
            "conflicts": state.conflicts, "bad_rows": state.bad_rows,
            "sales_offline": facts.offline_sales, "seconds_to_synced": seconds,
            "last_contact": state.last_contact, "offline_since": state.offline_since,
            "skew_ms": state.skew, "drain_only": state.drain_only, "storage_bytes": storage,
        }));
    }
    let rows = rows(register, &state, [waiting, syncing, synced, failed]);
    let more = [
        ("sales made offline", Cell::Count(facts.offline_sales)),
        (
            "seconds until all was up",
            seconds
                .and_then(|s| u64::try_from(s).ok())
                .map_or(Cell::Unknown, Cell::Count),
        ),
        ("bytes on the disk", Cell::Count(storage)),
    ];
    let all = rows
        .into_iter()
        .chain(more)
        .map(|(name, cell)| (name.to_owned(), cell));
    pairs(&mut context.out, &all.collect::<Vec<_>>())
}

fn rows(register: &Register, state: &SyncState, counts: [u64; 4]) -> Vec<(&'static str, Cell)> {
    let time = |at: Option<i64>| {
        at.map_or(Cell::Unknown, |at| {
            Cell::Text(local(at, register.zone()).to_string())
        })
    };
    let [waiting, syncing, synced, failed] = counts;
    vec![
        ("hub", Cell::text(word(state.lamp))),
        ("at", Cell::text(state.url.as_str())),
        ("shop", Cell::text(state.shop.as_str())),
        ("pending", Cell::Count(waiting)),
        ("syncing", Cell::Count(syncing)),
        ("synced", Cell::Count(synced)),
        ("failed", Cell::Count(failed)),
        ("conflicts", Cell::Count(state.conflicts)),
        ("rows not taken", Cell::Count(state.bad_rows)),
        ("last contact", time(state.last_contact)),
        ("offline since", time(state.offline_since)),
    ]
}

fn word(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::NotEnrolled => "none",
        Lamp::Synced => "synced",
        Lamp::Syncing => "syncing",
        Lamp::Offline => "offline",
        Lamp::Paused => "paused",
    }
}

/// Bytes below a directory.
fn size(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}

fn queue(register: &mut Register, wanted: Wanted, limit: usize, context: &mut Context) -> Outcome {
    let filter = match wanted {
        Wanted::All => Filter::All,
        Wanted::Waiting => Filter::Waiting,
        Wanted::Synced => Filter::Synced,
        Wanted::Failed => Filter::Failed,
    };
    let Queue { rows, .. } = register.queue(filter, None, limit)?;
    for row in &rows {
        if context.options.json {
            context.out.json(&told(row))?;
        } else {
            let made = local(row.made, register.zone());
            let (word, more) = said(&row.status);
            context.out.line(
                format!(
                    "{:>8}  {made}  {:<18} {:<8} {} {more}",
                    row.at.1, row.name, word, row.subject
                )
                .trim_end(),
            )?;
        }
    }
    if rows.is_empty() && !context.options.json {
        return context.out.line("nothing");
    }
    Ok(())
}

fn said(status: &Status) -> (&'static str, String) {
    match status {
        Status::Pending => ("PENDING", String::new()),
        Status::Syncing => ("SYNCING", String::new()),
        Status::Synced(_) => ("SYNCED", String::new()),
        Status::Failed { message, .. } => ("FAILED", message.clone()),
    }
}

fn told(row: &QueueRow) -> serde_json::Value {
    let (word, why) = said(&row.status);
    let at = match row.status {
        Status::Synced(at) => at,
        _ => None,
    };
    json!({
        "seq": row.at.1, "id": row.id, "kind": row.name, "made": row.made, "subject": row.subject,
        "status": word, "synced_at": at, "why": why,
    })
}

fn retry(register: &mut Register, context: &mut Context) -> Outcome {
    let before = register.counts()[3];
    through(register, Duration::from_secs(30), context)?;
    let after = register.counts()[3];
    if context.options.json {
        return context
            .out
            .json(&json!({ "failed_before": before, "failed": after }));
    }
    context.out.line(format_args!(
        "{after} entries wait at the hub for a person; before it were {before}"
    ))
}

fn verify(register: &Register, context: &mut Context) -> Outcome {
    let mut courier = courier(register, context)?;
    let mut progress = Progress::of("entries compared");
    let compared = register.compare(&mut courier, &mut |done| progress.count(done));
    drop(progress);
    let compared = compared.map_err(|error| match error {
        Verify::Fault(fault) => fault.into(),
        Verify::Hub(Failed::Unreached { why, .. }) => {
            Failure::environment("hub-unreached", format!("the hub was not reached: {why}"))
        }
        Verify::Hub(Failed::Refused(refused)) => {
            Failure::refused("hub-no", format!("the hub said no: {}", refused.message))
        }
    })?;
    let perpetual = register.till().perpetual;
    if context.options.json {
        context.out.json(&json!({
            "same": compared.same, "waiting": compared.waiting, "only_at_hub": compared.ahead,
            "differs": compared.differs, "perpetual": perpetual,
        }))?;
    } else {
        context.out.line(format_args!(
            "{} entries are the same, {} are not at the hub yet, {} are only there",
            compared.same, compared.waiting, compared.ahead
        ))?;
        if compared.differs.is_none() {
            context
                .out
                .line("Equal entries are equal to the cent: their hashes cover every amount")?;
        }
    }
    match compared.differs {
        None if compared.ahead == 0 => Ok(()),
        Some(what) => Err(Failure::refused("differs", what)),
        None => Err(Failure::refused(
            "differs",
            "the hub holds entries that are not on this till's disk",
        )),
    }
}
