//! What is heard of a hub, over a real directory: shown, kept, the same after a rebuild, and nothing believed
//! that a shop could not work with.

use serde_json::{Value, json};
use uuid::Uuid;

use super::stock::sell_one;
use super::*;
use crate::journal::Reader;
use crate::journal::disk::Os;
use crate::protocol::enrol::Enrolled;
use crate::protocol::feed::{Cursor, Feed, Kind, Row};
use crate::protocol::hello::{Command, ParkedEntry, Welcome};
use crate::protocol::pull::Pulled;
use crate::protocol::push::Pushed;
use crate::register::audit::{State, audit_store};
use crate::register::commit::recorded;
use crate::register::hub::state::{Filter, Lamp, Met, Status};
use crate::register::places::Places;
use crate::register::rebuild::rebuild;
use crate::store::{Recorded, Store};
use crate::sync::{Missing, Outcome, Standing, What};
use crate::vault::Purpose;
use crate::vault::enrol_code::EnrolCode;
use crate::vault::sign::SigningKey;

mod conflicts;
mod numbers;

const HUB: Uuid = Uuid::from_u128(0xb);

/// A till that is known to a hub, with one product of its own.
fn joined(series: &str) -> (Place, Register, PersonId) {
    let (place, mut register) = Place::new();
    let luz = register.person_named("Luz").unwrap();
    let row = ImportRow::new(product(1, "1.15"), Some(Quantity::from(10)));
    register.save_product(luz, row).unwrap();
    let key = SigningKey::from_seed(&[1; 32]).public();
    let code = EnrolCode::generate(&key).unwrap().to_string();
    let asked = register.ask_hub("http://hub.example:7700/", &code, "C1").unwrap();
    let enrolled = Enrolled {
        hub: HUB,
        hub_key: "aa".repeat(32),
        epoch: Uuid::from_u128(1),
        shop: Uuid::from_u128(2),
        shop_name: "Bodega".to_owned(),
        token: "bb".repeat(32),
        series: series.to_owned(),
        replaces: None,
        certificate: None,
        time: 0,
    };
    register.join(Some(luz), &asked, &enrolled).unwrap();
    (place, register, luz)
}

fn there() -> Standing {
    Standing {
        reached: Some(true),
        ..Standing::default()
    }
}

fn hear(register: &mut Register, what: What) {
    register
        .heard(Outcome {
            what,
            standing: there(),
        })
        .unwrap();
}

fn row(kind: Kind, id: &str, value: Value) -> Row {
    Row {
        feed: kind.feed(),
        v: 1,
        kind,
        id: id.to_owned(),
        value: Some(value),
    }
}

fn page(register: &mut Register, included_seq: u64, rows: Vec<Row>) {
    page_of(register, included_seq, rows, true);
}

fn page_of(register: &mut Register, included_seq: u64, rows: Vec<Row>, caught_up: bool) {
    let cursor = Cursor {
        feed: Feed::Catalogue,
        epoch: Uuid::from_u128(1),
        v: 9,
        digest: "00".repeat(32),
    };
    let pulled = Pulled {
        rows,
        cursors: vec![cursor],
        included_seq,
        included_hash: None,
        caught_up,
        left: u64::from(!caught_up),
        unread: Vec::new(),
    };
    hear(register, What::Fetched(Box::new(pulled)));
}

fn with_price(n: u32, price: &str) -> Value {
    serde_json::to_value(product(n, price)).unwrap()
}

fn price(register: &Register, n: u32) -> Option<String> {
    let catalogue = register.catalogue();
    let row = catalogue.by_sku(product(n, "1").sku.as_str())?;
    Some(catalogue.get(row).price.to_string())
}

fn level(register: &mut Register, n: u32) -> Option<String> {
    let levels = register.stock(&[product(n, "1").sku]).unwrap();
    levels[0].map(|level| level.to_string())
}

/// The audit finds the store to be what journal and hub come to, and a rebuild comes to the same.
fn holds(place: &Place, register: Register) -> Register {
    drop(register);
    let store = place.dir.path().join("store");
    let report = audit_store(&store, &place.how(7).key).unwrap();
    for check in &report.checks {
        assert!(!matches!(check.state, State::Bad { .. }), "{check:?}");
    }
    let register = Register::open(&store, place.how(8)).unwrap().0;
    let before = (
        price(&register, 1),
        price(&register, 2),
        register.till().shop.clone(),
    );
    drop(register);
    rebuild(&store, place.how(9), &mut |_| {}).unwrap();
    let register = Register::open(&store, place.how(10)).unwrap().0;
    assert_eq!(
        (
            price(&register, 1),
            price(&register, 2),
            register.till().shop.clone()
        ),
        before
    );
    register
}

#[test]
fn rows_are_laid_under_what_the_till_did_since() {
    let (place, mut register, luz) = joined("C1");
    open_shift(&mut register);
    let before = register.till().seq;
    sell_one(&mut register, luz, 1);
    let row1 = ImportRow::new(product(1, "1.30"), None);
    register.save_product(luz, row1).unwrap();
    // Rows that know of neither the sale nor the price.
    let rows = vec![
        row(Kind::Product, "S1", with_price(1, "1.20")),
        row(Kind::Product, "S2", with_price(2, "2.00")),
        row(Kind::Level, "S1", json!({"quantity": "40"})),
        row(Kind::Level, "S2", json!({"quantity": "7.5"})),
    ];
    page(&mut register, before, rows);
    assert_eq!(
        price(&register, 1).as_deref(),
        Some("1.30"),
        "the till's own, later price"
    );
    assert_eq!(price(&register, 2).as_deref(), Some("2.00"));
    assert_eq!(level(&mut register, 1).as_deref(), Some("39"));
    assert_eq!(level(&mut register, 2).as_deref(), Some("7.5"));
    let mut register = holds(&place, register);
    assert_eq!(level(&mut register, 1).as_deref(), Some("39"));
    // The hub has both now, and another till sold one more.
    let seq = register.till().seq;
    let rows = vec![
        row(Kind::Product, "S1", with_price(1, "1.30")),
        row(Kind::Level, "S1", json!({"quantity": "38"})),
    ];
    page(&mut register, seq, rows);
    assert_eq!(level(&mut register, 1).as_deref(), Some("38"));
    sell_one(&mut register, luz, 1);
    assert_eq!(level(&mut register, 1).as_deref(), Some("37"));
    let mut register = holds(&place, register);
    assert_eq!(level(&mut register, 1).as_deref(), Some("37"));
}

#[test]
fn a_rebuild_that_was_cut_short_has_the_hubs_rows_at_the_next_start() {
    let (place, mut register, _) = joined("C1");
    let rows = vec![
        row(Kind::Product, "S1", with_price(1, "1.20")),
        row(Kind::Product, "S2", with_price(2, "2.00")),
        row(Kind::Level, "S2", json!({"quantity": "7.5"})),
    ];
    let seq = register.till().seq;
    page(&mut register, seq, rows);
    drop(register);
    let dir = place.dir.path().join("store");
    let (places, master) = (Places::of(&dir), place.how(7).key.unlock(&dir).unwrap());
    let keys = master.page_keys();
    let reader = Reader::open(Arc::new(Os), &places.journal(), &master).unwrap();
    let all: Vec<Recorded> = reader
        .all_entries()
        .map(|entry| recorded(&entry.unwrap()).unwrap())
        .collect();
    // Wherever the power went: nothing is folded, some of it, all of it.
    for folded in 0..=all.len() {
        let store = Store::open(&places.store(), &keys).unwrap();
        Register::save_rows(&store, &places, &master.derive(Purpose::Hub));
        drop(store);
        Store::remove(&places.store()).unwrap();
        let mut store = Store::open(&places.store(), &keys).unwrap();
        store.fold_at_once(&all[..folded], &mut |_, _| Ok(())).unwrap();
        drop(store);
        let mut register = Register::open(&dir, place.how(8)).unwrap().0;
        assert_eq!(price(&register, 1).as_deref(), Some("1.20"), "{folded} folded");
        assert_eq!(price(&register, 2).as_deref(), Some("2.00"), "{folded} folded");
        assert_eq!(level(&mut register, 2).as_deref(), Some("7.5"), "{folded} folded");
    }
}

#[test]
fn a_bad_row_is_put_aside_and_the_rest_is_taken() {
    let (place, mut register, _) = joined("C1");
    let mut negative = with_price(3, "1");
    negative["price"] = json!("-1.00");
    let mut shop = serde_json::to_value(&register.till().shop).unwrap();
    shop["currency"] = json!("USD");
    let rows = vec![
        row(Kind::Product, "S3", negative),
        row(Kind::Product, "S4", json!("no object")),
        row(Kind::Product, "S5", with_price(6, "1")),
        row(Kind::Level, "S1", json!({"quantity": 3})),
        row(Kind::Level, "S1x", json!({"quantity": "1e9"})),
        row(Kind::Shop, "shop", shop),
        row(Kind::Person, "nobody", json!({})),
        row(Kind::Product, "S2", with_price(2, "2.00")),
    ];
    let seq = register.till().seq;
    page(&mut register, seq, rows);
    assert_eq!(register.sync_state().bad_rows, 7);
    assert_eq!(price(&register, 2).as_deref(), Some("2.00"));
    assert_eq!(price(&register, 1).as_deref(), Some("1.15"));
    let register = holds(&place, register);
    assert_eq!(register.till().shop.currency.to_string(), "EUR");
}

#[test]
fn people_and_settings_come_too_and_are_shown() {
    let (place, mut register, _) = joined("C9");
    assert_eq!(register.till().next_document().to_string(), "C9-000001");
    let mut shop = register.till().shop.clone();
    shop.name = "Bodega Nueva".to_owned();
    let eva = json!({
        "id": Uuid::from_u128(5), "name": "Eva", "role": "cashier", "pin": "x", "active": true,
    });
    let seq = register.till().seq;
    let rows = vec![
        row(Kind::Shop, "shop", serde_json::to_value(&shop).unwrap()),
        row(Kind::Person, &Uuid::from_u128(5).to_string(), eva),
    ];
    page(&mut register, seq, rows);
    assert_eq!(register.till().shop.name, "Bodega Nueva");
    assert!(register.till().person_named("Eva").is_some());
    let register = holds(&place, register);
    assert!(register.till().person_named("Eva").is_some());
}

/// A hub that has everything up to there, and one entry of which the effect waits.
fn welcome(acked: u64, incarnation: Uuid, id: Uuid) -> Welcome {
    let parked = ParkedEntry {
        incarnation,
        seq: 2,
        id,
        kind: 32,
        reason: "unknown".to_owned(),
        message: "nobody knows it".to_owned(),
    };
    Welcome {
        version: 1,
        hub: HUB,
        epoch: Uuid::from_u128(1),
        acked,
        acked_hash: None,
        durable_seq: 0,
        series: Vec::new(),
        parked: vec![parked],
        parked_count: 1,
        lives: Vec::new(),
        commands: Vec::new(),
        time: 0,
    }
}

#[test]
fn what_became_of_an_entry_is_derived() {
    let (_place, mut register, luz) = joined("C1");
    let last = register.till().seq;
    assert_eq!(register.sync_state().waiting, last);
    let life = (1, register.till().incarnation);
    let pushed = Pushed {
        acked: last - 1,
        head_hash: String::new(),
        time: 77,
        notes: Vec::new(),
    };
    hear(
        &mut register,
        What::Sent {
            life,
            from: 1,
            pushed: Box::new(pushed),
        },
    );
    let queue = register.queue(Filter::All, None, 100).unwrap();
    assert_eq!(queue.rows[0].status, Status::Pending);
    assert_eq!(queue.rows[1].status, Status::Synced(Some(77)));
    assert_eq!(queue.counts, [1, 0, last - 1, 0]);
    let welcome = welcome(last, life.1, queue.rows[0].id);
    hear(&mut register, What::Welcomed(Box::new(welcome)));
    let state = register.sync_state();
    assert_eq!((state.waiting, state.failed), (0, 1));
    assert_eq!(state.lamp, Lamp::Syncing, "nothing was fetched yet");
    let failed = register.queue(Filter::Failed, None, 100).unwrap();
    assert!(
        matches!(&failed.rows[..], [row] if row.at == (1, 2)),
        "{failed:?}"
    );
    page(&mut register, last, Vec::new());
    assert_eq!(register.sync_state().lamp, Lamp::Synced);
    assert_eq!(register.unsynced(), 0);
    register.sign_out(luz).unwrap();
    assert_eq!(register.unsynced(), 1);
    let missed = Outcome {
        what: What::Missed(Missing::NoLine),
        standing: Standing {
            reached: Some(false),
            ..Standing::default()
        },
    };
    register.heard(missed).unwrap();
    let state = register.sync_state();
    assert_eq!(
        (state.lamp, state.why),
        (Lamp::Offline, Some(Met::Missing(Missing::NoLine)))
    );
}

#[test]
fn nobody_leaves_with_something_unsent() {
    let (_place, mut register, luz) = joined("C1");
    let refused = register.leave_hub(Some(luz)).unwrap_err();
    assert_eq!(refusal(refused), "hub-waiting");
}

#[test]
fn a_till_whose_place_was_taken_opens_no_shift() {
    let (_place, mut register, _) = joined("C1");
    let seq = register.till().seq;
    let mut said = welcome(seq, register.till().incarnation, HUB);
    said.commands.push(Command::DrainOnly);
    hear(&mut register, What::Welcomed(Box::new(said.clone())));
    let by = register.person_named("Ana").unwrap();
    let command = OpenCommand {
        by,
        float: eur(0),
        confirmed_date: None,
    };
    let refused = register.open_shift(&command).unwrap_err();
    assert_eq!(refusal(refused), "hub-replaced");
    said.commands.clear();
    hear(&mut register, What::Welcomed(Box::new(said)));
    register.open_shift(&command).unwrap();
}

#[test]
fn a_series_that_is_longer_than_one_may_be_is_not_asked_for() {
    let (_place, mut register) = Place::new();
    register.till.series = "TIENDA12R4ABC".to_owned();
    let key = SigningKey::from_seed(&[1; 32]).public();
    let code = EnrolCode::generate(&key).unwrap().to_string();
    let asked = register.ask_hub("http://hub.example:7700/", &code, "C1").unwrap();
    assert_eq!(asked.series(), "TIENDA12R4ABC", "what it has so far");
    let question = format!("{asked:?}");
    assert!(question.contains("series: \"TIER"), "{question}");
}
