//! Reads of what is committed. Must never read two moments for one answer.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::panic::resume_unwind;

use redb::ReadTransaction;
use serde_json::Value;
use uuid::Uuid;

use super::{ENTRIES, FEEDS, HEADS, IDS, ROWS, code};
use crate::hub::ledger::{Feed, Head, Key, Kind, Loaded, Order, Page, StoredEntry, Wanted};

type Read<T> = Result<T, redb::Error>;

/// Rows from which on two threads are worth while.
const MANY: usize = 100;

/// Loads what is wanted of what is committed.
pub(super) fn load(tx: &ReadTransaction, shop: u128, wanted: &Wanted, into: &mut Loaded) -> Read<()> {
    let keys: Vec<&Key> = wanted.keys.iter().collect();
    if keys.len() < MANY {
        rows(tx, shop, &keys, &mut into.rows)?;
        return marks(tx, shop, wanted, into);
    }
    let (low, high) = keys.split_at(keys.len() / 2);
    let mut found = BTreeMap::new();
    std::thread::scope(|scope| {
        let found = scope.spawn(|| rows(tx, shop, high, &mut found));
        let rest = rows(tx, shop, low, &mut into.rows).and_then(|()| marks(tx, shop, wanted, into));
        let found = found.join().unwrap_or_else(|failed| resume_unwind(failed));
        both(found, rest)
    })?;
    into.rows.append(&mut found);
    Ok(())
}

fn rows(tx: &ReadTransaction, shop: u128, keys: &[&Key], into: &mut BTreeMap<Key, Value>) -> Read<()> {
    let rows = tx.open_table(ROWS)?;
    // Many of a batch are of a kind of which there is none, or behind the last: once one is not there, what
    // lies before the next that is there is not looked up.
    let mut nothing_before: Option<(Kind, Option<String>)> = None;
    for key in keys {
        if let Some((kind, next)) = &nothing_before
            && *kind == key.kind
            && next.as_ref().is_none_or(|next| key.id < *next)
        {
            continue;
        }
        let kind = key.kind.number();
        let place = (shop, kind, key.id.as_str());
        let Some(row) = rows.get(place)? else {
            let mut rest = rows.range::<(u128, u8, &str)>(place..(shop, kind + 1, ""))?;
            let next = rest.next().transpose()?;
            nothing_before = Some((key.kind, next.map(|(next, _)| next.value().2.to_owned())));
            continue;
        };
        if let (_, Some(value)) = sound(code::read_row(row.value()))? {
            into.insert((*key).clone(), value);
        }
    }
    Ok(())
}

fn marks(tx: &ReadTransaction, shop: u128, wanted: &Wanted, into: &mut Loaded) -> Read<()> {
    let (ids, entries) = (tx.open_table(IDS)?, tx.open_table(ENTRIES)?);
    for id in &wanted.ids {
        if let Some(row) = ids.get((shop, id.as_u128()))? {
            into.ids.insert(*id, sound(code::read_known(row.value()))?);
        }
    }
    for place in &wanted.places {
        if let Some(row) = entries.get((shop, place.0.as_u128(), place.1))? {
            into.places.insert(*place, sound(code::hash_of(row.value()))?);
        }
    }
    let heads = tx.open_table(HEADS)?;
    for feed in Feed::ALL {
        if let Some(row) = heads.get((shop, feed.number()))? {
            let (v, digest) = row.value();
            into.heads.insert(feed, Head { v, digest });
        }
    }
    Ok(())
}

/// See [`Ledger::list`](super::Ledger::list).
pub(super) fn list(
    tx: &ReadTransaction,
    (shop, kind): (u128, Kind),
    after: Option<&str>,
    order: Order,
    limit: u32,
) -> Read<Vec<(String, Value)>> {
    let rows = tx.open_table(ROWS)?;
    let kind = kind.number();
    let past = (shop, kind + 1, "");
    let from = match (after, order) {
        (Some(after), Order::Up) => Bound::Excluded((shop, kind, after)),
        _ => Bound::Included((shop, kind, "")),
    };
    let to = match (after, order) {
        (Some(after), Order::Down) => Bound::Excluded((shop, kind, after)),
        _ => Bound::Excluded(past),
    };
    let mut range = rows.range::<(u128, u8, &str)>((from, to))?;
    let mut found = Vec::new();
    while found.len() < limit as usize {
        let next = match order {
            Order::Up => range.next(),
            Order::Down => range.next_back(),
        };
        let Some(next) = next else { break };
        let (key, row) = next?;
        if let (_, Some(value)) = sound(code::read_row(row.value()))? {
            found.push((key.value().2.to_owned(), value));
        }
    }
    Ok(found)
}

/// See [`Ledger::page`](super::Ledger::page).
pub(super) fn page(tx: &ReadTransaction, (shop, feed): (u128, Feed), after: u64, limit: u32) -> Read<Page> {
    let (feeds, rows) = (tx.open_table(FEEDS)?, tx.open_table(ROWS)?);
    let number = feed.number();
    let head = tx.open_table(HEADS)?.get((shop, number))?.map(|row| row.value());
    let head = head.map_or_else(Head::default, |(v, digest)| Head { v, digest });
    let mut page = Page {
        rows: Vec::new(),
        head,
        left: 0,
    };
    if after >= head.v {
        return Ok(page);
    }
    let mut last = after;
    // The line of the head's own version is never an old one: where it was not reached, something is left.
    for next in feeds.range((shop, number, after + 1)..(shop, number + 1, 0))? {
        if page.rows.len() >= limit as usize {
            break;
        }
        let (at, row) = next?;
        let version = at.value().2;
        let (kind, id) = row.value();
        let row = sound(rows.get((shop, kind, id))?)?;
        if sound(code::version(row.value()))? > version {
            // It is told of at its later version; this line waits to be swept away.
            continue;
        }
        last = version;
        let (_, value) = sound(code::read_row(row.value()))?;
        let kind = sound(Kind::ALL.iter().copied().find(|known| known.number() == kind))?;
        page.rows.push((version, Key::new(kind, id), value));
    }
    // As far as is known: versions between that have moved on are counted as well.
    page.left = head.v.saturating_sub(last);
    Ok(page)
}

/// See [`Ledger::entries`](super::Ledger::entries).
pub(super) fn entries(
    tx: &ReadTransaction,
    (shop, incarnation): (u128, u128),
    from: u64,
    limit: u32,
) -> Read<Vec<StoredEntry>> {
    let table = tx.open_table(ENTRIES)?;
    let mut found = Vec::new();
    for next in table.range((shop, incarnation, from)..=(shop, incarnation, u64::MAX))? {
        if found.len() >= limit as usize {
            break;
        }
        let (key, row) = next?;
        let place = (Uuid::from_u128(incarnation), key.value().2);
        found.push(sound(code::read_entry(place.0, place.1, row.value()))?);
    }
    Ok(found)
}

/// What two threads came to. Once one has met a fault of the disk the other only hears that there was one:
/// what it was decides whether the file is opened again.
pub(super) fn both(one: Read<()>, other: Read<()>) -> Read<()> {
    match (one, other) {
        (Err(redb::Error::PreviousIo), Err(cause)) => Err(cause),
        (one, other) => one.and(other),
    }
}

/// What is there or a damaged file.
pub(super) fn sound<T>(read: Option<T>) -> Read<T> {
    read.ok_or_else(|| redb::Error::Corrupted("a row of the hub's file cannot be read".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_whichever_thread_met_it() {
        let full = || Err(redb::Error::Io(std::io::ErrorKind::StorageFull.into()));
        let later = || Err(redb::Error::PreviousIo);
        for told in [
            both(full(), later()),
            both(later(), full()),
            both(Ok(()), full()),
            both(full(), Ok(())),
        ] {
            assert!(matches!(told, Err(redb::Error::Io(_))), "{told:?}");
        }
        assert!(matches!(both(later(), Ok(())), Err(redb::Error::PreviousIo)));
        assert!(both(Ok(()), Ok(())).is_ok());
    }
}
