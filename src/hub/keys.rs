//! The keys by which rows of the hub are found. Must never be made anywhere else: two spellings are two rows.

use jiff::civil::Date;
use uuid::Uuid;

use super::ledger::{Key, Kind};

/// A till.
pub(super) fn terminal(id: Uuid) -> Key {
    Key::new(Kind::Terminal, id.to_string())
}

/// A life of a journal.
pub(super) fn incarnation(id: Uuid) -> Key {
    Key::new(Kind::Incarnation, id.to_string())
}

/// An entry whose effect waits; the ids of one incarnation sort as its places do.
pub(super) fn parked(incarnation: Uuid, seq: u64) -> Key {
    Key::new(Kind::Parked, format!("{incarnation}/{seq:020}"))
}

/// A decision of a conflict that the hub does not know.
pub(super) fn decided(conflict: Uuid) -> Key {
    Key::new(Kind::Decided, conflict.to_string())
}

/// The mark on a thing behind whose parked entry later ones wait.
pub(super) fn blocked(of: &Key) -> Key {
    Key::new(Kind::Blocked, format!("{}/{}", of.kind.name(), of.id))
}

/// A block of numbers, by the request that it answers.
pub(super) fn lease(request: Uuid) -> Key {
    Key::new(Kind::Lease, request.to_string())
}

/// A series of documents.
pub(super) fn series(name: &str) -> Key {
    Key::new(Kind::Series, name)
}

/// Sums of a day and a till; ids sort by date.
pub(super) fn day(date: Date, terminal: Uuid) -> Key {
    Key::new(Kind::Day, format!("{date}/{terminal}"))
}

/// Sums of a shift.
pub(super) fn shift(incarnation: Uuid, number: u64) -> Key {
    Key::new(Kind::Shift, format!("{incarnation}/{number:010}"))
}

/// What the entries of a life have come to.
pub(super) fn tally(incarnation: Uuid) -> Key {
    Key::new(Kind::Tally, incarnation.to_string())
}

/// A closing.
pub(super) fn closing(terminal: Uuid, incarnation: Uuid, number: u64) -> Key {
    Key::new(Kind::Closing, format!("{terminal}/{incarnation}/{number:010}"))
}

/// A document, by its printed number.
pub(super) fn document(number: impl std::fmt::Display) -> Key {
    Key::new(Kind::Document, number.to_string())
}

/// What came back of a document.
pub(super) fn returned(number: impl std::fmt::Display) -> Key {
    Key::new(Kind::Returned, number.to_string())
}

/// A note of store credit, by the number of the return that it was given for.
pub(super) fn credit(number: impl std::fmt::Display) -> Key {
    Key::new(Kind::Credit, number.to_string())
}

/// Something that a person should look at; ids sort by the hub's clock.
pub(super) fn notice(at: i64, id: &str) -> Key {
    Key::new(Kind::Notice, format!("{at:020}/{id}"))
}

/// Who of the shop's people is called so in that role; case and blanks around do not count.
pub(super) fn named(role: &str, name: &str) -> Key {
    Key::new(Kind::Named, format!("{role}/{}", name.trim().to_lowercase()))
}

/// What was moved of a product before the hub knows it.
pub(super) fn early(sku: &str) -> Key {
    Key::new(Kind::Early, sku)
}

/// The mark on a product of which little is left.
pub(super) fn low(sku: &str) -> Key {
    Key::new(Kind::Low, sku)
}

/// The product that has a code.
pub(super) fn barcode(code: &str) -> Key {
    Key::new(Kind::Barcode, code)
}

/// The one row of what the hub is.
pub(super) fn identity() -> Key {
    Key::new(Kind::Identity, "hub")
}

/// A token, by the hash of it.
pub(super) fn token(hash: &str) -> Key {
    Key::new(Kind::Token, hash)
}

/// A shop.
pub(super) fn tenant(shop: Uuid) -> Key {
    Key::new(Kind::Tenant, shop.to_string())
}

/// The settings of a shop.
pub(super) fn shop() -> Key {
    Key::new(Kind::Shop, "shop")
}
