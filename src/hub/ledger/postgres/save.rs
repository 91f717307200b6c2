//! Writing into the tables, a statement for each. Must never write outside the caller's transaction.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::super::{Feed, Head, Key, StoredEntry, Written};
use super::signed;

/// Writes all of it.
pub(super) async fn all(
    connection: &mut PgConnection,
    shop: Uuid,
    written: Written,
) -> Result<(), sqlx::Error> {
    entries(connection, shop, &written.entries).await?;
    ids(connection, shop, &written.entries).await?;
    let (gone, there): (Vec<_>, Vec<_>) = written
        .rows
        .into_iter()
        .partition(|(_, v, value)| v.is_none() && value.is_none());
    rows(connection, shop, &there).await?;
    forget(connection, shop, &gone).await?;
    for (feed, head) in &written.heads {
        self::head(connection, shop, *feed, head).await?;
    }
    Ok(())
}

pub(super) async fn entries(
    connection: &mut PgConnection,
    shop: Uuid,
    entries: &[StoredEntry],
) -> Result<(), sqlx::Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let sql = "insert into hub_entry (shop, incarnation, seq, terminal, id, kind, kind_version, at_wall,
                                      at_mono, clock_offset, hash, payload)
               select $1, * from unnest($2::uuid[], $3::int8[], $4::uuid[], $5::uuid[], $6::int4[],
                                        $7::int4[], $8::int8[], $9::int8[], $10::int8[], $11::bytea[],
                                        $12::bytea[])";
    let each = entries.iter();
    sqlx::query(sql)
        .bind(shop)
        .bind(each.clone().map(|entry| entry.incarnation).collect::<Vec<_>>())
        .bind(each.clone().map(|entry| signed(entry.seq)).collect::<Vec<_>>())
        .bind(each.clone().map(|entry| entry.terminal).collect::<Vec<_>>())
        .bind(each.clone().map(|entry| entry.id).collect::<Vec<_>>())
        .bind(
            each.clone()
                .map(|entry| i32::from(entry.kind))
                .collect::<Vec<_>>(),
        )
        .bind(
            each.clone()
                .map(|entry| i32::from(entry.kind_version))
                .collect::<Vec<_>>(),
        )
        .bind(each.clone().map(|entry| entry.at_wall).collect::<Vec<_>>())
        .bind(
            each.clone()
                .map(|entry| signed(entry.at_mono))
                .collect::<Vec<_>>(),
        )
        .bind(each.clone().map(|entry| entry.clock_offset).collect::<Vec<_>>())
        .bind(each.clone().map(|entry| &entry.hash[..]).collect::<Vec<_>>())
        .bind(each.map(|entry| entry.payload.as_bytes()).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

/// The first one of an id stays.
async fn ids(connection: &mut PgConnection, shop: Uuid, entries: &[StoredEntry]) -> Result<(), sqlx::Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let sql = "insert into hub_id (shop, id, incarnation, seq, payload)
               select $1, * from unnest($2::uuid[], $3::uuid[], $4::int8[], $5::bytea[])
               on conflict (shop, id) do nothing";
    let digests: Vec<Vec<u8>> = entries
        .iter()
        .map(|entry| Sha256::digest(&entry.payload).to_vec())
        .collect();
    sqlx::query(sql)
        .bind(shop)
        .bind(entries.iter().map(|entry| entry.id).collect::<Vec<_>>())
        .bind(entries.iter().map(|entry| entry.incarnation).collect::<Vec<_>>())
        .bind(entries.iter().map(|entry| signed(entry.seq)).collect::<Vec<_>>())
        .bind(digests)
        .execute(connection)
        .await?;
    Ok(())
}

/// A row with its version, where a feed tells it, in JSON.
type Told = (Key, Option<u64>, Option<String>);

pub(super) async fn rows(
    connection: &mut PgConnection,
    shop: Uuid,
    rows: &[Told],
) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let sql = "insert into hub_row (shop, kind, id, feed, v, value)
               select $1, * from unnest($2::int4[], $3::bytea[], $4::int4[], $5::int8[], $6::text[])
               on conflict (shop, kind, id)
               do update set feed = excluded.feed, v = excluded.v, value = excluded.value";
    let feed = |(key, v, _): &Told| v.and(key.kind.feed()).map(|feed| i32::from(feed.number()));
    let value = |(_, _, json): &Told| json.clone();
    sqlx::query(sql)
        .bind(shop)
        .bind(kinds(rows))
        .bind(rows.iter().map(|(key, ..)| key.id.as_bytes()).collect::<Vec<_>>())
        .bind(rows.iter().map(feed).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v, _)| v.map(signed)).collect::<Vec<_>>())
        .bind(rows.iter().map(value).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

async fn forget(connection: &mut PgConnection, shop: Uuid, gone: &[Told]) -> Result<(), sqlx::Error> {
    if gone.is_empty() {
        return Ok(());
    }
    let sql = "delete from hub_row where shop = $1 and (kind, id) in
               (select * from unnest($2::int4[], $3::bytea[]))";
    sqlx::query(sql)
        .bind(shop)
        .bind(kinds(gone))
        .bind(gone.iter().map(|(key, ..)| key.id.as_bytes()).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn head(
    connection: &mut PgConnection,
    shop: Uuid,
    feed: Feed,
    head: &Head,
) -> Result<(), sqlx::Error> {
    let sql = "insert into hub_head (shop, feed, v, digest) values ($1, $2, $3, $4)
               on conflict (shop, feed) do update set v = excluded.v, digest = excluded.digest";
    sqlx::query(sql)
        .bind(shop)
        .bind(i32::from(feed.number()))
        .bind(signed(head.v))
        .bind(&head.digest[..])
        .execute(connection)
        .await?;
    Ok(())
}

fn kinds(rows: &[Told]) -> Vec<i32> {
    rows.iter().map(|(key, ..)| key.kind.number().into()).collect()
}
