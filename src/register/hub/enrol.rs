//! Becoming known to a hub, and leaving it. Must never leave while something is here that the hub does not
//! have.

use std::path::Path;

use data_encoding::HEXLOWER;

use super::link::{Facts, Tie, TieKnown};
use crate::domain::event::Event;
use crate::domain::joined::{HubJoined, HubLeft};
use crate::domain::refusal::Refuse;
use crate::domain::staff::PersonId;
use crate::protocol::SPOKEN;
use crate::protocol::enrol::{Enrol, Enrolled};
use crate::register::{Failure, Register};
use crate::store::hub::Keep;
use crate::sync::enrol::{Asking, enrol};
use crate::sync::transport::{BadLine, Failed, Transport, Trust, trust};
use crate::vault::enrol_code::EnrolCode;
use crate::vault::key::fill_random;

/// Why a till does not become known, or does not leave. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnrolRefusal {
    /// It is known to one already.
    #[error("this till belongs to the hub at {url} already: leave that one first")]
    Known {
        /// Where that is.
        url: String,
    },
    /// Not an address, or a file without a certificate.
    #[error("{why}")]
    Line {
        /// What is wrong.
        why: String,
    },
    /// Mistyped.
    #[error("that is not a code of a hub: read it again, letter by letter")]
    Code,
    /// Nobody answered.
    #[error("the hub was not reached: {why}")]
    Unreached {
        /// What was met.
        why: String,
    },
    /// The hub said no.
    #[error("the hub said no: {why}")]
    No {
        /// Its sentence.
        why: String,
    },
    /// It has no hub.
    #[error("this till has no hub: `tendero sync enrol URL CODE` makes it known to one")]
    None,
    /// Another till has taken this one's place.
    #[error("another till has taken this one's place: finish what is open here, then sync and go on there")]
    Replaced,
    /// The hub does not have everything.
    #[error("{waiting} entries are not at the hub yet: sync first, then leave")]
    Waiting {
        /// How many.
        waiting: u64,
    },
}

impl Refuse for EnrolRefusal {
    fn code(&self) -> &'static str {
        match self {
            EnrolRefusal::Known { .. } => "hub-known",
            EnrolRefusal::Line { .. } => "hub-line",
            EnrolRefusal::Code => "hub-code",
            EnrolRefusal::Unreached { .. } => "hub-unreached",
            EnrolRefusal::No { .. } => "hub-no",
            EnrolRefusal::None => "hub-none",
            EnrolRefusal::Replaced => "hub-replaced",
            EnrolRefusal::Waiting { .. } => "hub-waiting",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            EnrolRefusal::Known { url } => vec![("url", url.clone())],
            EnrolRefusal::Line { why } | EnrolRefusal::Unreached { why } | EnrolRefusal::No { why } => {
                vec![("why", why.clone())]
            }
            EnrolRefusal::Waiting { waiting } => vec![("waiting", waiting.to_string())],
            EnrolRefusal::Code | EnrolRefusal::None | EnrolRefusal::Replaced => Vec::new(),
        }
    }
}

impl From<BadLine> for EnrolRefusal {
    fn from(bad: BadLine) -> EnrolRefusal {
        EnrolRefusal::Line { why: bad.to_string() }
    }
}

/// A question to a hub, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Where it is.
    pub url: String,
    code: EnrolCode,
    question: Enrol,
}

impl Asked {
    /// The prefix that the till has so far.
    pub fn series(&self) -> &str {
        &self.question.series
    }
}

/// Asks it; may take as long as the line allows.
///
/// # Errors
/// Nobody answered, another hub did, or it said no.
pub fn ask(asked: &Asked, certificate: &Path) -> Result<Enrolled, EnrolRefusal> {
    let trust = trust(certificate, None)?;
    enrol(&asked.url, trust, &asked.code, &asked.question).map_err(|failed| match failed {
        Asking::Line(bad) => bad.into(),
        Asking::Failed(Failed::Unreached { why, .. }) => EnrolRefusal::Unreached { why },
        Asking::Failed(Failed::Refused(refused)) => EnrolRefusal::No {
            why: crate::domain::text::clean(&refused.message, 200),
        },
    })
}

impl Register {
    /// The question to the hub of that code. It is noted before it is asked: where the answer is lost, the
    /// same question is answered again.
    pub fn ask_hub(&mut self, url: &str, code: &str, name: &str) -> Result<Asked, Failure> {
        if let Some(link) = &self.hub {
            let url = link.tie.url.clone();
            return Err(Failure::refused(&EnrolRefusal::Known { url }));
        }
        let parsed = EnrolCode::parse(code).map_err(|_| Failure::refused(&EnrolRefusal::Code))?;
        Transport::new(url, Trust::Public).map_err(|bad| Failure::refused(&EnrolRefusal::from(bad)))?;
        let shown = parsed.to_string();
        let noted = self.tie_file().read();
        let again = noted.filter(|tie| tie.code.as_deref() == Some(shown.as_str()));
        let device_key = match again {
            Some(tie) => tie.device_key,
            None => {
                let mut key = [0; 32];
                fill_random(&mut key)?;
                HEXLOWER.encode(&key)
            }
        };
        let url = url.trim().trim_end_matches('/').to_owned();
        self.tie_file().write(&Tie {
            url: url.clone(),
            device_key: device_key.clone(),
            code: Some(shown.clone()),
            known: None,
        })?;
        let head = self.journal.head();
        let question = Enrol {
            code: shown,
            device_key,
            terminal: head.identity.terminal,
            incarnation: head.identity.incarnation,
            series: self.till.series.clone(),
            currency: self.till.shop.currency.to_string(),
            name: name.to_owned(),
            versions: SPOKEN,
            app: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Ok(Asked {
            url,
            code: parsed,
            question,
        })
    }

    /// The hub knows this till from here on.
    pub fn join(&mut self, by: Option<PersonId>, asked: &Asked, enrolled: &Enrolled) -> Result<(), Failure> {
        let series = Some(&enrolled.series).filter(|series| **series != self.till.series);
        if let Some(series) = series {
            crate::domain::decide::shop::series(series).map_err(|_| {
                let why = "it named a number series that no till may have".to_owned();
                Failure::refused(&EnrolRefusal::No { why })
            })?;
        }
        let joined = HubJoined {
            hub: enrolled.hub,
            shop: enrolled.shop,
            series: series.cloned(),
        };
        let tie = Tie {
            url: asked.url.clone(),
            device_key: asked.question.device_key.clone(),
            code: None,
            known: Some(TieKnown {
                hub: enrolled.hub,
                hub_key: enrolled.hub_key.clone(),
                token: enrolled.token.clone(),
                epoch: enrolled.epoch,
                shop: enrolled.shop,
                shop_name: enrolled.shop_name.clone(),
                certificate: enrolled.certificate.clone(),
            }),
        };
        // The token first: it is given out once. A till with a token whose journal does not name the hub is
        // known all the same.
        self.tie_file().write(&tie)?;
        self.commit_one(by, Event::HubJoined(joined))?;
        self.fold()?;
        let facts = Facts {
            epochs: vec![enrolled.epoch],
            ..Facts::default()
        };
        let facts = serde_json::to_vec(&facts).expect("its maps have keys that become strings");
        self.store.keep(&Keep {
            facts: Some(facts),
            held: Some(Vec::new()),
            ..Keep::default()
        })?;
        Ok(self.tie()?)
    }

    /// Goes on without the hub.
    pub fn leave_hub(&mut self, by: Option<PersonId>) -> Result<(), Failure> {
        let Some(link) = &self.hub else {
            return Err(Failure::refused(&EnrolRefusal::None));
        };
        let waiting = self.waiting_of(link);
        if waiting > 0 {
            return Err(Failure::refused(&EnrolRefusal::Waiting { waiting }));
        }
        let hub = link.tie.known.as_ref().map(|known| known.hub).unwrap_or_default();
        self.commit_one(by, Event::HubLeft(HubLeft { hub }))?;
        self.tie_file().remove()?;
        self.hub = None;
        Ok(())
    }
}
