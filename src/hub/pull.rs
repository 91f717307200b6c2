//! Rows go down, a page at a time. Must never tell a page whose rows are of another moment than the entry up
//! to which it says they reach.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use serde_json::Value;
use uuid::Uuid;

use super::ledger::{Feed, Kind, Ledger, Order, Page, mark};
use super::no::{No, no};
use super::rows::{Identity, Incarnation};
use super::{Caller, keys};
use crate::protocol::feed::{self, Cursor, Row};
use crate::protocol::limits::PAGE_ROWS;
use crate::protocol::pull::{Pull, Pulled};
use crate::protocol::refused::Code;

/// Bytes of rows in one page, about; a page holds one row at least.
const PAGE_BYTES: usize = 2 << 20;

#[cfg(feature = "planted-bugs")]
use super::planted::read_from;
/// A feed is read from behind its cursor.
#[cfg(not(feature = "planted-bugs"))]
fn read_from(v: u64) -> u64 {
    v
}

/// What stands before the first change of a feed.
const NOTHING: [u8; 32] = [0; 32];

/// Answers a pull.
pub(super) async fn pull<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    who: &Caller,
    ask: Pull,
) -> Result<Pulled, No> {
    let limit = u32::try_from(PAGE_ROWS).unwrap_or(u32::MAX).min(ask.limit).max(1);
    let mut cursors = Vec::new();
    for feed in feed::Feed::ALL {
        let asked = ask.cursors.iter().find(|cursor| cursor.feed == feed);
        cursors.push((feed, start(ledger, identity, who.shop, asked).await?));
    }
    loop {
        let before = included(ledger, who, ask.incarnation).await?;
        let pulled = pages(ledger, identity, who.shop, &cursors, limit).await?;
        // Entries of this till that came meanwhile may or may not be in these rows: read them again.
        if included(ledger, who, ask.incarnation).await? == before {
            let (included_seq, hash) = before;
            let mut pulled = Pulled {
                included_hash: hash.filter(|_| !pulled.rows.is_empty()),
                included_seq,
                ..pulled
            };
            if ask.brief {
                pulled.cursors.retain(|cursor| !ask.cursors.contains(cursor));
            }
            return Ok(pulled);
        }
    }
}

/// The last entry that the hub has of that life, and its hash; none where it has none.
async fn included<L: Ledger>(
    ledger: &L,
    who: &Caller,
    incarnation: Uuid,
) -> Result<(u64, Option<String>), No> {
    let key = keys::incarnation(incarnation);
    let rows = ledger.get(who.shop, BTreeSet::from([key.clone()])).await?;
    let Some(life) = rows.get(&key).map(super::work::read::<Incarnation>) else {
        return Ok((0, None));
    };
    if life.terminal == who.terminal {
        let hash = (life.acked > 0).then_some(life.head_hash);
        Ok((life.acked, hash))
    } else {
        Err(no(Code::Forbidden, "that journal is another till's").into())
    }
}

/// The version from which to read on, with what the past came to there.
async fn start<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    shop: Uuid,
    asked: Option<&Cursor>,
) -> Result<(u64, String), No> {
    let Some(cursor) = asked.filter(|cursor| cursor.v > 0) else {
        return Ok((0, HEXLOWER.encode(&NOTHING)));
    };
    let gone = || {
        no(
            Code::Resnapshot,
            "the past of that cursor is gone: read the feed from its start",
        )
    };
    if cursor.epoch != identity.epoch && !identity.past.contains(&cursor.epoch) {
        return Err(gone().into());
    }
    if cursor.v >= i64::MAX as u64 {
        return Err(gone().into());
    }
    match digest(ledger, shop, cursor.feed.into(), cursor.v).await? {
        Some(digest) if digest == cursor.digest => Ok((cursor.v, digest)),
        _ => Err(gone().into()),
    }
}

/// What the feed's past came to at the end of the transaction that has that version: a page may end within
/// one, and then its cursor is bound to all of it. None where the feed has not come so far.
pub(super) async fn digest<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    feed: Feed,
    v: u64,
) -> Result<Option<String>, No> {
    let Some(before) = v.checked_sub(1) else {
        return Ok(Some(HEXLOWER.encode(&NOTHING)));
    };
    let last = mark(feed, i64::MAX as u64).id;
    let after = Some(mark(feed, before).id);
    let rows = ledger.list(shop, Kind::Mark, after, Order::Up, 1).await?;
    let found = rows.into_iter().next().filter(|(id, _)| *id <= last);
    Ok(found.and_then(|(_, digest)| digest.as_str().map(str::to_owned)))
}

/// One page over both feeds.
async fn pages<L: Ledger>(
    ledger: &L,
    identity: &Identity,
    shop: Uuid,
    from: &[(feed::Feed, (u64, String))],
    limit: u32,
) -> Result<Pulled, No> {
    let (mut rows, mut cursors, mut left) = (Vec::new(), Vec::new(), 0);
    let mut bytes = 0;
    for (feed, (v, stood)) in from {
        let room = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        // A page that is full already only asks how far the feed has come.
        let room = if bytes >= PAGE_BYTES { 0 } else { room };
        let page = ledger.page(shop, (*feed).into(), read_from(*v), room).await?;
        let (taken, more) = if room == 0 {
            (*v, page.left)
        } else {
            take(*feed, *v, page.clone(), &mut rows, &mut bytes)
        };
        left += more;
        let digest = match (taken == *v, more) {
            (true, _) => stood.clone(),
            (false, 0) => HEXLOWER.encode(&page.head.digest),
            // Read a moment later than the page, it may be gone by then: a cursor of nothing is read from the
            // start.
            (false, _) => digest(ledger, shop, (*feed).into(), taken)
                .await?
                .unwrap_or_default(),
        };
        cursors.push(Cursor {
            feed: *feed,
            epoch: identity.epoch,
            v: taken,
            digest,
        });
    }
    #[cfg(feature = "planted-bugs")]
    super::planted::shorten(&mut rows, limit as usize);
    Ok(Pulled {
        rows,
        cursors,
        included_seq: 0,
        included_hash: None,
        caught_up: left == 0,
        left,
        unread: Vec::new(),
    })
}

/// Takes rows of a page until there are bytes enough; tells the last version taken and how many are left.
fn take(feed: feed::Feed, from: u64, page: Page, rows: &mut Vec<Row>, bytes: &mut usize) -> (u64, u64) {
    let (mut taken, mut left) = (from, page.left + page.rows.len() as u64);
    for (v, key, value) in page.rows {
        if *bytes >= PAGE_BYTES {
            break;
        }
        *bytes += value.as_ref().map_or(0, size) + key.id.len() + 64;
        (taken, left) = (v, left - 1);
        if let Some(kind) = feed::Kind::named(key.kind.name()) {
            rows.push(Row {
                feed,
                v,
                kind,
                id: key.id,
                value,
            });
        }
    }
    (taken, left)
}

/// Bytes of a value, about.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 3,
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 2,
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| name.len() + 4 + size(value))
            .sum(),
        _ => 8,
    }
}
