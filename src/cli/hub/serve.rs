//! `tendero hub serve`: the server, until it is told to stop. Must never listen beyond this machine unless
//! that was asked for.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::Context;
use crate::cli::error::{Failure, Outcome};
use crate::hub::Place;
use crate::hub::http::{self, Settings};

/// How the hub is served.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Where it listens; other machines reach it with 0.0.0.0:7700 or an address of this one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7700")]
    listen: SocketAddr,
    /// Certificate in PEM, with those above it
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Key of the certificate in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Tills trust that certificate alone from their enrolment on: for one that you made yourself
    #[arg(long, requires = "tls_cert")]
    tls_pin: bool,
    /// A proxy of your own stands before it and names who asks in X-Forwarded-For
    #[arg(long)]
    behind_proxy: bool,
    /// Webhooks may reach addresses behind the hub, such as machines of the shop
    #[arg(long)]
    allow_private_webhooks: bool,
    /// It ends when the program ends that started it
    #[arg(long, hide = true)]
    ends_with_parent: bool,
    /// Connections at most
    #[arg(long, value_name = "COUNT", default_value_t = 1024)]
    connections: u32,
}

impl Serve {
    pub(super) fn run(self, place: Place, context: &mut Context) -> Outcome {
        if self.ends_with_parent {
            // Where the system cannot do that, whoever started it ends it.
            #[cfg(target_os = "linux")]
            let _lives_on =
                rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::TERM));
        }
        let settings = Settings {
            place,
            listen: self.listen,
            tls: self.tls_cert.zip(self.tls_key),
            pin: self.tls_pin,
            behind_proxy: self.behind_proxy,
            private_webhooks: self.allow_private_webhooks,
            connections: (self.connections.clamp(1, 1 << 20)) as usize,
        };
        let scheme = if settings.tls.is_some() { "https" } else { "http" };
        let (json, out) = (context.options.json, &mut context.out);
        let served = http::serve(&settings, |address| {
            let url = format!("{scheme}://{address}");
            let told = if json {
                out.json(&json!({ "listening": url }))
            } else {
                out.line(format_args!("The hub listens on {url}"))
            };
            // whoever reads it may have left; the hub is there all the same
            drop(told.and_then(|()| out.flush()));
        });
        served.map_err(|error| Failure::environment("hub", error.to_string()))
    }
}
