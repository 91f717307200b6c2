//! Lines of feeds whose row is told of at a later version, swept away in order. Must never take the line of a
//! row that no later one tells of.
//!
//! A row that changes leaves its old line where it is: to take it out at once costs a page at random for
//! each. Readers pass such lines over; here they go, a stretch with each write, once the feed has many.

use redb::{ReadTransaction, ReadableTable, Table, WriteTransaction};

use super::{BROOM, Broom, Line, ROWS, code};

/// Lines that are looked at for each that is new: more than one, so that the broom gets round.
const PACE: usize = 2;
/// Nothing is swept as long as fewer than one line of the feed in so many is old.
const SHARE: u64 = 4;

/// Counts in what a write of `new` lines of that feed, `again` of them for rows that had one, leaves behind,
/// and sweeps a stretch. `committed` is what was there before this write: what only this write makes old is
/// found later.
pub(super) fn sweep(
    (tx, committed): (&WriteTransaction, &ReadTransaction),
    lines: &mut Table<'_, Line, (u8, &'static str)>,
    (shop, feed): (u128, u8),
    (new, again): (u64, u64),
) -> Result<(), redb::Error> {
    let mut brooms = tx.open_table(BROOM)?;
    let broom: Broom = brooms
        .get((shop, feed))?
        .map(|row| row.value())
        .unwrap_or_default();
    let (live, mut old, mut next) = broom;
    if old * SHARE > live + old {
        let rows = committed.open_table(ROWS)?;
        let most = PACE * usize::try_from(new).unwrap_or(usize::MAX / PACE);
        let (mut gone, mut seen) = (Vec::new(), 0);
        for line in lines.range((shop, feed, next)..(shop, feed + 1, 0))?.take(most) {
            let (at, row) = line?;
            let version = at.value().2;
            (seen, next) = (seen + 1, version + 1);
            let (kind, id) = row.value();
            let told = rows.get((shop, kind, id))?;
            // A row that cannot be read is for whoever asks for it, not for whoever writes another.
            let told = told.and_then(|row| code::version(row.value()));
            if told.is_some_and(|told| told > version) {
                gone.push(at.value());
            }
        }
        for at in &gone {
            lines.remove(at)?;
        }
        old = old.saturating_sub(gone.len() as u64);
        if seen < most {
            next = 0;
        }
    }
    brooms.insert((shop, feed), (live + new - again, old + again, next))?;
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

    const FEEDS_OF: [(Kind, Feed); 2] = [(Kind::Level, Feed::Shop), (Kind::Product, Feed::Catalogue)];

    /// Where rows are: the shop and the feed.
    type Place = (u128, usize);
    /// Version and value of each row.
    type Model = BTreeMap<String, (u64, Option<u64>)>;
    /// What a reader hears: version, id, value.
    type Heard = Vec<(u64, String, Option<u64>)>;

    /// Changes those rows, in one write; `deleted` ones go.
    async fn change(
        ledger: &Embedded,
        (shop, feed): Place,
        ids: &BTreeSet<u8>,
        (deleted, round): (bool, usize),
    ) {
        let value = (!deleted).then(|| json!(round));
        let rows = ids
            .iter()
            .map(|id| (Key::new(FEEDS_OF[feed].0, id.to_string()), value.clone()));
        let changes = Changes {
            rows: rows.collect(),
            ..Changes::default()
        };
        let put = move |_: &Loaded| Step::Done(changes.clone(), ());
        let shop = Uuid::from_u128(shop);
        ledger.transact(shop, Wanted::default(), put).await.unwrap();
    }

    /// Everything that is told after a version, by pages of that many.
    async fn told(ledger: &Embedded, (shop, feed): Place, mut after: u64, limit: u32) -> Heard {
        let mut all = Vec::new();
        loop {
            let page = ledger.page(Uuid::from_u128(shop), FEEDS_OF[feed].1, after, limit);
            let page = page.await.unwrap();
            let rows = page.rows.into_iter();
            all.extend(rows.map(|(v, key, value)| (v, key.id, value.and_then(|value| value.as_u64()))));
            if page.left == 0 {
                return all;
            }
            after = all.last().unwrap().0;
        }
    }

    /// Lines of that feed, and what is counted of it.
    async fn lines(ledger: &Embedded, (shop, feed): Place) -> (u64, Broom) {
        let number = FEEDS_OF[feed].1.number();
        let counted = ledger.on_disk(move |database| {
            let tx = database.begin_read()?;
            let lines = tx.open_table(FEEDS)?;
            let lines = lines.range((shop, number, 0)..(shop, number + 1, 0))?.count() as u64;
            let broom = tx.open_table(BROOM)?.get((shop, number))?;
            Ok((lines, broom.map(|row| row.value()).unwrap_or_default()))
        });
        counted.await.unwrap()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        /// Whoever reads from any place, at any time, hears of every row that changed since then, once, as
        /// it is now, whatever is swept in the feeds of other shops.
        #[test]
        fn every_row_is_told_once_as_it_is_and_what_is_old_is_counted(
            writes in proptest::collection::vec(
                (
                    (7..9_u128, 0..2_usize),
                    proptest::collection::btree_set(0..40_u8, 0..30),
                    0..10_u8,
                ),
                1..60,
            ),
            limit in 1..20_u32,
            after in 0..200_u64,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let ledger = Embedded::open(dir.path()).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let mut models: BTreeMap<Place, (u64, Model)> = BTreeMap::new();
                for (round, (place, ids, lot)) in writes.iter().enumerate() {
                    let deleted = *lot == 0;
                    change(&ledger, *place, ids, (deleted, round)).await;
                    let (head, model) = models.entry(*place).or_default();
                    // What was never there is told as gone, too.
                    for id in ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>() {
                        *head += 1;
                        model.insert(id, (*head, (!deleted).then_some(round as u64)));
                    }
                    for (place, (_, model)) in &models {
                        let rows = model.iter().map(|(id, (v, value))| (*v, id.clone(), *value));
                        let mut expected: Vec<_> = rows.collect();
                        expected.sort();
                        assert_eq!(told(&ledger, *place, 0, limit).await, expected);
                        expected.retain(|(v, ..)| *v > after);
                        assert_eq!(told(&ledger, *place, after, limit).await, expected);
                        let (lines, (live, old, _)) = lines(&ledger, *place).await;
                        assert_eq!((lines, live), (live + old, model.len() as u64));
                    }
                }
            });
        }
    }

    #[test]
    fn old_lines_of_a_feed_are_at_most_five_for_three_rows() {
        let dir = tempfile::tempdir().unwrap();
        let ledger = Embedded::open(dir.path()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            // A large feed of another shop, and one of the same in which nothing changes twice.
            let all: BTreeSet<u8> = (0..=255).collect();
            change(&ledger, (8, 0), &all, (false, 0)).await;
            change(&ledger, (7, 1), &all, (false, 0)).await;
            for round in 0..300_usize {
                let ids = (0..20).map(|n| ((round * 7 + n * 11) % 100) as u8).collect();
                change(&ledger, (7, 0), &ids, (false, round)).await;
                let (lines, _) = lines(&ledger, (7, 0)).await;
                // A third when a round begins, and until it ends as many new ones as there were lines.
                assert!(
                    lines <= 100 + 33 + 133,
                    "{lines} lines for 100 rows after {round} writes"
                );
            }
        });
    }
}
