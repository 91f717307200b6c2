//! One event goes to one address. Must never follow where the address points to, nor connect to another
//! machine than the one that was looked up and judged.

use std::io::Read;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::{Duration, Instant};

use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::address::is_public;
use super::rows::Attempt;
use super::sign::signature;

/// How long an attempt may take in all.
const WHOLE: Duration = Duration::from_secs(20);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// Bytes of an answer that are read; nothing in them is used.
const ANSWER: u64 = 4 << 10;

/// What is sent.
pub(super) struct Parcel {
    pub(super) url: String,
    pub(super) secret: String,
    pub(super) event: String,
    pub(super) webhook: String,
    pub(super) body: Vec<u8>,
    pub(super) private: bool,
}

/// Looks names up, and knows only addresses that may be reached; the connection goes to one of these.
#[derive(Debug)]
struct Judge {
    private: bool,
}

impl Resolver for Judge {
    fn resolve(
        &self,
        uri: &Uri,
        _: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().ok_or(ureq::Error::HostNotFound)?.to_owned();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") {
            443
        } else {
            80
        });
        let (tell, told) = std::sync::mpsc::sync_channel(1);
        std::thread::spawn(move || drop(tell.send(look_up(&host, port))));
        let found = told
            .recv_timeout(*timeout.after)
            .map_err(|_| ureq::Error::Timeout(timeout.reason))?;
        let mut kept = self.empty();
        let may = |address: &SocketAddr| self.private || is_public(address.ip());
        for address in found?.into_iter().filter(may).take(16) {
            kept.push(address);
        }
        if kept.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        Ok(kept)
    }
}

fn look_up(host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(address) => Ok(vec![SocketAddr::new(address, port)]),
        Err(_) => Ok((bare, port).to_socket_addrs()?.collect()),
    }
}

/// Sends it; blocks until that is over.
pub(super) fn send(parcel: &Parcel, now: i64) -> Attempt {
    let begun = Instant::now();
    let answer = try_send(parcel, now / 1_000);
    let took = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    match answer {
        Ok(status) => Attempt {
            at: now,
            status: Some(status),
            error: None,
            took,
        },
        Err(ureq::Error::HostNotFound) => {
            let why = "no address that a webhook may reach".to_owned();
            Attempt {
                at: now,
                status: None,
                error: Some(why),
                took,
            }
        }
        Err(error) => Attempt {
            at: now,
            status: None,
            error: Some(error.to_string()),
            took,
        },
    }
}

fn try_send(parcel: &Parcel, seconds: i64) -> Result<u16, ureq::Error> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(WHOLE))
        .timeout_connect(Some(CONNECT))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .max_response_header_size(16 << 10)
        .user_agent("tendero")
        .build();
    let agent = ureq::Agent::with_parts(
        config,
        DefaultConnector::new(),
        Judge {
            private: parcel.private,
        },
    );
    let signature = signature(&parcel.secret, &parcel.event, seconds, &parcel.body);
    let answer = agent
        .post(&parcel.url)
        .header("content-type", "application/json")
        .header("tendero-event", &parcel.event)
        .header("tendero-webhook", &parcel.webhook)
        .header("tendero-time", seconds.to_string())
        .header("tendero-hmac", format!("sha256={signature}"))
        .send(&parcel.body[..])?;
    let status = answer.status().as_u16();
    let mut body = answer.into_body().into_reader().take(ANSWER);
    // what it says does not matter, only that it said it
    drop(std::io::copy(&mut body, &mut std::io::sink()));
    Ok(status)
}
