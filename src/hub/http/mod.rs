//! The hub on a socket. Must never answer anything unsigned, nor hold more of a stranger's message than the
//! limits allow.

mod answer;
mod asked;
mod body;
mod document;
mod interface;
mod keyed;
mod limit;
mod listen;
mod log;
mod meter;
mod openapi;
mod owner;
mod patient;
mod routes;
mod serve;
mod shapes;
mod table;
mod tls;
mod within;

pub(super) use log::line;
pub use openapi::document;
pub use serve::{ServeError, Settings, over, serve};
pub use within::Within;

use std::net::IpAddr;
use std::sync::Arc;

use super::house::Hub;

/// What every request is answered with.
struct Site<L> {
    hub: Hub<L>,
    limits: limit::Limits,
    meter: meter::Meter,
    behind_proxy: bool,
    /// Whether the way to it is safe by its own certificate.
    secure: bool,
    /// Whether webhooks may stand behind the hub.
    private_webhooks: bool,
    delays: super::page::Delays,
}

/// Shared by all requests.
type Shared<L> = Arc<Site<L>>;

/// Where a request came from.
#[derive(Debug, Clone, Copy)]
struct Peer(IpAddr);
