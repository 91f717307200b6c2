//! What another program asks, with its key. Must never read a body before it knows whose key that is.

use std::collections::BTreeMap;

use axum::RequestExt;
use axum::extract::{FromRequest, Path, Query, Request};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::asked::refused;
use super::{Peer, Shared, body};
use crate::hub::api::scope::Scope;
use crate::hub::api::{self, ApiKey};
use crate::hub::ledger::Ledger;
use crate::hub::no::{No, no};
use crate::protocol::limits::BODY_BYTES;
use crate::protocol::refused::Code;

/// A request of a key that is known.
pub(super) struct Keyed {
    /// Whose.
    pub(super) key: ApiKey,
    /// What stands in the address by name.
    pub(super) path: BTreeMap<String, String>,
    /// What stands behind the question mark.
    pub(super) query: BTreeMap<String, String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// SHA-256 over all that was asked.
    pub(super) request: String,
}

impl<L: Ledger> FromRequest<Shared<L>> for Keyed {
    type Rejection = Response;

    async fn from_request(mut request: Request, site: &Shared<L>) -> Result<Self, Response> {
        let peer: Option<Peer> = request.extensions().get().copied();
        let key = known(request.headers(), peer, site)
            .await
            .map_err(|no| refused(&no))?;
        let path = request.extract_parts::<Path<BTreeMap<String, String>>>().await;
        let path = path.map(|Path(path)| path).unwrap_or_default();
        let query = Query::<BTreeMap<String, String>>::try_from_uri(request.uri());
        let query = query.map_err(|error| {
            refused(&no(Code::BadRequest, format!("the address cannot be read: {error}")).into())
        })?;
        let (parts, body) = request.into_parts();
        let body = body::read(&parts.headers, body, BODY_BYTES)
            .await
            .map_err(|no| refused(&no.into()))?;
        let mut hasher = Sha256::new();
        let condition = parts
            .headers
            .get("if-match")
            .map(|value| value.as_bytes())
            .unwrap_or_default();
        for part in [
            parts.method.as_str().as_bytes(),
            parts.uri.to_string().as_bytes(),
            condition,
            &body,
        ] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Ok(Keyed {
            key,
            path,
            query: query.0,
            headers: parts.headers,
            body,
            request: HEXLOWER.encode(&hasher.finalize()),
        })
    }
}

async fn known<L: Ledger>(headers: &HeaderMap, peer: Option<Peer>, site: &Shared<L>) -> Result<ApiKey, No> {
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer "));
    let found = match shown {
        Some(shown) => api::caller(site.hub.ledger(), shown.trim()).await,
        None => Err(no(
            Code::Unauthorized,
            "the key is missing: Authorization: Bearer tendero_…",
        )
        .into()),
    };
    match found {
        Ok(key) => {
            site.limits.till(key.id)?;
            Ok(key)
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

impl Keyed {
    /// Whether the key may do that.
    pub(super) fn may(&self, scope: Scope) -> Result<(), No> {
        if self.key.scopes.contains(&scope) {
            return Ok(());
        }
        Err(no(Code::Forbidden, format!("this key has no scope {}", scope.name())).into())
    }

    /// The body, as what it must be.
    pub(super) fn message<T: DeserializeOwned>(&self) -> Result<T, No> {
        let bad = |error: serde_json::Error| {
            no(
                Code::BadRequest,
                format!("the message is not as the document says: {error}"),
            )
        };
        serde_json::from_slice(&self.body).map_err(|error| bad(error).into())
    }

    /// What stands in the address under that name.
    pub(super) fn named(&self, name: &str) -> String {
        self.path.get(name).cloned().unwrap_or_default()
    }

    /// What was asked for behind the question mark.
    pub(super) fn asked<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, No> {
        let bad = || no(Code::BadRequest, format!("`{name}` cannot be read"));
        let found = self.query.get(name).filter(|text| !text.is_empty());
        found
            .map(|text| text.parse().map_err(|_| bad().into()))
            .transpose()
    }

    /// A header that is text.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        Some(self.headers.get(name)?.to_str().ok()?.to_owned())
    }
}

/// An answer for a key, whatever it came to.
pub(super) fn told<T: serde::Serialize>(answer: Result<T, No>) -> Response {
    super::asked::Answer(answer).into_response()
}
