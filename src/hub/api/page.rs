//! What other programs read, a page at a time. Must never look into another shop than the key's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::{Change, Changed, Event, Events, Item, Items};
use super::cursor;
use crate::domain::quantity::Quantity;
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

/// A product of which no more is left than the shop wants at least.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::hub) struct Low {
    pub(in crate::hub) sku: String,
    pub(in crate::hub) name: String,
    pub(in crate::hub) unit: String,
    /// How much there is; 0 where nothing was ever counted.
    pub(in crate::hub) quantity: Quantity,
    pub(in crate::hub) min_stock: Quantity,
}

/// Products of which little is left, after a SKU.
pub(in crate::hub) async fn low<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    after: Option<String>,
    limit: u32,
) -> Result<Vec<Low>, No> {
    let limit = limit.clamp(1, PAGE);
    let marks = ledger.list(shop, Kind::Low, after, Order::Up, limit).await?;
    let of = |kind: Kind| move |(sku, _): &(String, Value)| Key::new(kind, sku.as_str());
    let keys = marks.iter().map(of(Kind::Product));
    let rows = ledger
        .get(shop, keys.chain(marks.iter().map(of(Kind::Level))).collect())
        .await?;
    let low = marks.into_iter().filter_map(|(sku, _)| {
        let product = rows.get(&Key::new(Kind::Product, sku.as_str()))?;
        let level = rows.get(&Key::new(Kind::Level, sku.as_str()));
        let text = |field: &str| product.get(field).and_then(Value::as_str);
        let level = level.and_then(|level| Quantity::parse(level.get("quantity")?.as_str()?).ok());
        Some(Low {
            name: text("name").unwrap_or_default().to_owned(),
            unit: text("unit").unwrap_or_default().to_owned(),
            quantity: level.unwrap_or(Quantity::ZERO),
            min_stock: Quantity::parse(text("min_stock")?).ok()?,
            sku,
        })
    });
    Ok(low.collect())
}

/// The same, as an answer.
pub(in crate::hub) async fn low_items<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    after: Option<String>,
    limit: u32,
) -> Result<Items, No> {
    let limit = limit.clamp(1, PAGE);
    let low = low(ledger, shop, after, limit).await?;
    let next = low.last().filter(|_| low.len() == limit as usize);
    let next = next.map(|last| last.sku.clone());
    let items = low.into_iter().map(|low| {
        let value = json!(low);
        Item {
            version: super::version(&value),
            id: low.sku,
            value,
        }
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
