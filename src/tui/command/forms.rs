//! Enter in whatever is filled in or answered. Must hold no other row.

use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{Command, Row, Scope};

const FORMS: &[Scope] = &[
    Scope::FirstRun,
    Scope::Lock,
    Scope::NewPin,
    Scope::People,
    Scope::Person,
    Scope::Roles,
    Scope::Settings,
    Scope::Printer,
    Scope::Trail,
    Scope::SignIn,
    Scope::OpenRegister,
    Scope::Quantity,
    Scope::Park,
    Scope::Discount,
    Scope::Price,
    Scope::Note,
    Scope::Missing,
    Scope::NewProduct,
    Scope::MoveGoods,
    Scope::Drawer,
    Scope::Ask,
    Scope::Supervisor,
    Scope::Cash,
    Scope::PriceCheck,
];

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Confirm, FORMS, &[Key::Enter], "cmd-confirm")
        .when(When::without(Flags::WAITING))
        .footer(),
    Row::new(Command::Confirm, &[Scope::Close], &[Key::Enter], "cmd-confirm")
        .when(When::without(Flags::WAITING))
        .footer(),
    Row::new(
        Command::Confirm,
        &[Scope::Favourites],
        &[Key::Enter],
        "cmd-confirm",
    )
    .when(When::with(Flags::LINES))
    .footer(),
    Row::new(
        Command::Confirm,
        &[Scope::Palette, Scope::Notice],
        &[Key::Enter],
        "cmd-confirm",
    )
    .footer(),
];
