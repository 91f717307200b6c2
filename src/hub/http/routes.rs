//! Which address is answered by what. Must never do more than ask the hub.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::asked::{Answer, Asked, Unknown, Who, json, refused};
use super::{Peer, Shared, Site, openapi};
use crate::hub::Caller;
use crate::hub::ledger::Ledger;
use crate::hub::no::{No, no};
use crate::protocol::enrol::Enrol;
use crate::protocol::fetch::Fetch;
use crate::protocol::hello::Hello;
use crate::protocol::paths;
use crate::protocol::pull::Pull;
use crate::protocol::push::Push;
use crate::protocol::refused::Code;
use crate::protocol::retry::Retry;
use crate::protocol::series::Lease;
use crate::protocol::verify::{CheckEntries, CheckSums};

/// All of them.
pub(super) fn router<L: Ledger>(site: Shared<L>) -> Router {
    let router = Router::new()
        .route(paths::PING, get(ping::<L>))
        .route(paths::ENROL, post(enrol::<L>))
        .route(paths::HELLO, post(hello::<L>))
        .route(paths::PUSH, post(push::<L>))
        .route(paths::PULL, post(pull::<L>))
        .route(paths::LEASE, post(lease::<L>))
        .route(paths::FETCH, post(fetch::<L>))
        .route(paths::CHECK_ENTRIES, post(check_entries::<L>))
        .route(paths::CHECK_SUMS, post(check_sums::<L>))
        .route(paths::RETRY, post(retry::<L>))
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready::<L>))
        .route("/metrics", get(metrics::<L>))
        .route("/openapi.json", get(document));
    let router = super::owner::routes(super::interface::routes(router));
    router
        .fallback(async || refused(&no(Code::NotFound, "there is nothing here").into()))
        .method_not_allowed_fallback(async || {
            let mut response = refused(&no(Code::NotFound, "not by that method").into());
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response
        })
        .with_state(site)
}

/// An answer that tells the log whose it is.
fn to<T: Serialize>(who: Caller, answer: Result<T, No>) -> Response {
    let mut response = Answer(answer).into_response();
    response.extensions_mut().insert(Who(who));
    response
}

async fn ping<L: Ledger>(State(site): State<Shared<L>>) -> Response {
    json(StatusCode::OK, &site.hub.ping())
}

async fn enrol<L: Ledger>(
    State(site): State<Shared<L>>,
    Extension(Peer(address)): Extension<Peer>,
    Unknown(ask): Unknown<Enrol>,
) -> Response {
    if let Err(wait) = site.limits.may_try(address) {
        return refused(&wait.into());
    }
    let enrolled = site.hub.enrol(ask).await;
    let slip = matches!(&enrolled, Err(No::Refused(refused)) if refused.code == Code::BadCode);
    if slip || enrolled.is_ok() {
        site.limits.tried(address, !slip);
    }
    Answer(enrolled).into_response()
}

async fn hello<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<Hello>) -> Response {
    let answer = site.hub.hello(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn push<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<Push>) -> Response {
    let sent = asked.ask.entries.len() as u64;
    let answer = site.hub.push(&asked.who, asked.ask).await;
    if let Ok(pushed) = &answer {
        site.meter.batch(sent, pushed);
    }
    to(asked.who, answer)
}

async fn pull<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<Pull>) -> Response {
    let answer = site.hub.pull(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn lease<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<Lease>) -> Response {
    let answer = site.hub.lease(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn fetch<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<Fetch>) -> Response {
    let answer = site.hub.fetch(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn check_entries<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<CheckEntries>) -> Response {
    let answer = site.hub.check_entries(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn check_sums<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<CheckSums>) -> Response {
    let answer = site.hub.check_sums(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn retry<L: Ledger>(State(site): State<Shared<L>>, asked: Asked<Retry>) -> Response {
    let answer = site.hub.retry(&asked.who, asked.ask).await;
    to(asked.who, answer)
}

async fn ready<L: Ledger>(State(site): State<Shared<L>>) -> Response {
    match site.hub.ledger().check().await {
        Ok(()) => "ready\n".into_response(),
        Err(fault) => refused(&fault.into()),
    }
}

/// For this machine alone: what a shop sells is nobody else's.
async fn metrics<L: Ledger>(
    State(site): State<Shared<L>>,
    Extension(Peer(address)): Extension<Peer>,
) -> Response {
    if !address.is_loopback() {
        return refused(&no(Code::NotFound, "there is nothing here").into());
    }
    let text = "text/plain; version=0.0.4";
    ([(CONTENT_TYPE, text)], site.meter.text()).into_response()
}

async fn document() -> Response {
    json(StatusCode::OK, &openapi::document())
}

/// A site that answers for that hub.
pub(super) fn site<L: Ledger>(hub: crate::hub::Hub<L>, settings: &super::Settings) -> Shared<L> {
    Arc::new(Site {
        limits: super::limit::Limits::new(hub.clock().clone()),
        hub,
        meter: super::meter::Meter::default(),
        behind_proxy: settings.behind_proxy,
        secure: settings.tls.is_some(),
        private_webhooks: settings.private_webhooks,
        delays: crate::hub::page::Delays::default(),
    })
}
