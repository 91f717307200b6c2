//! Commands of the payment, the change and the receipt. Must hold no other row.

use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(
        Command::ExactCash,
        &[Scope::Pay],
        &[Key::Enter, Key::F(2)],
        "cmd-exact-cash",
    )
    .when(When::with(Flags::CASH).but(Flags::TYPED.and(Flags::WAITING)))
    .footer()
    .palette(),
    Row::new(Command::Cash, &[Scope::Pay], &[Key::Enter, Key::F(2)], "cmd-cash")
        .when(When::with(Flags::TYPED.and(Flags::CASH)).but(Flags::WAITING))
        .footer(),
    Row::new(Command::Card, &[Scope::Pay], &[Key::F(3)], "cmd-card")
        .when(When::with(Flags::CARDS).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::Mobile, &[Scope::Pay], &[Key::F(4)], "cmd-mobile")
        .when(When::with(Flags::MOBILE).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(Command::Transfer, &[Scope::Pay], &[Key::F(5)], "cmd-transfer")
        .when(When::with(Flags::TRANSFERS).but(Flags::WAITING))
        .footer()
        .palette(),
    Row::new(
        Command::NextSale,
        &[Scope::Change],
        &[Key::Enter, Key::Esc],
        "cmd-next-sale",
    )
    .footer()
    .palette(),
    Row::new(Command::Explain, &[Scope::Pay], &[Key::F(7)], "cmd-explain")
        .when(When::with(Flags::LINES))
        .palette(),
    Row::new(Command::Explain, &[Scope::Change], &[Key::F(7)], "cmd-explain").palette(),
    Row::new(Command::Explain, &[Scope::Sale], &[], "cmd-explain")
        .when(When::with(Flags::LINES))
        .palette(),
    Row::new(Command::Receipt, CALM, &[Key::F(9)], "cmd-receipt")
        .when(When::with(Flags::SOLD).but(Flags::POPUP))
        .footer()
        .palette(),
];
