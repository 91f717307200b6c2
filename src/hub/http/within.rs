//! A hub that is asked within its own process, without a socket: whole but for the connection. Must never
//! answer otherwise than it would over one.

use std::net::{IpAddr, Ipv4Addr};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, Response};

use super::answer::signed_answer;
use super::{Settings, Shared, routes};
use crate::hub::house::Hub;
use crate::hub::ledger::Ledger;

/// One process of a hub; clones are the same process.
#[derive(Clone)]
pub struct Within<L> {
    site: Shared<L>,
    router: Router,
}

impl<L: Ledger> Within<L> {
    /// Ready to be asked.
    pub fn new(hub: Hub<L>, settings: &Settings) -> Within<L> {
        let site = routes::site(hub, settings);
        let router = routes::router(site.clone());
        Within { site, router }
    }

    /// The hub behind it.
    pub fn hub(&self) -> &Hub<L> {
        &self.site.hub
    }

    /// The whole answer to a whole request.
    pub async fn answer(&self, request: Request<Vec<u8>>) -> Response<Bytes> {
        let here = IpAddr::from(Ipv4Addr::LOCALHOST);
        let request = request.map(Body::from);
        let (parts, sent) = signed_answer(&self.site, self.router.clone(), here, request).await;
        Response::from_parts(parts, sent)
    }
}
