//! Who may see the owner's page: names, passwords as hashes, sessions as hashes. Must never tell a stranger
//! whether it was the name or the password that was wrong.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::hub::api::fresh_secret;
use crate::hub::choose::chosen;
use crate::hub::ledger::{Changes, Fault, Key, Kind, Ledger, Order, Step, Wanted};
use crate::hub::no::{No, no};
use crate::hub::secret;
use crate::hub::work::{Work, read};
use crate::protocol::refused::Code;
use crate::vault::pin::PinHash;

/// How long a session lasts, in milliseconds.
const LASTS: i64 = 12 * 3_600_000;
/// The longest name, in bytes.
const NAME_MAX: usize = 60;
/// The longest password that is looked at, in bytes.
const PASSWORD_MAX: usize = 200;

/// Somebody who may see the page; hub-wide, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Owner {
    shop: Uuid,
    hash: PinHash,
    made_at: i64,
}

/// A session; hub-wide, by the hash of its cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::hub) struct Session {
    /// The only shop that it shows.
    pub(in crate::hub) shop: Uuid,
    /// Whose.
    pub(in crate::hub) name: String,
    /// When it is over.
    pub(in crate::hub) until: i64,
    /// When the password was made by which it began: another password ends it.
    since: i64,
}

fn owner(name: &str) -> Key {
    Key::new(Kind::Owner, name)
}

fn kept(cookie: &str) -> Key {
    Key::new(Kind::Session, secret::hash(cookie.as_bytes()))
}

fn fault(error: impl ToString) -> No {
    No::Fault(Fault::Away(error.to_string()))
}

async fn put<L: Ledger>(ledger: &L, key: Key, row: Option<Value>) -> Result<(), No> {
    let written = ledger.transact(Uuid::nil(), Wanted::default(), move |_| {
        let rows = [(key.clone(), row.clone())].into();
        Step::Done(
            Changes {
                rows,
                ..Changes::default()
            },
            (),
        )
    });
    Ok(written.await?)
}

async fn get<L: Ledger>(ledger: &L, key: Key) -> Result<Option<Value>, No> {
    let rows = ledger.get(Uuid::nil(), BTreeSet::from([key])).await?;
    Ok(rows.into_values().next())
}

/// Makes a password for somebody; it is told once. Whoever has one already has this one from now on.
pub(in crate::hub) async fn admit<L: Ledger>(
    ledger: &L,
    shop: &str,
    name: &str,
    now: i64,
) -> Result<Value, No> {
    let name = name.trim();
    if name.is_empty() || name.len() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(no(Code::BadRequest, "an owner has a name of 60 bytes at most").into());
    }
    let (shop, tenant) = chosen(ledger, Some(shop)).await?.remove(0);
    if let Some(row) = get(ledger, owner(name)).await?
        && read::<Owner>(&row).shop != shop
    {
        let why = "somebody of another shop has that name: choose another one";
        return Err(no(Code::BadRequest, why).into());
    }
    let password = password()?;
    let typed = password.clone();
    let hash = tokio::task::spawn_blocking(move || PinHash::new(&typed))
        .await
        .map_err(fault)?;
    let row = Owner {
        shop,
        hash: hash.map_err(fault)?,
        made_at: now,
    };
    put(ledger, owner(name), Some(json!(row))).await?;
    Ok(json!({ "name": name, "password": password, "shop": shop, "shop_name": tenant.name }))
}

/// 20 letters that are told apart when they are read aloud, in fours.
fn password() -> Result<String, No> {
    let hex = fresh_secret()?;
    let bytes = HEXLOWER.decode(hex.as_bytes()).map_err(fault)?;
    let letters = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let letter = |byte: &u8| char::from(letters[usize::from(*byte) % letters.len()]);
    let fours = bytes[..20]
        .chunks(4)
        .map(|four| four.iter().map(letter).collect::<String>());
    Ok(fours.collect::<Vec<_>>().join("-"))
}

/// Somebody may not see the page any more.
pub(in crate::hub) async fn dismiss<L: Ledger>(ledger: &L, name: &str) -> Result<Value, No> {
    if get(ledger, owner(name)).await?.is_none() {
        return Err(no(Code::NotFound, format!("nobody called `{name}` may see the page")).into());
    }
    put(ledger, owner(name), None).await?;
    Ok(json!({ "name": name, "removed": true }))
}

/// Signs somebody in: the cookie of the session; none where name or password is wrong.
pub(in crate::hub) async fn begin<L: Ledger>(
    ledger: &L,
    name: &str,
    password: &str,
    now: i64,
) -> Result<Option<String>, No> {
    if password.len() > PASSWORD_MAX || name.len() > NAME_MAX {
        return Ok(None);
    }
    let row: Option<Owner> = get(ledger, owner(name.trim())).await?.as_ref().map(read);
    // Nobody's hash takes as long as somebody's.
    let nobody = || {
        format!(
            "$argon2id$v=19$m=8192,t=3,p=1${}${}",
            "A".repeat(22),
            "A".repeat(43)
        )
    };
    let hash = row
        .as_ref()
        .map_or_else(|| PinHash::from(nobody().as_str()), |row| row.hash.clone());
    let typed = password.trim().to_owned();
    let fits = tokio::task::spawn_blocking(move || hash.verify(&typed))
        .await
        .map_err(fault)?;
    let Some(row) = row.filter(|_| fits) else {
        return Ok(None);
    };
    swept(ledger, now).await?;
    let cookie = fresh_secret()?;
    let session = Session {
        shop: row.shop,
        name: name.trim().to_owned(),
        until: now + LASTS,
        since: row.made_at,
    };
    put(ledger, kept(&cookie), Some(json!(session))).await?;
    Ok(Some(cookie))
}

/// Sessions that are over go.
async fn swept<L: Ledger>(ledger: &L, now: i64) -> Result<(), No> {
    let rows = ledger
        .list(Uuid::nil(), Kind::Session, None, Order::Up, 10_000)
        .await?;
    let over = |row: &Value| read::<Session>(row).until < now;
    let gone: Vec<String> = rows
        .into_iter()
        .filter(|(_, row)| over(row))
        .map(|(id, _)| id)
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    let written = ledger.transact(Uuid::nil(), Wanted::default(), move |loaded| {
        let mut work = Work::new(loaded);
        gone.iter()
            .for_each(|id| work.remove(Key::new(Kind::Session, id.as_str())));
        work.done(())
    });
    Ok(written.await?)
}

/// The session of a cookie, if it lasts.
pub(in crate::hub) async fn session<L: Ledger>(
    ledger: &L,
    cookie: &str,
    now: i64,
) -> Result<Option<Session>, No> {
    if cookie.len() != 64 {
        return Ok(None);
    }
    let Some(row) = get(ledger, kept(cookie)).await? else {
        return Ok(None);
    };
    let session: Session = read(&row);
    let who: Option<Owner> = get(ledger, owner(&session.name)).await?.as_ref().map(read);
    let stands = who.is_some_and(|who| who.made_at == session.since && who.shop == session.shop);
    Ok((session.until > now && stands).then_some(session))
}

/// A session is over.
pub(in crate::hub) async fn end<L: Ledger>(ledger: &L, cookie: &str) -> Result<(), No> {
    put(ledger, kept(cookie), None).await
}

impl Session {
    /// What a form of this session's pages carries, and no other page can know.
    pub(in crate::hub) fn form_key(cookie: &str) -> String {
        let mut hasher = Sha256::new();
        hasher.update(b"tendero form");
        hasher.update(cookie.as_bytes());
        HEXLOWER.encode(&hasher.finalize())
    }
}
