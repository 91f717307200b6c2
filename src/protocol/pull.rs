//! Rows come down, a page at a time. Must never skip one: a page is everything after its cursor, in order.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::feed::{Cursor, Row};

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
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Pulled {
    /// In order of feed and version.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub cursors: Vec<Cursor>,
    /// The last entry of the till's incarnation whose effect is in these rows.
    pub included_seq: u64,
    /// Whether nothing is left.
    pub caught_up: bool,
    /// Rows that are left after this page, as far as is known.
    pub left: u64,
}
