//! Enter in whatever is filled in or answered. Must hold no other row.

use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::shared::ENTERS;
use super::{Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Confirm, ENTERS, &[Key::Enter], "cmd-confirm")
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
