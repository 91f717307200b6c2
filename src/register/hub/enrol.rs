//! Becoming known to a hub, and leaving it. Must never leave while something is here that the hub does not
//! have.

use std::path::Path;

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::link::{Facts, Tie, TieKnown};
use crate::domain::event::Event;
use crate::domain::joined::{HubJoined, HubLeft};
use crate::domain::refusal::Refuse;
use crate::domain::shared::NumbersVoided;
use crate::domain::staff::PersonId;
use crate::protocol::SPOKEN;
use crate::protocol::enrol::{Enrol, Enrolled};
use crate::protocol::refused::Code;
use crate::register::restore::new_series;
use crate::register::{Failure, Register};
use crate::store::hub::Keep;
use crate::sync::enrol::{Asking, enrol, enrol_over, key_of};
use crate::sync::transport::{BadLine, Failed, Transport, Trust, trust};
use crate::sync::{Missing, Net};
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
    #[error(transparent)]
    Line(BadLine),
    /// Mistyped.
    #[error("that is not a code of a hub: read it again, letter by letter")]
    Code,
    /// Nobody answered.
    #[error("the hub was not reached: {why}")]
    Unreached {
        /// What was met.
        why: Missing,
    },
    /// The hub said no.
    #[error("the hub said no: {why}")]
    No {
        /// In one word.
        code: Code,
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
            EnrolRefusal::Line(_) => "hub-line",
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
            EnrolRefusal::Line(BadLine::Url(url)) => vec![("met", "url".to_owned()), ("what", url.clone())],
            EnrolRefusal::Line(BadLine::Certificate(file)) => {
                vec![("met", "certificate".to_owned()), ("what", file.clone())]
            }
            EnrolRefusal::Unreached { why } => {
                vec![
                    ("met", why.word().to_owned()),
                    ("status", why.status().to_string()),
                ]
            }
            EnrolRefusal::No { code, why } => vec![("no", word(*code)), ("why", why.clone())],
            EnrolRefusal::Waiting { waiting } => vec![("waiting", waiting.to_string())],
            EnrolRefusal::Code | EnrolRefusal::None | EnrolRefusal::Replaced => Vec::new(),
        }
    }
}

impl From<BadLine> for EnrolRefusal {
    fn from(bad: BadLine) -> EnrolRefusal {
        EnrolRefusal::Line(bad)
    }
}

/// The name that a code has on the wire.
fn word(code: Code) -> String {
    let name = serde_json::to_value(code).ok();
    name.and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A question to a hub, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Where it is.
    pub url: String,
    code: EnrolCode,
    own: String,
    question: Enrol,
}

impl Asked {
    /// The prefix that the till has so far.
    pub fn series(&self) -> &str {
        &self.own
    }
}

/// Asks it; may take as long as the line allows.
///
/// # Errors
/// Nobody answered, another hub did, or it said no.
pub fn ask(asked: &Asked, certificate: &Path) -> Result<Enrolled, EnrolRefusal> {
    let trust = trust(certificate, None)?;
    enrol(&asked.url, trust, &asked.code, &asked.question).map_err(refused)
}

/// The same over a net of the caller's.
///
/// # Errors
/// Nobody answered, another hub did, or it said no.
pub fn ask_over(asked: &Asked, net: Box<dyn Net>) -> Result<Enrolled, EnrolRefusal> {
    enrol_over(&asked.url, net, &asked.code, &asked.question).map_err(refused)
}

fn refused(failed: Asking) -> EnrolRefusal {
    match failed {
        Asking::Line(bad) => bad.into(),
        Asking::Failed(Failed::Unreached { why, .. }) => EnrolRefusal::Unreached { why },
        Asking::Failed(Failed::Refused(refused)) => EnrolRefusal::No {
            code: refused.code,
            why: crate::domain::text::clean(&refused.message, 200),
        },
    }
}

impl Register {
    /// The question to the hub of that code: to one where the till has none, or again to its own, which has
    /// signed it out, moved or shows another certificate. It is noted before it is asked: where the answer is
    /// lost, the same question is answered again.
    pub fn ask_hub(&mut self, url: &str, code: &str, name: &str) -> Result<Asked, Failure> {
        let parsed = EnrolCode::parse(code).map_err(|_| Failure::refused(&EnrolRefusal::Code))?;
        let known = self.hub.as_ref().and_then(|link| link.tie.known.as_ref());
        let own = known.and_then(|known| key_of(&known.hub_key));
        if let Some(link) = &self.hub
            && !own.is_some_and(|key| parsed.is_of(&key))
        {
            let url = link.tie.url.clone();
            return Err(Failure::refused(&EnrolRefusal::Known { url }));
        }
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
            // What ties it to the hub counts until that has answered.
            url: self
                .hub
                .as_ref()
                .map_or_else(|| url.clone(), |link| link.tie.url.clone()),
            device_key: device_key.clone(),
            code: Some(shown.clone()),
            known: known.cloned(),
        })?;
        let head = self.journal.head();
        let question = Enrol {
            code: shown,
            device_key,
            terminal: head.identity.terminal,
            incarnation: head.identity.incarnation,
            series: self.asked_series(),
            currency: self.till.shop.currency.to_string(),
            name: name.to_owned(),
            versions: SPOKEN,
            app: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Ok(Asked {
            url,
            code: parsed,
            own: self.till.series.clone(),
            question,
        })
    }

    /// The series that the hub is asked for: the till's own, or one like it where that is longer than one may
    /// be, as an earlier version made them.
    fn asked_series(&self) -> String {
        let own = &self.till.series;
        match crate::domain::decide::shop::series(own) {
            Ok(own) => own.to_owned(),
            Err(_) => new_series(std::slice::from_ref(own), self.around.random()),
        }
    }

    /// The hub knows this till from here on.
    pub fn join(&mut self, by: Option<PersonId>, asked: &Asked, enrolled: &Enrolled) -> Result<(), Failure> {
        let series = Some(&enrolled.series).filter(|series| **series != self.till.series);
        if let Some(series) = series {
            crate::domain::decide::shop::series(series).map_err(|_| {
                let why = "it named a number series that no till may have".to_owned();
                Failure::refused(&EnrolRefusal::No {
                    code: Code::Other,
                    why,
                })
            })?;
        }
        let known = self.hub.as_ref().and_then(|link| link.tie.known.as_ref());
        let again = known.is_some();
        if known.is_some_and(|known| (known.hub, known.shop) != (enrolled.hub, enrolled.shop)) {
            let why = "the code is of another shop than this till's".to_owned();
            return Err(Failure::refused(&EnrolRefusal::No {
                code: Code::Other,
                why,
            }));
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
        let gone = if again { Vec::new() } else { self.till.unused() };
        self.commit(by, self.after_giving_up(gone, Event::HubJoined(joined)))?;
        self.fold()?;
        if again {
            return Ok(self.tie()?);
        }
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

    /// That, once the numbers that another hub's tills share are given up.
    fn after_giving_up(&self, unused: Vec<NumbersVoided>, event: Event) -> Vec<(Uuid, Event)> {
        let voided = unused.into_iter().map(Event::NumbersVoided);
        let events = voided.chain([event]);
        events.map(|event| (self.around.id(), event)).collect()
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
        let left = Event::HubLeft(HubLeft { hub });
        self.commit(by, self.after_giving_up(self.till.unused(), left))?;
        self.tie_file().remove()?;
        self.hub = None;
        Ok(())
    }
}
