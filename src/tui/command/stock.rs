//! Commands of products and goods. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

const LIST: &[Scope] = &[Scope::Products];
const ONE: &[Scope] = &[Scope::Product];
const GOODS: &[Scope] = &[Scope::Products, Scope::Product];
const CATEGORIES: &[Scope] = &[Scope::Categories];
const COUNT: &[Scope] = &[Scope::CountGoods];
/// Pages that are moved, left and explained alike.
const PAGES: &[Scope] = &[Scope::Product, Scope::Categories, Scope::CountGoods];

/// A count whose differences are shown.
const REVIEWED: When = When::with(Flags::READY).but(Flags::WAITING);

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Products, CALM, &[], "cmd-products").palette(),
    Row::new(Command::Categories, CALM, &[], "cmd-categories").palette(),
    Row::new(Command::CountGoods, CALM, &[], "cmd-count-goods")
        .asks(Permission::Stock)
        .palette(),
    Row::new(
        Command::OpenRow,
        &[Scope::Products, Scope::Categories],
        &[Key::Enter],
        "cmd-open-row",
    )
    .when(When::with(Flags::CHOSEN).but(Flags::READY))
    .footer(),
    Row::new(Command::EditProduct, ONE, &[Key::F(2)], "cmd-edit-product")
        .asks(Permission::Catalogue)
        .footer()
        .palette(),
    Row::new(Command::Receive, GOODS, &[Key::F(4)], "cmd-receive")
        .asks(Permission::Stock)
        .footer()
        .palette(),
    Row::new(Command::NewProduct, LIST, &[Key::F(5)], "cmd-new-product")
        .asks(Permission::Catalogue)
        .footer()
        .palette(),
    Row::new(Command::Adjust, GOODS, &[Key::F(6)], "cmd-adjust")
        .when(When::with(Flags::CHOSEN))
        .asks(Permission::Stock)
        .footer()
        .palette(),
    Row::new(Command::GoodsOut, GOODS, &[Key::F(8)], "cmd-goods-out")
        .when(When::with(Flags::CHOSEN))
        .asks(Permission::Stock)
        .palette(),
    Row::new(Command::SortList, LIST, &[Key::F(2)], "cmd-sort-list")
        .footer()
        .palette(),
    Row::new(Command::LowStock, LIST, &[Key::F(3)], "cmd-low-stock")
        .footer()
        .palette(),
    Row::new(Command::Categories, LIST, &[Key::F(7)], "cmd-categories")
        .footer()
        .palette(),
    Row::new(Command::UndoMove, ONE, &[Key::F(7)], "cmd-undo-move")
        .when(When::with(Flags::READY))
        .asks(Permission::Stock)
        .footer()
        .palette(),
    Row::new(Command::PriceHistory, ONE, &[Key::F(3)], "cmd-price-history")
        .footer()
        .palette(),
    Row::new(Command::RetireProduct, ONE, &[Key::F(5)], "cmd-retire-product")
        .asks(Permission::Catalogue)
        .palette(),
    Row::new(Command::Labels, GOODS, &[Key::F(9)], "cmd-labels")
        .when(When::with(Flags::CHOSEN))
        .palette(),
    Row::new(
        Command::ToggleFavourite,
        ONE,
        &[Key::Ctrl('k')],
        "cmd-toggle-favourite",
    )
    .asks(Permission::Settings)
    .palette(),
    Row::new(Command::CountGoods, LIST, &[], "cmd-count-goods")
        .asks(Permission::Stock)
        .palette(),
    Row::new(
        Command::Save,
        &[Scope::NewProduct],
        &[Key::F(2), Key::Ctrl('y')],
        "cmd-save",
    )
    .when(When::without(Flags::WAITING))
    .footer(),
    Row::new(
        Command::RemoveLine,
        &[Scope::MoveGoods],
        &[Key::F(8)],
        "cmd-remove-line",
    )
    .when(When::with(Flags::CHOSEN).but(Flags::WAITING))
    .footer()
    .palette(),
    Row::new(
        Command::RenameCategory,
        CATEGORIES,
        &[Key::F(2)],
        "cmd-rename-category",
    )
    .when(When::with(Flags::CHOSEN).but(Flags::READY))
    .asks(Permission::Catalogue)
    .footer()
    .palette(),
    Row::new(Command::Confirm, CATEGORIES, &[Key::Enter], "cmd-confirm")
        .when(When::with(Flags::READY).but(Flags::WAITING))
        .footer(),
    Row::new(Command::Confirm, COUNT, &[Key::Enter], "cmd-confirm")
        .when(When::without(Flags::WAITING.and(Flags::READY)))
        .footer(),
    Row::new(Command::Differences, COUNT, &[Key::F(2)], "cmd-differences")
        .when(When::with(Flags::LINES).but(Flags::READY.and(Flags::WAITING)))
        .asks(Permission::StockApprove)
        .footer()
        .palette(),
    Row::new(Command::ApproveCount, COUNT, &[Key::Enter], "cmd-approve-count")
        .when(REVIEWED)
        .asks(Permission::StockApprove)
        .footer(),
    Row::new(Command::OtherCount, COUNT, &[Key::F(5)], "cmd-other-count")
        .when(When::without(Flags::READY))
        .palette(),
    Row::new(Command::GiveUpCount, COUNT, &[Key::F(8)], "cmd-give-up-count")
        .when(When::with(Flags::LINES).but(Flags::WAITING))
        .asks(Permission::StockApprove)
        .footer()
        .palette(),
    Row::new(Command::Up, PAGES, &[Key::Up], "cmd-up"),
    Row::new(Command::Down, PAGES, &[Key::Down], "cmd-down"),
    Row::new(Command::PageUp, PAGES, &[Key::PageUp], "cmd-page-up"),
    Row::new(Command::PageDown, PAGES, &[Key::PageDown], "cmd-page-down"),
    Row::new(Command::Back, PAGES, &[Key::Esc], "cmd-back").footer(),
    Row::new(
        Command::Palette,
        &[
            Scope::Products,
            Scope::Product,
            Scope::Categories,
            Scope::CountGoods,
        ],
        &[Key::Ctrl('p'), Key::F(10)],
        "cmd-palette",
    ),
    Row::new(Command::Help, PAGES, &[Key::F(1)], "cmd-help").footer(),
];
