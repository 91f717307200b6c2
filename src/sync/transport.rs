//! The wire: one request, one signed answer. Must never believe an answer that the hub did not sign, follow a
//! redirect, wait without an end or read without one.

use std::io::Read;
use std::path::Path;

use data_encoding::{BASE64, HEXLOWER};
use flate2::read::GzDecoder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use ureq::tls::{Certificate, PemItem};
use ureq::{Body, Error, http};

use super::missing::Missing;
use super::net::{Internet, Net};
use super::packed::Packed;
use crate::protocol::refused::Refused;
use crate::protocol::{answer, limits, paths};
use crate::vault::sign::VerifyingKey;

pub use super::net::Trust;
pub use super::pinned::Fingerprint;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// Not from the hub: no line, another answer on the way, an unsigned one.
    Unreached {
        /// What was met.
        why: Missing,
        /// It took too long.
        timed_out: bool,
    },
    /// The hub said no.
    Refused(Refused),
}

/// An address that cannot be one of a hub.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLine {
    /// Not `http://host:port` or `https://host:port`.
    #[error("\"{0}\" is no address of a hub: write it as https://hub.example or http://192.168.1.10:8080")]
    Url(String),
    /// The file holds no certificate.
    #[error("{0} holds no certificate in PEM: give the file that the hub wrote")]
    Certificate(String),
}

/// The way to one hub.
pub struct Transport {
    net: Box<dyn Net>,
    base: String,
    token: Option<String>,
    key: Option<VerifyingKey>,
}

impl Transport {
    /// The way to the hub at that address.
    pub fn new(url: &str, trust: Trust) -> Result<Transport, BadLine> {
        Transport::over(url, Box::new(Internet::new(trust)))
    }

    /// The same over any net.
    pub fn over(url: &str, net: Box<dyn Net>) -> Result<Transport, BadLine> {
        let base = url.trim().trim_end_matches('/').to_owned();
        let bad = || BadLine::Url(crate::domain::text::clean(url, 80));
        let uri: http::Uri = base.parse().map_err(|_| bad())?;
        let known = matches!(uri.scheme_str(), Some("http" | "https"));
        let plain = uri.path() == "/" && uri.query().is_none();
        if !known || !plain || uri.host().is_none_or(str::is_empty) {
            return Err(bad());
        }
        Ok(Transport {
            net,
            base,
            token: None,
            key: None,
        })
    }

    /// From now on as a till that the hub knows.
    pub fn known_by(&mut self, key: VerifyingKey, token: String) {
        self.key = Some(key);
        self.token = Some(token);
    }

    /// Shows another token from now on.
    pub fn use_token(&mut self, token: String) {
        self.token = Some(token);
    }

    /// The net, for its clocks and its chance.
    pub(super) fn net(&mut self) -> &mut dyn Net {
        &mut *self.net
    }

    /// Asks without a body.
    pub fn get<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, Failed> {
        let key = self.key;
        self.call(path, None, key).and_then(|bytes| read(&bytes))
    }

    /// Asks with one.
    pub fn post<T: DeserializeOwned>(&mut self, path: &str, question: &impl Serialize) -> Result<T, Failed> {
        self.post_packed(path, &Packed::of(question))
    }

    /// Asks with one that is ready.
    pub(super) fn post_packed<T: DeserializeOwned>(
        &mut self,
        path: &str,
        body: &Packed,
    ) -> Result<T, Failed> {
        let key = self.key;
        self.call(path, Some(body), key).and_then(|bytes| read(&bytes))
    }

    /// Asks a hub that is not known yet: `trusted` is shown the body of a good answer and says which key must
    /// have signed it.
    pub fn post_first(
        &mut self,
        path: &str,
        question: &impl Serialize,
        trusted: impl Fn(&[u8]) -> Option<VerifyingKey>,
    ) -> Result<Vec<u8>, Failed> {
        let answered = self.exchange(path, Some(&Packed::of(question)))?;
        let key = trusted(&answered.body);
        match key {
            Some(key) => self.judge(answered, Some(key)),
            None if answered.status == 200 => Err(unreached(Missing::Another)),
            // Nobody can say yet whether this is the hub: a sentence to show, nothing to act on.
            None => match serde_json::from_slice::<Refused>(&answered.body) {
                Ok(refused) => Err(Failed::Refused(refused)),
                Err(_) => Err(strange(answered.status)),
            },
        }
    }

    fn call(
        &mut self,
        path: &str,
        body: Option<&Packed>,
        key: Option<VerifyingKey>,
    ) -> Result<Vec<u8>, Failed> {
        let answered = self.exchange(path, body)?;
        self.judge(answered, key)
    }

    fn judge(&mut self, answered: Answered, key: Option<VerifyingKey>) -> Result<Vec<u8>, Failed> {
        let signed = key.is_some_and(|key| answered.is_signed_by(&key));
        if !signed {
            // Whoever that was, nothing is sent to them again on the same line.
            self.net.part();
            return Err(strange(answered.status));
        }
        if answered.status == 200 {
            return Ok(answered.body);
        }
        match serde_json::from_slice(&answered.body) {
            Ok(refused) => Err(Failed::Refused(refused)),
            Err(_) => Err(unreached(Missing::Unread)),
        }
    }

    fn exchange(&mut self, path: &str, body: Option<&Packed>) -> Result<Answered, Failed> {
        let done = self.try_exchange(path, body);
        if done.is_err() {
            // A line that failed once is not used again.
            self.net.part();
        }
        done
    }

    fn try_exchange(&mut self, path: &str, body: Option<&Packed>) -> Result<Answered, Failed> {
        let mut nonce = [0; 16];
        self.net
            .chance(&mut nonce)
            .map_err(|_| unreached(Missing::NoLine))?;
        let url = format!("{}{path}", self.base);
        let mut request = http::Request::builder()
            .uri(url)
            .header(paths::NONCE, HEXLOWER.encode(&nonce))
            .header("accept-encoding", "gzip");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let bad = |_: http::Error| unreached(Missing::NoLine);
        let response = match body {
            None => {
                let request = request.method("GET").body(&[][..]).map_err(bad)?;
                self.net.carry(request)
            }
            Some(body) => {
                request = request.method("POST").header("content-type", "application/json");
                if body.gzip {
                    request = request.header("content-encoding", "gzip");
                }
                let request = request.body(&body.bytes[..]).map_err(bad)?;
                self.net.carry(request)
            }
        };
        answered(response.map_err(|error| failed(&error))?, nonce)
    }
}

/// What came back, not believed yet.
struct Answered {
    nonce: [u8; 16],
    status: u16,
    signature: Option<String>,
    body: Vec<u8>,
}

impl Answered {
    fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        let hash: [u8; 32] = Sha256::digest(&self.body).into();
        let bytes = answer::signed(&self.nonce, self.status, &hash);
        let signature = self.signature.as_ref();
        let signature = signature.and_then(|text| BASE64.decode(text.as_bytes()).ok());
        signature.is_some_and(|signature| key.has_signed(&bytes, &signature))
    }
}

fn answered(response: http::Response<Body>, nonce: [u8; 16]) -> Result<Answered, Failed> {
    let status = response.status().as_u16();
    let header = |name: &str| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let signature = header(paths::SIGNATURE);
    let packed = header("content-encoding").is_some_and(|how| how.eq_ignore_ascii_case("gzip"));
    // Nobody else's answer is worth reading to its end.
    if signature.is_none() {
        return Err(strange(status));
    }
    let most = limits::ANSWER_BYTES as u64;
    let mut reader = response.into_body().into_with_config().limit(most + 1).reader();
    let body = if packed {
        limited(GzDecoder::new(&mut reader), most)
    } else {
        limited(&mut reader, most)
    }?;
    // Only a line whose answer was read to its very end is used again; gzip knows its end before that.
    let _end = reader.read(&mut [0]);
    Ok(Answered {
        nonce,
        status,
        signature,
        body,
    })
}

/// Everything a reader has, up to that many bytes.
fn limited(reader: impl Read, most: u64) -> Result<Vec<u8>, Failed> {
    let mut body = Vec::new();
    match reader.take(most + 1).read_to_end(&mut body) {
        Ok(read) if read as u64 > most => Err(unreached(Missing::Endless)),
        Ok(_) => Ok(body),
        Err(error) => Err(Failed::Unreached {
            timed_out: error.kind() == std::io::ErrorKind::TimedOut || error.to_string().contains("timeout"),
            why: Missing::BrokeOff,
        }),
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failed> {
    serde_json::from_slice(bytes).map_err(|_| unreached(Missing::Unread))
}

/// What a config says of a hub's certificate: those in the file; else that one, where it is known; else those
/// that everybody trusts.
pub fn trust(path: &Path, known: Option<Fingerprint>) -> Result<Trust, BadLine> {
    if path.as_os_str().is_empty() {
        return Ok(known.map_or(Trust::Public, Trust::Pin));
    }
    let bad = || BadLine::Certificate(path.display().to_string());
    let pem = std::fs::read(path).map_err(|_| bad())?;
    let found: Vec<Certificate<'static>> = ureq::tls::parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        Err(bad())
    } else {
        Ok(Trust::Files(found))
    }
}

fn unreached(why: Missing) -> Failed {
    Failed::Unreached {
        why,
        timed_out: false,
    }
}

/// An answer that the hub did not sign.
fn strange(status: u16) -> Failed {
    unreached(Missing::Strange(status))
}

fn failed(error: &Error) -> Failed {
    let why = match error {
        Error::Timeout(_) => Missing::Late,
        Error::HostNotFound => Missing::Nameless,
        // The library hands on what the resolver said, which has no kind of its own.
        Error::Io(error) if error.to_string().starts_with("failed to lookup") => Missing::Nameless,
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => Missing::Nobody,
        Error::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => {
            Missing::Untrusted
        }
        Error::Rustls(_) | Error::Tls(_) => Missing::Untrusted,
        Error::Io(_) | Error::ConnectionFailed => Missing::NoLine,
        _ => Missing::BrokeOff,
    };
    Failed::Unreached {
        why,
        timed_out: matches!(error, Error::Timeout(_)),
    }
}
