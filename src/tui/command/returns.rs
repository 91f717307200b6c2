//! Commands of goods that come back. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

const PAGES: &[Scope] = &[Scope::FindReceipt, Scope::ReturnLines];
const ALL: &[Scope] = &[Scope::FindReceipt, Scope::ReturnLines, Scope::PayBack];

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Return, CALM, &[Key::Ctrl('r')], "cmd-return")
        .when(When::with(Flags::OPEN))
        .asks(Permission::Return)
        .palette(),
    Row::new(Command::LooseReturn, &[Scope::Sale], &[], "cmd-loose-return")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .asks(Permission::ReturnWithoutReceipt)
        .palette(),
    Row::new(Command::Confirm, ALL, &[Key::Enter], "cmd-confirm")
        .when(When::without(Flags::WAITING))
        .footer(),
    Row::new(
        Command::DayBefore,
        &[Scope::FindReceipt],
        &[Key::F(2)],
        "cmd-day-before",
    )
    .footer()
    .palette(),
    Row::new(
        Command::DayAfter,
        &[Scope::FindReceipt],
        &[Key::F(3)],
        "cmd-day-after",
    )
    .footer()
    .palette(),
    Row::new(
        Command::AllLines,
        &[Scope::ReturnLines],
        &[Key::F(2)],
        "cmd-all-lines",
    )
    .footer()
    .palette(),
    Row::new(
        Command::WriteOff,
        &[Scope::ReturnLines],
        &[Key::F(3)],
        "cmd-write-off",
    )
    .footer()
    .palette(),
    Row::new(
        Command::WriteOff,
        &[Scope::PayBack],
        &[Key::F(3)],
        "cmd-write-off",
    )
    .when(When::with(Flags::LOOSE).but(Flags::WAITING))
    .footer()
    .palette(),
    Row::new(Command::Up, ALL, &[Key::Up, Key::BackTab], "cmd-up"),
    Row::new(Command::Down, ALL, &[Key::Down, Key::Tab], "cmd-down"),
    Row::new(Command::PageUp, PAGES, &[Key::PageUp], "cmd-page-up"),
    Row::new(Command::PageDown, PAGES, &[Key::PageDown], "cmd-page-down"),
    Row::new(Command::Back, ALL, &[Key::Esc], "cmd-back")
        .when(When::without(Flags::WAITING))
        .footer(),
    Row::new(
        Command::NextSale,
        &[Scope::GivenBack],
        &[Key::Enter, Key::Esc],
        "cmd-next-sale",
    )
    .footer()
    .palette(),
    Row::new(Command::Receipt, &[Scope::GivenBack], &[Key::F(9)], "cmd-receipt")
        .footer()
        .palette(),
    Row::new(
        Command::Palette,
        &[Scope::FindReceipt, Scope::ReturnLines, Scope::GivenBack],
        &[Key::Ctrl('p'), Key::F(10)],
        "cmd-palette",
    )
    .footer(),
    Row::new(
        Command::Help,
        &[
            Scope::FindReceipt,
            Scope::ReturnLines,
            Scope::PayBack,
            Scope::GivenBack,
        ],
        &[Key::F(1)],
        "cmd-help",
    )
    .footer()
    .palette(),
];
