//! Becoming known to a hub by its one-time code. Must never trust a hub that the code does not name.

use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::HEXLOWER;

use super::missing::Missing;
use super::net::Net;
use super::transport::{BadLine, Failed, Fingerprint, Transport, Trust};
use crate::protocol::enrol::{Enrol, Enrolled};
use crate::protocol::paths;
use crate::vault::enrol_code::EnrolCode;
use crate::vault::sign::VerifyingKey;

/// The key in 64 hex digits.
pub fn key_of(hex: &str) -> Option<VerifyingKey> {
    let bytes = HEXLOWER.decode(hex.as_bytes()).ok()?;
    Some(VerifyingKey::from_bytes(bytes.try_into().ok()?))
}

/// Asks the hub of that code to know this till. A hub with a certificate that nobody knows is asked all the
/// same: what it signs names the certificate, and the one that was shown must be that.
pub fn enrol(url: &str, trust: Trust, code: &EnrolCode, question: &Enrol) -> Result<Enrolled, Asking> {
    let mut wire = Transport::new(url, trust)?;
    match asked(&mut wire, code, question) {
        Err(Failed::Unreached {
            why: Missing::Untrusted,
            ..
        }) => {}
        answered => return answered.map_err(Asking::Failed),
    }
    let shown = Arc::new(Mutex::new(None));
    let mut wire = Transport::new(url, Trust::Note(shown.clone()))?;
    let enrolled = asked(&mut wire, code, question).map_err(Asking::Failed)?;
    let shown = *shown.lock().unwrap_or_else(PoisonError::into_inner);
    if shown.is_none() || enrolled.certificate.as_deref().and_then(fingerprint) != shown {
        let why = Missing::Untrusted;
        let timed_out = false;
        return Err(Asking::Failed(Failed::Unreached { why, timed_out }));
    }
    Ok(enrolled)
}

/// The same over a net of the caller's, which shows no certificate.
pub fn enrol_over(
    url: &str,
    net: Box<dyn Net>,
    code: &EnrolCode,
    question: &Enrol,
) -> Result<Enrolled, Asking> {
    let mut wire = Transport::over(url, net)?;
    asked(&mut wire, code, question).map_err(Asking::Failed)
}

/// Why a till did not become known.
#[derive(Debug)]
pub enum Asking {
    /// The address is none.
    Line(BadLine),
    /// No answer, or a no.
    Failed(Failed),
}

impl From<BadLine> for Asking {
    fn from(bad: BadLine) -> Asking {
        Asking::Line(bad)
    }
}

/// A fingerprint in 64 hex digits.
pub fn fingerprint(hex: &str) -> Option<Fingerprint> {
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}

fn asked(wire: &mut Transport, code: &EnrolCode, question: &Enrol) -> Result<Enrolled, Failed> {
    let named = |body: &[u8]| {
        let enrolled: Enrolled = serde_json::from_slice(body).ok()?;
        key_of(&enrolled.hub_key).filter(|key| code.is_of(key))
    };
    let body = wire.post_first(paths::ENROL, question, named)?;
    serde_json::from_slice(&body).map_err(|_| Failed::Unreached {
        why: Missing::Unread,
        timed_out: false,
    })
}
