//! The whole database in pieces, and an empty one filled with them. Must never read two moments, nor take in
//! a part of what it is given.

use std::collections::BTreeSet;

use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use tokio::sync::mpsc::{Receiver, Sender};
use uuid::Uuid;

use super::super::piece::{HANDFUL, Piece};
use super::super::{Fault, Feed, Key, Known};
use super::{Postgres, fault, json, load, lock, save, signed, text, unsigned};

/// Everything of one moment, a handful at a time, each after the last key of the one before.
const MOMENT: &str = "set transaction isolation level repeatable read";

impl Postgres {
    /// Everything of one moment, until nobody takes any more.
    pub(in crate::hub::ledger) async fn pour(&self, into: Sender<Vec<Piece>>) -> Result<(), Fault> {
        let mut tx = self.pool.begin().await.map_err(fault)?;
        sqlx::query(MOMENT).execute(&mut *tx).await.map_err(fault)?;
        for table in [Table::Entries, Table::Ids, Table::Rows, Table::Heads] {
            let mut after = None;
            loop {
                let found = table.after(&mut tx, after.as_ref()).await.map_err(fault)?;
                let Some(last) = found.last() else { break };
                after = Some(Place::of(table, last)?);
                let full = found.len() >= HANDFUL;
                let pieces = found.iter().map(|row| table.piece(row));
                let pieces = pieces.collect::<Result<Vec<Piece>, Fault>>()?;
                if into.send(pieces).await.is_err() {
                    return Ok(());
                }
                if !full {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Takes in all of these pieces.
    pub(in crate::hub::ledger) async fn fill(&self, mut from: Receiver<Vec<Piece>>) -> Result<(), Fault> {
        let mut tx = self.pool.begin().await.map_err(fault)?;
        let mut shops = BTreeSet::new();
        while let Some(pieces) = from.recv().await {
            for piece in &pieces {
                let shop = shop_of(piece);
                if shops.insert(shop) {
                    lock(&mut tx, shop).await.map_err(fault)?;
                }
            }
            taken(&mut tx, pieces).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }
}

fn shop_of(piece: &Piece) -> Uuid {
    match piece {
        Piece::Entry(shop, ..) | Piece::Id(shop, ..) | Piece::Row(shop, ..) | Piece::Head(shop, ..) => *shop,
    }
}

/// Writes one handful, shop by shop.
async fn taken(connection: &mut PgConnection, pieces: Vec<Piece>) -> Result<(), sqlx::Error> {
    let shops: BTreeSet<Uuid> = pieces.iter().map(shop_of).collect();
    for shop in shops {
        let (mut entries, mut ids, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for piece in pieces.iter().filter(|piece| shop_of(piece) == shop) {
            match piece.clone() {
                Piece::Entry(_, entry) => entries.push(entry),
                Piece::Id(_, id, known) => ids.push((id, known)),
                Piece::Row(_, key, version, value) => {
                    rows.push((key, version, value.map(|value| value.to_string())));
                }
                Piece::Head(_, feed, head) => save::head(connection, shop, feed, &head).await?,
            }
        }
        save::entries(connection, shop, &entries).await?;
        save::rows(connection, shop, &rows).await?;
        known(connection, shop, &ids).await?;
    }
    Ok(())
}

async fn known(connection: &mut PgConnection, shop: Uuid, ids: &[(Uuid, Known)]) -> Result<(), sqlx::Error> {
    let sql = "insert into hub_id (shop, id, incarnation, seq, payload)
               select $1, * from unnest($2::uuid[], $3::uuid[], $4::int8[], $5::bytea[])";
    let each = ids.iter();
    sqlx::query(sql)
        .bind(shop)
        .bind(each.clone().map(|(id, _)| *id).collect::<Vec<_>>())
        .bind(
            each.clone()
                .map(|(_, known)| known.incarnation)
                .collect::<Vec<_>>(),
        )
        .bind(
            each.clone()
                .map(|(_, known)| signed(known.seq))
                .collect::<Vec<_>>(),
        )
        .bind(each.map(|(_, known)| &known.payload[..]).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

/// A table, read in the order of its key.
#[derive(Debug, Clone, Copy)]
enum Table {
    Entries,
    Ids,
    Rows,
    Heads,
}

/// The key of a row: each is named by a shop and two things more at most.
struct Place {
    shop: Uuid,
    id: Uuid,
    number: i64,
    bytes: Vec<u8>,
}

impl Place {
    fn of(table: Table, row: &PgRow) -> Result<Place, Fault> {
        let mut place = Place {
            shop: row.try_get("shop").map_err(fault)?,
            id: Uuid::nil(),
            number: 0,
            bytes: Vec::new(),
        };
        let small = |name| row.try_get::<i32, _>(name).map(i64::from).map_err(fault);
        match table {
            Table::Entries => {
                place.id = row.try_get("incarnation").map_err(fault)?;
                place.number = row.try_get("seq").map_err(fault)?;
            }
            Table::Ids => place.id = row.try_get("id").map_err(fault)?,
            Table::Rows => {
                place.number = small("kind")?;
                place.bytes = row.try_get("id").map_err(fault)?;
            }
            Table::Heads => place.number = small("feed")?,
        }
        Ok(place)
    }
}

impl Table {
    async fn after(
        self,
        connection: &mut PgConnection,
        last: Option<&Place>,
    ) -> Result<Vec<PgRow>, sqlx::Error> {
        let (what, key) = match self {
            Table::Entries => (
                "terminal, incarnation, seq, id, kind, kind_version, at_wall, at_mono, clock_offset, hash,
                 payload, shop from hub_entry",
                ("shop, incarnation, seq", "$1::uuid, $2::uuid, $3::int8"),
            ),
            Table::Ids => (
                "shop, id, incarnation, seq, payload from hub_id",
                ("shop, id", "$1::uuid, $2::uuid"),
            ),
            Table::Rows => (
                "shop, kind, id, feed, v, value from hub_row",
                ("shop, kind, id", "$1::uuid, $3::int8, $4::bytea"),
            ),
            Table::Heads => (
                "shop, feed, v, digest from hub_head",
                ("shop, feed", "$1::uuid, $3::int8"),
            ),
        };
        let (columns, values) = key;
        // Every question names the same four values, so that one way of asking does for all tables.
        let named = "with place (a, b, c, d) as (select $1::uuid, $2::uuid, $3::int8, $4::bytea)";
        let from = last.map_or(String::new(), |_| format!("where ({columns}) > ({values})"));
        let sql = format!("{named} select {what} {from} order by {columns} limit {HANDFUL}");
        let none = Place {
            shop: Uuid::nil(),
            id: Uuid::nil(),
            number: 0,
            bytes: Vec::new(),
        };
        let place = last.unwrap_or(&none);
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(place.shop)
            .bind(place.id)
            .bind(place.number)
            .bind(&place.bytes[..])
            .fetch_all(connection)
            .await
    }

    fn piece(self, row: &PgRow) -> Result<Piece, Fault> {
        let shop: Uuid = row.try_get("shop").map_err(fault)?;
        Ok(match self {
            Table::Entries => Piece::Entry(shop, load::entry(row)?),
            Table::Ids => {
                let payload: &[u8] = row.try_get(4).map_err(fault)?;
                let damaged = |_| Fault::Damaged("a hash that is not of 32 bytes".to_owned());
                let known = Known {
                    incarnation: row.try_get(2).map_err(fault)?,
                    seq: unsigned(row.try_get(3).map_err(fault)?)?,
                    payload: payload.try_into().map_err(damaged)?,
                };
                Piece::Id(shop, row.try_get(1).map_err(fault)?, known)
            }
            Table::Rows => {
                let key = Key::new(load::kind(row, 1)?, text(row, 2)?);
                let version: Option<i64> = row.try_get(4).map_err(fault)?;
                let value: Option<&str> = row.try_get(5).map_err(fault)?;
                let value = value.map(|_| json(row, 5)).transpose()?;
                Piece::Row(shop, key, version.map(unsigned).transpose()?, value)
            }
            Table::Heads => {
                let number: i32 = row.try_get(1).map_err(fault)?;
                let feed = Feed::ALL
                    .into_iter()
                    .find(|feed| i32::from(feed.number()) == number);
                let unknown = || Fault::Damaged(format!("a feed of number {number}"));
                Piece::Head(
                    shop,
                    feed.ok_or_else(unknown)?,
                    load::head(row, 2).map_err(fault)?,
                )
            }
        })
    }
}
