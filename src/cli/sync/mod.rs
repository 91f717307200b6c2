//! `tendero sync`: the hub from the command line. Must never show a token.

mod line;
mod queue;
mod status;
mod verify;

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::error::{Failure, Outcome};
use super::{Context, open};
use crate::protocol::enrol::Enrolled;
use crate::register::Register;
use crate::register::hub::{Asked, ask};

use line::refused;
pub(super) use line::through;
use queue::queue;
use status::status;
use verify::verify;

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
    /// Have the hub try the entries whose effect waits there once more, and tell those that still do
    Retry,
    /// Compare the till with its hub: entry by entry, and their sums to the cent
    ///
    /// Entries that are still to be sent are no difference. Exit codes: 0 they agree, 1 they differ, 3
    /// nothing was compared: the hub was not reached, or is too old for it.
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
            What::Retry => queue::retry(&mut register, context),
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
            "Documents do not go on as {}: the next one is {next}",
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

fn now(register: &mut Register, patience: Duration, context: &mut Context) -> Outcome {
    through(register, patience, context)?;
    status(register, context)
}
