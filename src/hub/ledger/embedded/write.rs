//! What a decision changed, written to the file. Must never write a part of it.

use std::panic::resume_unwind;

use redb::WriteTransaction;
use sha2::{Digest, Sha256};

use super::read::sound;
use super::{ENTRIES, FEEDS, HEADS, IDS, ROWS, code};
use crate::hub::ledger::{Known, StoredEntry, Written};

/// Entries from which on two threads are worth while.
const MANY: usize = 32;

/// Writes all of it; the caller commits. Entries and rows lie in tables of their own: two threads write them.
pub(super) fn write(tx: &WriteTransaction, shop: u128, written: &Written) -> Result<(), redb::Error> {
    if written.entries.len() < MANY {
        entries(tx, shop, &written.entries)?;
        return rows(tx, shop, written);
    }
    std::thread::scope(|scope| {
        let entries = scope.spawn(|| entries(tx, shop, &written.entries));
        let rows = rows(tx, shop, written);
        entries
            .join()
            .unwrap_or_else(|failed| resume_unwind(failed))
            .and(rows)
    })
}

fn rows(tx: &WriteTransaction, shop: u128, written: &Written) -> Result<(), redb::Error> {
    let (mut rows, mut feeds) = (tx.open_table(ROWS)?, tx.open_table(FEEDS)?);
    for (key, version, json) in &written.rows {
        let place = (shop, key.kind.number(), key.id.as_str());
        let told = key.kind.feed().zip(*version);
        if told.is_none() && json.is_none() {
            rows.remove(place)?;
            continue;
        }
        let before = rows.insert(place, code::row(*version, json.as_deref()).as_slice())?;
        let Some((feed, version)) = told else {
            continue;
        };
        if let Some(old) = before.map(|row| sound(code::version(row.value()))).transpose()? {
            feeds.remove((shop, feed.number(), old))?;
        }
        let told = (key.kind.number(), key.id.as_str());
        feeds.insert((shop, feed.number(), version), told)?;
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
