//! The owner's page on the socket: sign-in, the page, sign-out. Must never answer a form that another site
//! sent, nor let the page be kept by anybody on the way.

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Query, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::asked::refused;
use super::{Peer, Shared, body};
use crate::hub::ledger::Ledger;
use crate::hub::no::{No, no};
use crate::hub::now;
use crate::hub::page::{self, Session, Slip};
use crate::protocol::refused::Code;

/// Where the page is.
const PAGE: &str = "/owner";
/// Where somebody signs in.
const SIGN_IN: &str = "/owner/sign-in";
/// Name of the cookie; the prefix binds it to the host where the way is safe.
const COOKIE_NAME: &str = "tendero";
/// How long a browser keeps it, in seconds.
const LASTS: u32 = 12 * 3_600;
/// Bytes of a form at most.
const FORM: usize = 4 << 10;

/// Its addresses.
pub(super) fn routes<L: Ledger>(router: Router<Shared<L>>) -> Router<Shared<L>> {
    router
        .route("/", get(async || to(PAGE)))
        .route(PAGE, get(whole::<L>))
        .route(SIGN_IN, get(form).post(sign_in::<L>))
        .route("/owner/sign-out", post(sign_out::<L>))
}

fn to(place: &'static str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, place)]).into_response()
}

fn page(status: StatusCode, html: String) -> Response {
    let headers = [
        ("content-type", "text/html; charset=utf-8".to_owned()),
        ("content-security-policy", page::policy()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("x-frame-options", "DENY".to_owned()),
        // with less, a browser names no origin with its own forms either
        ("referrer-policy", "same-origin".to_owned()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
    ];
    (status, headers.map(|(name, value)| (name, value)), html).into_response()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = all
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value)
}

fn language(headers: &HeaderMap) -> crate::lang::Lang {
    page::said_by(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

async fn form(headers: HeaderMap) -> Response {
    page(StatusCode::OK, page::sign_in(language(&headers), None))
}

async fn whole<L: Ledger>(State(site): State<Shared<L>>, headers: HeaderMap) -> Response {
    let Some(cookie) = cookie(&headers) else {
        return to(SIGN_IN);
    };
    let shown = async {
        let Some(session) = page::session(site.hub.ledger(), cookie, now()).await? else {
            return Ok(to(SIGN_IN));
        };
        let facts = page::facts(site.hub.ledger(), session.shop, language(&headers), now()).await?;
        Ok(page(
            StatusCode::OK,
            page::whole(&facts, &Session::form_key(cookie)),
        ))
    };
    shown.await.unwrap_or_else(|no: No| refused(&no))
}

/// Whether a form came from this very site: browsers say so, and no other page can make them lie.
fn own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return false;
    }
    match headers.get(ORIGIN) {
        None => true,
        Some(origin) => {
            let origin = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
            let host = headers.get(HOST).and_then(|host| host.to_str().ok());
            origin.is_some_and(|origin| origin.authority().map(|authority| authority.as_str()) == host)
        }
    }
}

async fn sent<T: serde::de::DeserializeOwned>(request: Request) -> Result<T, No> {
    let bad = || No::from(no(Code::BadRequest, "this is not the form of the page"));
    let (parts, whole) = request.into_parts();
    let kind = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let plain = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !own(&parts.headers) || !plain {
        return Err(no(Code::Forbidden, "this form was not sent from its own page").into());
    }
    let whole: Body = whole;
    let bytes = body::read(&parts.headers, whole, FORM).await?;
    let text = String::from_utf8(bytes).map_err(|_| bad())?;
    let uri: Uri = format!("/?{text}").parse().map_err(|_| bad())?;
    Query::<T>::try_from_uri(&uri)
        .map(|Query(form)| form)
        .map_err(|_| bad())
}

#[derive(Deserialize)]
struct SignIn {
    name: String,
    password: String,
}

async fn sign_in<L: Ledger>(
    State(site): State<Shared<L>>,
    Extension(Peer(address)): Extension<Peer>,
    request: Request,
) -> Response {
    let lang = language(request.headers());
    let safe = site.secure
        || site.behind_proxy
            && request
                .headers()
                .get("x-forwarded-proto")
                .is_some_and(|proto| proto == "https");
    let sent: SignIn = match sent(request).await {
        Ok(sent) => sent,
        Err(no) => return refused(&no),
    };
    let name = sent.name.trim();
    if let Err(seconds) = site.delays.take(name, address) {
        let mut response = page(
            StatusCode::TOO_MANY_REQUESTS,
            page::sign_in(lang, Some(Slip::Early)),
        );
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
        return response;
    }
    match page::begin(site.hub.ledger(), name, &sent.password, now()).await {
        Ok(Some(cookie)) => {
            site.delays.right(name, address);
            let secure = if safe { "; Secure" } else { "" };
            let cookie = format!(
                "{COOKIE_NAME}={cookie}; Path=/owner; HttpOnly; SameSite=Strict; Max-Age={LASTS}{secure}"
            );
            let mut response = to(PAGE);
            if let Ok(value) = cookie.parse() {
                response.headers_mut().insert(SET_COOKIE, value);
            }
            response
        }
        Ok(None) => page(StatusCode::FORBIDDEN, page::sign_in(lang, Some(Slip::Wrong))),
        Err(no) => refused(&no),
    }
}

#[derive(Deserialize)]
struct SignOut {
    form: String,
}

async fn sign_out<L: Ledger>(State(site): State<Shared<L>>, request: Request) -> Response {
    let Some(cookie) = cookie(request.headers()).map(str::to_owned) else {
        return to(SIGN_IN);
    };
    let sent: SignOut = match sent(request).await {
        Ok(sent) => sent,
        Err(no) => return refused(&no),
    };
    if !bool::from(sent.form.as_bytes().ct_eq(Session::form_key(&cookie).as_bytes())) {
        return refused(&no(Code::Forbidden, "this form was not sent from its own page").into());
    }
    if let Err(no) = page::end(site.hub.ledger(), &cookie).await {
        return refused(&no);
    }
    let mut response = to(SIGN_IN);
    let gone = format!("{COOKIE_NAME}=; Path=/owner; HttpOnly; SameSite=Strict; Max-Age=0");
    if let Ok(value) = gone.parse() {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    response
}
