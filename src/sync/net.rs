//! What carries requests to the hub, and the clocks and the chance beside it. Must never judge an answer:
//! that is the transport's, whoever carried it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, TcpConnector};
use ureq::{Agent, Body, Error, http};

use super::pinned::{Fingerprint, Pinned, Right};
use crate::vault::VaultError;
use crate::vault::key::fill_random;

const CONNECT: Duration = Duration::from_secs(5);
const RESPONSE: Duration = Duration::from_secs(15);
const BODY: Duration = Duration::from_secs(60);
const WHOLE: Duration = Duration::from_secs(90);
/// How long a line may be quiet and is used again: longer than the pace at which an idle till looks, shorter
/// than a hub waits, and not so long that something between them has forgotten it.
const QUIET: Duration = Duration::from_secs(60);

/// Which certificate a hub must show.
#[derive(Debug, Clone)]
pub enum Trust {
    /// One that everybody trusts.
    Public,
    /// One of these, or one that they have signed.
    Files(Vec<Certificate<'static>>),
    /// That one, by its SHA-256.
    Pin(Fingerprint),
    /// Any; which it was is noted.
    Note(Arc<Mutex<Option<Fingerprint>>>),
}

/// All that a till's side of the sync takes from outside: a test may stand in for it.
pub trait Net: Send {
    /// Carries one request: what came back, whoever it is of, or why nothing did.
    fn carry(&mut self, request: http::Request<&[u8]>) -> Result<http::Response<Body>, Error>;

    /// Nothing more goes over the line that was used last.
    fn part(&mut self);

    /// Milliseconds since some moment of this start, never backwards.
    fn mono(&self) -> u64;

    /// Milliseconds since 1970 by the till's clock, which may be wrong.
    fn wall(&self) -> i64;

    /// Fills `out` by chance.
    fn chance(&mut self, out: &mut [u8]) -> Result<(), VaultError>;
}

/// The network that there is, and the machine's own clocks.
pub(super) struct Internet {
    agent: Agent,
    trust: Trust,
    started: Instant,
}

impl Internet {
    /// To hubs that show such a certificate.
    pub(super) fn new(trust: Trust) -> Internet {
        Internet {
            agent: agent(&trust),
            trust,
            started: Instant::now(),
        }
    }
}

impl Net for Internet {
    fn carry(&mut self, request: http::Request<&[u8]>) -> Result<http::Response<Body>, Error> {
        if request.method() == http::Method::GET {
            return self.agent.run(request.map(|_| ()));
        }
        self.agent.run(request)
    }

    fn part(&mut self) {
        self.agent = agent(&self.trust);
    }

    fn mono(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn wall(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn chance(&mut self, out: &mut [u8]) -> Result<(), VaultError> {
        fill_random(out)
    }
}

fn agent(trust: &Trust) -> Agent {
    let mut tls = TlsConfig::builder();
    if let Trust::Files(certificates) = trust {
        tls = tls.root_certs(RootCerts::new_with_certs(certificates));
    }
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .accept("")
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("tendero/", env!("CARGO_PKG_VERSION")))
        .max_idle_connections(1)
        .max_idle_age(QUIET)
        .max_response_header_size(16 << 10)
        .timeout_resolve(Some(CONNECT))
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(RESPONSE))
        .timeout_send_body(Some(BODY))
        .timeout_recv_body(Some(BODY))
        .timeout_global(Some(WHOLE))
        .proxy(None)
        .tls_config(tls.build())
        .build();
    let right = match trust {
        Trust::Public | Trust::Files(_) => return config.new_agent(),
        Trust::Pin(right) => Right::Is(*right),
        Trust::Note(noted) => Right::Noted(noted.clone()),
    };
    let connector = ().chain(TcpConnector::default()).chain(Pinned::to(right));
    Agent::with_parts(config, connector, DefaultResolver::default())
}
