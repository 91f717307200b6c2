//! Webhooks and their deliveries as they are kept. Must never hold the secret: it is reckoned from the hub's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::hub::ledger::{Key, Kind};

/// Attempts of a delivery that are kept.
const KEPT: usize = 10;

/// An address that is told what happens; by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its name for ever.
    pub id: Uuid,
    /// Where to.
    pub url: String,
    /// What of.
    pub on: BTreeSet<String>,
    /// When it was made.
    pub made_at: i64,
    /// How far in the feed its deliveries are noted.
    pub v: u64,
}

/// Whether a delivery is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is sent until it is taken.
    Waits,
    /// The address took it.
    Taken,
    /// The address did not take it for too long; a replay sends it again.
    GivenUp,
}

/// An event on its way to an address; by state, webhook and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Which webhook.
    pub webhook: Uuid,
    /// Version of the event in the feed when it was noted.
    pub v: u64,
    /// The event, whole.
    pub event: Value,
    /// Whether it is done.
    pub state: State,
    /// How often it was tried.
    pub tries: u32,
    /// Before this it is not tried again.
    pub next_at: i64,
    /// The last attempts.
    #[serde(default)]
    pub attempts: Vec<Attempt>,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attempt {
    /// When.
    pub at: i64,
    /// What the address answered, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub took: u64,
}

impl Delivery {
    /// The id of the event.
    pub(super) fn event_id(&self) -> &str {
        self.event.get("id").and_then(Value::as_str).unwrap_or_default()
    }

    /// One more attempt is on record.
    pub(super) fn note(&mut self, attempt: Attempt) {
        self.attempts.push(attempt);
        let much = self.attempts.len().saturating_sub(KEPT);
        self.attempts.drain(..much);
    }

    pub(super) fn key(&self) -> Key {
        delivery(self.state, self.webhook, self.v)
    }
}

pub(super) fn webhook(id: Uuid) -> Key {
    Key::new(Kind::Webhook, id.to_string())
}

/// Those that wait are found without a look at those that are done.
pub(super) fn delivery(state: State, webhook: Uuid, v: u64) -> Key {
    Key::new(Kind::Delivery, format!("{}{v:020}", before(state, webhook)))
}

/// What the ids of a webhook's deliveries begin with.
pub(super) fn before(state: State, webhook: Uuid) -> String {
    let letter = if state == State::Waits { 'w' } else { 'd' };
    format!("{letter}/{webhook}/")
}
