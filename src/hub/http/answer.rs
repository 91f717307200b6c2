//! The last word on every answer: signed, compressed, counted, logged, whatever came of it. Must never let
//! one leave without the signature that proves it the hub's.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, VARY};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response};
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use super::asked::{Who, refused};
use super::{Peer, Shared, body, log, meter};
use crate::hub::ledger::Ledger;
use crate::hub::no::{No, no};
use crate::protocol::answer::signed;
use crate::protocol::paths::{NONCE, SIGNATURE};
use crate::protocol::refused::Code;

/// How long a request may take in all.
const PATIENCE: Duration = Duration::from_secs(90);
/// Answers shorter than this are not worth compressing.
const SHORT: usize = 256;

/// Answers a request of a connection.
pub(super) async fn answer<L: Ledger>(
    site: Shared<L>,
    router: Router,
    peer: IpAddr,
    request: Request<hyper::body::Incoming>,
) -> Response<Body> {
    let begun = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let headers = request.headers().clone();
    let address = from(&headers, peer, site.behind_proxy);
    let (parts, sent) = signed_answer(&site, router, address, request.map(Body::new)).await;
    let counted = meter::Request {
        path: &path,
        status: parts.status.as_u16(),
        took: begun.elapsed(),
        bytes_in: length(&headers),
        bytes_out: sent.len() as u64,
    };
    site.meter.request(&counted);
    let who = parts.extensions.get::<Who>().map(|who| who.0.clone());
    log::line(
        "info",
        "request",
        json!({
            "method": method.as_str(), "path": shown(&path), "status": counted.status,
            "micros": u64::try_from(counted.took.as_micros()).unwrap_or(u64::MAX), "in": counted.bytes_in,
            "out": counted.bytes_out, "from": address.to_string(),
            "shop": who.as_ref().map(|who| who.shop), "terminal": who.as_ref().map(|who| who.terminal),
        }),
    );
    Response::from_parts(parts, Body::from(sent))
}

/// The answer to a request from that address, signed, and compressed where that was asked for.
pub(super) async fn signed_answer<L: Ledger>(
    site: &Shared<L>,
    router: Router,
    address: IpAddr,
    mut request: Request<Body>,
) -> (Parts, Bytes) {
    let method = request.method().clone();
    let headers = request.headers().clone();
    let nonce = nonce(&headers);
    request.extensions_mut().insert(Peer(address));
    let response = match nonce {
        None if request.uri().path().starts_with("/v1/") => {
            let why = format!("every request has 32 hex digits in the header {NONCE}");
            refused(&no(Code::BadRequest, why).into())
        }
        _ => routed(router, request).await,
    };
    let (mut parts, whole) = response.into_parts();
    let whole = body::whole(whole).await;
    let digest = Sha256::digest(&whole).into();
    let signature = signed(&nonce.unwrap_or_default(), parts.status.as_u16(), &digest);
    let signature = BASE64.encode(&site.hub.secrets().key().sign(&signature));
    if let Ok(value) = HeaderValue::from_str(&signature) {
        parts.headers.insert(SIGNATURE, value);
    }
    // Nobody keeps the answer to a message, so that need not be said on a line that is paid for.
    if method != Method::POST {
        parts
            .headers
            .insert(VARY, HeaderValue::from_static("accept-encoding"));
        let kept = parts.headers.entry(CACHE_CONTROL);
        kept.or_insert(HeaderValue::from_static("no-store"));
    }
    let sent = packed(&headers, &mut parts.headers, whole);
    (parts, sent)
}

/// What the routes make of it, in time and whatever happens in them.
async fn routed(router: Router, request: Request<Body>) -> Response<Body> {
    let failed = || {
        refused(&No::from(no(
            Code::Internal,
            "the hub failed on this; see its log",
        )))
    };
    // A task of its own: when it panics, this connection and every other goes on.
    let task = tokio::spawn(router.oneshot(request));
    match tokio::time::timeout(PATIENCE, task).await {
        Ok(Ok(Ok(response))) => response,
        Ok(Ok(Err(never))) => match never {},
        Ok(Err(_)) => failed(),
        Err(_) => refused(&no(Code::Unavailable, "this took too long; try again later").into()),
    }
}

/// Compresses where that was asked for and is worth it.
fn packed(asked: &HeaderMap, headers: &mut HeaderMap, whole: Bytes) -> Bytes {
    headers.remove(CONTENT_LENGTH);
    let accepts = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let gzip = accepts.is_some_and(|value| value.split(',').any(|coding| coding.trim().starts_with("gzip")));
    if !gzip || whole.len() < SHORT || headers.contains_key(CONTENT_ENCODING) {
        return whole;
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let done = std::io::Write::write_all(&mut packed, &whole).and_then(|()| packed.finish());
    match done {
        Ok(packed) => {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            packed.into()
        }
        Err(_) => whole,
    }
}

fn nonce(headers: &HeaderMap) -> Option<[u8; 16]> {
    let bytes = HEXLOWER_PERMISSIVE.decode(headers.get(NONCE)?.as_bytes()).ok()?;
    bytes.try_into().ok()
}

/// Who asks: the last one that a proxy of our own names, or whoever holds the connection.
fn from(headers: &HeaderMap, peer: IpAddr, behind_proxy: bool) -> IpAddr {
    if !behind_proxy {
        return peer;
    }
    let named = headers.get_all("x-forwarded-for").iter().next_back();
    let named = named.and_then(|value| value.to_str().ok());
    let named = named.and_then(|value| value.rsplit(',').next()?.trim().parse().ok());
    named.unwrap_or(peer)
}

fn length(headers: &HeaderMap) -> u64 {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// A path of a stranger is not written to the log at any length.
fn shown(path: &str) -> &str {
    path.char_indices().nth(120).map_or(path, |(end, _)| &path[..end])
}
