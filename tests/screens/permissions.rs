//! The table of commands against the table of roles: for each role and each command, in each of its places,
//! whether it is done or a supervisor is asked.

use std::collections::BTreeMap;

use tendero::domain::permission::{Permission, Roles};
use tendero::domain::staff::Role;
use tendero::tui::command::{Command, Scope, TABLE};
use tendero::tui::update::start;

use crate::commands::standing;
use crate::till::At;

/// Whoever is signed in has that role from now on.
fn become_a(at: &mut At, role: Role) {
    let desk = at.model.counter.desk.as_mut().unwrap();
    let me = desk.signed_in;
    let mut people = desk.people.to_vec();
    for person in &mut people {
        if Some(person.id) == me {
            person.role = role;
        }
    }
    desk.people = people.into();
}

#[test]
fn each_command_is_done_or_asks_for_somebody_who_may() {
    let roles = Roles::default();
    for row in TABLE {
        let Some(permission) = row.permission else {
            continue;
        };
        for scope in row.scopes {
            for role in Role::ALL {
                let mut at = standing(*scope);
                if at.model.scope() != *scope {
                    continue;
                }
                become_a(&mut at, role);
                start(&mut at.model, row);
                let asked = at.model.scope() == Scope::Supervisor;
                let may = roles.may(role, permission);
                assert_eq!(asked, !may, "{role:?} {:?} in {scope:?}", row.command);
            }
        }
    }
}

#[test]
fn a_command_asks_for_the_same_wherever_it_is() {
    let mut asks: BTreeMap<Command, Option<Permission>> = BTreeMap::new();
    for row in TABLE {
        let known = asks.entry(row.command).or_insert(row.permission);
        // Up, Down, Enter and Esc mean what their place makes of them.
        let moves = matches!(row.command, Command::Confirm | Command::Back);
        assert!(moves || *known == row.permission, "{:?}", row.command);
    }
}

#[test]
fn the_owner_is_never_asked() {
    for row in TABLE {
        assert!(
            row.permission
                .is_none_or(|one| Roles::default().may(Role::Owner, one))
        );
    }
}
