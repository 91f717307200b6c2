//! What the hub tells its tills: entities, each with the version at which it changed last. Must never be read
//! by an entity's number: only by version.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A list of changes with versions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Feed {
    /// Products and their prices.
    Catalogue,
    /// Settings, people, customers, levels, balances, notes of credit and conflicts of the shop.
    Shop,
}

impl Feed {
    /// All of them, in the order in which they are pulled.
    pub const ALL: [Feed; 2] = [Feed::Catalogue, Feed::Shop];

    /// Its name on the wire and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Feed::Catalogue => "catalogue",
            Feed::Shop => "shop",
        }
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A product; its id is the SKU.
    Product,
    /// The shop's settings; its id is `shop`.
    Shop,
    /// Somebody who works there; a UUID.
    Person,
    /// A customer; a UUID.
    Customer,
    /// How much there is of a product in the whole shop; its id is the SKU.
    Level,
    /// What somebody owes; its id is the customer's.
    Balance,
    /// What is left of a note of store credit; its id is the number of the return that it was given for.
    Credit,
    /// A field that two changed; a UUID. It goes with a tombstone when it is resolved.
    Conflict,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 8] = [
        Kind::Product,
        Kind::Shop,
        Kind::Person,
        Kind::Customer,
        Kind::Level,
        Kind::Balance,
        Kind::Credit,
        Kind::Conflict,
    ];

    /// Its name on the wire and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Product => "product",
            Kind::Shop => "shop",
            Kind::Person => "person",
            Kind::Customer => "customer",
            Kind::Level => "level",
            Kind::Balance => "balance",
            Kind::Credit => "credit",
            Kind::Conflict => "conflict",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The feed in which it is told.
    pub fn feed(self) -> Feed {
        match self {
            Kind::Product => Feed::Catalogue,
            _ => Feed::Shop,
        }
    }
}

/// How far somebody has read a feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Cursor {
    /// Which.
    pub feed: Feed,
    /// Life of the hub's data in which it was read.
    pub epoch: Uuid,
    /// Version of the last row read; 0 for none.
    pub v: u64,
    /// Digest of the feed's head at that page's end, 64 hex digits: another history has another digest.
    pub digest: String,
}

/// One entity as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Row {
    /// Which feed.
    pub feed: Feed,
    /// The version at which it changed last.
    pub v: u64,
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// What it is now; absent when it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
}

/// A field that two changed, each not knowing of the other: the value of a [`Kind::Conflict`] row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// Its id.
    pub id: Uuid,
    /// What was changed.
    pub kind: Kind,
    /// Which one.
    pub entity: String,
    /// Field by field.
    pub fields: Vec<ConflictField>,
    /// The till whose change waits.
    pub terminal: Uuid,
    /// What people call that till.
    pub terminal_name: String,
    /// Who made the change that waits, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Uuid>,
    /// When it was made, by that till's clock.
    pub at: i64,
    /// The entry that made it.
    pub entry: Uuid,
}

/// One field of a conflict. Values are as in the entity; null stands for none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct ConflictField {
    /// Its name.
    pub field: String,
    /// What both began with.
    pub base: serde_json::Value,
    /// What stands at the hub.
    pub hub: serde_json::Value,
    /// What waits.
    pub local: serde_json::Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_on_the_wire() {
        for kind in Kind::ALL {
            let wire = serde_json::to_string(&kind).expect("a kind is a name");
            assert_eq!(wire.trim_matches('"'), kind.name());
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        for feed in Feed::ALL {
            let wire = serde_json::to_string(&feed).expect("a feed is a name");
            assert_eq!(wire.trim_matches('"'), feed.name());
        }
    }
}
