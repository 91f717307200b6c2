//! What an entry says to the hub. Must never fail: an entry that cannot be read is stored and waits.

use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::ledger::{Key, Kind, StoredEntry};
use crate::domain::event::{Event, Fact, ImportCommitted, KIND_VERSION};
use crate::domain::import_rows::ImportRow;
use crate::domain::staff::PersonId;
use crate::protocol::feed;

/// The kind by which a till resolves a conflict.
const RESOLVED: u16 = 70;

/// A thing as somebody edited it: the whole of it, and what it was before they began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What it is.
    pub(super) kind: feed::Kind,
    /// Which one.
    pub(super) id: String,
    /// As it is meant to be.
    pub(super) now: Map<String, Value>,
    /// As it was; none where the entry does not say.
    pub(super) was: Option<Map<String, Value>>,
    /// What is on the shelf of a product that nobody knew.
    pub(super) stock: Option<String>,
}

/// Somebody decided a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Resolved {
    /// Which conflict.
    pub(super) conflict: Uuid,
    /// Field by field, what stands; for the trail.
    #[serde(default)]
    pub(super) choices: Value,
}

/// What an entry says.
#[derive(Debug, Clone)]
pub(super) enum Read {
    /// A fact with effects of its own.
    Fact(Box<Fact>),
    /// A thing was made or changed.
    Edited(Option<PersonId>, Edit),
    /// An import counts.
    Imported(Option<PersonId>, Vec<Edit>),
    /// A till was made: settings, and its series.
    Founded(Option<PersonId>, Edit, String),
    /// A conflict was decided.
    Resolved(Resolved),
    /// It waits: why, for programs and for people, and what it seems to be about.
    Waits(&'static str, String, Option<Key>),
}

impl Read {
    /// Whether what is loaded for it may tell that more must be loaded.
    pub(super) fn leads_on(&self) -> bool {
        matches!(self, Read::Edited(..) | Read::Imported(..) | Read::Founded(..))
    }

    /// Who did it, where it is known.
    pub(super) fn by(&self) -> Option<PersonId> {
        match self {
            Read::Fact(fact) => fact.by,
            Read::Edited(by, _) | Read::Imported(by, _) | Read::Founded(by, ..) => *by,
            Read::Resolved(_) | Read::Waits(..) => None,
        }
    }
}

/// Reads an entry; `parts` finds the rows of an import that the same journal holds before its commit.
pub(super) fn read(entry: &StoredEntry, parts: impl FnOnce(&ImportCommitted) -> Vec<Value>) -> Read {
    if entry.kind == RESOLVED {
        return resolved(entry);
    }
    if Event::kind_name(entry.kind).is_none() {
        let why = format!("this hub does not know entries of kind {} yet", entry.kind);
        return Read::Waits("unknown_kind", why, None);
    }
    if entry.kind_version > KIND_VERSION {
        let why = "a newer version of the program wrote it".to_owned();
        return Read::Waits("newer_kind", why, about(&entry.payload));
    }
    match Fact::decode(entry.kind, entry.kind_version, entry.payload.as_bytes()) {
        Ok(fact) => meant(fact, entry, parts),
        Err(unreadable) => {
            let why = format!("the hub cannot read it: {}", unreadable.why);
            Read::Waits("unreadable", why, about(&entry.payload))
        }
    }
}

fn meant(fact: Fact, entry: &StoredEntry, parts: impl FnOnce(&ImportCommitted) -> Vec<Value>) -> Read {
    let by = fact.by;
    let whole = |name: &str| body(&entry.payload, name);
    match &fact.event {
        Event::Founded(founded) => {
            let shop = whole("founded").remove("shop").unwrap_or_default();
            let edit = edit(feed::Kind::Shop, "shop".to_owned(), shop);
            Read::Founded(by, edit, founded.series.clone())
        }
        Event::ShopChanged(_) => {
            let shop = Value::Object(whole("shop_changed"));
            Read::Edited(by, edit(feed::Kind::Shop, "shop".to_owned(), shop))
        }
        Event::PersonSaved(person) => {
            let saved = Value::Object(whole("person_saved"));
            Read::Edited(by, edit(feed::Kind::Person, person.id.0.to_string(), saved))
        }
        Event::CustomerSaved(customer) => {
            let saved = Value::Object(whole("customer_saved"));
            Read::Edited(by, edit(feed::Kind::Customer, customer.id.0.to_string(), saved))
        }
        Event::ProductSaved(_) => match row(Value::Object(whole("product_saved"))) {
            Some(edit) => Read::Edited(by, edit),
            None => Read::Fact(Box::new(fact)),
        },
        Event::ImportCommitted(import) => {
            let rows = parts(import);
            if rows.len() as u64 != import.rows {
                let why = format!("{} of its {} rows are here", rows.len(), import.rows);
                return Read::Waits("import_parts", why, None);
            }
            Read::Imported(by, rows.into_iter().filter_map(row).collect())
        }
        _ => Read::Fact(Box::new(fact)),
    }
}

/// The rows of a part of an import, each as it was written; none where the payload is no part of it.
pub(super) fn part(payload: &str, batch: Uuid) -> Option<Vec<Value>> {
    let mut part = body(payload, "import_part");
    let of: Uuid = serde_json::from_value(part.remove("batch")?).ok()?;
    match part.remove("rows") {
        Some(Value::Array(rows)) if of == batch => Some(rows),
        _ => None,
    }
}

/// What stands under the event's name.
fn body(payload: &str, name: &str) -> Map<String, Value> {
    let mut value: Value = serde_json::from_str(payload).unwrap_or_default();
    match value.get_mut("event").and_then(|event| event.get_mut(name)) {
        Some(Value::Object(body)) => std::mem::take(body),
        _ => Map::new(),
    }
}

fn edit(kind: feed::Kind, id: String, saved: Value) -> Edit {
    let mut now = object(saved).unwrap_or_default();
    let was = now.remove("was").and_then(object);
    Edit {
        kind,
        id,
        now,
        was,
        stock: None,
    }
}

/// A row of an import as an edit of its product.
fn row(row: Value) -> Option<Edit> {
    let known = ImportRow::deserialize(&row).ok()?;
    let mut row = object(row)?;
    let mut now = object(row.remove("product")?)?;
    let was = row.remove("was").or_else(|| now.remove("was"));
    Some(Edit {
        kind: feed::Kind::Product,
        id: known.product.sku.to_string(),
        now,
        was: was.and_then(object),
        stock: known.stock.map(|stock| stock.to_string()),
    })
}

fn object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

fn resolved(entry: &StoredEntry) -> Read {
    let body = Value::Object(body(&entry.payload, "conflict_resolved"));
    match Resolved::deserialize(body) {
        Ok(resolved) => Read::Resolved(resolved),
        Err(error) => Read::Waits("unreadable", error.to_string(), None),
    }
}

/// What an entry seems to be about that cannot be read otherwise, so that later ones of it wait behind it.
fn about(payload: &str) -> Option<Key> {
    let value: Value = serde_json::from_str(payload).ok()?;
    let at = |path: &str| value.pointer(path).and_then(Value::as_str);
    let sku = at("/event/product_saved/product/sku").map(|sku| Key::new(Kind::Product, sku));
    let person = || at("/event/person_saved/id").map(|id| Key::new(Kind::Person, id));
    let customer = || at("/event/customer_saved/id").map(|id| Key::new(Kind::Customer, id));
    let shop = || {
        let changed = value.pointer("/event/shop_changed");
        changed.map(|_| Key::new(Kind::Shop, "shop"))
    };
    sku.or_else(person).or_else(customer).or_else(shop)
}
