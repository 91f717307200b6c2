//! Entries come up: each is stored, once, and does what it says. Must never acknowledge one that is not
//! committed, nor let one bad entry stop the others.

mod batch;
mod taking;

use std::collections::BTreeMap;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use serde_json::Value;
use uuid::Uuid;

use super::carried::carried;
use super::ledger::{Ledger, StoredEntry};
use super::no::{No, no};
use super::rows::Incarnation;
use super::{Caller, read};
use crate::domain::event::ImportCommitted;
use crate::protocol::limits::{BATCH_ENTRIES, ENTRY_BYTES};
use crate::protocol::push::{Push, Pushed};
use crate::protocol::refused::{Code, Refused};
use crate::vault::chain::ORIGIN;

use batch::Batch;
pub(super) use taking::guarded;

/// Kind of a part of an import.
const IMPORT_PART: u16 = 30;
/// Kind of the commit of an import.
const IMPORT_COMMITTED: u16 = 31;

/// Bytes that are looked through for the parts of the imports of one batch, each entry counted as 4 KiB at
/// least: an import that needs more than any shop's catalogue waits.
const LOOKED_THROUGH: usize = 128 << 20;

/// Takes a batch.
pub(super) async fn push<L: Ledger>(ledger: &L, who: &Caller, ask: Push, now: i64) -> Result<Pushed, No> {
    let prev = shape(&ask)?;
    let entries = chained(who.terminal, &ask, prev);
    let parts = parts(ledger, who.shop, &entries).await?;
    let carried = carried(ledger, who, &entries).await?;
    let batch = Arc::new(Batch::new(who, &ask, prev, entries, (parts, carried), now));
    let wanted = batch.wanted();
    let mut asked = wanted.keys.clone();
    let decided = ledger.transact(who.shop, wanted, move |loaded| batch.decide(loaded, &mut asked));
    Ok(decided.await??)
}

/// Checks what can be checked without reading: counts, sizes, places.
fn shape(ask: &Push) -> Result<[u8; 32], Refused> {
    let bad = |why: &str| no(Code::BadRequest, why);
    if ask.entries.len() > BATCH_ENTRIES {
        return Err(no(Code::TooLarge, "a batch holds 500 entries at most"));
    }
    if ask.entries.iter().any(|entry| entry.payload.len() > ENTRY_BYTES) {
        return Err(no(Code::TooLarge, "an entry is larger than the protocol allows"));
    }
    let Some(first) = ask.entries.first() else {
        return Err(bad("a batch holds at least one entry"));
    };
    if first.seq == 0 || first.seq > i64::MAX as u64 - BATCH_ENTRIES as u64 {
        return Err(bad("places are counted from 1"));
    }
    let follows = |(at, seq): (usize, u64)| seq == first.seq + at as u64;
    if !ask.entries.iter().map(|entry| entry.seq).enumerate().all(follows) {
        return Err(bad("the entries of a batch follow each other"));
    }
    let prev = HEXLOWER.decode(ask.prev_hash.as_bytes()).ok();
    let prev: Option<[u8; 32]> = prev.and_then(|bytes| bytes.try_into().ok());
    prev.ok_or_else(|| bad("a hash is 64 hex digits in small letters"))
}

/// Reckons the chain over the batch.
fn chained(terminal: Uuid, ask: &Push, mut prev: [u8; 32]) -> Vec<StoredEntry> {
    let mut entries = Vec::with_capacity(ask.entries.len());
    for entry in &ask.entries {
        let mut stored = StoredEntry {
            terminal,
            incarnation: ask.incarnation,
            seq: entry.seq,
            id: entry.id,
            kind: entry.kind,
            kind_version: entry.kind_version,
            at_wall: entry.at_wall,
            at_mono: entry.at_mono,
            clock_offset: entry.clock_offset,
            hash: ORIGIN,
            payload: entry.payload.clone(),
        };
        prev = stored.reckoned(&prev);
        stored.hash = prev;
        entries.push(stored);
    }
    entries
}

/// The rows of the imports that count from an entry of this batch on. Parts lie before their commit and never
/// change, so they are read before anything is locked.
pub(super) async fn parts<L: Ledger>(
    ledger: &L,
    shop: Uuid,
    entries: &[StoredEntry],
) -> Result<BTreeMap<u64, Vec<Value>>, No> {
    let mut found = BTreeMap::new();
    let mut budget = LOOKED_THROUGH;
    for commit in entries.iter().filter(|entry| entry.kind == IMPORT_COMMITTED) {
        let Ok(import) = committed(&commit.payload) else {
            continue;
        };
        let first = entries.first().map_or(commit.seq, |entry| entry.seq);
        let mut rows = Vec::new();
        // Told again in another life, its parts stand in other places before it: all are looked through.
        for from in [import.first_seq.max(1), 1] {
            rows.clear();
            let mut next = from;
            while next < first.min(commit.seq) && budget > 0 {
                let left = u32::try_from(first.min(commit.seq) - next).unwrap_or(u32::MAX);
                let limit = left.min(100);
                let held = ledger.entries(shop, commit.incarnation, next, limit).await?;
                let bytes = held.iter().map(|entry| entry.payload.len().max(4 << 10));
                budget = budget.saturating_sub(bytes.sum());
                let Some(last) = held.last() else { break };
                next = last.seq + 1;
                gather(&held, &import, &mut rows);
            }
            let here = entries
                .iter()
                .filter(|entry| (from..commit.seq).contains(&entry.seq));
            gather(here, &import, &mut rows);
            if rows.len() as u64 >= import.rows {
                break;
            }
        }
        found.insert(commit.seq, rows);
    }
    Ok(found)
}

fn gather<'a>(
    entries: impl IntoIterator<Item = &'a StoredEntry>,
    import: &ImportCommitted,
    rows: &mut Vec<Value>,
) {
    let parts = entries.into_iter().filter(|entry| entry.kind == IMPORT_PART);
    rows.extend(
        parts
            .filter_map(|entry| read::part(&entry.payload, import.batch))
            .flatten(),
    );
}

fn committed(payload: &str) -> serde_json::Result<ImportCommitted> {
    let value: Value = serde_json::from_str(payload)?;
    let body = value.pointer("/event/import_committed").cloned();
    serde_json::from_value(body.unwrap_or_default())
}

/// A life of a journal of which nothing has come yet.
pub(super) fn fresh(terminal: Uuid) -> Incarnation {
    Incarnation {
        terminal,
        acked: 0,
        head_hash: HEXLOWER.encode(&ORIGIN),
        durable: 0,
        parked: 0,
        sent_at: 0,
        began: None,
        goes_on: None,
    }
}
