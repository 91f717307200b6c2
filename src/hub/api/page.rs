//! What other programs read, a page at a time. Must never look into another shop than the key's.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::answer::{Change, Changed, Event, Events, Item, Items};
use super::cursor;
use crate::hub::ledger::{Feed, Key, Kind, Ledger, Order};
use crate::hub::no::{No, no};
use crate::hub::rows::Identity;
use crate::protocol::refused::Code;

/// Rows of a page at most, and where nobody says.
pub(in crate::hub) const PAGE: u32 = 500;
/// Rows of days at most: some years of several tills.
const DAYS: u32 = 20_000;

/// One thing.
pub(in crate::hub) async fn item<L: Ledger>(ledger: &L, shop: Uuid, key: Key) -> Result<Item, No> {
    let rows = ledger.get(shop, BTreeSet::from([key.clone()])).await?;
    match rows.into_iter().next() {
        Some((key, value)) => Ok(Item {
            version: super::version(&value),
            id: key.id,
            value,
        }),
        None => Err(no(Code::NotFound, "there is none of that id").into()),
    }
}

/// Things of a kind after an id.
pub(in crate::hub) async fn rows<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    kind: Kind,
    after: Option<String>,
    limit: u32,
) -> Result<Items, No> {
    let limit = limit.clamp(1, PAGE);
    let rows = ledger.list(shop, kind, after, Order::Up, limit).await?;
    let next = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|(id, _)| id.clone());
    let items = rows.into_iter().map(|(id, value)| Item {
        version: super::version(&value),
        id,
        value,
    });
    Ok(Items {
        items: items.collect(),
        next,
    })
}

/// Sums of days, both ends included.
pub(in crate::hub) async fn day_rows<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    from: jiff::civil::Date,
    to: jiff::civil::Date,
) -> Result<Vec<(String, Value)>, No> {
    // a day's ids begin with the day: the bare day sorts before all of them
    let rows = ledger
        .list(shop, Kind::Day, Some(from.to_string()), Order::Up, DAYS)
        .await?;
    let last = to.to_string();
    let within = rows
        .into_iter()
        .take_while(|(id, _)| id.get(..last.len()).is_some_and(|day| day <= &last[..]));
    Ok(within.collect())
}

/// What changed of a kind since a cursor.
pub(in crate::hub) async fn feed<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    shop: Uuid,
    (feed, kind): (Feed, Kind),
    (since, limit): (Option<&str>, u32),
) -> Result<Changed, No> {
    let from = cursor::start(ledger, identity, shop, feed, since).await?;
    let page = ledger.page(shop, feed, from, limit.clamp(1, PAGE)).await?;
    let v = page.rows.last().map_or(from, |(v, ..)| *v);
    let changes = page.rows.into_iter().filter(|(_, key, _)| key.kind == kind);
    Ok(Changed {
        changes: changes
            .map(|(_, key, value)| Change { id: key.id, value })
            .collect(),
        cursor: cursor::written(ledger, identity, shop, feed, v).await?,
        caught_up: page.left == 0,
    })
}

/// What happened since a cursor, of these sorts or of all.
pub(in crate::hub) async fn events<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    shop: Uuid,
    sorts: &[&str],
    (since, limit): (Option<&str>, u32),
) -> Result<Events, No> {
    let feed = Feed::Happenings;
    let from = cursor::start(ledger, identity, shop, feed, since).await?;
    let page = ledger.page(shop, feed, from, limit.clamp(1, PAGE)).await?;
    let v = page.rows.last().map_or(from, |(v, ..)| *v);
    let told = page
        .rows
        .into_iter()
        .filter_map(|(.., value)| Event::deserialize(value?).ok());
    Ok(Events {
        events: told
            .filter(|event| sorts.is_empty() || sorts.contains(&event.sort.as_str()))
            .collect(),
        cursor: cursor::written(ledger, identity, shop, feed, v).await?,
        caught_up: page.left == 0,
    })
}
