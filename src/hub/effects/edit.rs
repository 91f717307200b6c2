//! Products, people, customers and settings, merged field by field. Must never drop a change in silence: what
//! is not taken waits for a person, and the till is told what stands.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::tell::tell;
use super::{Came, Origin, Park, level, person};
use crate::domain::merge::{Merged, changes, crossed, merge};
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind, Loaded};
use crate::hub::read::{Edit, Resolved};
use crate::hub::work::Work;
use crate::protocol::feed::{self, Conflict, ConflictField};

pub(super) fn wanted(edit: &Edit, entry: Uuid, loaded: &Loaded, keys: &mut BTreeSet<Key>) {
    keys.insert(Key::new(edit.kind, edit.id.as_str()));
    if edit.was.is_some() {
        keys.insert(keys::decided(conflict_id(entry, &edit.id)));
    }
    if edit.kind == feed::Kind::Person {
        person::wanted(edit, loaded, keys);
    }
    if edit.kind != feed::Kind::Product {
        return;
    }
    level::wanted(&edit.id, keys);
    for code in codes(&edit.now) {
        let key = keys::barcode(code);
        if let Some(Value::String(owner)) = loaded.rows.get(&key) {
            keys.insert(Key::new(Kind::Product, owner.as_str()));
            keys.insert(keys::decided(conflict_id(entry, &edit.id)));
        }
        keys.insert(key);
    }
}

/// The codes of a product.
fn codes(product: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let codes = product.get("codes").and_then(Value::as_array);
    codes.into_iter().flatten().filter_map(Value::as_str)
}

/// A shop's settings as its first till brought them; those of later tills give way to what stands.
pub(super) fn founded(work: &mut Work<'_>, edit: &Edit) {
    let key = keys::shop();
    if work.value(&key).is_none() {
        work.put(key, &edit.now);
    } else {
        work.touch(&key);
    }
}

/// A thing was made or changed.
pub(super) fn edited(work: &mut Work<'_>, from: &Origin<'_>, edit: &Edit) -> Result<Came, Park> {
    if edit.kind == feed::Kind::Person {
        let new = work.value(&Key::new(edit.kind, edit.id.as_str())).is_none();
        let came = changed(work, from, edit)?;
        person::known(work, from, edit, new);
        return Ok(came);
    }
    if edit.kind != feed::Kind::Product {
        return changed(work, from, edit);
    }
    let was = level::is_listed(work, &edit.id);
    let came = changed(work, from, edit)?;
    let is = level::is_listed(work, &edit.id);
    level::list(work, &edit.id, was, is);
    Ok(came)
}

fn changed(work: &mut Work<'_>, from: &Origin<'_>, edit: &Edit) -> Result<Came, Park> {
    let key = Key::new(edit.kind, edit.id.as_str());
    let current = work.value(&key).and_then(Value::as_object).cloned();
    let Some(current) = current else {
        let merged = Merged {
            value: edit.now.clone(),
            ..Merged::default()
        };
        let came = keep(work, from, edit, &Map::new(), merged);
        match edit.kind {
            feed::Kind::Product if edit.was.is_some() => level::changed_first(work, from, &edit.id)?,
            feed::Kind::Product => level::made(work, from, (&edit.id, true), edit.stock.as_deref())?,
            _ => {}
        }
        return Ok(came);
    };
    if edit.was.is_none() && edit.kind == feed::Kind::Shop {
        work.touch(&key);
        return Ok(Came::Applied);
    }
    if edit.was.is_none() && edit.kind == feed::Kind::Product {
        level::made(work, from, (&edit.id, false), edit.stock.as_deref())?;
    }
    let changes = changes(edit.was.as_ref(), &edit.now);
    let mut merged = merge(edit.kind.name(), &current, &changes);
    if let Some(was) = &edit.was {
        crossed(edit.kind.name(), was, &current, (&changes, &mut merged));
    }
    tell_replaced(work, from, edit, &merged.replaced, &merged.value);
    Ok(keep(work, from, edit, &current, merged))
}

/// Tells of each field that matters little what somebody else had made of it, where the later change stands.
pub(in crate::hub) fn tell_replaced(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    edit: &Edit,
    replaced: &[(String, Value)],
    now: &Map<String, Value>,
) {
    for (field, value) in replaced {
        let data = json!({
            "kind": edit.kind, "entity": edit.id, "field": field, "was": value, "now": now.get(field),
        });
        let which = format!("{}/{field}", edit.id);
        tell(work, from, "edit_replaced", &which, &data);
    }
}

/// Writes what came of it, and a conflict for what waits.
fn keep(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    edit: &Edit,
    current: &Map<String, Value>,
    mut merged: Merged,
) -> Came {
    let key = Key::new(edit.kind, edit.id.as_str());
    let mut fields: Vec<ConflictField> = merged
        .waiting
        .iter()
        .map(|(change, stands)| ConflictField {
            field: change.field.clone(),
            base: change.base.clone().unwrap_or_default(),
            hub: stands.clone(),
            local: change.new.clone(),
        })
        .collect();
    if edit.kind == feed::Kind::Product
        && let Some(field) = foreign_codes(work, &edit.id, current, &mut merged.value)
    {
        fields.push(field);
    }
    if merged.value != *current || !fields.is_empty() {
        work.put_value(key, merged.value.into());
    }
    if fields.is_empty() {
        return Came::Applied;
    }
    let id = conflict_id(from.entry.id, &edit.id);
    if work.value(&keys::decided(id)).is_some() {
        // What was kept of it then came as an edit of its own.
        return Came::Applied;
    }
    let conflict = Conflict {
        id,
        kind: edit.kind,
        entity: edit.id.clone(),
        fields,
        terminal: from.terminal(),
        terminal_name: from.name.to_owned(),
        by: from.by.map(|by| by.0),
        at: from.entry.at_wall,
        entry: from.entry.id,
    };
    work.put(Key::new(Kind::Conflict, conflict.id.to_string()), &conflict);
    tell(work, from, "conflict", &edit.id, &conflict);
    Came::Conflict
}

/// Takes out of a product what codes another one has already, and notes for all others whose they are.
fn foreign_codes(
    work: &mut Work<'_>,
    sku: &str,
    current: &Map<String, Value>,
    product: &mut Map<String, Value>,
) -> Option<ConflictField> {
    let (mut own, mut foreign) = (Vec::new(), false);
    for code in codes(product) {
        let owner = work.get::<String>(&keys::barcode(code)).unwrap_or_default();
        let other = work.value(&Key::new(Kind::Product, owner.as_str()));
        let other = other.and_then(Value::as_object);
        let taken = owner != sku && other.is_some_and(|other| codes(other).any(|known| known == code));
        if taken {
            foreign = true;
        } else {
            own.push(code.to_owned());
        }
    }
    for code in &own {
        let key = keys::barcode(code);
        if work.value(&key).and_then(Value::as_str) != Some(sku) {
            work.put(key, &sku);
        }
    }
    if !foreign {
        return None;
    }
    let local = product.insert("codes".to_owned(), json!(own)).unwrap_or_default();
    if own.is_empty() {
        product.remove("codes");
    }
    Some(ConflictField {
        field: "codes".to_owned(),
        base: current.get("codes").cloned().unwrap_or_default(),
        hub: json!(own),
        local,
    })
}

/// The same entry finds the same conflict, whoever reckons it.
fn conflict_id(entry: Uuid, entity: &str) -> Uuid {
    let mut hasher = Sha256::new();
    hasher.update(b"tendero conflict");
    hasher.update(entry.as_bytes());
    hasher.update(entity.as_bytes());
    let whole: [u8; 32] = hasher.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&whole[..16]);
    uuid::Builder::from_custom_bytes(half).into_uuid()
}

/// Somebody decided a conflict. The first who does so wins: after them there is nothing to decide.
pub(super) fn resolved(work: &mut Work<'_>, from: &Origin<'_>, resolved: &Resolved) {
    let key = Key::new(Kind::Conflict, resolved.conflict.to_string());
    let Some(conflict) = work.get::<Conflict>(&key) else {
        // Decided already, or lost with the hub's disk: then the edit comes again, and was decided. Whoever
        // shows it still, from before, hears that it is gone.
        work.put(keys::decided(resolved.conflict), &from.entry.at_wall);
        work.remove(key);
        return;
    };
    let entity = Key::new(conflict.kind, conflict.entity.as_str());
    if work.value(&entity).is_some() {
        work.touch(&entity);
    }
    work.remove(key);
    let data = json!({ "conflict": conflict, "choices": resolved.choices });
    tell(work, from, "conflict_resolved", "", &data);
}
