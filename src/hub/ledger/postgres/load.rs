//! Reading out of the tables. Must never take more round trips than there are sorts of things to read, nor go
//! through a whole table for a few rows: each is looked up by its key, whatever a planner without statistics
//! would think of that (`lateral` with a limit leaves it no choice).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::super::{Fault, Feed, Head, Key, Kind, Known, Loaded, StoredEntry, Wanted};
use super::{fault, signed, unsigned};

/// Everything wanted that is there, and where the feeds stand.
pub(super) async fn all(
    connection: &mut PgConnection,
    shop: Uuid,
    wanted: &Wanted,
) -> Result<Loaded, sqlx::Error> {
    Ok(Loaded {
        rows: rows(connection, shop, &wanted.keys).await?,
        ids: ids(connection, shop, &wanted.ids).await?,
        places: places(connection, shop, &wanted.places).await?,
        heads: heads(connection, shop).await?,
    })
}

/// The rows of these keys that are there and not gone.
pub(super) async fn rows(
    connection: &mut PgConnection,
    shop: Uuid,
    keys: &BTreeSet<Key>,
) -> Result<BTreeMap<Key, Value>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let kinds: Vec<i32> = keys.iter().map(|key| key.kind.number().into()).collect();
    let ids: Vec<&[u8]> = keys.iter().map(|key| key.id.as_bytes()).collect();
    let sql = "select r.kind, r.id, r.value from unnest($2::int4[], $3::bytea[]) as w (kind, id)
               cross join lateral (select kind, id, value from hub_row
                                   where shop = $1 and kind = w.kind and id = w.id limit 1) r
               where r.value is not null";
    let found = sqlx::query(sql)
        .bind(shop)
        .bind(kinds)
        .bind(ids)
        .fetch_all(connection)
        .await?;
    let row = |row: &PgRow| {
        Ok((
            Key::new(kind(row, 0)?, super::text(row, 1)?),
            super::json(row, 2)?,
        ))
    };
    found
        .iter()
        .map(row)
        .collect::<Result<_, Fault>>()
        .map_err(decode)
}

async fn ids(
    connection: &mut PgConnection,
    shop: Uuid,
    ids: &BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, Known>, sqlx::Error> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let sql = "select r.id, r.incarnation, r.seq, r.payload from unnest($2::uuid[]) as w (id)
               cross join lateral (select id, incarnation, seq, payload from hub_id
                                   where shop = $1 and id = w.id limit 1) r";
    let found = sqlx::query(sql)
        .bind(shop)
        .bind(ids)
        .fetch_all(connection)
        .await?;
    let known = |row: &PgRow| {
        Ok((
            row.try_get(0)?,
            Known {
                incarnation: row.try_get(1)?,
                seq: unsigned(row.try_get(2)?).map_err(decode)?,
                payload: hash(row, 3)?,
            },
        ))
    };
    found.iter().map(known).collect()
}

async fn places(
    connection: &mut PgConnection,
    shop: Uuid,
    places: &BTreeSet<(Uuid, u64)>,
) -> Result<BTreeMap<(Uuid, u64), [u8; 32]>, sqlx::Error> {
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let incarnations: Vec<Uuid> = places.iter().map(|(incarnation, _)| *incarnation).collect();
    let seqs: Vec<i64> = places.iter().map(|(_, seq)| signed(*seq)).collect();
    let sql = "select e.incarnation, e.seq, e.hash
               from unnest($2::uuid[], $3::int8[]) as w (incarnation, seq)
               cross join lateral (select incarnation, seq, hash from hub_entry
                                   where shop = $1 and incarnation = w.incarnation and seq = w.seq
                                   limit 1) e";
    let found = sqlx::query(sql)
        .bind(shop)
        .bind(incarnations)
        .bind(seqs)
        .fetch_all(connection)
        .await?;
    let place = |row: &PgRow| {
        let seq = unsigned(row.try_get(1)?).map_err(decode)?;
        Ok(((row.try_get(0)?, seq), hash(row, 2)?))
    };
    found.iter().map(place).collect()
}

async fn heads(connection: &mut PgConnection, shop: Uuid) -> Result<BTreeMap<Feed, Head>, sqlx::Error> {
    let sql = "select v, digest, feed from hub_head where shop = $1";
    let found = sqlx::query(sql).bind(shop).fetch_all(connection).await?;
    let mut heads = BTreeMap::new();
    for row in &found {
        let number: i32 = row.try_get(2)?;
        let feed = Feed::ALL
            .into_iter()
            .find(|feed| i32::from(feed.number()) == number)
            .ok_or_else(|| decode(Fault::Damaged(format!("a feed of number {number}"))))?;
        heads.insert(feed, head(row, 0)?);
    }
    Ok(heads)
}

/// The head whose version stands in that column, its digest in the next.
pub(super) fn head(row: &PgRow, at: usize) -> Result<Head, sqlx::Error> {
    Ok(Head {
        v: unsigned(row.try_get(at)?).map_err(decode)?,
        digest: hash(row, at + 1)?,
    })
}

/// The kind whose number stands in that column.
pub(super) fn kind(row: &PgRow, at: usize) -> Result<Kind, Fault> {
    let number: i32 = row.try_get(at).map_err(fault)?;
    Kind::ALL
        .iter()
        .copied()
        .find(|kind| i32::from(kind.number()) == number)
        .ok_or_else(|| Fault::Damaged(format!("a row of kind {number}")))
}

/// An entry, its columns in the order of [`StoredEntry`].
pub(super) fn entry(row: &PgRow) -> Result<StoredEntry, Fault> {
    let number = |at| row.try_get::<i32, _>(at).map_err(fault);
    let small = |number: i32| {
        u16::try_from(number).map_err(|_| Fault::Damaged("a kind outside its range".to_owned()))
    };
    let payload: Vec<u8> = row.try_get(10).map_err(fault)?;
    Ok(StoredEntry {
        terminal: row.try_get(0).map_err(fault)?,
        incarnation: row.try_get(1).map_err(fault)?,
        seq: unsigned(row.try_get(2).map_err(fault)?)?,
        id: row.try_get(3).map_err(fault)?,
        kind: small(number(4)?)?,
        kind_version: small(number(5)?)?,
        at_wall: row.try_get(6).map_err(fault)?,
        at_mono: unsigned(row.try_get(7).map_err(fault)?)?,
        clock_offset: row.try_get(8).map_err(fault)?,
        hash: hash(row, 9).map_err(fault)?,
        payload: String::from_utf8(payload)
            .map_err(|_| Fault::Damaged("a payload that is no text".to_owned()))?,
    })
}

fn hash(row: &PgRow, at: usize) -> Result<[u8; 32], sqlx::Error> {
    let bytes: &[u8] = row.try_get(at)?;
    bytes
        .try_into()
        .map_err(|_| decode(Fault::Damaged("a hash that is not of 32 bytes".to_owned())))
}

/// Damage on its way through the database's own error.
fn decode(fault: Fault) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(fault))
}
