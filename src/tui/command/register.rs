//! Commands of the drawer: X, count and closing. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Recount, &[Scope::Close], &[Key::F(2)], "cmd-recount")
        .when(When::with(Flags::READY).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::XReport, CALM, &[], "cmd-x-report")
        .when(When::with(Flags::OPEN))
        .asks(Permission::Register)
        .palette(),
    Row::new(
        Command::CloseRegister,
        CALM,
        &[Key::Ctrl('w')],
        "cmd-close-register",
    )
    .when(When::with(Flags::OPEN))
    .asks(Permission::Register)
    .palette(),
];
