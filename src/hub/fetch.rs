//! A till reads its own past back. Must never tell it another till's, unless it has taken that till's place.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::ledger::{Ledger, StoredEntry};
use super::no::{No, no};
use super::rows::{Incarnation, Terminal};
use super::work::read;
use super::{Caller, keys};
use crate::protocol::entry::WireEntry;
use crate::protocol::fetch::{Fetch, Fetched, HashAt};
use crate::protocol::limits::{BATCH_BYTES, BATCH_ENTRIES, LISTED};
use crate::protocol::refused::Code;
use crate::vault::chain::ORIGIN;

/// Answers a fetch.
pub(super) async fn fetch<L: Ledger>(ledger: &L, who: &Caller, ask: Fetch) -> Result<Fetched, No> {
    if ask.probe.len() > LISTED || ask.from >= i64::MAX as u64 {
        return Err(no(Code::BadRequest, "that is more than there can be").into());
    }
    let life = life(ledger, who, ask.incarnation).await?;
    let from = ask.from.max(1);
    let limit = ask.limit.min(u32::try_from(BATCH_ENTRIES).unwrap_or(u32::MAX));
    let mut entries = Vec::new();
    if limit > 0 {
        entries = ledger.entries(who.shop, ask.incarnation, from, limit).await?;
        short(&mut entries);
    }
    let prev = match from - 1 {
        0 => life.began.clone(),
        seq => hash(ledger, who.shop, (ask.incarnation, seq)).await?,
    };
    let mut hashes = Vec::new();
    for seq in ask.probe.iter().filter(|seq| (1..=life.acked).contains(*seq)) {
        if let Some(hash) = hash(ledger, who.shop, (ask.incarnation, *seq)).await? {
            hashes.push(HashAt { seq: *seq, hash });
        }
    }
    Ok(Fetched {
        prev_hash: prev.unwrap_or_else(|| HEXLOWER.encode(&ORIGIN)),
        entries: entries.into_iter().map(wire).collect(),
        acked: life.acked,
        head_hash: life.head_hash,
        hashes,
    })
}

/// The life of the journal, if the till may read it.
pub(super) async fn life<L: Ledger>(ledger: &L, who: &Caller, incarnation: Uuid) -> Result<Incarnation, No> {
    let unknown = || no(Code::NotFound, "the hub holds nothing of that journal");
    let (key, own) = (keys::incarnation(incarnation), keys::terminal(who.terminal));
    let rows = ledger
        .get(who.shop, BTreeSet::from([key.clone(), own.clone()]))
        .await?;
    let life: Incarnation = rows.get(&key).map(read).ok_or_else(unknown)?;
    let terminal: Option<Terminal> = rows.get(&own).map(read);
    let took = terminal.is_some_and(|terminal| terminal.replaced.contains(&life.terminal));
    if life.terminal == who.terminal || took {
        Ok(life)
    } else {
        Err(unknown().into())
    }
}

async fn hash<L: Ledger>(ledger: &L, shop: Uuid, (life, seq): (Uuid, u64)) -> Result<Option<String>, No> {
    let found = ledger.entries(shop, life, seq, 1).await?;
    let found = found.into_iter().find(|entry| entry.seq == seq);
    Ok(found.map(|entry| HEXLOWER.encode(&entry.hash)))
}

/// Leaves what fits into one answer, and one entry at least.
fn short(entries: &mut Vec<StoredEntry>) {
    let mut bytes = 0;
    let fits = entries.iter().take_while(|entry| {
        let before = bytes;
        bytes += entry.payload.len();
        before < BATCH_BYTES
    });
    let fits = fits.count();
    entries.truncate(fits);
}

fn wire(entry: StoredEntry) -> WireEntry {
    WireEntry {
        seq: entry.seq,
        id: entry.id,
        kind: entry.kind,
        kind_version: entry.kind_version,
        at_wall: entry.at_wall,
        at_mono: entry.at_mono,
        clock_offset: entry.clock_offset,
        payload: entry.payload,
    }
}
