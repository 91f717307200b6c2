//! Commands of the drawer: X, count and closing. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

/// The page of cash moves and expenses.
const BOOK: &[Scope] = &[Scope::CashBook];

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
    Row::new(Command::CashIn, BOOK, &[Key::F(2), Key::Ctrl('n')], "cmd-cash-in")
        .asks(Permission::CashMove)
        .footer(),
    Row::new(
        Command::CashOut,
        BOOK,
        &[Key::F(3), Key::Ctrl('o')],
        "cmd-cash-out",
    )
    .asks(Permission::CashMove)
    .footer(),
    Row::new(
        Command::CashDrop,
        BOOK,
        &[Key::F(4), Key::Ctrl('d')],
        "cmd-cash-drop",
    )
    .asks(Permission::CashMove)
    .footer(),
    Row::new(
        Command::Expense,
        BOOK,
        &[Key::F(5), Key::Ctrl('e')],
        "cmd-expense",
    )
    .asks(Permission::Expense)
    .footer(),
    Row::new(
        Command::UndoCash,
        BOOK,
        &[Key::F(8), Key::Delete],
        "cmd-undo-cash",
    )
    .when(When::with(Flags::CHOSEN))
    .footer(),
    Row::new(Command::CashBook, CALM, &[], "cmd-cash-book")
        .when(When::with(Flags::OPEN))
        .palette(),
    Row::new(Command::PriceCheck, CALM, &[Key::Ctrl('d')], "cmd-price-check").palette(),
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
    Row::new(
        Command::CloseRegister,
        &[Scope::Notice],
        &[Key::F(2), Key::Ctrl('w')],
        "cmd-close-register",
    )
    .when(When::with(Flags::LATE))
    .asks(Permission::Register)
    .footer(),
];
