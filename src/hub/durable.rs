//! What a verified copy of the hub holds, so that its tills may forget it one day. Must never say so of what
//! came after the copy was begun.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ledger::{Kind, Ledger, Order, Step, Wanted};
use super::no::{No, no};
use super::rows::{Identity, Incarnation};
use super::work::{Work, read};
use super::{choose, keys};
use crate::protocol::refused::Code;

/// How far the hub held every journal at a moment: what a copy that was begun then has at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The life of its data.
    pub epoch: Uuid,
    /// When, by the hub's clock.
    pub at: i64,
    /// Journal by journal.
    pub lives: Vec<Reach>,
}

/// How far the hub held one journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// Its shop.
    pub shop: Uuid,
    /// The life of the journal.
    pub incarnation: Uuid,
    /// The last entry.
    pub seq: u64,
}

/// How far the hub holds every journal now.
pub(super) async fn point<L: Ledger>(ledger: &L, identity: &Identity, now: i64) -> Result<Point, No> {
    let mut lives = Vec::new();
    for (shop, _) in choose::shops(ledger).await? {
        let rows = ledger
            .list(shop, Kind::Incarnation, None, Order::Up, 100_000)
            .await?;
        for (id, row) in rows {
            let row: Incarnation = read(&row);
            if let Ok(incarnation) = id.parse() {
                let seq = row.acked;
                lives.push(Reach {
                    shop,
                    incarnation,
                    seq,
                });
            }
        }
    }
    Ok(Point {
        epoch: identity.epoch,
        at: now,
        lives,
    })
}

/// Notes that a verified copy holds every entry up to that point: the tills are told so from now on.
pub(super) async fn covered<L: Ledger>(ledger: &L, identity: &Identity, point: Point) -> Result<Value, No> {
    if point.epoch != identity.epoch {
        let why = "that point is of another life of the hub's data: its copies say nothing of this one";
        return Err(no(Code::BadRequest, why).into());
    }
    let mut entries = 0;
    for Reach {
        shop,
        incarnation,
        seq,
    } in point.lives
    {
        let key = keys::incarnation(incarnation);
        let noted = ledger.transact(shop, Wanted::rows([key.clone()]), move |loaded| {
            let mut work = Work::new(loaded);
            let Some(mut row) = work.get::<Incarnation>(&key) else {
                return Step::Nothing(0);
            };
            row.durable = row.durable.max(seq.min(row.acked));
            let safe = row.durable;
            work.put(key.clone(), &row);
            work.done(safe)
        });
        entries += noted.await?;
    }
    Ok(json!({ "at": point.at, "entries": entries }))
}
