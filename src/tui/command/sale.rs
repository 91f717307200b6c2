//! Commands of the ticket. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{CALM, Command, Row, Scope};

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Add, &[Scope::Sale], &[Key::Enter], "cmd-add")
        .when(When::with(Flags::TYPED))
        .asks(Permission::Sell)
        .footer(),
    // With nothing to add it says so; the footer stands still while the first digits are typed.
    Row::new(Command::Add, &[Scope::Sale], &[Key::Enter], "cmd-add")
        .when(When::without(Flags::LINES.and(Flags::TYPED)))
        .asks(Permission::Sell)
        .footer(),
    Row::new(Command::Pay, &[Scope::Sale], &[Key::Enter], "cmd-pay")
        .when(When::with(Flags::LINES).but(Flags::TYPED))
        .asks(Permission::Sell)
        .footer()
        .palette(),
    // Where it stands with and without lines, so that the first scan writes it only once.
    Row::new(Command::Search, &[Scope::Sale], &[Key::F(3)], "cmd-search")
        .footer()
        .palette(),
    Row::new(Command::NewProduct, CALM, &[Key::F(5)], "cmd-new-product")
        .when(When::with(Flags::UNKNOWN))
        .asks(Permission::Catalogue)
        .footer()
        .palette(),
    Row::new(Command::NewProduct, CALM, &[], "cmd-new-product")
        .when(When::without(Flags::UNKNOWN))
        .asks(Permission::Catalogue)
        .palette(),
    Row::new(Command::Quantity, &[Scope::Sale], &[Key::F(2)], "cmd-quantity")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .footer()
        .palette(),
    Row::new(Command::Discount, &[Scope::Sale], &[Key::F(4)], "cmd-discount")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .footer()
        .palette(),
    Row::new(
        Command::Favourites,
        &[Scope::Sale],
        &[Key::F(5)],
        "cmd-favourites",
    )
    .when(When::with(Flags::FAVOURED).but(Flags::UNKNOWN.and(Flags::LINES)))
    .footer()
    .palette(),
    Row::new(
        Command::Favourites,
        &[Scope::Sale],
        &[Key::F(5)],
        "cmd-favourites",
    )
    .when(When::with(Flags::LINES).but(Flags::UNKNOWN))
    .palette(),
    Row::new(
        Command::Favourites,
        &[Scope::Sale],
        &[Key::F(5)],
        "cmd-favourites",
    )
    .when(When::without(
        Flags::FAVOURED.and(Flags::UNKNOWN).and(Flags::LINES),
    ))
    .palette(),
    Row::new(Command::Price, &[Scope::Sale], &[Key::Ctrl('e')], "cmd-price")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .palette(),
    Row::new(Command::Note, &[Scope::Sale], &[Key::Ctrl('n')], "cmd-note")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .palette(),
    Row::new(
        Command::ToggleFavourite,
        &[Scope::Sale],
        &[Key::Ctrl('k')],
        "cmd-toggle-favourite",
    )
    .when(When::with(Flags::LINES).but(Flags::POPUP))
    .asks(Permission::Settings)
    .palette(),
    Row::new(
        Command::ToggleFavourite,
        &[Scope::Favourites],
        &[Key::Ctrl('k')],
        "cmd-toggle-favourite",
    )
    .when(When::with(Flags::LINES))
    .asks(Permission::Settings)
    .footer(),
    Row::new(
        Command::FavouriteEarlier,
        &[Scope::Favourites],
        &[Key::PageUp],
        "cmd-favourite-earlier",
    )
    .when(When::with(Flags::LINES))
    .asks(Permission::Settings),
    Row::new(
        Command::FavouriteLater,
        &[Scope::Favourites],
        &[Key::PageDown],
        "cmd-favourite-later",
    )
    .when(When::with(Flags::LINES))
    .asks(Permission::Settings)
    .footer(),
    Row::new(Command::Park, &[Scope::Sale], &[Key::F(6)], "cmd-park")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .asks(Permission::Sell)
        .footer()
        .palette(),
    Row::new(Command::Parked, &[Scope::Sale], &[Key::F(6)], "cmd-parked")
        .when(When::with(Flags::OPEN).but(Flags::LINES.and(Flags::POPUP)))
        .asks(Permission::Sell)
        .footer()
        .palette(),
    Row::new(Command::Parked, &[Scope::Sale], &[], "cmd-parked")
        .when(When::with(Flags::LINES))
        .asks(Permission::Sell)
        .palette(),
    Row::new(Command::VoidLine, &[Scope::Sale], &[Key::F(8)], "cmd-void-line")
        .when(When::with(Flags::LINES).but(Flags::POPUP))
        .asks(Permission::VoidLine)
        .footer()
        .palette(),
    Row::new(
        Command::VoidTicket,
        &[Scope::Sale],
        &[Key::F(7)],
        "cmd-void-ticket",
    )
    .when(When::with(Flags::LINES))
    .asks(Permission::VoidTicket)
    .palette(),
    Row::new(Command::Confirm, &[Scope::Parked], &[Key::Enter], "cmd-recall")
        .when(When::with(Flags::CHOSEN))
        .footer(),
    Row::new(
        Command::VoidParked,
        &[Scope::Parked],
        &[Key::F(8)],
        "cmd-void-parked",
    )
    .when(When::with(Flags::CHOSEN))
    .asks(Permission::VoidTicket)
    .footer()
    .palette(),
];
