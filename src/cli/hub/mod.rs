//! `tendero hub`: the server behind the tills. Must never hold a rule of the hub.

mod ask;
mod outside;
mod serve;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::Context;
use super::error::{Failure, Outcome};
use super::paths::Folders;
use crate::hub::Place;
use crate::hub::admin::Ask;

/// The server behind the tills of a shop, or of many.
#[derive(Debug, Args)]
pub(super) struct Hub {
    /// Directory of the hub's data
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Database that keeps the hub's data instead of a file: PostgreSQL, or what speaks like it. Better
    /// given as TENDERO_DATABASE_URL, which other users of the machine do not see
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Run the hub until it is told to stop; nothing has to be set up before
    Serve(serve::Serve),
    /// Make a code by which one till becomes known; the shop is made if there is none of that name
    EnrolCode {
        /// Name of the shop
        #[arg(long, value_name = "NAME")]
        shop: String,
        /// The till whose disk is lost, by name, series or id: the new one takes its place
        #[arg(long, value_name = "TERMINAL")]
        replaces: Option<String>,
    },
    /// List the shops
    Shops,
    /// List the tills: when they were seen last and what they still owe
    Terminals {
        /// Those of one shop alone
        #[arg(long, value_name = "NAME")]
        shop: Option<String>,
    },
    /// Sign a till out for good: its token is worth nothing any more
    Revoke {
        /// The till, by name, series or id
        terminal: String,
    },
    /// Give a till another token; the old one counts until the new one is used
    Rotate {
        /// The till, by name, series or id
        terminal: String,
    },
    /// List the entries whose effect waits, and why
    Parked {
        /// Those of one shop alone
        #[arg(long, value_name = "NAME")]
        shop: Option<String>,
        /// Try them again first
        #[arg(long)]
        retry: bool,
        /// Give one of them up first, by its id: it stays where it is and does nothing
        #[arg(long, value_name = "ENTRY")]
        dismiss: Option<uuid::Uuid>,
    },
    /// Copy the whole hub of one moment to a file, and read it back: from then on the tills are told that
    /// what is in it is safe
    Snapshot {
        /// The file; the hub's key lies beside it as FILE.key
        file: PathBuf,
    },
    /// Make a hub again from such a file, in a directory where there is none or in an empty database
    Restore {
        /// The file
        file: PathBuf,
    },
    /// Note how far the hub holds every till, before the database is copied with its own tools
    Point {
        /// Where to
        file: PathBuf,
    },
    /// Say that a copy begun after `point` was restored somewhere and looked through: what the tills had
    /// sent by then is safe, and they are told
    Durable {
        /// What `point` wrote
        file: PathBuf,
    },
    /// Say that the database itself was restored from a copy: every till notices, and sends what it lacks
    Epoch {
        /// The epoch of another hub made from the same copy, which does not count any more, as its ping and
        /// a till's `sync status --json` tell it: tills that were there come back here
        #[arg(long, value_name = "EPOCH")]
        instead_of: Option<uuid::Uuid>,
    },
    #[command(flatten)]
    Outside(outside::Command),
    /// Write the protocol as an OpenAPI document
    Openapi,
}

impl Hub {
    /// Runs it.
    pub(super) fn run(self, context: &mut Context) -> Outcome {
        let dir = match self.dir {
            Some(dir) => dir,
            None => Folders::of_user()?.hub(),
        };
        let from_outside = || std::env::var("TENDERO_DATABASE_URL").ok();
        let database = self.database_url.or_else(from_outside);
        let place = Place {
            dir,
            database: database.filter(|url| !url.is_empty()),
        };
        match self.what {
            What::Serve(serve) => serve.run(place, context),
            What::Epoch { instead_of } => ask::epoch(&place, instead_of, context),
            What::EnrolCode { shop, replaces } => ask::enrol_code(&place, shop, replaces, context),
            What::Shops => ask::shops(&place, context),
            What::Terminals { shop } => ask::terminals(&place, shop, context),
            What::Revoke { terminal } => ask::revoke(&place, terminal, context),
            What::Rotate { terminal } => ask::rotate(&place, terminal, context),
            What::Parked { shop, retry, dismiss } => {
                if let Some(entry) = dismiss {
                    ask::ask(&place, Ask::Dismiss { entry })?;
                }
                if retry {
                    ask::ask(&place, Ask::Retry { shop: shop.clone() })?;
                }
                ask::parked(&place, shop, context)
            }
            What::Snapshot { file } => ask::snapshot(&place, file, context),
            What::Point { file } => ask::point(&place, &file, context),
            What::Durable { file } => ask::durable(&place, &file, context),
            What::Restore { file } => restore(&file, &place, context),
            What::Outside(command) => command.run(&place, context),
            What::Openapi => context.out.json(&crate::hub::http::document()),
        }
    }
}

fn restore(file: &std::path::Path, place: &Place, context: &mut Context) -> Outcome {
    let failed = |error: crate::hub::RestoreError| Failure::environment("hub", error.to_string());
    let made = crate::hub::restore(file, place).map_err(failed)?;
    if context.options.json {
        return context.out.json(&made);
    }
    context.out.line(format_args!(
        "A hub is made again in {}: {} entries, {} rows. Each till will notice, and send what it lacks.",
        place.dir.display(),
        made["entries"],
        made["rows"]
    ))
}

/// A moment of the hub's clock, for people.
fn moment(millis: &serde_json::Value) -> String {
    let at = millis
        .as_i64()
        .and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
    at.map_or_else(
        || json!(null).to_string(),
        |at| {
            let local = at.to_zoned(jiff::tz::TimeZone::system());
            local.strftime("%Y-%m-%d %H:%M").to_string()
        },
    )
}
