//! A product or a customer is written by another program, once however often it is asked. Must never give the
//! answer of one request to another one that has the same key.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::answer::Item;
pub(in crate::hub) use super::edit::How;
use super::{ApiKey, edit, version};
use crate::domain::merge;
use crate::hub::effects::{self, Came, Origin};
use crate::hub::ledger::{Key, Kind, Ledger, Loaded, Step, StoredEntry, Wanted};
use crate::hub::no::{No, no};
use crate::hub::read::{Edit, Read};
use crate::hub::work::{Work, read};
use crate::hub::{fresh_id, keys};
use crate::protocol::feed;
use crate::protocol::refused::{Code, Refused};

/// The longest idempotency key, in bytes.
const KEY_MAX: usize = 100;

/// What is asked for.
#[derive(Debug, Clone)]
pub(in crate::hub) struct Asked {
    /// What it is.
    pub(in crate::hub) kind: feed::Kind,
    /// Which one.
    pub(in crate::hub) id: String,
    /// What it shall be.
    pub(in crate::hub) how: How,
    /// What is known of it: `If-Match`.
    pub(in crate::hub) condition: Option<String>,
    /// The name of the request: `Idempotency-Key`.
    pub(in crate::hub) once: Option<String>,
    /// SHA-256 over all that the request says.
    pub(in crate::hub) request: String,
}

/// An answer that is given again, by key and idempotency key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Given {
    request: String,
    answer: Item,
    at: i64,
}

/// Writes it, or finds what was answered before.
pub(in crate::hub) async fn write<L: Ledger>(
    ledger: &L,
    key: &ApiKey,
    asked: Asked,
    now: i64,
) -> Result<Item, No> {
    let long = |once: &String| once.is_empty() || once.len() > KEY_MAX || once.contains('/');
    if asked.once.as_ref().is_some_and(long) {
        let why = "an idempotency key has 1 to 100 bytes and no slash";
        return Err(no(Code::BadRequest, why).into());
    }
    let once = asked.once.as_ref();
    let once = once.map(|once| Key::new(Kind::Answer, format!("{}/{once}", key.id)));
    let mut keys = BTreeSet::from([
        Key::new(asked.kind, asked.id.as_str()),
        Key::new(Kind::Balance, asked.id.as_str()),
        keys::shop(),
    ]);
    keys.extend(once.clone());
    let wanted = Wanted::rows(keys);
    let request = Request {
        asked,
        once,
        name: format!("API: {}", key.name),
        entry: origin(now),
        now,
    };
    let mut seen = BTreeSet::new();
    let done = ledger.transact(key.shop, wanted, move |loaded| {
        match request.decide(loaded, &mut seen) {
            Ok(step) => step,
            Err(refused) => Step::Nothing(Err(refused)),
        }
    });
    Ok(done.await??)
}

/// A request on its way through a transaction.
struct Request {
    asked: Asked,
    once: Option<Key>,
    name: String,
    entry: StoredEntry,
    now: i64,
}

impl Request {
    fn decide(
        &self,
        loaded: &Loaded,
        seen: &mut BTreeSet<Key>,
    ) -> Result<Step<Result<Item, Refused>>, Refused> {
        let asked = &self.asked;
        if let Some(given) = self.once.as_ref().and_then(|once| loaded.rows.get(once)) {
            let given: Given = read(given);
            if given.request == asked.request {
                return Ok(Step::Nothing(Ok(given.answer)));
            }
            let why = "another request with the same idempotency key said something else";
            return Err(no(Code::IdempotencyConflict, why));
        }
        let (edit, replaced) = meant(loaded, asked)?;
        let meant = Read::Edited(None, edit.clone());
        let wanted = effects::wanted(&meant, &self.entry, loaded).into_iter();
        let keys: BTreeSet<Key> = wanted.filter(|key| seen.insert(key.clone())).collect();
        if !keys.is_empty() {
            return Ok(Step::More(Wanted::rows(keys)));
        }
        let mut work = Work::new(loaded);
        let from = Origin {
            entry: &self.entry,
            name: &self.name,
            by: None,
            now: self.now,
            before: None,
        };
        match effects::apply(&mut work, &from, &meant) {
            Ok(Came::Applied) => effects::tell_replaced(&mut work, &from, &edit, &replaced, &edit.now),
            Ok(Came::Conflict) => return Err(taken()),
            Err(park) => return Err(no(Code::Invalid, park.message)),
        }
        let value = work
            .value(&Key::new(asked.kind, asked.id.as_str()))
            .cloned()
            .unwrap_or_default();
        let answer = Item {
            id: asked.id.clone(),
            version: version(&value),
            value,
        };
        if let Some(once) = &self.once {
            let given = Given {
                request: asked.request.clone(),
                answer: answer.clone(),
                at: self.now,
            };
            work.put(once.clone(), &given);
        }
        Ok(work.done(Ok(answer)))
    }
}

fn taken() -> Refused {
    no(
        Code::Invalid,
        "one of its codes belongs to another product: a code names one product",
    )
}

/// The edit that a till would have sent, and what it replaces of somebody else's.
fn meant(loaded: &Loaded, asked: &Asked) -> Result<(Edit, Vec<(String, Value)>), Refused> {
    let row = |kind: Kind, id: &str| loaded.rows.get(&Key::new(kind, id));
    let stands = loaded.rows.get(&Key::new(asked.kind, asked.id.as_str()));
    edit::may(stands, asked.condition.as_deref(), &asked.how)?;
    let stands: Option<&Map<String, Value>> = stands.and_then(Value::as_object);
    let merge::Merged {
        value: fields,
        replaced,
        ..
    } = edit::merged(asked.kind, stands, &asked.how)?;
    let shop = loaded.rows.get(&keys::shop());
    let now = match asked.kind {
        feed::Kind::Product => edit::product(&asked.id, fields, shop)?,
        _ => edit::customer(&asked.id, fields, shop, row(Kind::Balance, &asked.id))?,
    };
    let Value::Object(now) = now else {
        return Err(no(Code::Internal, "a thing has fields"));
    };
    let edit = Edit {
        kind: asked.kind,
        id: asked.id.clone(),
        now,
        was: stands.cloned(),
        stock: None,
    };
    Ok((edit, replaced))
}

/// Where the edit comes from: no till, and no entry of anybody's journal.
fn origin(now: i64) -> StoredEntry {
    StoredEntry {
        terminal: Uuid::nil(),
        incarnation: Uuid::nil(),
        seq: 0,
        id: fresh_id(),
        kind: 0,
        kind_version: 1,
        at_wall: now,
        at_mono: 0,
        clock_offset: 0,
        hash: [0; 32],
        payload: String::new(),
    }
}
