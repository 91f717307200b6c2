//! Commands of the reports. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{Command, Row, Scope};

const PAGE: &[Scope] = &[Scope::Reports];
const LISTS: &[Scope] = &[Scope::Reports, Scope::Documents];

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Command::Reports,
        &[Scope::Sale, Scope::Change, Scope::OpenRegister],
        &[Key::Ctrl('o')],
        "cmd-reports",
    )
    .asks(Permission::Reports)
    .palette(),
    Row::new(
        Command::Closings,
        &[Scope::Sale, Scope::Change, Scope::OpenRegister],
        &[],
        "cmd-closings",
    )
    .asks(Permission::Reports)
    .palette(),
    Row::new(Command::OpenRow, LISTS, &[Key::Enter], "cmd-open-row")
        .when(When::with(Flags::CHOSEN))
        .footer(),
    Row::new(Command::NextReport, PAGE, &[Key::Tab], "cmd-next-report")
        .footer()
        .palette(),
    Row::new(
        Command::PreviousReport,
        PAGE,
        &[Key::BackTab],
        "cmd-previous-report",
    )
    .palette(),
    Row::new(Command::Period, PAGE, &[Key::F(2)], "cmd-period")
        .footer()
        .palette(),
    Row::new(Command::Earlier, PAGE, &[Key::Left], "cmd-earlier").palette(),
    Row::new(Command::Later, PAGE, &[Key::Right], "cmd-later").palette(),
    Row::new(Command::Order, PAGE, &[Key::F(4)], "cmd-order")
        .when(When::with(Flags::CHOSEN))
        .palette(),
    Row::new(Command::Chart, PAGE, &[Key::F(3)], "cmd-chart").palette(),
    Row::new(Command::SaveReport, PAGE, &[Key::F(5)], "cmd-save-report")
        .when(When::with(Flags::READY))
        .footer()
        .palette(),
    Row::new(Command::PaperReport, PAGE, &[Key::F(9)], "cmd-paper-report")
        .when(When::with(Flags::READY))
        .palette(),
    Row::new(
        Command::Confirm,
        &[Scope::Period, Scope::SaveReport],
        &[Key::Enter],
        "cmd-confirm",
    )
    .when(When::without(Flags::WAITING))
    .footer(),
    Row::new(
        Command::Up,
        &[Scope::Reports, Scope::Documents],
        &[Key::Up],
        "cmd-up",
    ),
    Row::new(
        Command::Down,
        &[Scope::Reports, Scope::Documents],
        &[Key::Down],
        "cmd-down",
    ),
    Row::new(Command::Up, &[Scope::Period], &[Key::Up, Key::BackTab], "cmd-up"),
    Row::new(
        Command::Down,
        &[Scope::Period],
        &[Key::Down, Key::Tab],
        "cmd-down",
    ),
    Row::new(Command::PageUp, LISTS, &[Key::PageUp], "cmd-page-up"),
    Row::new(Command::PageDown, LISTS, &[Key::PageDown], "cmd-page-down"),
    Row::new(
        Command::Back,
        &[Scope::Reports, Scope::Documents, Scope::Period, Scope::SaveReport],
        &[Key::Esc],
        "cmd-back",
    )
    .footer(),
    Row::new(
        Command::Palette,
        PAGE,
        &[Key::Ctrl('p'), Key::F(10)],
        "cmd-palette",
    ),
    Row::new(Command::Help, LISTS, &[Key::F(1)], "cmd-help").footer(),
];
