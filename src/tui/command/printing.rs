//! Commands of the printer and the drawer. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Command::Print,
        &[Scope::Change, Scope::Receipt, Scope::Report],
        &[Key::F(2), Key::Ctrl('t')],
        "cmd-print",
    )
    .when(When::with(Flags::PRINTER))
    .footer(),
    Row::new(Command::PrintQueue, CALM, &[], "cmd-print-queue").palette(),
    Row::new(
        Command::PrintAgain,
        &[Scope::PrintQueue],
        &[Key::Enter],
        "cmd-print-again",
    )
    .when(When::with(Flags::CHOSEN))
    .footer(),
    Row::new(
        Command::CancelPaper,
        &[Scope::PrintQueue],
        &[Key::Delete, Key::Backspace],
        "cmd-cancel-paper",
    )
    .when(When::with(Flags::CHOSEN))
    .footer(),
    Row::new(Command::OpenDrawer, CALM, &[], "cmd-open-drawer")
        .when(When::with(Flags::DRAWER.and(Flags::OPEN)))
        .asks(Permission::OpenDrawer)
        .palette(),
];
