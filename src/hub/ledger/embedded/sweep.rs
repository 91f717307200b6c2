//! Lines of feeds whose row is told of at a later version, swept away in order. Must never take the line of a
//! row that no later one tells of.
//!
//! A row that changes leaves its old line where it is: to take it out at once costs a page at random for each,
//! half of all that a long upload writes. Readers pass such lines over; here they go, a stretch with each
//! write, once there are many of them.

use redb::{ReadTransaction, ReadableTable, ReadableTableMetadata, Table, WriteTransaction};

use super::read::sound;
use super::{BROOM, Line, ROWS, code};

/// Lines that are looked at for each that is new: more than one, so that the broom gets round.
const PACE: usize = 2;
/// Nothing is swept as long as fewer than one line in so many is old.
const SHARE: u64 = 4;

/// Counts in what a write of `new` lines, `again` of them for rows that had one, leaves behind, and sweeps a
/// stretch. `committed` is what was there before this write: what only this write makes old is found later.
pub(super) fn sweep(
    tx: &WriteTransaction,
    committed: &ReadTransaction,
    feeds: &mut Table<'_, Line, (u8, &'static str)>,
    (new, again): (usize, u64),
) -> Result<(), redb::Error> {
    if new == 0 {
        return Ok(());
    }
    let mut broom = tx.open_table(BROOM)?;
    let (old, from) = broom.get(())?.map(|row| row.value()).unwrap_or_default();
    let old = old + again;
    if old * SHARE <= feeds.len()? {
        broom.insert((), (old, from))?;
        return Ok(());
    }
    let rows = committed.open_table(ROWS)?;
    let (mut gone, mut seen, mut next) = (Vec::new(), 0, from);
    for line in feeds.range(from..)?.take(PACE * new) {
        let (at, row) = line?;
        let (shop, feed, version) = at.value();
        (seen, next) = (seen + 1, (shop, feed, version + 1));
        let (kind, id) = row.value();
        if let Some(row) = rows.get((shop, kind, id))?
            && sound(code::version(row.value()))? > version
        {
            gone.push(at.value());
        }
    }
    for at in &gone {
        feeds.remove(at)?;
    }
    let round = seen < PACE * new;
    let left = old.saturating_sub(gone.len() as u64);
    broom.insert((), (left, if round { Line::default() } else { next }))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::{BTreeMap, BTreeSet};

    use redb::ReadableDatabase;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::hub::ledger::embedded::{Embedded, FEEDS};
    use crate::hub::ledger::{Changes, Feed, Key, Kind, Ledger, Loaded, Step, Wanted};

    const SHOP: Uuid = Uuid::from_u128(7);

    /// Changes those rows, in one write; `deleted` ones go.
    async fn change(ledger: &Embedded, ids: &BTreeSet<u8>, deleted: bool, round: usize) {
        let value = (!deleted).then(|| json!(round));
        let rows = ids
            .iter()
            .map(|id| (Key::new(Kind::Level, id.to_string()), value.clone()));
        let changes = Changes {
            rows: rows.collect(),
            ..Changes::default()
        };
        let put = move |_: &Loaded| Step::Done(changes.clone(), ());
        ledger.transact(SHOP, Wanted::default(), put).await.unwrap();
    }

    /// Everything that is told after a version, by pages of that many.
    async fn told(ledger: &Embedded, mut after: u64, limit: u32) -> Vec<(u64, String, Option<u64>)> {
        let mut all = Vec::new();
        loop {
            let page = ledger.page(SHOP, Feed::Shop, after, limit).await.unwrap();
            let rows = page.rows.into_iter();
            all.extend(rows.map(|(v, key, value)| (v, key.id, value.and_then(|value| value.as_u64()))));
            if page.left == 0 {
                return all;
            }
            after = all.last().unwrap().0;
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        /// Whoever reads from any place hears of every row that changed since then, once, as it is now; and old
        /// lines do not pile up.
        #[test]
        fn every_row_is_told_once_as_it_is_and_old_lines_go(
            writes in proptest::collection::vec(
                (proptest::collection::btree_set(0..60_u8, 0..40), proptest::bool::weighted(0.1)),
                1..40,
            ),
            limit in 1..20_u32,
            after in 0..200_u64,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let ledger = Embedded::open(dir.path()).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let (mut model, mut head) = (BTreeMap::new(), 0);
                for (round, (ids, deleted)) in writes.iter().enumerate() {
                    change(&ledger, ids, *deleted, round).await;
                    for id in ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>() {
                        // What is not there and goes is not told of.
                        head += 1;
                        model.insert(id, (head, (!deleted).then_some(round as u64)));
                    }
                }
                let mut expected: Vec<_> = model.iter().map(|(id, (v, value))| (*v, id.clone(), *value)).collect();
                expected.sort();
                assert_eq!(told(&ledger, 0, limit).await, expected);
                expected.retain(|(v, ..)| *v > after);
                assert_eq!(told(&ledger, after, limit).await, expected);
                let live = model.len() as u64;
                let (lines, most) = ledger
                    .on_disk(|database| {
                        let tx = database.begin_read()?;
                        let most = tx.open_table(BROOM)?.get(())?.map_or(0, |row| row.value().0);
                        Ok((tx.open_table(FEEDS)?.len()?, most))
                    })
                    .await
                    .unwrap();
                assert_eq!(lines, live + most, "what is old is counted");
            });
        }
    }

    #[test]
    fn old_lines_never_outnumber_those_that_count_by_much() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Embedded::open(dir.path()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for round in 0..300_usize {
                let ids = (0..20).map(|n| ((round * 7 + n * 11) % 100) as u8).collect();
                change(&ledger, &ids, false, round).await;
                let lines = ledger.on_disk(|database| Ok(database.begin_read()?.open_table(FEEDS)?.len()?));
                let lines = lines.await.unwrap();
                assert!(lines <= 250, "{lines} lines for 100 rows after {round} writes");
            }
        });
    }
}
