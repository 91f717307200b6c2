//! Commands of customers and their accounts. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{Command, Row, Scope};

const FORMS: &[Scope] = &[Scope::Customer, Scope::Reference];

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Command::Customer,
        &[Scope::Sale],
        &[Key::Ctrl('l')],
        "cmd-customer",
    )
    .when(When::without(Flags::POPUP))
    .palette(),
    Row::new(Command::NoCustomer, &[Scope::Sale], &[], "cmd-no-customer")
        .when(When::with(Flags::NAMED))
        .palette(),
    Row::new(Command::Account, &[Scope::Pay], &[Key::F(6)], "cmd-account")
        .when(When::with(Flags::NAMED.and(Flags::ACCOUNTS)).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::Foreign, &[Scope::Pay], &[Key::F(8)], "cmd-foreign")
        .when(When::with(Flags::FOREIGN).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::Credit, &[Scope::Pay], &[Key::F(9)], "cmd-credit")
        .when(When::with(Flags::CREDIT).but(Flags::WAITING))
        .palette(),
    Row::new(
        Command::Confirm,
        &[Scope::Customers],
        &[Key::Enter],
        "cmd-choose-customer",
    )
    .when(When::with(Flags::CHOSEN))
    .footer(),
    Row::new(Command::Confirm, FORMS, &[Key::Enter], "cmd-confirm")
        .when(When::without(Flags::WAITING))
        .footer(),
    Row::new(
        Command::NewCustomer,
        &[Scope::Customers],
        &[Key::F(5)],
        "cmd-new-customer",
    )
    .asks(Permission::Customers)
    .footer()
    .palette(),
    Row::new(
        Command::EditCustomer,
        &[Scope::Customers],
        &[Key::F(2)],
        "cmd-edit-customer",
    )
    .when(When::with(Flags::CHOSEN))
    .asks(Permission::Customers)
    .footer()
    .palette(),
    Row::new(
        Command::PayAccount,
        &[Scope::Customers],
        &[Key::F(6)],
        "cmd-pay-account",
    )
    .when(When::with(Flags::CHOSEN.and(Flags::OPEN)))
    .asks(Permission::Sell)
    .footer()
    .palette(),
    Row::new(
        Command::Statement,
        &[Scope::Customers],
        &[Key::F(4)],
        "cmd-statement",
    )
    .when(When::with(Flags::CHOSEN))
    .footer()
    .palette(),
    Row::new(
        Command::Cash,
        &[Scope::PayAccount],
        &[Key::Enter, Key::F(2)],
        "cmd-cash",
    )
    .when(When::with(Flags::CASH).but(Flags::WAITING))
    .footer(),
    Row::new(Command::Card, &[Scope::PayAccount], &[Key::F(3)], "cmd-card")
        .when(When::with(Flags::CARDS).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::Mobile, &[Scope::PayAccount], &[Key::F(4)], "cmd-mobile")
        .when(When::with(Flags::MOBILE).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(
        Command::Transfer,
        &[Scope::PayAccount],
        &[Key::F(5)],
        "cmd-transfer",
    )
    .when(When::with(Flags::TRANSFERS).but(Flags::WAITING))
    .footer()
    .palette(),
    Row::new(
        Command::Foreign,
        &[Scope::PayAccount],
        &[Key::F(8)],
        "cmd-foreign",
    )
    .when(When::with(Flags::FOREIGN).but(Flags::WAITING))
    .footer()
    .palette(),
    Row::new(
        Command::Back,
        &[
            Scope::Customers,
            Scope::Customer,
            Scope::PayAccount,
            Scope::Reference,
        ],
        &[Key::Esc],
        "cmd-back",
    )
    .when(When::without(Flags::WAITING))
    .footer(),
    Row::new(
        Command::Up,
        &[Scope::Customers, Scope::Customer],
        &[Key::Up, Key::BackTab],
        "cmd-up",
    ),
    Row::new(
        Command::Down,
        &[Scope::Customers, Scope::Customer],
        &[Key::Down, Key::Tab],
        "cmd-down",
    ),
    Row::new(
        Command::PageUp,
        &[Scope::Customers],
        &[Key::PageUp],
        "cmd-page-up",
    ),
    Row::new(
        Command::PageDown,
        &[Scope::Customers],
        &[Key::PageDown],
        "cmd-page-down",
    ),
];
