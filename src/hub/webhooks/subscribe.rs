//! Webhooks are made, removed, looked at and sent again. Must never tell the secret but once.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::rows::{self, Delivery, State, Webhook, before};
use super::{SORTS, address};
use crate::hub::fresh_id;
use crate::hub::ledger::{Feed, Key, Kind, Ledger, Order, Wanted};
use crate::hub::no::{No, no};
use crate::hub::secret::Secrets;
use crate::hub::work::{Work, read};
use crate::protocol::refused::Code;

/// Webhooks of a shop at most.
const MANY: usize = 50;
/// The longest address, in bytes.
const URL_MAX: usize = 500;
/// Deliveries that one page of the log holds at most, and that one replay takes.
const PAGE: u32 = 200;

fn bad(why: impl Into<String>) -> No {
    no(Code::BadRequest, why).into()
}

/// An address that can be asked at all; its name is judged again each time it is looked up.
fn checked(url: &str, private: bool) -> Result<(), No> {
    let uri: ureq::http::Uri = url
        .parse()
        .map_err(|_| bad("a webhook has an address such as https://…"))?;
    let host = uri.host().unwrap_or_default();
    let scheme = uri.scheme_str().unwrap_or_default();
    if url.len() > URL_MAX || host.is_empty() || !["http", "https"].contains(&scheme) {
        return Err(bad(
            "a webhook has an address such as https://… of 500 bytes at most",
        ));
    }
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(bad(
            "an address holds no name and password: check the signature instead",
        ));
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let inside = bare.parse().is_ok_and(|address| !address::is_public(address))
        || bare.eq_ignore_ascii_case("localhost");
    if scheme == "http" && !inside && !private {
        return Err(bad("what a shop sells goes over https only"));
    }
    if inside && !private {
        return Err(bad(
            "that address is behind the hub: see --allow-private-webhooks",
        ));
    }
    Ok(())
}

/// A webhook as it is told.
fn shown(webhook: &Webhook) -> Value {
    json!({
        "id": webhook.id, "url": webhook.url, "on": webhook.on, "made_at": webhook.made_at,
    })
}

/// Makes a webhook; it is told what happens from now on.
pub(in crate::hub) async fn make<L: Ledger>(
    ledger: &L,
    secrets: &Secrets,
    (shop, private): (Uuid, bool),
    (url, on): (&str, &[String]),
    now: i64,
) -> Result<Value, No> {
    checked(url, private)?;
    let unknown = |sort: &&String| !SORTS.contains(&sort.as_str());
    if let Some(sort) = on.iter().find(unknown) {
        return Err(bad(format!(
            "nothing is called `{sort}`; there are {}",
            SORTS.join(", ")
        )));
    }
    if on.is_empty() {
        return Err(bad(format!("say what it is told: {}", SORTS.join(", "))));
    }
    if all(ledger, shop).await?.len() >= MANY {
        return Err(bad("a shop has 50 webhooks at most"));
    }
    let (id, url) = (fresh_id(), url.to_owned());
    let on: BTreeSet<String> = on.iter().cloned().collect();
    let made = ledger.transact(shop, Wanted::default(), move |loaded| {
        let v = loaded.heads.get(&Feed::Happenings).map_or(0, |head| head.v);
        let webhook = Webhook {
            id,
            url: url.clone(),
            on: on.clone(),
            made_at: now,
            v,
        };
        let mut work = Work::new(loaded);
        work.put(rows::webhook(id), &webhook);
        work.done(webhook)
    });
    let mut told = shown(&made.await?);
    if let Some(told) = told.as_object_mut() {
        told.insert("secret".to_owned(), json!(secrets.webhook(id)));
    }
    Ok(told)
}

/// The webhooks of a shop.
pub(super) async fn all<L: Ledger>(ledger: &L, shop: Uuid) -> Result<Vec<Webhook>, No> {
    let rows = ledger.list(shop, Kind::Webhook, None, Order::Up, 1_000).await?;
    Ok(rows.iter().map(|(_, row)| read(row)).collect())
}

/// The webhooks of a shop, for whoever may know them.
pub(in crate::hub) async fn told<L: Ledger>(ledger: &L, shop: Uuid) -> Result<Value, No> {
    let all = all(ledger, shop).await?;
    Ok(json!({ "webhooks": all.iter().map(shown).collect::<Vec<_>>() }))
}

async fn known<L: Ledger>(ledger: &L, shop: Uuid, id: Uuid) -> Result<Webhook, No> {
    let key = rows::webhook(id);
    let found = ledger.get(shop, BTreeSet::from([key.clone()])).await?;
    let none = || No::from(no(Code::NotFound, "there is no webhook of that id"));
    found.get(&key).map(read).ok_or_else(none)
}

/// A webhook goes, and what waits for it.
pub(in crate::hub) async fn drop_one<L: Ledger>(ledger: &L, shop: Uuid, id: Uuid) -> Result<Value, No> {
    let webhook = known(ledger, shop, id).await?;
    remove(ledger, shop, vec![rows::webhook(id)]).await?;
    for state in [State::Waits, State::Taken] {
        loop {
            let some = deliveries(ledger, shop, state, id, None).await?;
            if some.is_empty() {
                break;
            }
            remove(ledger, shop, some.iter().map(Delivery::key).collect()).await?;
        }
    }
    Ok(json!({ "id": webhook.id, "removed": true }))
}

pub(super) async fn remove<L: Ledger>(ledger: &L, shop: Uuid, keys: Vec<Key>) -> Result<(), No> {
    let wanted = Wanted::rows(keys.iter().cloned());
    let gone = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        keys.iter().for_each(|key| work.remove(key.clone()));
        work.done(())
    });
    Ok(gone.await?)
}

/// Deliveries of a webhook after a version, upwards.
pub(super) async fn deliveries<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    state: State,
    id: Uuid,
    after: Option<u64>,
) -> Result<Vec<Delivery>, No> {
    let before = before(state, id);
    let after = after.map_or_else(|| before.clone(), |v| rows::delivery(state, id, v).id);
    let rows = ledger
        .list(shop, Kind::Delivery, Some(after), Order::Up, PAGE)
        .await?;
    let own = rows.iter().take_while(|(id, _)| id.starts_with(&before));
    Ok(own.map(|(_, row)| read(row)).collect())
}

/// What was sent and what waits: those that wait first, then those that are done, the newest first.
pub(in crate::hub) async fn log<L: Ledger>(ledger: &L, shop: Uuid, id: Uuid) -> Result<Value, No> {
    known(ledger, shop, id).await?;
    let mut all = deliveries(ledger, shop, State::Waits, id, None).await?;
    let past = rows::delivery(State::Taken, id, u64::MAX).id;
    let done = ledger
        .list(shop, Kind::Delivery, Some(past), Order::Down, PAGE)
        .await?;
    let before = before(State::Taken, id);
    all.extend(
        done.iter()
            .take_while(|(id, _)| id.starts_with(&before))
            .map(|(_, row)| read(row)),
    );
    let told = all.iter().map(|delivery| {
        json!({
            "event": delivery.event_id(), "type": delivery.event.get("type"), "state": delivery.state,
            "tries": delivery.tries, "next_at": delivery.next_at, "attempts": delivery.attempts,
        })
    });
    Ok(json!({ "deliveries": told.collect::<Vec<_>>() }))
}

/// Sends again what is done: one event, or everything that was given up.
pub(in crate::hub) async fn replay<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    id: Uuid,
    event: Option<&str>,
) -> Result<Value, No> {
    known(ledger, shop, id).await?;
    let (mut after, mut again) = (None, 0_u64);
    loop {
        let some = deliveries(ledger, shop, State::Taken, id, after).await?;
        let Some(last) = some.last() else { break };
        after = Some(last.v);
        let meant = |delivery: &Delivery| match event {
            Some(event) => delivery.event_id() == event,
            None => delivery.state == State::GivenUp,
        };
        let meant: Vec<Delivery> = some.into_iter().filter(meant).collect();
        again += meant.len() as u64;
        once_more(ledger, shop, meant).await?;
    }
    if event.is_some() && again == 0 {
        return Err(no(Code::NotFound, "that event was not sent, or too long ago").into());
    }
    Ok(json!({ "id": id, "again": again }))
}

async fn once_more<L: Ledger>(ledger: &L, shop: Uuid, done: Vec<Delivery>) -> Result<(), No> {
    let keys = done.iter().map(Delivery::key);
    let wanted = Wanted::rows(keys);
    let noted = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        for delivery in &done {
            work.remove(delivery.key());
            let mut again = delivery.clone();
            (again.state, again.tries, again.next_at) = (State::Waits, 0, 0);
            work.put(again.key(), &again);
        }
        work.done(())
    });
    Ok(noted.await?)
}
