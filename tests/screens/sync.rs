//! The hub on the screens: the lamp, the queue, conflicts, the lists of things to look at, joining. Must
//! never need a hub.

use insta::assert_snapshot;
use tendero::domain::joined::Choice;
use tendero::domain::money::{Currency, Money};
use tendero::lang::Lang;
use tendero::protocol::feed::{Conflict, ConflictField, Kind};
use tendero::register::hub::state::{Lamp, QueueRow, Status, SyncAnswer, SyncJob, SyncState};
use tendero::register::job::Job;
use tendero::register::reply::{Answer, Reply};
use tendero::sync::plan::Pause;
use tendero::tui::command::Scope;
use tendero::tui::input::Input;
use uuid::Uuid;

use crate::shop::code;
use crate::shop::hub::state;
use crate::till::At;

/// The wall clock of the tests.
pub(crate) const NOW: i64 = 1_795_181_520_000;
pub(crate) const HOUR: i64 = 3_600_000;
const OWNER: &str = "1246810<Enter>100<Enter>";

/// The register says how it stands with the hub.
pub(crate) fn tell(at: &mut At, state: SyncState) {
    at.reply(Reply {
        id: None,
        answer: Answer::Sync(SyncAnswer::State(Box::new(state))),
        desk: None,
    });
}

/// Luz, the owner, sells; the hub is there.
pub(crate) fn owner(lang: Lang, size: (u16, u16)) -> At {
    let mut at = At::opened(lang, size);
    at.keys(OWNER);
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    tell(&mut at, state(Lamp::Synced));
    at
}

fn row(seq: u64, name: &'static str, subject: &str, status: Status) -> QueueRow {
    QueueRow {
        at: (1, seq),
        id: Uuid::from_u128(u128::from(seq)),
        kind: 20,
        name,
        made: NOW - HOUR * i64::try_from(20 - seq).unwrap(),
        subject: subject.to_owned(),
        amount: (name == "Sold").then(|| Money::from_minor(1_234, Currency::parse("EUR").unwrap())),
        status,
    }
}

pub(crate) fn rows() -> Vec<QueueRow> {
    let failed = Status::Failed {
        reason: "number_taken".to_owned(),
        message: "another document has the number C2-000121".to_owned(),
    };
    vec![
        row(19, "Sold", "C2-000123", Status::Pending),
        row(18, "Sold", "C2-000122", Status::Syncing),
        row(17, "Sold", "C2-000121", failed),
        row(
            16,
            "ProductSaved",
            "Leche entera 1 L",
            Status::Synced(Some(NOW - HOUR)),
        ),
        row(9, "ShiftClosed", "Z 57", Status::Synced(None)),
    ]
}

pub(crate) fn conflict() -> Conflict {
    let field = |field: &str, base: &str, hub: &str, local: &str| ConflictField {
        field: field.to_owned(),
        base: base.into(),
        hub: hub.into(),
        local: local.into(),
    };
    Conflict {
        id: Uuid::from_u128(7),
        kind: Kind::Product,
        entity: "CAF-1".to_owned(),
        fields: vec![
            field("price", "3.20", "3.35", "3.30"),
            field("tax", "reduced", "standard", "exempt"),
        ],
        terminal: Uuid::from_u128(1),
        terminal_name: "C2".to_owned(),
        by: Some(Uuid::from_u128(101)),
        at: NOW - HOUR,
        entry: Uuid::from_u128(8),
    }
}

#[test]
fn the_lamp_says_how_it_stands_in_every_width() {
    let waiting = SyncState {
        waiting: 1_200,
        ..state(Lamp::Offline)
    };
    let sending = SyncState {
        waiting: 860,
        sending: Some((340, 1_200)),
        ..state(Lamp::Syncing)
    };
    let paused = SyncState {
        paused: Some(Pause::Withdrawn),
        ..state(Lamp::Paused)
    };
    let notes = SyncState {
        conflicts: 2,
        skew: Some(301_000),
        ..state(Lamp::Synced)
    };
    let states = [
        state(Lamp::NotEnrolled),
        state(Lamp::Synced),
        state(Lamp::Syncing),
        sending,
        SyncState {
            fetching: Some(18_200),
            ..state(Lamp::Syncing)
        },
        state(Lamp::Offline),
        waiting,
        paused,
        notes,
    ];
    let mut all = String::new();
    for (lang, size) in [
        (Lang::En, (40, 15)),
        (Lang::Es, (40, 15)),
        (Lang::En, (80, 24)),
        (Lang::Es, (80, 24)),
        (Lang::Es, (120, 30)),
    ] {
        let mut at = owner(lang, size);
        for state in &states {
            tell(&mut at, state.clone());
            all.push_str(at.rows()[0].trim_end());
            all.push('\n');
        }
    }
    assert_snapshot!("lamps", all);
}

#[test]
fn what_is_heard_of_the_hub_draws_nothing_that_was_drawn() {
    let mut at = owner(Lang::Es, (80, 24));
    at.draw();
    let seen = SyncState {
        last_contact: Some(NOW),
        ..state(Lamp::Synced)
    };
    tell(&mut at, seen);
    assert_eq!(at.draw(), 0, "the same lamp costs no byte");
    tell(&mut at, state(Lamp::Offline));
    assert!(at.draw() > 0);
}

#[test]
fn the_queue_is_filtered_looked_into_and_tried_again() {
    let mut at = owner(Lang::Es, (80, 24));
    at.register.hub.rows = rows();
    tell(
        &mut at,
        SyncState {
            waiting: 2,
            failed: 1,
            offline_since: Some(NOW - HOUR),
            ..state(Lamp::Offline)
        },
    );
    at.keys("<F10>cola de env<Enter>");
    assert_eq!(at.model.scope(), Scope::SyncQueue);
    assert_snapshot!("sync_queue", at.picture());
    at.keys("<Down><Down><Enter>");
    assert_snapshot!("sync_queue_failed", at.text());
    at.keys("<Esc><F2>");
    assert!(at.shows("C2-000123") && !at.shows("C2-000121"), "{}", at.text());
    at.keys("<F2>");
    assert!(at.shows("C2-000121") && !at.shows("C2-000123"), "{}", at.text());
    at.keys("<F4>");
    assert!(at.jobs.iter().any(|job| matches!(job, Job::Sync(SyncJob::Retry))));
    at.keys("<F5>");
    // what has become of it is seen without a key
    at.register.hub.rows[2].status = Status::Synced(None);
    tell(&mut at, state(Lamp::Synced));
    assert!(at.shows("Nada ha fallado."), "{}", at.text());
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Sale);
    let mut small = owner(Lang::Es, (40, 15));
    small.register.hub.rows = rows();
    small.keys("<F10>cola de env<Enter>");
    assert_snapshot!("sync_queue_small", small.text());
}

#[test]
fn without_a_hub_the_queue_says_how_to_get_one() {
    let mut at = At::opened(Lang::En, (80, 24));
    at.keys(OWNER).keys("<F10>sync queue<Enter>");
    assert!(at.shows("F10 Join a hub"), "{}", at.text());
    at.keys("<Esc><F10>conflicts<Enter>");
    assert!(at.shows("F10 Join a hub"), "{}", at.text());
}

#[test]
fn a_conflict_is_settled_field_by_field() {
    let mut at = owner(Lang::Es, (80, 24));
    at.register.hub.conflicts = vec![conflict()];
    tell(
        &mut at,
        SyncState {
            conflicts: 1,
            ..state(Lamp::Synced)
        },
    );
    at.keys("<F10>conflictos<Enter>");
    assert_snapshot!("conflicts", at.picture());
    at.keys("<Enter>");
    assert_eq!(at.model.scope(), Scope::Conflict);
    assert_snapshot!("conflict", at.picture());
    at.keys("<Enter>");
    assert!(at.shows("Elija antes"), "{}", at.text());
    at.keys("<F2>");
    at.keys("<F3>");
    assert_snapshot!("conflict_chosen", at.picture());
    let resolved = |at: &At| {
        at.jobs.iter().find_map(|job| match job {
            Job::Sync(SyncJob::Resolve { choices, .. }) => Some(choices.clone()),
            _ => None,
        })
    };
    at.keys("<Enter>");
    assert!(resolved(&at).is_none(), "Enter asks first");
    at.keys("<Enter>");
    let choices = resolved(&at).unwrap();
    assert_eq!(choices["price"], Choice::KeepLocal);
    assert_eq!(choices["tax"], Choice::AcceptServer);
    assert_eq!(at.model.scope(), Scope::Conflicts);
    tell(&mut at, state(Lamp::Synced));
    assert!(at.shows("Nada que resolver"), "{}", at.text());
}

#[test]
fn somebody_who_may_settles_it_in_place() {
    let mut at = At::selling(Lang::En, (40, 15));
    at.register.hub.conflicts = vec![conflict()];
    tell(&mut at, state(Lamp::Synced));
    at.keys("<F10>conflicts<Enter><Enter><F3><F3>");
    assert_snapshot!("conflict_small", at.text());
    at.keys("<Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Supervisor, "Ana is a cashier");
    at.keys("246810<Enter>");
    assert_eq!(at.model.scope(), Scope::Conflicts, "{}", at.text());
    assert!(at.register.hub.conflicts.is_empty());
}

#[test]
fn two_lists_say_what_to_look_at() {
    let mut at = owner(Lang::Es, (80, 24));
    at.register.hub.room = 700;
    tell(
        &mut at,
        SyncState {
            waiting: 12,
            conflicts: 1,
            fetching: Some(4_000),
            caught_up: false,
            skew: Some(-600_000),
            last_contact: Some(NOW - HOUR),
            ..state(Lamp::Syncing)
        },
    );
    at.keys("<F10>lista sin red<Enter>");
    assert_eq!(at.model.scope(), Scope::Checklist);
    assert_snapshot!("ready_offline", at.picture());
    at.keys("<Esc>").close_register().keys("<F6>");
    assert_eq!(at.model.scope(), Scope::Checklist);
    assert_snapshot!("before_closing", at.picture());
    at.keys("<Esc>");
    assert_eq!(at.model.scope(), Scope::Close);
    assert!(at.shows("12 entradas sin enviar a la central"), "{}", at.text());
    // it is nobody's gate
    at.keys("1<Enter>");
    assert!(at.jobs.iter().any(|job| matches!(job, Job::Count { .. })));
    let mut small = At::selling(Lang::En, (40, 15));
    small.register.hub.room = 90_000;
    small.keys("<F10>ready offline<Enter>");
    assert_snapshot!("ready_offline_small", small.text());
}

#[test]
fn a_till_joins_a_hub_and_leaves_it_when_all_is_up() {
    let mut at = At::opened(Lang::Es, (80, 24));
    at.keys(OWNER).keys("<F10>unir a<Enter>");
    assert_eq!(at.model.scope(), Scope::JoinHub);
    at.keys("<Enter><Enter>");
    assert!(at.shows("Escriba antes la dirección"), "{}", at.text());
    at.keys("10.0.0.2:8443<Enter>aaaa-bbbb");
    assert_snapshot!("join_hub", at.picture());
    at.keys("<Enter>");
    assert!(at.shows("no es un código"), "{}", at.text());
    let hub = tendero::vault::sign::SigningKey::from_seed(&[1; 32]).public();
    let good = tendero::vault::enrol_code::EnrolCode::generate(&hub).unwrap();
    at.keys(&"<Backspace>".repeat(12));
    at.keys(&good.to_string().to_lowercase().replace('-', " "));
    at.slow = true;
    at.keys("<Enter>");
    assert!(at.shows("Preguntando a la central"), "{}", at.text());
    at.slow = false;
    at.answers();
    assert_eq!(at.model.scope(), Scope::Sale, "{}", at.text());
    assert!(
        at.shows("Esta caja es ahora de Bodega Luz") && at.shows("ENVIANDO"),
        "{}",
        at.text()
    );
    let asked = at.jobs.iter().rev().find_map(|job| match job {
        Job::Sync(SyncJob::Enrol { url, .. }) => Some(url.clone()),
        _ => None,
    });
    assert_eq!(asked.unwrap(), "https://10.0.0.2:8443");

    at.register.hub.waiting = 3;
    at.keys("<F10>dejar<Enter><Enter>");
    assert!(at.shows("3 entradas no están aún"), "{}", at.text());
    at.register.hub.waiting = 0;
    at.keys("<F10>dejar<Enter><Enter>");
    assert!(
        at.shows("sigue sin central") && at.shows("LOCAL"),
        "{}",
        at.text()
    );
}

#[test]
fn whoever_signs_out_is_told_that_nothing_is_lost() {
    let mut at = owner(Lang::Es, (80, 24));
    tell(
        &mut at,
        SyncState {
            waiting: 12,
            ..state(Lamp::Offline)
        },
    );
    at.keys("<F10>salir<Enter>");
    if at.model.scope() != Scope::SignIn {
        at.keys("<Esc><F10>cerrar ses<Enter>");
    }
    assert_eq!(at.model.scope(), Scope::SignIn, "{}", at.text());
    assert!(at.shows("12 entradas esperan a la central"), "{}", at.text());
}

#[test]
fn a_sale_goes_on_whatever_the_hub_says() {
    let mut at = owner(Lang::Es, (80, 24));
    at.scan(&code("LEC-1"));
    for lamp in [Lamp::Offline, Lamp::Syncing, Lamp::Paused, Lamp::Synced] {
        tell(&mut at, state(lamp));
        at.input(Input::Tick);
        assert_eq!(at.model.scope(), Scope::Sale);
    }
    at.keys("<Enter><Enter>");
    assert_eq!(at.model.scope(), Scope::Change);
}
