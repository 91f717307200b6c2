//! What every ledger does, told as a test. Must never ask for what only one of them can do.
//!
//! Call [`holds`] with an empty ledger, inside a runtime with several threads.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Changes, Feed, Head, Key, Kind, Ledger, Loaded, Order, Page, Step, StoredEntry, Wanted, mark};

const SHOP: Uuid = Uuid::from_u128(7);
const OTHER: Uuid = Uuid::from_u128(8);
const LIFE: Uuid = Uuid::from_u128(21);

/// Panics where the ledger does not hold to the contract.
pub async fn holds<L: Ledger>(ledger: L) {
    ledger.check().await.expect("it works");
    nothing_is_written_on_nothing(&ledger).await;
    rows_are_kept_replaced_and_gone(&ledger).await;
    entries_are_found_by_place_and_id(&ledger).await;
    more_is_loaded_when_asked(&ledger).await;
    lists_go_both_ways(&ledger).await;
    shops_are_apart(&ledger).await;
    writers_leave_no_gap(&ledger).await;
    readers_see_whole_moments(&ledger).await;
    who_fails_takes_nobody_along(&ledger).await;
}

fn keys(keys: &[(Kind, &str)]) -> BTreeSet<Key> {
    keys.iter().map(|(kind, id)| Key::new(*kind, *id)).collect()
}

fn changes(rows: &[(Kind, &str, Option<Value>)]) -> Changes {
    let rows = rows
        .iter()
        .map(|(kind, id, value)| (Key::new(*kind, *id), value.clone()));
    Changes {
        rows: rows.collect(),
        ..Changes::default()
    }
}

async fn put<L: Ledger>(ledger: &L, shop: Uuid, rows: &[(Kind, &str, Option<Value>)]) {
    let changes = changes(rows);
    ledger
        .transact(shop, Wanted::default(), move |_| Step::Done(changes.clone(), ()))
        .await
        .expect("it is written");
}

async fn get<L: Ledger>(ledger: &L, shop: Uuid, wanted: &[(Kind, &str)]) -> BTreeMap<Key, Value> {
    ledger.get(shop, keys(wanted)).await.expect("it is read")
}

async fn page<L: Ledger>(ledger: &L, shop: Uuid, feed: Feed, after: u64, limit: u32) -> Page {
    ledger.page(shop, feed, after, limit).await.expect("it is read")
}

async fn nothing_is_written_on_nothing<L: Ledger>(ledger: &L) {
    let said = ledger
        .transact(SHOP, Wanted::default(), |loaded| {
            assert!(loaded.rows.is_empty() && loaded.heads.values().all(|head| head.v == 0));
            Step::Nothing("seen")
        })
        .await;
    assert_eq!(said.expect("it is read"), "seen");
    assert_eq!(page(ledger, SHOP, Feed::Shop, 0, 9).await.head, Head::default());
}

async fn rows_are_kept_replaced_and_gone<L: Ledger>(ledger: &L) {
    let one = json!({"name": "Pan ñ", "price": "1.10"});
    put(
        ledger,
        SHOP,
        &[
            (Kind::Product, "A", Some(one.clone())),
            (Kind::Product, "B", Some(json!({"b": [1, null, "x"]}))),
            (Kind::Terminal, "t", Some(json!(1))),
        ],
    )
    .await;
    let read = get(ledger, SHOP, &[(Kind::Product, "A"), (Kind::Product, "none")]).await;
    assert_eq!(read, BTreeMap::from([(Key::new(Kind::Product, "A"), one)]));
    put(
        ledger,
        SHOP,
        &[(Kind::Product, "A", Some(json!(2))), (Kind::Terminal, "t", None)],
    )
    .await;
    put(ledger, SHOP, &[(Kind::Product, "B", None)]).await;
    let read = get(ledger, SHOP, &[(Kind::Product, "B"), (Kind::Terminal, "t")]).await;
    assert!(read.is_empty(), "what is gone is not there: {read:?}");
    let told = page(ledger, SHOP, Feed::Catalogue, 0, 9).await;
    let expected = vec![
        (3, Key::new(Kind::Product, "A"), Some(json!(2))),
        (4, Key::new(Kind::Product, "B"), None),
    ];
    assert_eq!((told.rows, told.head.v, told.left), (expected, 4, 0));
    assert_eq!(page(ledger, SHOP, Feed::Catalogue, 3, 9).await.rows.len(), 1);
    assert!(page(ledger, SHOP, Feed::Catalogue, 4, 9).await.rows.is_empty());
    assert!(page(ledger, SHOP, Feed::Catalogue, 99, 9).await.rows.is_empty());
    let first = page(ledger, SHOP, Feed::Catalogue, 0, 1).await;
    assert!(first.rows.len() == 1 && first.left > 0);
    let none = page(ledger, SHOP, Feed::Catalogue, 3, 0).await;
    assert_eq!((none.rows.len(), none.head.v, none.left), (0, 4, 1));
    assert_eq!(page(ledger, SHOP, Feed::Catalogue, 4, 0).await.left, 0);
    assert_eq!(page(ledger, SHOP, Feed::Catalogue, 3, 1).await.left, 0);
    let at = mark(Feed::Catalogue, 4);
    let digest = data_encoding::HEXLOWER.encode(&told.head.digest);
    let marked = ledger.get(SHOP, BTreeSet::from([at.clone()])).await;
    assert_eq!(marked.expect("it is read").get(&at), Some(&json!(digest)));
}

fn entry(seq: u64, id: u128, payload: &str) -> StoredEntry {
    StoredEntry {
        terminal: Uuid::from_u128(3),
        incarnation: LIFE,
        seq,
        id: Uuid::from_u128(id),
        kind: 20,
        kind_version: 1,
        at_wall: -5,
        at_mono: u64::from(u32::MAX) + 1,
        clock_offset: -1,
        hash: [seq as u8; 32],
        payload: payload.to_owned(),
    }
}

async fn entries_are_found_by_place_and_id<L: Ledger>(ledger: &L) {
    let new = vec![entry(1, 101, "{\"a\":1}"), entry(2, 102, "\"ñ\\u0000\"")];
    let wrote = new.clone();
    let done = ledger.transact(SHOP, Wanted::default(), move |_| {
        let changes = Changes {
            entries: wrote.clone(),
            ..Changes::default()
        };
        Step::Done(changes, ())
    });
    done.await.expect("it is written");
    // The same id in another place is an alias: what is known stays the first.
    let alias = entry(3, 101, "{\"a\":1}");
    let wrote = alias.clone();
    let done = ledger.transact(SHOP, Wanted::default(), move |_| {
        let changes = Changes {
            entries: vec![wrote.clone()],
            ..Changes::default()
        };
        Step::Done(changes, ())
    });
    done.await.expect("it is written");
    let wanted = Wanted {
        ids: BTreeSet::from([101, 102, 999].map(Uuid::from_u128)),
        places: BTreeSet::from([(LIFE, 2), (LIFE, 4), (OTHER, 1)]),
        ..Wanted::default()
    };
    let found = ledger.transact(SHOP, wanted, |loaded: &Loaded| Step::Nothing(loaded.clone()));
    let found = found.await.expect("it is read");
    assert_eq!(found.places, BTreeMap::from([((LIFE, 2), [2; 32])]));
    assert_eq!(found.ids.len(), 2);
    assert_eq!(found.ids[&Uuid::from_u128(101)].seq, 1);
    let all = ledger.entries(SHOP, LIFE, 1, 9).await.expect("it is read");
    assert_eq!(all, [new[0].clone(), new[1].clone(), alias]);
    let some = ledger.entries(SHOP, LIFE, 2, 1).await.expect("it is read");
    assert_eq!(some, [new[1].clone()]);
    assert!(
        ledger
            .entries(OTHER, LIFE, 1, 9)
            .await
            .expect("it is read")
            .is_empty()
    );
}

async fn more_is_loaded_when_asked<L: Ledger>(ledger: &L) {
    put(
        ledger,
        SHOP,
        &[
            (Kind::Series, "S", Some(json!("T"))),
            (Kind::Series, "T", Some(json!(1))),
        ],
    )
    .await;
    let wanted = Wanted::rows(keys(&[(Kind::Series, "S")]));
    let said = ledger.transact(SHOP, wanted, |loaded| {
        let Some(name) = loaded.rows.get(&Key::new(Kind::Series, "S")) else {
            return Step::Nothing(None);
        };
        let next = Key::new(Kind::Series, name.as_str().unwrap_or_default());
        match loaded.rows.get(&next) {
            Some(found) => Step::Nothing(Some(found.clone())),
            None => Step::More(Wanted::rows([next])),
        }
    });
    assert_eq!(said.await.expect("it is read"), Some(json!(1)));
}

async fn lists_go_both_ways<L: Ledger>(ledger: &L) {
    let ids = ["a", "a/1", "a/2", "b", "é", "日本"];
    let rows: Vec<_> = ids.iter().map(|id| (Kind::Lease, *id, Some(json!(id)))).collect();
    put(ledger, SHOP, &rows).await;
    put(
        ledger,
        SHOP,
        &[
            (Kind::Lease, "b", None),
            (Kind::Day, "a", Some(json!(0))),
            (Kind::Level, "gone", Some(json!(0))),
        ],
    )
    .await;
    put(ledger, SHOP, &[(Kind::Level, "gone", None)]).await;
    let list = async |kind, after: Option<&str>, order, limit| {
        let rows = ledger.list(SHOP, kind, after.map(str::to_owned), order, limit);
        let rows = rows.await.expect("it is read");
        rows.into_iter().map(|(id, _)| id).collect::<Vec<String>>()
    };
    assert_eq!(
        list(Kind::Lease, None, Order::Up, 9).await,
        ["a", "a/1", "a/2", "é", "日本"]
    );
    assert_eq!(list(Kind::Lease, Some("a/1"), Order::Up, 2).await, ["a/2", "é"]);
    assert_eq!(list(Kind::Lease, None, Order::Down, 2).await, ["日本", "é"]);
    assert_eq!(list(Kind::Lease, Some("a/2"), Order::Down, 9).await, ["a/1", "a"]);
    assert!(list(Kind::Level, None, Order::Up, 9).await.is_empty());
}

async fn shops_are_apart<L: Ledger>(ledger: &L) {
    put(ledger, OTHER, &[(Kind::Product, "A", Some(json!("other")))]).await;
    let read = get(ledger, OTHER, &[(Kind::Product, "A"), (Kind::Series, "S")]).await;
    assert_eq!(read.len(), 1);
    assert_eq!(page(ledger, OTHER, Feed::Catalogue, 0, 9).await.head.v, 1);
    assert!(get(ledger, Uuid::nil(), &[(Kind::Product, "A")]).await.is_empty());
}

/// How many writers there are at once, and how often each writes.
const WRITERS: (u32, u32) = (8, 12);

async fn writers_leave_no_gap<L: Ledger>(ledger: &L) {
    let counter = Key::new(Kind::Customer, "counter");
    let before = page(ledger, SHOP, Feed::Shop, 0, 1).await.head.v;
    let mut writers = Vec::new();
    for writer in 0..WRITERS.0 {
        let (ledger, counter) = (ledger.clone(), counter.clone());
        writers.push(tokio::spawn(async move {
            for turn in 0..WRITERS.1 {
                let (own, counter) = (
                    Key::new(Kind::Person, format!("{writer}/{turn}")),
                    counter.clone(),
                );
                let wanted = Wanted::rows([counter.clone()]);
                let done = ledger.transact(SHOP, wanted, move |loaded| {
                    let stands = loaded.rows.get(&counter).and_then(Value::as_u64).unwrap_or(0);
                    let rows = BTreeMap::from([
                        (counter.clone(), Some(json!(stands + 1))),
                        (own.clone(), Some(json!(turn))),
                    ]);
                    Step::Done(
                        Changes {
                            rows,
                            ..Changes::default()
                        },
                        (),
                    )
                });
                done.await.expect("it is written");
            }
        }));
    }
    let mut cursor = before;
    let mut seen = BTreeSet::new();
    while writers.iter().any(|writer| !writer.is_finished()) {
        read_on(ledger, &mut cursor, &mut seen).await;
    }
    for writer in writers {
        writer.await.expect("no writer fails");
    }
    read_on(ledger, &mut cursor, &mut seen).await;
    let all = u64::from(WRITERS.0 * WRITERS.1);
    assert_eq!(
        get(ledger, SHOP, &[(Kind::Customer, "counter")]).await[&counter],
        json!(all)
    );
    let people = seen.iter().filter(|key| key.kind == Kind::Person).count() as u64;
    assert_eq!(people, all, "a reader beside the writers missed none");
    assert_eq!(cursor, before + 2 * all, "every change has a version");
}

async fn read_on<L: Ledger>(ledger: &L, cursor: &mut u64, seen: &mut BTreeSet<Key>) {
    loop {
        let next = page(ledger, SHOP, Feed::Shop, *cursor, 7).await;
        for (v, key, _) in next.rows {
            assert!(v > *cursor, "versions go up");
            *cursor = v;
            seen.insert(key);
        }
        if next.left == 0 {
            return;
        }
    }
}

async fn readers_see_whole_moments<L: Ledger>(ledger: &L) {
    let pair = [(Kind::Owner, "x"), (Kind::Owner, "y")];
    put(
        ledger,
        OTHER,
        &[
            (Kind::Owner, "x", Some(json!(0))),
            (Kind::Owner, "y", Some(json!(0))),
        ],
    )
    .await;
    let writer = {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            for turn in 1..40 {
                let rows = [
                    (Kind::Owner, "x", Some(json!(turn))),
                    (Kind::Owner, "y", Some(json!(turn))),
                ];
                put(&ledger, OTHER, &rows).await;
            }
        })
    };
    while !writer.is_finished() {
        let read = get(ledger, OTHER, &pair).await;
        assert_eq!(
            read[&Key::new(Kind::Owner, "x")],
            read[&Key::new(Kind::Owner, "y")]
        );
    }
    writer.await.expect("no writer fails");
}

/// Many wait for the same lock: one whose decision fails is alone in that, and nobody's change is lost.
async fn who_fails_takes_nobody_along<L: Ledger>(ledger: &L) {
    let counter = Key::new(Kind::Series, "many");
    let mut waiting = Vec::new();
    for at in 0..60 {
        let (ledger, counter) = (ledger.clone(), counter.clone());
        waiting.push(tokio::spawn(async move {
            let wanted = Wanted {
                keys: BTreeSet::from([counter.clone()]),
                ..Wanted::default()
            };
            let done = ledger.transact(OTHER, wanted, move |loaded| {
                assert!(at % 20 != 7, "this one fails on purpose");
                if at % 20 == 3 {
                    return Step::Nothing(None);
                }
                let own = Key::new(Kind::Customer, format!("many {at}"));
                let stands = loaded.rows.get(&counter).and_then(Value::as_u64).unwrap_or(0);
                let rows = [(counter.clone(), Some(json!(stands + 1))), (own, Some(json!(at)))];
                let changes = Changes {
                    entries: vec![StoredEntry {
                        incarnation: Uuid::from_u128(77),
                        ..entry(stands + 1, 5_000 + u128::from(stands), "{}")
                    }],
                    rows: BTreeMap::from(rows),
                    ..Changes::default()
                };
                Step::Done(changes, Some(stands + 1))
            });
            done.await
        }));
    }
    let (mut numbers, mut failed): (Vec<u64>, _) = (Vec::new(), 0);
    for waiter in waiting {
        match waiter.await {
            Ok(done) => numbers.extend(done.expect("it is written")),
            Err(_) => failed += 1,
        }
    }
    numbers.sort_unstable();
    assert_eq!(failed, 3, "only those whose decision failed");
    let expected: Vec<u64> = (1..=numbers.len() as u64).collect();
    assert_eq!(numbers, expected, "each saw what the one before had written");
    let stands = get(ledger, OTHER, &[(Kind::Series, "many")]).await;
    assert_eq!(stands[&counter], json!(numbers.len()));
    let entries = ledger.entries(OTHER, Uuid::from_u128(77), 1, 100).await;
    assert_eq!(entries.expect("it is read").len(), numbers.len());
}
