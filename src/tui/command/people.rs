//! Commands of the people at the till, and of whoever runs the shop. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{AT_REST, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::SignOut, AT_REST, &[], "cmd-sign-out")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(Command::Lock, AT_REST, &[Key::Ctrl('g')], "cmd-lock")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(Command::ChangePin, AT_REST, &[], "cmd-change-pin")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(Command::People, AT_REST, &[], "cmd-people")
        .when(When::with(Flags::SIGNED))
        .asks(Permission::People)
        .palette(),
    Row::new(Command::Settings, AT_REST, &[], "cmd-settings")
        .when(When::with(Flags::SIGNED))
        .asks(Permission::Settings)
        .palette(),
    Row::new(Command::Roles, AT_REST, &[], "cmd-roles")
        .when(When::with(Flags::SIGNED))
        .asks(Permission::Settings)
        .palette(),
    Row::new(Command::Trail, AT_REST, &[], "cmd-trail")
        .when(When::with(Flags::SIGNED))
        .asks(Permission::Trail)
        .palette(),
    Row::new(
        Command::AddPerson,
        &[Scope::People],
        &[Key::F(2), Key::Ctrl('n')],
        "cmd-add-person",
    )
    .asks(Permission::People)
    .footer(),
    Row::new(
        Command::TrailKind,
        &[Scope::Trail],
        &[Key::F(2), Key::Ctrl('k')],
        "cmd-trail-kind",
    )
    .footer(),
    Row::new(
        Command::TrailPerson,
        &[Scope::Trail],
        &[Key::F(3), Key::Ctrl('o')],
        "cmd-trail-person",
    )
    .footer(),
];
