//! The fold: the same rows however the entries are divided, each entry once. Must never compare less than
//! every table.

use jiff::civil::date;
use proptest::prelude::*;

use super::shop::{Written, product, sku};
use super::{assert_equal, disk::Disk, empty, fold, folded};
use crate::domain::quantity::Quantity;
use crate::domain::refund::{Back, Fate};
use crate::store::{Applied, Store, StoreError};

/// One thing that happens in a shop.
#[derive(Debug, Clone)]
enum Step {
    Sell(Vec<(u32, i32)>, i8),
    Refund(i32, bool, i8),
    Import(u32, u32, Option<i32>, bool),
    Save(u32, Option<i32>),
    NextDay(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let lines = proptest::collection::vec((0u32..400, 1i32..20), 1..6);
    let stock = || proptest::option::of(0i32..50);
    prop_oneof![
        6 => (lines, 8i8..22).prop_map(|(lines, hour)| Step::Sell(lines, hour)),
        2 => (1i32..9, any::<bool>(), 8i8..22).prop_map(|(n, credit, hour)| Step::Refund(n, credit, hour)),
        1 => (0u32..300, 1u32..60, stock(), any::<bool>()).prop_map(|(a, n, s, c)| Step::Import(a, n, s, c)),
        1 => (0u32..400, stock()).prop_map(|(index, stock)| Step::Save(index, stock)),
        // -20: a clock that was behind. The till refuses it; the store must live with it.
        1 => prop_oneof![Just(1i64), Just(30), Just(-20)].prop_map(Step::NextDay),
    ]
}

fn written(steps: &[Step]) -> Written {
    let mut written = Written::new();
    for step in steps {
        match step {
            Step::Sell(lines, hour) => written.sell(lines, *hour),
            Step::Refund(most, false, hour) => written.refund(*most, Back::Original, Fate::Stock, *hour),
            Step::Refund(most, true, hour) => written.refund(*most, Back::Credit, Fate::WrittenOff, *hour),
            Step::Import(from, count, stock, commit) => written.import(*from..from + count, *stock, *commit),
            Step::Save(index, stock) => written.save(*index, *stock),
            Step::NextDay(days) => {
                written.close();
                let day = written.till().last_date.unwrap();
                written.open(day.checked_add(jiff::Span::new().days(*days)).unwrap());
            }
        }
    }
    written
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn however_divided_the_rows_are_the_same(
        steps in proptest::collection::vec(step(), 0..60),
        cuts in proptest::collection::vec(1usize..9, 1..40),
    ) {
        let written = written(&steps);
        let whole = folded(&written);
        prop_assert_eq!(whole.till(), written.till.as_ref());

        let mut divided = empty();
        let (mut from, mut cuts) = (0, cuts.iter().cycle());
        while from < written.entries.len() {
            let to = (from + cuts.next().unwrap()).min(written.entries.len());
            // What is there already is passed over.
            fold(&mut divided, &written.entries[from.saturating_sub(3)..to], &written.entries);
            from = to;
        }
        assert_equal(&whole, &divided);
    }
}

#[test]
fn folding_again_changes_nothing() {
    let mut written = Written::new();
    written.import(0..50, Some(10), true);
    written.sell(&[(1, 2), (2, 3)], 10);
    let once = folded(&written);
    let mut twice = folded(&written);
    fold(&mut twice, &written.entries, &written.entries);
    assert_equal(&once, &twice);
}

#[test]
fn a_missing_entry_is_refused_and_nothing_is_folded() {
    let mut written = Written::new();
    written.sell(&[(1, 1)], 10);
    written.sell(&[(2, 1)], 10);
    let mut store = empty();
    fold(&mut store, &written.entries[..3], &written.entries);
    let gap = store.fold(&written.entries[4..], &mut |_, _| Ok(()));
    let place = |seq| Applied { ordinal: 1, seq };
    assert!(
        matches!(gap, Err(StoreError::Gap { applied, given }) if applied == place(3) && given == place(5))
    );
    assert_eq!(store.applied(), place(3));
    fold(&mut store, &written.entries[3..], &written.entries);
    assert_equal(&store, &folded(&written));
}

#[test]
fn the_next_incarnation_begins_at_one() {
    let place = |ordinal, seq| Applied { ordinal, seq };
    assert!(Applied::default().precedes(place(1, 1)));
    assert!(place(1, 9).precedes(place(1, 10)));
    assert!(place(1, 9).precedes(place(2, 1)));
    for wrong in [place(1, 9), place(1, 11), place(2, 2), place(3, 1), place(0, 10)] {
        assert!(!place(1, 9).precedes(wrong), "{wrong}");
    }
}

#[test]
fn an_import_counts_at_its_commit_and_all_of_it() {
    let mut written = Written::new();
    written.import(0..25, Some(7), true);
    let before = written.entries.len() - 1;
    let mut store = empty();
    let products = |store: &Store| {
        let mut count = 0;
        store.read().unwrap().for_each_product(|_| count += 1).unwrap();
        count
    };
    fold(&mut store, &written.entries[..before], &written.entries);
    assert_eq!(products(&store), 0);

    let short = store.fold(&written.entries[before..], &mut |import, show| {
        Written::show_parts(&written.entries[..before - 1], import, show)
    });
    assert!(matches!(short, Err(StoreError::Parts(_))), "a part is missing");
    assert_eq!(products(&store), 0);

    fold(&mut store, &written.entries[before..], &written.entries);
    assert_eq!(products(&store), 25);
}

#[test]
fn stock_of_a_row_counts_for_a_new_product_only() {
    let mut written = Written::new();
    written.save(1, Some(10));
    written.save(2, None);
    written.sell(&[(1, 3), (2, 1), (3, 1)], 10);
    written.import(1..4, Some(100), true);
    let reader = folded(&written).read().unwrap();
    let levels = reader.stock(&[sku(1), sku(2), sku(3), sku(4)]).unwrap();
    let pieces = |count| Some(Quantity::from(count));
    // Product 3 was sold before any list had it: the import is the first to count it.
    assert_eq!(levels, [pieces(7), None, pieces(100), None]);
    let mut listed = Vec::new();
    reader.for_each_product(|product| listed.push(product)).unwrap();
    let mut expected: Vec<_> = (1..4).map(product).collect();
    expected.sort_by(|a, b| a.sku.cmp(&b.sku));
    assert_eq!(listed, expected);
}

#[test]
fn a_difference_is_named() {
    let mut written = Written::open_on(date(2026, 1, 2));
    written.save(1, Some(10));
    let mut more = Written::open_on(date(2026, 1, 2));
    more.save(1, Some(11));
    more.save(2, Some(11));
    let (ours, theirs) = (folded(&written).read().unwrap(), folded(&more).read().unwrap());
    let told = |found: Vec<crate::store::Difference>| {
        let told = found.into_iter().map(|d| format!("{} {}", d.table, d.what));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        told(ours.compare(&theirs).unwrap()),
        [
            "meta different",
            "meta different",
            "meta different",
            "ids missing",
            "products missing",
            "blocks different",
            "happenings missing"
        ]
    );
    assert!(told(theirs.compare(&ours).unwrap()).contains(&"products too much".to_owned()));
}

/// The promise of the design: a sale of 20 goods out of many costs few bytes once folds take 64 at a time.
#[test]
fn a_folded_sale_costs_few_bytes() {
    const PRODUCTS: u32 = 20_000;
    let disk = Disk::default();
    let mut store = Store::with_backends({
        let disk = disk.clone();
        move || Ok(disk.backend())
    })
    .unwrap();
    let mut written = Written::new();
    written.import(0..PRODUCTS, Some(40), true);
    let from = written.entries.len();
    fold(&mut store, &written.entries, &written.entries);
    for sale in 0..256u32 {
        let mut state = sale.wrapping_mul(0x9E37_79B9);
        let mut lines = [(0, 1); 20];
        for line in &mut lines {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            line.0 = (state >> 8) % PRODUCTS;
        }
        written.sell(&lines, 10);
    }
    disk.state().written = 0;
    for batch in written.entries[from..].chunks(64) {
        fold(&mut store, batch, &[]);
    }
    let each = disk.state().written / 256;
    assert!(each < 15_000, "{each} bytes for a sale");
}
