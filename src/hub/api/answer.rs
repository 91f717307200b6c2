//! What the interface for other programs says. Must never hold a row that only the hub reads.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A thing and the state it is in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Item {
    /// Which.
    pub id: String,
    /// Of this very state; show it in `If-Match` to change it.
    pub version: String,
    /// The thing itself.
    #[schema(value_type = Object)]
    pub value: Value,
}

/// Things in order of their ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Items {
    /// A page of them.
    pub items: Vec<Item>,
    /// Where to go on: `after` of the next page; absent where this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Things that changed, each as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Changed {
    /// In the order in which they changed last.
    pub changes: Vec<Change>,
    /// Where to go on; keep it as it is.
    pub cursor: String,
    /// Whether nothing is left; a page may be empty and something left.
    pub caught_up: bool,
}

/// A thing that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// Which.
    pub id: String,
    /// What it is now; absent where it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub value: Option<Value>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Events {
    /// In the order in which the hub learned of it.
    pub events: Vec<Event>,
    /// Where to go on; keep it as it is.
    pub cursor: String,
    /// Whether nothing is left; a page may be empty and something left.
    pub caught_up: bool,
}

/// Something that happened; webhooks are sent the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// For ever the same, however often it is told.
    pub id: String,
    /// `sale`, `return`, `closing`, `closing_differs`, `stock_low`, `stock_negative`, `conflict` and others.
    #[serde(rename = "type")]
    pub sort: String,
    /// When the hub learned of it.
    pub received_at: i64,
    /// When it happened, by the till's clock.
    pub at: i64,
    /// Which till.
    pub terminal: uuid::Uuid,
    /// What people call that till.
    pub terminal_name: String,
    /// Life of its journal.
    pub incarnation: uuid::Uuid,
    /// Its place there.
    pub seq: u64,
    /// The entry.
    pub entry: uuid::Uuid,
    /// What there is to know of it.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// Some fields of a thing shall change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Field by field what it shall be; null for a field that goes.
    #[schema(value_type = Object)]
    pub change: Map<String, Value>,
    /// What these fields were when you looked. A field that matters and is something else by now is refused;
    /// one that is not named here is taken as it comes.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub was: Map<String, Value>,
}
