//! What the owner of a hub does by commands: shops, codes, tills, entries that wait. Must never be reached
//! over the network.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::choose::{chosen, shop, shops, terminal, terminals, unknown};
use super::enrol::CODE_LASTS;
use super::keys;
use super::ledger::{Key, Kind, Ledger, Order, Step, Wanted};
use super::no::{No, no};
use super::rows::{Code, Incarnation, Parked, Tenant, Terminal, Token};
use super::secret::{self, Secrets};
use super::work::{Work, read};
use crate::protocol::refused;
use crate::vault::enrol_code::EnrolCode;

/// The longest name of a shop, in bytes.
const NAME_MAX: usize = 100;

/// What the owner asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Ask {
    /// A code by which one till becomes known; the shop is made if there is none of that name.
    EnrolCode {
        /// Name or id of the shop.
        shop: String,
        /// Name or id of the till that is replaced.
        #[serde(default)]
        replaces: Option<String>,
    },
    /// The shops of this hub.
    Shops,
    /// The tills, of one shop or of all.
    Terminals {
        /// Name or id of the shop.
        #[serde(default)]
        shop: Option<String>,
    },
    /// A till may not come any more.
    Revoke {
        /// Name or id of it.
        terminal: String,
    },
    /// A till gets another token at its next hello.
    Turn {
        /// Name or id of it.
        terminal: String,
    },
    /// The entries whose effect waits.
    Parked {
        /// Name or id of the shop.
        #[serde(default)]
        shop: Option<String>,
    },
    /// The entries that wait do what they say, as far as they can by now.
    Retry {
        /// Name or id of the shop.
        #[serde(default)]
        shop: Option<String>,
    },
    /// An entry that waits is given up: it stays where it is and does nothing.
    Dismiss {
        /// Its id.
        entry: Uuid,
    },
    /// Another life of the data begins: they were restored from a copy.
    Epoch {
        /// The epoch of another hub from the same copy, which does not count.
        #[serde(default)]
        instead_of: Option<Uuid>,
    },
    /// How far the hub holds every till, noted before its database is copied by other means.
    Point,
    /// A copy that was begun at that point was restored somewhere and verified.
    Durable {
        /// What was noted then.
        point: super::durable::Point,
    },
    /// About keys, webhooks and the owner's page.
    Outside(super::outside::Outside),
    /// Everything of one moment, into a file.
    Snapshot {
        /// Which.
        file: std::path::PathBuf,
    },
}

/// Makes a code, and the shop where there is none of that name.
pub(super) async fn enrol_code<L: Ledger>(
    ledger: &L,
    secrets: &Secrets,
    called: &str,
    replaces: Option<&str>,
    now: i64,
) -> Result<Value, No> {
    let name = called.trim();
    if name.is_empty() || name.len() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(no(
            refused::Code::BadRequest,
            "a shop has a name of 100 bytes at most",
        )
        .into());
    }
    let (id, tenant) = match shop(ledger, name).await? {
        Some(found) => found,
        None if replaces.is_some() => return Err(unknown(format!("this hub has no shop `{name}`"))),
        None => {
            let tenant = Tenant {
                name: name.to_owned(),
                currency: None,
                made_at: now,
                codes: 0,
            };
            (super::fresh_id(), tenant)
        }
    };
    let replaces = match replaces {
        Some(called) => Some(terminal(ledger, called, Some(id)).await?.1),
        None => None,
    };
    let code = EnrolCode::generate(&secrets.key().public())
        .map_err(|error| No::Fault(super::ledger::Fault::Away(error.to_string())))?;
    let key = Key::new(Kind::Code, secret::hash(code.bytes()));
    let row = Code {
        shop: id,
        number: 0,
        expires_at: now + CODE_LASTS,
        replaces,
        used: None,
    };
    let (tenant_key, made) = (keys::tenant(id), tenant.clone());
    let wanted = Wanted::rows([tenant_key.clone()]);
    let written = ledger.transact(Uuid::nil(), wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let mut tenant: Tenant = work.get(&tenant_key).unwrap_or_else(|| made.clone());
        tenant.codes += 1;
        let number = tenant.codes;
        work.put(tenant_key.clone(), &tenant);
        work.put(
            key.clone(),
            &Code {
                number,
                ..row.clone()
            },
        );
        work.done(())
    });
    written.await?;
    Ok(json!({
        "code": code.to_string(), "shop": id, "shop_name": tenant.name, "expires_at": now + CODE_LASTS,
        "replaces": replaces,
    }))
}

pub(super) async fn list_shops<L: Ledger>(ledger: &L) -> Result<Value, No> {
    let mut told = Vec::new();
    for (id, tenant) in shops(ledger).await? {
        let tills = terminals(ledger, id).await?.len();
        told.push(json!({
            "id": id, "name": tenant.name, "currency": tenant.currency, "terminals": tills,
            "made_at": tenant.made_at,
        }));
    }
    Ok(json!({ "shops": told }))
}

pub(super) async fn list_terminals<L: Ledger>(ledger: &L, called: Option<&str>) -> Result<Value, No> {
    let mut told = Vec::new();
    for (shop, tenant) in chosen(ledger, called).await? {
        for (id, till) in terminals(ledger, shop).await? {
            let keys: BTreeSet<Key> = till.lives.iter().map(|life| keys::incarnation(*life)).collect();
            let lives = ledger.get(shop, keys).await?;
            let lives: Vec<(Uuid, Incarnation)> = lives
                .iter()
                .filter_map(|(key, row)| Some((key.id.parse().ok()?, read(row))))
                .collect();
            let now = lives.iter().find(|(life, _)| *life == till.incarnation);
            let acked = now.map_or(0, |(_, life)| life.acked);
            let sent = lives.iter().map(|(_, life)| life.sent_at).max();
            told.push(json!({
                "id": id, "name": till.name, "shop": shop, "shop_name": tenant.name, "series": till.series,
                "app": till.app, "enrolled_at": till.enrolled_at,
                "seen_at": till.seen_at.max(sent.unwrap_or(0)), "incarnation": till.incarnation,
                "acked": acked, "owes": till.last_seq.saturating_sub(acked),
                "parked": lives.iter().map(|(_, life)| life.parked).sum::<u64>(),
                "twice": till.twice, "revoked": till.revoked, "replaced_by": till.replaced_by,
                "open_shift": till.shift,
            }));
        }
    }
    Ok(json!({ "terminals": told }))
}

/// Changes a till that is named.
async fn change<L: Ledger>(
    ledger: &L,
    called: &str,
    with: impl Fn(&mut Terminal) + Send + 'static,
) -> Result<(Uuid, Uuid, Terminal), No> {
    let (shop, id) = terminal(ledger, called, None).await?;
    let key = keys::terminal(id);
    let wanted = Wanted::rows([key.clone()]);
    let changed = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let Some(mut till) = work.get::<Terminal>(&key) else {
            return Step::Nothing(None);
        };
        with(&mut till);
        work.put(key.clone(), &till);
        work.done(Some(till))
    });
    match changed.await? {
        Some(till) => Ok((shop, id, till)),
        None => Err(unknown(format!("this hub knows no till `{called}`"))),
    }
}

/// A till may not come any more.
pub(super) async fn revoke<L: Ledger>(ledger: &L, called: &str) -> Result<Value, No> {
    let (shop, id, till) = change(ledger, called, |till| till.revoked = true).await?;
    Ok(json!({ "id": id, "name": till.name, "shop": shop, "revoked": true }))
}

/// A till gets another token at its next hello; the old one counts until the new one is used. One that it may
/// have been told of already is not taken back for yet another: it may be all that the till has.
pub(super) async fn turn<L: Ledger>(
    ledger: &L,
    secrets: &std::sync::Arc<Secrets>,
    called: &str,
) -> Result<Value, No> {
    let (shop, id) = terminal(ledger, called, None).await?;
    let key = keys::terminal(id);
    let rows = ledger.get(shop, BTreeSet::from([key.clone()])).await?;
    let known = || unknown(format!("this hub knows no till `{called}`"));
    let till: Terminal = rows.get(&key).map(read).ok_or_else(known)?;
    let own = secrets.clone();
    let next = move |till: &Terminal| {
        let turned = || secret::hash(own.turned(&till.token, id, till.turns + 1).as_bytes());
        till.next_token.clone().unwrap_or_else(turned)
    };
    // The token comes first: a till that is told of one that nobody knows would be locked out.
    let (key, row) = (keys::token(&next(&till)), Token { shop, terminal: id });
    let written = ledger.transact(Uuid::nil(), Wanted::default(), move |loaded| {
        let mut work = Work::new(loaded);
        work.put(key.clone(), &row);
        work.done(())
    });
    written.await?;
    let before = till.token;
    let turned = change(ledger, called, move |till| {
        // Where it has turned meanwhile, that is what was wanted.
        if till.next_token.is_none() && till.token == before {
            till.next_token = Some(next(till));
            till.turns += 1;
        }
    });
    let (_, _, till) = turned.await?;
    Ok(json!({ "id": id, "name": till.name, "shop": shop, "turns": till.turns }))
}

/// The entries whose effect waits.
pub(super) async fn parked<L: Ledger>(ledger: &L, called: Option<&str>) -> Result<Value, No> {
    let mut told = Vec::new();
    for (shop, tenant) in chosen(ledger, called).await? {
        let rows = ledger.list(shop, Kind::Parked, None, Order::Up, 10_000).await?;
        for (_, row) in rows {
            let row: Parked = read(&row);
            told.push(json!({
                "shop": shop, "shop_name": tenant.name, "terminal": row.terminal,
                "incarnation": row.incarnation, "seq": row.seq, "id": row.id, "kind": row.kind,
                "reason": row.reason, "message": row.message, "at": row.at,
            }));
        }
    }
    Ok(json!({ "parked": told }))
}
