//! The ledger in PostgreSQL or a database that speaks like it. Must never use what only one of them has.
//!
//! Any number of hub processes may share one database: the lock of a shop is a row, held from before the
//! first read of a transaction until its commit.

mod load;
mod save;
mod whole;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::{Connection, PgConnection, Row, SqlSafeStr};
use uuid::Uuid;

use super::group::{Job, Queue, Round};
use super::{Fault, Feed, FeedRow, Head, Key, Kind, Ledger, Loaded, Order, Page, Step, StoredEntry, Wanted};

/// What was done to the tables, in order: a step that a database has taken never changes again.
const MIGRATIONS: [(i64, &str, &str); 1] = [(
    1,
    "ledger",
    include_str!("../../../../assets/hub/0001_ledger.sql"),
)];

/// Connections of one process at most: more only wait for one another's disk.
const CONNECTIONS: u32 = 16;
/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a transaction that somebody else overtook is begun anew.
const ATTEMPTS: u32 = 12;

/// A connection that was idle for so long is asked whether it still is one before it is used.
const IDLE: Duration = Duration::from_millis(100);

/// The ledger in a database.
#[derive(Clone)]
pub struct Postgres {
    pool: PgPool,
    queue: Arc<Queue>,
    /// One of a shop has a connection at a time; the others of this process wait without one.
    turns: Arc<Mutex<HashMap<Uuid, Turn>>>,
}

type Turn = Arc<tokio::sync::Mutex<()>>;

impl Postgres {
    /// Connects, and brings the tables up to date.
    pub async fn open(url: &str) -> Result<Postgres, Fault> {
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, known| {
                Box::pin(async move {
                    if known.idle_for >= IDLE {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect(url)
            .await
            .map_err(fault)?;
        migrate(&pool).await?;
        Ok(Postgres {
            pool,
            queue: Arc::default(),
            turns: Arc::default(),
        })
    }

    /// Closes the connections; what is under way ends first.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    fn turn(&self, shop: Uuid) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.entry(shop).or_default().clone()
    }

    /// Does what those who wait want decided, in one transaction, and answers them. Where the database
    /// cannot take what one of them says, the others do not suffer for it.
    async fn together(&self, shop: Uuid, mut jobs: Vec<Box<dyn Job>>) {
        let done = self.attempts(shop, &mut jobs).await;
        let alone = jobs.len() > 1 && matches!(done, Err(Fault::Damaged(_)));
        for mut job in jobs {
            let done = if alone {
                self.attempts(shop, std::slice::from_mut(&mut job)).await
            } else {
                done.clone()
            };
            job.answer(done);
        }
    }

    async fn attempts(&self, shop: Uuid, jobs: &mut [Box<dyn Job>]) -> Result<(), Fault> {
        for attempt in 1.. {
            match self.attempt(shop, jobs).await {
                Ok(()) => return Ok(()),
                Err(error) if attempt < ATTEMPTS && overtaken(&error) => {
                    let most = 2_u64 << attempt.min(8);
                    tokio::time::sleep(Duration::from_millis(dice(most))).await;
                }
                Err(error) => return Err(fault(error)),
            }
        }
        Err(Fault::Away(
            "the same rows are fought over without end".to_owned(),
        ))
    }

    /// One whole transaction; `Err` with the database's own words, so that the caller can tell a race.
    async fn attempt(&self, shop: Uuid, jobs: &mut [Box<dyn Job>]) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        lock(&mut tx, shop).await?;
        let mut round = Round::default();
        let missing = round.missing(jobs);
        round.take(load::all(&mut tx, shop, &missing).await?);
        let last = jobs.len().saturating_sub(1);
        for (at, job) in jobs.iter_mut().enumerate() {
            while let Some(more) = round.ask(job.as_mut(), at == last) {
                round.take(load::all(&mut tx, shop, &more).await?);
            }
        }
        match round.written() {
            Some(written) => {
                save::all(&mut tx, shop, written).await?;
                tx.commit().await
            }
            None => tx.rollback().await,
        }
    }
}

impl Ledger for Postgres {
    async fn transact<T: Send + 'static>(
        &self,
        shop: Uuid,
        wanted: Wanted,
        decide: impl FnMut(&Loaded) -> Step<T> + Send + 'static,
    ) -> Result<T, Fault> {
        let this = self.clone();
        let work = move |jobs, turn| {
            let this = this.clone();
            async move {
                let _turn: tokio::sync::OwnedMutexGuard<()> = turn;
                this.together(shop, jobs).await;
            }
        };
        self.queue
            .decided(shop, wanted, decide, self.turn(shop), work)
            .await
    }

    async fn get(&self, shop: Uuid, keys: BTreeSet<Key>) -> Result<BTreeMap<Key, Value>, Fault> {
        let mut connection = self.pool.acquire().await.map_err(fault)?;
        load::rows(&mut connection, shop, &keys).await.map_err(fault)
    }

    async fn list(
        &self,
        shop: Uuid,
        kind: Kind,
        after: Option<String>,
        order: Order,
        limit: u32,
    ) -> Result<Vec<(String, Value)>, Fault> {
        let sql = match (order, after.is_some()) {
            (Order::Up, _) => {
                "select id, value from hub_row where shop = $1 and kind = $2 and value is not null
                 and id > $3 order by id limit $4"
            }
            (Order::Down, true) => {
                "select id, value from hub_row where shop = $1 and kind = $2 and value is not null
                 and id < $3 order by id desc limit $4"
            }
            (Order::Down, false) => {
                "select id, value from hub_row where shop = $1 and kind = $2 and value is not null
                 and id >= $3 order by id desc limit $4"
            }
        };
        let rows = sqlx::query(sql)
            .bind(shop)
            .bind(i32::from(kind.number()))
            .bind(after.unwrap_or_default().into_bytes())
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await
            .map_err(fault)?;
        rows.iter()
            .map(|row| Ok((text(row, 0)?, json(row, 1)?)))
            .collect()
    }

    async fn page(&self, shop: Uuid, feed: Feed, after: u64, limit: u32) -> Result<Page, Fault> {
        // One statement: the head and the rows are of one moment, and nothing that commits meanwhile can
        // stand before the last row.
        let sql = "select h.v, h.digest, r.v, r.kind, r.id, r.value from hub_head h
                   left join (select v, kind, id, value from hub_row
                              where shop = $1 and feed = $2 and v > $3 order by v limit $4) r on true
                   where h.shop = $1 and h.feed = $2 order by r.v";
        let rows = sqlx::query(sql)
            .bind(shop)
            .bind(i32::from(feed.number()))
            .bind(signed(after))
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await
            .map_err(fault)?;
        let mut page = Page {
            rows: Vec::with_capacity(rows.len()),
            head: Head::default(),
            left: 0,
        };
        for row in &rows {
            page.head = load::head(row, 0).map_err(fault)?;
            page.rows.extend(feed_row(row)?);
        }
        let last = page.rows.last().map_or(after, |(v, ..)| *v);
        page.left = page.head.v.saturating_sub(last);
        Ok(page)
    }

    async fn entries(
        &self,
        shop: Uuid,
        incarnation: Uuid,
        from: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, Fault> {
        let sql = "select terminal, incarnation, seq, id, kind, kind_version, at_wall, at_mono,
                          clock_offset, hash, payload
                   from hub_entry where shop = $1 and incarnation = $2 and seq >= $3
                   order by seq limit $4";
        let rows = sqlx::query(sql)
            .bind(shop)
            .bind(incarnation)
            .bind(signed(from))
            .bind(i64::from(limit))
            .fetch_all(&self.pool)
            .await
            .map_err(fault)?;
        rows.iter().map(load::entry).collect()
    }

    async fn check(&self) -> Result<(), Fault> {
        let asked = sqlx::query("select 1").execute(&self.pool).await;
        asked.map(drop).map_err(fault)
    }
}

/// Takes the lock of a shop, which is its row; a shop nobody ever wrote in has none yet.
async fn lock(connection: &mut PgConnection, shop: Uuid) -> Result<(), sqlx::Error> {
    let take = "select shop from hub_shop where shop = $1 for update";
    let taken = sqlx::query(take)
        .bind(shop)
        .fetch_optional(&mut *connection)
        .await?;
    if taken.is_none() {
        let make = "insert into hub_shop (shop) values ($1) on conflict (shop) do nothing";
        sqlx::query(make).bind(shop).execute(&mut *connection).await?;
        sqlx::query(take).bind(shop).fetch_one(connection).await?;
    }
    Ok(())
}

/// Brings the tables up to date. Not every database has PostgreSQL's advisory locks: two hubs that start at
/// the same moment are kept apart by a lock row of our own, in a table that either may have made.
async fn migrate(pool: &PgPool) -> Result<(), Fault> {
    let mut holder = pool.acquire().await.map_err(fault)?;
    let make = "create table if not exists hub_migration_lock (id int primary key)";
    for attempt in 1..=ATTEMPTS {
        // Two that make the same table at once: one is told so, and finds it there the next time.
        match sqlx::query(make).execute(&mut *holder).await {
            Ok(_) => break,
            Err(_) if attempt < ATTEMPTS => tokio::time::sleep(Duration::from_millis(50)).await,
            Err(error) => return Err(fault(error)),
        }
    }
    sqlx::query("insert into hub_migration_lock (id) values (1) on conflict (id) do nothing")
        .execute(&mut *holder)
        .await
        .map_err(fault)?;
    let mut tx = holder.begin().await.map_err(fault)?;
    sqlx::query("select id from hub_migration_lock where id = 1 for update")
        .fetch_one(&mut *tx)
        .await
        .map_err(fault)?;
    let mut worker = pool.acquire().await.map_err(fault)?;
    let done = run(&mut worker).await;
    tx.commit().await.map_err(fault)?;
    done
}

async fn run(connection: &mut PgConnection) -> Result<(), Fault> {
    let refused = |error: MigrateError| Fault::Damaged(format!("its tables: {error}"));
    let steps = MIGRATIONS.into_iter().map(|(number, what, sql)| {
        Migration::new(
            number,
            what.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    let mut migrator = Migrator::with_migrations(steps.collect());
    migrator.set_locking(false);
    migrator.run(connection).await.map_err(refused)
}

/// Whether the database says that the same may succeed at once: a serialisation failure, a deadlock, or a
/// statement of which it does not know whether it was completed.
fn overtaken(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| matches!(&*code, "40001" | "40P01" | "40003"))
}

fn fault(error: sqlx::Error) -> Fault {
    let code = error
        .as_database_error()
        .and_then(|error| error.code())
        .map(|code| code.into_owned());
    match code.as_deref() {
        Some("53100") => Fault::Full(error.to_string()),
        // Classes of a database that is not what we made: columns, tables, constraints, values.
        Some(code) if ["22", "23", "42"].iter().any(|class| code.starts_with(class)) => {
            Fault::Damaged(error.to_string())
        }
        _ => Fault::Away(error.to_string()),
    }
}

/// A number below `most`, from the system; the exact spread does not matter.
fn dice(most: u64) -> u64 {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes) % most.max(1),
        Err(_) => most / 2,
    }
}

/// Places and versions stay far below the range of both.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|_| Fault::Damaged("a place or version below zero".to_owned()))
}

fn text(row: &PgRow, at: usize) -> Result<String, Fault> {
    let bytes: Vec<u8> = row.try_get(at).map_err(fault)?;
    String::from_utf8(bytes).map_err(|_| Fault::Damaged("an id that is no text".to_owned()))
}

fn json(row: &PgRow, at: usize) -> Result<Value, Fault> {
    let text: &str = row.try_get(at).map_err(fault)?;
    parse(text)
}

fn parse(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Damaged(format!("a row that is no JSON: {error}")))
}

/// A row of a feed out of the page's join; none where the feed has nothing new.
fn feed_row(row: &PgRow) -> Result<Option<FeedRow>, Fault> {
    let Some(v) = row.try_get::<Option<i64>, _>(2).map_err(fault)? else {
        return Ok(None);
    };
    let key = Key::new(load::kind(row, 3)?, text(row, 4)?);
    let value: Option<&str> = row.try_get(5).map_err(fault)?;
    Ok(Some((unsigned(v)?, key, value.map(parse).transpose()?)))
}
