//! Commands of products and goods. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Products, CALM, &[], "cmd-products").palette(),
    Row::new(Command::Receive, &[Scope::Products], &[Key::F(4)], "cmd-receive")
        .asks(Permission::Stock)
        .footer()
        .palette(),
    Row::new(Command::Adjust, &[Scope::Products], &[Key::F(6)], "cmd-adjust")
        .when(When::with(Flags::CHOSEN))
        .asks(Permission::Stock)
        .footer()
        .palette(),
    Row::new(
        Command::GoodsOut,
        &[Scope::Products],
        &[Key::F(8)],
        "cmd-goods-out",
    )
    .when(When::with(Flags::CHOSEN))
    .asks(Permission::Stock)
    .palette(),
    Row::new(
        Command::SortList,
        &[Scope::Products],
        &[Key::F(2)],
        "cmd-sort-list",
    )
    .footer()
    .palette(),
    Row::new(
        Command::LowStock,
        &[Scope::Products],
        &[Key::F(3)],
        "cmd-low-stock",
    )
    .footer()
    .palette(),
    Row::new(
        Command::RemoveLine,
        &[Scope::MoveGoods],
        &[Key::F(8)],
        "cmd-remove-line",
    )
    .when(When::with(Flags::CHOSEN).but(Flags::WAITING))
    .footer()
    .palette(),
];
