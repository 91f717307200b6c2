//! The contract of a ledger over a real database, and what only a database can do to it.

use std::time::Duration;

use serde_json::json;
use tendero::hub::ledger::postgres::Postgres;
use tendero::hub::ledger::{Changes, Fault, Feed, Key, Kind, Ledger, Step, StoredEntry, Wanted, contract};
use uuid::Uuid;

use super::database::Database;

const SHOP: Uuid = Uuid::from_u128(1);

fn counted(loaded: &tendero::hub::ledger::Loaded, key: &Key) -> u64 {
    loaded
        .rows
        .get(key)
        .and_then(|value| value["n"].as_u64())
        .unwrap_or(0)
}

/// Adds one to a counter that a feed tells; how often is up to whoever calls.
async fn count_up(ledger: &Postgres) -> Result<u64, Fault> {
    let key = Key::new(Kind::Product, "counter");
    let wanted = Wanted {
        keys: [key.clone()].into(),
        ..Wanted::default()
    };
    let decide = move |loaded: &tendero::hub::ledger::Loaded| {
        let next = counted(loaded, &key) + 1;
        let mut changes = Changes::default();
        changes.rows.insert(key.clone(), Some(json!({ "n": next })));
        Step::Done(changes, next)
    };
    ledger.transact(SHOP, wanted, decide).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn holds_to_the_contract() {
    let database = Database::start();
    contract::holds(Postgres::open(&database.url()).await.unwrap()).await;
}

/// One of many that wait together says what the tables do not take.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_database_does_not_take_spoils_nothing_else() {
    let database = Database::start();
    let ledger = Postgres::open(&database.url()).await.unwrap();
    let entry = |seq: u64, id: u128| StoredEntry {
        terminal: SHOP,
        incarnation: SHOP,
        seq,
        id: Uuid::from_u128(id),
        kind: 20,
        kind_version: 1,
        at_wall: 0,
        at_mono: 0,
        clock_offset: 0,
        hash: [1; 32],
        payload: "{}".to_owned(),
    };
    let write = |entry: StoredEntry| {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            let changes = Changes {
                entries: vec![entry],
                ..Changes::default()
            };
            let decide = move |_: &tendero::hub::ledger::Loaded| Step::Done(changes.clone(), ());
            ledger.transact(SHOP, Wanted::default(), decide).await
        })
    };
    write(entry(1, 1)).await.unwrap().unwrap();
    // Place 1 is taken: a decision that is wrong, among thirty that are not.
    let all: Vec<_> = (0..31_u64)
        .map(|at| write(entry(if at == 9 { 1 } else { at + 2 }, 10 + u128::from(at))))
        .collect();
    let mut wrong = 0;
    for done in all {
        wrong += u64::from(matches!(done.await.unwrap(), Err(Fault::Damaged(_))));
    }
    assert_eq!(wrong, 1);
    assert_eq!(ledger.entries(SHOP, SHOP, 1, 100).await.unwrap().len(), 31);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_hubs_that_start_at_once_make_the_tables_once_and_count_as_one() {
    let database = Database::start();
    let url = database.url();
    let (one, two) = tokio::join!(Postgres::open(&url), Postgres::open(&url));
    let (one, two) = (one.unwrap(), two.unwrap());
    let up = |ledger: Postgres| async move {
        for _ in 0..100 {
            count_up(&ledger).await.unwrap();
        }
    };
    let all = [one.clone(), two.clone(), one.clone(), two].map(|ledger| tokio::spawn(up(ledger)));
    for each in all {
        each.await.unwrap();
    }
    assert_eq!(
        count_up(&one).await.unwrap(),
        401,
        "nothing is lost, nothing double"
    );
    let page = one.page(SHOP, Feed::Catalogue, 0, 10).await.unwrap();
    assert_eq!((page.head.v, page.rows.len()), (401, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_is_gone_in_the_middle_is_told_and_counts_on_when_it_is_back() {
    let mut database = Database::start();
    let ledger = Postgres::open(&database.url()).await.unwrap();
    let busy = tokio::spawn({
        let ledger = ledger.clone();
        async move {
            let mut last = 0;
            loop {
                match count_up(&ledger).await {
                    Ok(now) => last = now,
                    Err(fault) => return (last, fault),
                }
            }
        }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    database.kill();
    let (last, fault) = busy.await.unwrap();
    assert!(matches!(fault, Fault::Away(_)), "{fault}");
    assert!(ledger.check().await.is_err());
    database.begin();
    let next = loop {
        match count_up(&ledger).await {
            Ok(next) => break next,
            Err(Fault::Away(_)) => tokio::time::sleep(Duration::from_millis(100)).await,
            Err(fault) => panic!("{fault}"),
        }
    };
    // The one that was under way may have been written although its answer was lost.
    assert!(next == last + 1 || next == last + 2, "{last} then {next}");
}
