//! The keys by which rows of the hub are found. Must never be made anywhere else: two spellings are two rows.

use jiff::civil::Date;
use uuid::Uuid;

use super::ledger::{Key, Kind};

/// A till.
pub fn terminal(id: Uuid) -> Key {
    Key::new(Kind::Terminal, id.to_string())
}

/// A life of a journal.
pub fn incarnation(id: Uuid) -> Key {
    Key::new(Kind::Incarnation, id.to_string())
}

/// An entry whose effect waits; the ids of one incarnation sort as its places do.
pub fn parked(incarnation: Uuid, seq: u64) -> Key {
    Key::new(Kind::Parked, format!("{incarnation}/{seq:020}"))
}

/// The mark on a thing behind whose parked entry later ones wait.
pub fn blocked(of: &Key) -> Key {
    Key::new(Kind::Blocked, format!("{}/{}", of.kind.name(), of.id))
}

/// A series of documents.
pub fn series(name: &str) -> Key {
    Key::new(Kind::Series, name)
}

/// Sums of a day and a till; ids sort by date.
pub fn day(date: Date, terminal: Uuid) -> Key {
    Key::new(Kind::Day, format!("{date}/{terminal}"))
}

/// Sums of a shift.
pub fn shift(incarnation: Uuid, number: u64) -> Key {
    Key::new(Kind::Shift, format!("{incarnation}/{number:010}"))
}

/// A closing.
pub fn closing(terminal: Uuid, incarnation: Uuid, number: u64) -> Key {
    Key::new(Kind::Closing, format!("{terminal}/{incarnation}/{number:010}"))
}

/// A document, by its printed number.
pub fn document(number: impl std::fmt::Display) -> Key {
    Key::new(Kind::Document, number.to_string())
}

/// What came back of a document.
pub fn returned(number: impl std::fmt::Display) -> Key {
    Key::new(Kind::Returned, number.to_string())
}

/// The product that has a code.
pub fn barcode(code: &str) -> Key {
    Key::new(Kind::Barcode, code)
}

/// The one row of what the hub is.
pub fn identity() -> Key {
    Key::new(Kind::Identity, "hub")
}

/// A token, by the hash of it.
pub fn token(hash: &str) -> Key {
    Key::new(Kind::Token, hash)
}

/// A shop.
pub fn tenant(shop: Uuid) -> Key {
    Key::new(Kind::Tenant, shop.to_string())
}

/// The settings of a shop.
pub fn shop() -> Key {
    Key::new(Kind::Shop, "shop")
}
