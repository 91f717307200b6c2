//! Rows come down, a page at a time. Must never skip one: a page is everything after its cursor, in order.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::feed::{Cursor, Kind, Row};

/// A till asks for what is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Pull {
    /// The life of the journal that it writes now.
    pub incarnation: Uuid,
    /// How far it has read; a feed that is not named is read from its start.
    pub cursors: Vec<Cursor>,
    /// Rows at most.
    pub limit: u32,
    /// The answer need not repeat a cursor that did not move: a till that looks twice a minute and finds
    /// nothing has a line to pay for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub brief: bool,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Page")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Pulled {
    /// In order of feed and version.
    pub rows: Vec<Row>,
    /// Where to go on; where [`Pull::brief`] was asked, without the cursors that stand where they stood.
    pub cursors: Vec<Cursor>,
    /// The last entry of the till's incarnation whose effect is in these rows.
    pub included_seq: u64,
    /// The hash of that entry, 64 hex digits, where there are rows: a till whose own entry there has another
    /// one is to say first where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub included_hash: Option<String>,
    /// Whether nothing is left.
    pub caught_up: bool,
    /// Rows that are left after this page, as far as is known.
    pub left: u64,
    /// Rows that came and are none that this version knows. Never sent.
    #[serde(skip)]
    pub unread: Vec<Unread>,
}

/// A row that cannot be read: put aside, so that it holds up no other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unread {
    /// Its version in its feed, where it has one.
    pub v: u64,
    /// What it is about, where that is known.
    pub kind: Option<Kind>,
    /// Which one; empty where it does not say.
    pub id: String,
    /// What is wrong with it, in one English sentence.
    pub why: String,
}

/// A page as it comes.
#[derive(Deserialize)]
struct Page {
    rows: Vec<Value>,
    cursors: Vec<Cursor>,
    included_seq: u64,
    #[serde(default)]
    included_hash: Option<String>,
    caught_up: bool,
    left: u64,
}

impl From<Page> for Pulled {
    fn from(page: Page) -> Pulled {
        let (mut rows, mut unread) = (Vec::with_capacity(page.rows.len()), Vec::new());
        for row in page.rows {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let (v, kind, id) = (row["v"].as_u64().unwrap_or_default(), text("kind"), text("id"));
            match serde_json::from_value(row) {
                Ok(row) => rows.push(row),
                Err(error) => unread.push(Unread {
                    v,
                    kind: Kind::named(&kind),
                    id,
                    why: error.to_string(),
                }),
            }
        }
        Pulled {
            rows,
            cursors: page.cursors,
            included_seq: page.included_seq,
            included_hash: page.included_hash,
            caught_up: page.caught_up,
            left: page.left,
            unread,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_that_nobody_knows_holds_up_no_other() {
        let page = json!({
            "rows": [
                {"feed": "shop", "v": 1, "kind": "level", "id": "PAN", "value": {"quantity": "1"}},
                {"feed": "shop", "v": 2, "kind": "dragon", "id": "Fafnir", "value": {}},
                {"feed": "shop", "v": "3", "kind": "level", "id": "VINO"},
                7,
            ],
            "cursors": [], "included_seq": 4, "caught_up": true, "left": 0,
        });
        let pulled: Pulled = serde_json::from_value(page).unwrap();
        assert_eq!((pulled.rows.len(), pulled.unread.len()), (1, 3));
        assert_eq!(
            (pulled.unread[0].v, pulled.unread[0].kind, &*pulled.unread[0].id),
            (2, None, "Fafnir")
        );
        assert_eq!(pulled.unread[1].kind, Some(Kind::Level));
        let sent = serde_json::to_value(&pulled).unwrap();
        assert!(sent.get("unread").is_none());
    }
}
