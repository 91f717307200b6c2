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
    Row::new(Command::Receipt, &[Scope::Close], &[Key::F(9)], "cmd-receipt")
        .when(When::with(Flags::READY).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::CashIn, CALM, &[], "cmd-cash-in")
        .when(When::with(Flags::OPEN))
        .asks(Permission::CashMove)
        .palette(),
    Row::new(Command::CashOut, CALM, &[], "cmd-cash-out")
        .when(When::with(Flags::OPEN))
        .asks(Permission::CashMove)
        .palette(),
    Row::new(Command::CashDrop, CALM, &[], "cmd-cash-drop")
        .when(When::with(Flags::OPEN))
        .asks(Permission::CashMove)
        .palette(),
    Row::new(Command::Expense, CALM, &[], "cmd-expense")
        .when(When::with(Flags::OPEN))
        .asks(Permission::Expense)
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
