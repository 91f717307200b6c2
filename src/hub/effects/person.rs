//! People who work in the shop. Must never make two of one: somebody who set up a second till by their own
//! name, before it had a hub, is the same person as at the first one.
//!
//! Every till is founded with somebody who may sign in, so whoever sets up the second till of a shop types
//! their name and a PIN again, and the journal of that till gives them another id. Once the till is known to
//! the hub there would be two of them on every sign-in screen, with a PIN each. What the till did before it
//! joined stays theirs, under that id; from then on the person of the shop signs in there, with the PIN of
//! the shop. Only who was brought along by another till, with the same name and the same role, is taken for
//! the same; somebody made later is meant. Who was taken for another is only set aside: a till can take them
//! back.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Origin;
use super::tell::notice;
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind, Loaded};
use crate::hub::read::Edit;
use crate::hub::rows::{Named, Terminal};
use crate::hub::work::{Work, read};

/// The rows that tell whether there is somebody of that name.
pub(super) fn wanted(edit: &Edit, loaded: &Loaded, keys: &mut BTreeSet<Key>) {
    let Some(key) = called(&edit.now) else { return };
    if let Some(named) = loaded.rows.get(&key) {
        keys.insert(person(read::<Named>(named).person));
    }
    keys.insert(key);
}

fn person(id: Uuid) -> Key {
    Key::new(Kind::Person, id.to_string())
}

/// By what somebody is known.
fn called(of: &Map<String, Value>) -> Option<Key> {
    Some(keys::named(of.get("role")?.as_str()?, of.get("name")?.as_str()?))
}

/// Notes by what somebody is known who was made or changed; sets them aside where a new one is one of those
/// that there are.
pub(super) fn known(work: &mut Work<'_>, from: &Origin<'_>, edit: &Edit, new: bool) {
    let own = Key::new(edit.kind, edit.id.as_str());
    let (Some(row), Ok(id)) = (work.value(&own).cloned(), edit.id.parse::<Uuid>()) else {
        return;
    };
    // What waits for a person has not changed by what they are known.
    let key = row.as_object().and_then(called);
    let Some(key) = key.filter(|key| called(&edit.now).as_ref() == Some(key)) else {
        return;
    };
    let first = work.get::<Named>(&key).filter(|named| {
        let there = work.value(&person(named.person)).and_then(Value::as_object);
        there.is_some_and(|there| {
            there.get("active") != Some(&Value::Bool(false)) && called(there).as_ref() == Some(&key)
        })
    });
    let terminal = from.terminal();
    match first {
        Some(first) if first.person == id => {}
        Some(first) => {
            let joined = work.get::<Terminal>(&keys::terminal(terminal));
            let brought = joined.is_some_and(|till| !till.joined);
            if new && brought && first.terminal != terminal {
                set_aside(work, from, (own, row), first.person);
            }
        }
        None => {
            let named = Named { person: id, terminal };
            work.put(key, &named);
        }
    }
}

fn set_aside(work: &mut Work<'_>, from: &Origin<'_>, (key, mut row): (Key, Value), same: Uuid) {
    row["active"] = json!(false);
    let data = json!({ "name": row["name"], "person": key.id, "same_as": same });
    work.put(key.clone(), &row);
    notice(work, from, "same_person", &key.id, data);
}

/// What a till brought along is all up: who is made there from now on is meant.
pub(super) fn joined(work: &mut Work<'_>, from: &Origin<'_>) {
    let key = keys::terminal(from.terminal());
    if let Some(mut till) = work.get::<Terminal>(&key).filter(|till| !till.joined) {
        till.joined = true;
        work.put(key, &till);
    }
}
