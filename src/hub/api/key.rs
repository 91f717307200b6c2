//! Keys of other programs: made, shown once, kept as hashes, withdrawn. Must never be read back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::scope::Scope;
use crate::hub::choose::chosen;
use crate::hub::ledger::{Key, Kind, Ledger, Order, Wanted};
use crate::hub::no::{No, no};
use crate::hub::work::{Work, read};
use crate::hub::{fresh_id, secret};
use crate::protocol::refused::Code;

/// What every key begins with, so that it is known for one wherever it turns up.
const PREFIX: &str = "tendero_";
/// The longest name of a key, in bytes.
const NAME_MAX: usize = 60;

/// A key, by the hash of it; hub-wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// What it is called by, since itself it is never shown again.
    pub id: Uuid,
    /// The only shop that it opens.
    pub shop: Uuid,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub made_at: i64,
    /// It opens nothing any more.
    #[serde(default)]
    pub revoked: bool,
}

fn row(hash: &str) -> Key {
    Key::new(Kind::ApiKey, hash)
}

/// Whose key that is.
pub(in crate::hub) async fn caller<L: Ledger>(ledger: &L, shown: &str) -> Result<ApiKey, No> {
    let unknown = || No::from(no(Code::Unauthorized, "the key is unknown"));
    if !shown.starts_with(PREFIX) || shown.len() != PREFIX.len() + 64 {
        return Err(unknown());
    }
    let key = row(&secret::hash(shown.as_bytes()));
    let rows = ledger.get(Uuid::nil(), BTreeSet::from([key.clone()])).await?;
    let known: ApiKey = rows.get(&key).map(read).ok_or_else(unknown)?;
    if known.revoked {
        return Err(no(Code::Forbidden, "this key was withdrawn").into());
    }
    Ok(known)
}

/// Makes a key; the only time that it is told.
pub(in crate::hub) async fn make<L: Ledger>(
    ledger: &L,
    shop: &str,
    name: &str,
    scopes: &[String],
    now: i64,
) -> Result<Value, No> {
    let bad = |why: String| No::from(no(Code::BadRequest, why));
    let name = name.trim();
    if name.is_empty() || name.len() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(bad("a key has a name of 60 bytes at most".to_owned()));
    }
    let known = || {
        let all: Vec<_> = Scope::ALL.iter().map(|scope| scope.name()).collect();
        all.join(", ")
    };
    let scopes = scopes.iter().map(|name| {
        let none = || bad(format!("there is no scope `{name}`; there are {}", known()));
        Scope::named(name.trim()).ok_or_else(none)
    });
    let scopes: BTreeSet<Scope> = scopes.collect::<Result<_, _>>()?;
    if scopes.is_empty() {
        return Err(bad(format!(
            "a key without a scope opens nothing; there are {}",
            known()
        )));
    }
    let (shop, tenant) = chosen(ledger, Some(shop)).await?.remove(0);
    let shown = format!("{PREFIX}{}", super::fresh_secret()?);
    let key = row(&secret::hash(shown.as_bytes()));
    let made = ApiKey {
        id: fresh_id(),
        shop,
        name: name.to_owned(),
        scopes,
        made_at: now,
        revoked: false,
    };
    let told = json!({
        "key": shown, "id": made.id, "shop": shop, "shop_name": tenant.name, "name": made.name,
        "scopes": made.scopes,
    });
    put(ledger, key, made).await?;
    Ok(told)
}

async fn put<L: Ledger>(ledger: &L, key: Key, made: ApiKey) -> Result<(), No> {
    let written = ledger.transact(Uuid::nil(), Wanted::default(), move |loaded| {
        let mut work = Work::new(loaded);
        work.put(key.clone(), &made);
        work.done(())
    });
    Ok(written.await?)
}

async fn all<L: Ledger>(ledger: &L) -> Result<Vec<(String, ApiKey)>, No> {
    let rows = ledger
        .list(Uuid::nil(), Kind::ApiKey, None, Order::Up, 100_000)
        .await?;
    Ok(rows.into_iter().map(|(hash, row)| (hash, read(&row))).collect())
}

/// The keys, of one shop or of all; never what they are.
pub(in crate::hub) async fn told<L: Ledger>(ledger: &L, shop: Option<&str>) -> Result<Value, No> {
    let shops = chosen(ledger, shop).await?;
    let keys = all(ledger).await?;
    let told = keys.iter().filter_map(|(_, key)| {
        let (_, tenant) = shops.iter().find(|(shop, _)| *shop == key.shop)?;
        Some(json!({
            "id": key.id, "name": key.name, "shop": key.shop, "shop_name": tenant.name,
            "scopes": key.scopes, "made_at": key.made_at, "revoked": key.revoked,
        }))
    });
    Ok(json!({ "keys": told.collect::<Vec<_>>() }))
}

/// A key opens nothing any more.
pub(in crate::hub) async fn revoke<L: Ledger>(ledger: &L, called: &str) -> Result<Value, No> {
    let keys = all(ledger).await?;
    let is = |key: &ApiKey| key.id.to_string() == called || key.name == called;
    let mut found: Vec<_> = keys
        .into_iter()
        .filter(|(_, key)| is(key) && !key.revoked)
        .collect();
    let (hash, key) = match found.len() {
        1 => found.remove(0),
        0 => {
            return Err(no(
                Code::NotFound,
                format!("this hub has no key `{called}` that counts"),
            )
            .into());
        }
        _ => {
            return Err(no(
                Code::NotFound,
                format!("several keys are called `{called}`: give its id"),
            )
            .into());
        }
    };
    let told = json!({ "id": key.id, "name": key.name, "revoked": true });
    put(ledger, row(&hash), ApiKey { revoked: true, ..key }).await?;
    Ok(told)
}
