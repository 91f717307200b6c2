//! Commands of the printer and the drawer. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{AT_REST, CALM, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Command::Print,
        &[Scope::Change, Scope::Receipt, Scope::Report],
        &[Key::F(2), Key::Ctrl('t')],
        "cmd-print",
    )
    .when(When::with(Flags::PRINTER))
    .footer(),
    Row::new(
        Command::TestPrint,
        &[Scope::Printer, Scope::FirstRun],
        &[Key::F(2), Key::Ctrl('t')],
        "cmd-test-print",
    )
    .when(When::with(Flags::CHOSEN).but(Flags::WAITING))
    .footer(),
    Row::new(
        Command::SavePrinter,
        &[Scope::Printer],
        &[Key::F(5), Key::Ctrl('o')],
        "cmd-save-printer",
    )
    .when(When::without(Flags::WAITING))
    .footer(),
    Row::new(Command::Printer, AT_REST, &[], "cmd-printer")
        .when(When::with(Flags::SIGNED))
        .asks(Permission::Settings)
        .palette(),
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
