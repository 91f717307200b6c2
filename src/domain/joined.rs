//! What ties a till to a hub, and what a person settled between the two, as the journal records it. Must
//! never hold a token or a key.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The till is known to a hub from here on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubJoined {
    /// The hub.
    pub hub: Uuid,
    /// The shop there.
    pub shop: Uuid,
    /// Prefix of the number series from the next document on, where another till of the shop has the one
    /// before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
}

/// The till goes on without the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubLeft {
    /// The hub.
    pub hub: Uuid,
}

/// What shall stand of a field that two changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// What this till made of it; an edit of its own says so.
    KeepLocal,
    /// What stands at the hub.
    AcceptServer,
}

/// A person settled fields that two had changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictResolved {
    /// Which conflict of the hub.
    pub conflict: Uuid,
    /// What it is about: `product`, `customer`, `person` or `shop`.
    pub kind: String,
    /// Which one.
    pub entity: String,
    /// Field by field.
    pub choices: BTreeMap<String, Choice>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::domain::event::Event;

    #[test]
    fn their_json_is_frozen() {
        let golden = [
            (
                70,
                concat!(
                    r#"{"conflict_resolved":{"conflict":"00000000-0000-0000-0000-000000000007","#,
                    r#""kind":"product","entity":"PAN","#,
                    r#""choices":{"cost":"accept_server","price":"keep_local"}}}"#,
                ),
            ),
            (
                71,
                concat!(
                    r#"{"hub_joined":{"hub":"00000000-0000-0000-0000-000000000001","#,
                    r#""shop":"00000000-0000-0000-0000-000000000002","series":"C1X"}}"#,
                ),
            ),
            (
                72,
                r#"{"hub_left":{"hub":"00000000-0000-0000-0000-000000000001"}}"#,
            ),
        ];
        for (kind, json) in golden {
            let event: Event = serde_json::from_str(json).unwrap();
            assert_eq!(event.kind(), kind);
            assert_eq!(serde_json::to_string(&event).unwrap(), json);
        }
    }
}
