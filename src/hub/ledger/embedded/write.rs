//! What a decision changed, written to the file. Must never write a part of it.

use std::collections::BTreeMap;
use std::panic::resume_unwind;

use redb::{ReadTransaction, WriteTransaction};
use sha2::{Digest, Sha256};

use super::read::both;
use super::sweep::sweep;
use super::{ENTRIES, FEEDS, HEADS, IDS, ROWS, code};
use crate::hub::ledger::{Feed, Key, Known, StoredEntry, Written};

/// Entries from which on two threads are worth while.
const MANY: usize = 32;

/// What a feed shall tell at a version, and whether it told of that row before.
struct Told<'a> {
    feed: Feed,
    version: u64,
    key: &'a Key,
    again: bool,
}

/// Writes all of it over what is `committed`; the caller commits. Entries and feeds lie in other tables than
/// rows: two threads write them.
pub(super) fn write(
    tx: &WriteTransaction,
    committed: &ReadTransaction,
    shop: u128,
    written: &Written,
) -> Result<(), redb::Error> {
    let mut told = Vec::new();
    if written.entries.len() < MANY {
        entries(tx, shop, &written.entries)?;
        rows(tx, shop, written, &mut |row| told.push(row))?;
        return feeds((tx, committed), shop, written, told);
    }
    std::thread::scope(|scope| {
        let (tell, told) = std::sync::mpsc::channel();
        let other = scope.spawn(|| {
            entries(tx, shop, &written.entries)?;
            feeds((tx, committed), shop, written, told)
        });
        // Where the other thread has failed nobody listens, and all of it is given up.
        let rows = rows(tx, shop, written, &mut |row| drop(tell.send(row)));
        drop(tell);
        let other = other.join().unwrap_or_else(|failed| resume_unwind(failed));
        both(other, rows)
    })
}

fn rows<'a>(
    tx: &WriteTransaction,
    shop: u128,
    written: &'a Written,
    tell: &mut dyn FnMut(Told<'a>),
) -> Result<(), redb::Error> {
    let mut rows = tx.open_table(ROWS)?;
    for (key, version, json) in &written.rows {
        let place = (shop, key.kind.number(), key.id.as_str());
        let told = key.kind.feed().zip(*version);
        if told.is_none() && json.is_none() {
            rows.remove(place)?;
            continue;
        }
        let before = rows.insert(place, code::row(*version, json.as_deref()).as_slice())?;
        if let Some((feed, version)) = told {
            tell(Told {
                feed,
                version,
                key,
                again: before.is_some(),
            });
        }
    }
    Ok(())
}

fn feeds<'a>(
    (tx, committed): (&WriteTransaction, &ReadTransaction),
    shop: u128,
    written: &Written,
    told: impl IntoIterator<Item = Told<'a>>,
) -> Result<(), redb::Error> {
    let mut feeds = tx.open_table(FEEDS)?;
    let mut counts: BTreeMap<Feed, (u64, u64)> = BTreeMap::new();
    for told in told {
        let (new, again) = counts.entry(told.feed).or_default();
        (*new, *again) = (*new + 1, *again + u64::from(told.again));
        let row = (told.key.kind.number(), told.key.id.as_str());
        feeds.insert((shop, told.feed.number(), told.version), row)?;
    }
    for (feed, counts) in counts {
        sweep((tx, committed), &mut feeds, (shop, feed.number()), counts)?;
    }
    let mut heads = tx.open_table(HEADS)?;
    for (feed, head) in &written.heads {
        heads.insert((shop, feed.number()), (head.v, head.digest))?;
    }
    Ok(())
}

fn entries(tx: &WriteTransaction, shop: u128, new: &[StoredEntry]) -> Result<(), redb::Error> {
    let (mut entries, mut ids) = (tx.open_table(ENTRIES)?, tx.open_table(IDS)?);
    for entry in new {
        let place = (shop, entry.incarnation.as_u128(), entry.seq);
        entries.insert(place, code::entry(entry).as_slice())?;
        let id = (shop, entry.id.as_u128());
        let known = Known {
            incarnation: entry.incarnation,
            seq: entry.seq,
            payload: Sha256::digest(entry.payload.as_bytes()).into(),
        };
        let before = ids.insert(id, code::known(&known).as_slice())?;
        let first = before.map(|known| known.value().to_vec());
        if let Some(first) = first {
            ids.insert(id, first.as_slice())?;
        }
    }
    Ok(())
}
