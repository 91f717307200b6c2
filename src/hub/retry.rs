//! Entries that wait do what they say after all, as far as they can by now: after an update of the hub, or
//! when what stood before them is settled. Must never do an entry's effect twice.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::choose::chosen;
use super::effects::{self, Origin};
use super::keys;
use super::ledger::{Key, Kind, Ledger, Loaded, Order, Step, StoredEntry, Wanted};
use super::no::{No, no};
use super::push::{guarded, parts};
use super::read::{Read, read};
use super::rows::{Blocked, Incarnation, Parked, Terminal};
use super::work::Work;
use super::{Caller, hello};
use crate::protocol::refused::Code;
use crate::protocol::retry::Retried;

/// Entries of one life that are tried with one question.
const TRIED: usize = 1_000;

/// Tries every entry that waits once, in order.
pub(super) async fn retry<L: Ledger>(ledger: &L, called: Option<&str>, now: i64) -> Result<Value, No> {
    let (mut applied, mut waits) = (0_u64, 0_u64);
    for (shop, _) in chosen(ledger, called).await? {
        let mut after = None;
        loop {
            let rows = ledger.list(shop, Kind::Parked, after, Order::Up, 100).await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(last.clone());
            for (_, row) in rows {
                let row: Parked = super::work::read(&row);
                if one(ledger, shop, &row, now).await? {
                    applied += 1;
                } else {
                    waits += 1;
                }
            }
        }
    }
    Ok(json!({ "applied": applied, "parked": waits }))
}

/// Tries the entries of one till that wait once, in order, and tells those that still do.
pub(super) async fn own<L: Ledger>(ledger: &L, who: &Caller, now: i64) -> Result<Retried, No> {
    let key = keys::terminal(who.terminal);
    let rows = ledger.get(who.shop, BTreeSet::from([key.clone()])).await?;
    let unknown = || no(Code::Unauthorized, "the token is unknown");
    let terminal: Terminal = rows.get(&key).map(super::work::read).ok_or_else(unknown)?;
    let mut applied = 0;
    for life in &terminal.lives {
        let mut after = Some(format!("{life}/"));
        let mut tried = 0;
        while tried < TRIED {
            let rows = ledger.list(who.shop, Kind::Parked, after, Order::Up, 100).await?;
            let rows: Vec<(String, Value)> = rows
                .into_iter()
                .take_while(|(id, _)| id.starts_with(&life.to_string()))
                .collect();
            let Some((last, _)) = rows.last() else { break };
            after = Some(last.clone());
            tried += rows.len();
            for (_, row) in rows {
                applied += u64::from(one(ledger, who.shop, &super::work::read(&row), now).await?);
            }
        }
    }
    let (parked, parked_count, _) = hello::waiting(ledger, who.shop, &terminal).await?;
    Ok(Retried {
        applied,
        parked,
        parked_count,
    })
}

/// Gives an entry up that waits: what it says is never done, and what waited behind it is tried again.
pub(super) async fn dismiss<L: Ledger>(ledger: &L, entry: Uuid, now: i64) -> Result<Value, No> {
    for (shop, _) in chosen(ledger, None).await? {
        let mut after = None;
        loop {
            let rows = ledger.list(shop, Kind::Parked, after, Order::Up, 500).await?;
            let Some((last, _)) = rows.last() else { break };
            after = Some(last.clone());
            let mut rows = rows.iter().map(|(_, row)| super::work::read::<Parked>(row));
            if let Some(row) = rows.find(|row| row.id == entry) {
                given_up(ledger, shop, &row, now).await?;
                let retried = retry(ledger, None, now).await?;
                return Ok(json!({
                    "entry": entry, "seq": row.seq, "terminal": row.terminal, "reason": row.reason,
                    "applied": retried["applied"], "parked": retried["parked"],
                }));
            }
        }
    }
    Err(no(Code::NotFound, format!("no entry {entry} waits")).into())
}

async fn given_up<L: Ledger>(ledger: &L, shop: Uuid, row: &Parked, now: i64) -> Result<(), No> {
    let waiting = keys::parked(row.incarnation, row.seq);
    let life = keys::incarnation(row.incarnation);
    let found = ledger.entries(shop, row.incarnation, row.seq, 1).await?;
    let entry = found.into_iter().find(|entry| entry.seq == row.seq);
    let about = entry.iter().map(|entry| read(entry, |_| Vec::new()));
    let about: Vec<_> = about.collect();
    let about = about.iter().flat_map(effects::about);
    let marks: Vec<Key> = about.map(|about| keys::blocked(&about)).collect();
    let own = [waiting.clone(), life.clone(), keys::tally(row.incarnation)];
    let wanted = Wanted::rows(marks.iter().cloned().chain(own));
    let done = ledger.transact(shop, wanted, move |loaded| {
        let mut work = Work::new(loaded);
        let (Some(mut row), true) = (work.get::<Incarnation>(&life), work.value(&waiting).is_some()) else {
            return Step::Nothing(());
        };
        row.parked = row.parked.saturating_sub(1);
        work.put(life.clone(), &row);
        work.remove(waiting.clone());
        if let Some(entry) = &entry {
            let from = Origin {
                entry,
                name: "",
                by: None,
                now,
                before: None,
            };
            effects::tally::given_up(&mut work, &from);
        }
        for mark in &marks {
            let own = work
                .get::<Blocked>(mark)
                .is_some_and(|mark| mark.first == waiting.id);
            if own {
                work.remove(mark.clone());
            }
        }
        work.done(())
    });
    Ok(done.await?)
}

async fn one<L: Ledger>(ledger: &L, shop: Uuid, row: &Parked, now: i64) -> Result<bool, No> {
    let found = ledger.entries(shop, row.incarnation, row.seq, 1).await?;
    let Some(entry) = found.into_iter().find(|entry| entry.seq == row.seq) else {
        return Ok(false);
    };
    // An id that is taken stays taken; everything else may have become possible.
    if row.reason == "id_taken" {
        return Ok(false);
    }
    let mut rows = parts(ledger, shop, std::slice::from_ref(&entry)).await?;
    let read = read(&entry, |_| rows.remove(&entry.seq).unwrap_or_default());
    let own = [
        keys::terminal(entry.terminal),
        keys::incarnation(entry.incarnation),
        keys::parked(entry.incarnation, entry.seq),
        keys::tally(entry.incarnation),
    ];
    let wanted = Wanted::rows(own);
    let mut asked = BTreeSet::new();
    let done = ledger.transact(shop, wanted, move |loaded| {
        let more: BTreeSet<_> = effects::wanted(&read, &entry, loaded)
            .into_iter()
            .filter(|key| !asked.contains(key))
            .collect();
        if !more.is_empty() {
            asked.extend(more.iter().cloned());
            return Step::More(Wanted::rows(more));
        }
        decided(loaded, &entry, &read, now)
    });
    Ok(done.await?)
}

fn decided(loaded: &Loaded, entry: &StoredEntry, read: &Read, now: i64) -> Step<bool> {
    let mut work = Work::new(loaded);
    let waiting = keys::parked(entry.incarnation, entry.seq);
    let terminal: Option<Terminal> = work.get(&keys::terminal(entry.terminal));
    let life: Option<Incarnation> = work.get(&keys::incarnation(entry.incarnation));
    let (Some(terminal), Some(mut life), true) = (terminal, life, work.value(&waiting).is_some()) else {
        return Step::Nothing(false);
    };
    // The marks that this very entry made do not hold it back.
    for about in effects::about(read) {
        let mark = keys::blocked(&about);
        let own = work
            .get::<Blocked>(&mark)
            .is_some_and(|mark| mark.first == waiting.id);
        if own {
            work.remove(mark);
        }
    }
    work.keep();
    let from = Origin {
        entry,
        name: &terminal.name,
        by: read.by(),
        now,
        before: None,
    };
    if guarded(&mut work, &from, read).is_err() {
        return Step::Nothing(false);
    }
    work.remove(waiting);
    life.parked = life.parked.saturating_sub(1);
    work.put(keys::incarnation(entry.incarnation), &life);
    work.done(true)
}
