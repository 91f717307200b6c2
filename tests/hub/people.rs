//! People of a shop whose tills were set up one by one. Must never make two of one, nor one of two.

#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};
use uuid::Uuid;

use crate::process::Hub;
use crate::till::Till;

fn somebody(name: &str, role: &str) -> (String, Value) {
    let id = Uuid::now_v7().to_string();
    let person = json!({ "id": id, "name": name, "role": role, "pin": "hash", "active": true });
    (id, person)
}

/// Makes somebody at that till; tells their id.
fn hire(till: &mut Till, name: &str, role: &str) -> String {
    let (id, person) = somebody(name, role);
    till.write(3, &json!({ "person_saved": person }));
    id
}

fn active(till: &mut Till, id: &str) -> bool {
    till.row("person", id)["active"] == true
}

#[test]
fn who_set_up_the_second_till_by_their_own_name_is_the_same_person() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path());
    let (mut a, mut b) = (Till::of(&hub, "Uno", "A"), Till::of(&hub, "Uno", "B"));
    let join = |till: &mut Till| {
        let ids = (Uuid::now_v7(), Uuid::now_v7());
        till.write(71, &json!({ "hub_joined": { "hub": ids.0, "shop": ids.1 } }));
    };
    let (ana, twin) = (hire(&mut a, "Ana", "owner"), hire(&mut a, "Ana", "owner"));
    join(&mut a);
    let late = hire(&mut a, "Luz", "cashier");
    assert_eq!(a.push_from(1), json!([]));
    let (same, role) = (hire(&mut b, " ana", "owner"), hire(&mut b, "Ana", "cashier"));
    let other = hire(&mut b, "Eva", "owner");
    let luz = hire(&mut b, "Luz", "cashier");
    join(&mut b);
    let meant = hire(&mut b, "Luz", "cashier");
    assert_eq!(b.push_from(1), json!([]));
    let there = [&ana, &twin, &late, &role, &other, &meant];
    for id in there {
        assert!(active(&mut a, id), "{id} of {there:?}");
    }
    for id in [&same, &luz] {
        assert!(!active(&mut b, id), "{id}");
    }
    // Two of one name after all: a till takes them back.
    let was = b.row("person", &luz);
    let mut back = was.clone();
    back["active"] = json!(true);
    back["was"] = was;
    b.write(3, &json!({ "person_saved": back }));
    assert_eq!(b.push_from(7), json!([]));
    assert!(active(&mut a, &luz));
}
