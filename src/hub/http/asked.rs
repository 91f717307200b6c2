//! What a till asks, read and known to be a till's; and how it is answered. Must never read a body before it
//! knows who sends it, but for an enrolment.

use axum::extract::{FromRequest, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Peer, Shared, body, log};
use crate::hub::Caller;
use crate::hub::ledger::Ledger;
use crate::hub::no::{No, no};
use crate::protocol::limits::BODY_BYTES;
use crate::protocol::refused::Code;

/// Bytes of a message that somebody unknown may send.
const UNKNOWN_BYTES: usize = 16 << 10;

/// A message of a till.
pub(super) struct Asked<T> {
    /// Whose.
    pub(super) who: Caller,
    /// What.
    pub(super) ask: T,
}

/// A message of somebody who is not known yet.
pub(super) struct Unknown<T>(pub(super) T);

/// An answer: what was asked for, or why not.
pub(super) struct Answer<T>(pub(super) Result<T, No>);

/// Who was found to ask; the log names them.
#[derive(Debug, Clone)]
pub(super) struct Who(pub(super) Caller);

impl<T: DeserializeOwned, L: Ledger> FromRequest<Shared<L>> for Asked<T> {
    type Rejection = Answer<()>;

    async fn from_request(request: Request, site: &Shared<L>) -> Result<Self, Answer<()>> {
        let peer = request.extensions().get().copied();
        let who = caller(request.headers(), peer, site).await.map_err(refuse)?;
        match message(request, BODY_BYTES).await {
            Ok(ask) => Ok(Asked { who, ask }),
            Err(refused) => Err(refuse(refused)),
        }
    }
}

impl<T: DeserializeOwned, L: Ledger> FromRequest<Shared<L>> for Unknown<T> {
    type Rejection = Answer<()>;

    async fn from_request(request: Request, _: &Shared<L>) -> Result<Self, Answer<()>> {
        message(request, UNKNOWN_BYTES).await.map(Unknown).map_err(refuse)
    }
}

fn refuse(no: No) -> Answer<()> {
    Answer(Err(no))
}

async fn caller<L: Ledger>(headers: &HeaderMap, peer: Option<Peer>, site: &Shared<L>) -> Result<Caller, No> {
    let shown = headers.get(AUTHORIZATION);
    let token = shown.and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer "));
    let found = match token {
        Some(token) => site.hub.caller(token.trim()).await,
        None => Err(no(Code::Unauthorized, "the token is missing").into()),
    };
    match found {
        Ok(who) => {
            site.limits.till(who.terminal)?;
            Ok(who)
        }
        Err(No::Refused(refused)) => {
            if let Some(Peer(address)) = peer {
                site.limits.stranger(address)?;
            }
            Err(refused.into())
        }
        Err(fault) => Err(fault),
    }
}

async fn message<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, No> {
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, most).await?;
    let bad = |error: serde_json::Error| {
        no(
            Code::BadRequest,
            format!("the message is not as the protocol says: {error}"),
        )
    };
    serde_json::from_slice(&bytes).map_err(|error| bad(error).into())
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match self.0 {
            Ok(answer) => json(StatusCode::OK, &answer),
            Err(refusal) => refused(&refusal),
        }
    }
}

/// A no as an answer.
pub(super) fn refused(no: &No) -> Response {
    if let No::Fault(fault) = no {
        log::line(
            "error",
            "fault",
            serde_json::json!({ "message": fault.to_string() }),
        );
    }
    let answer = no.answer();
    let status = StatusCode::from_u16(answer.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = json(status, &answer);
    if let Some(seconds) = answer.retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => (status, [(CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
