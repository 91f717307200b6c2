//! Commands that mean the same in many places: move, back, help. Must stand last: the help ends
//! every footer.

use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::shared::{BACKS, HELPS, MOVES, PAGES};
use super::{Command, Row, Scope};

const LISTS: &[Scope] = &[Scope::Help, Scope::Receipt, Scope::Report, Scope::Checklist];

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::Up, MOVES, &[Key::Up, Key::BackTab], "cmd-up"),
    Row::new(Command::Down, MOVES, &[Key::Down, Key::Tab], "cmd-down"),
    Row::new(Command::PageUp, PAGES, &[Key::PageUp], "cmd-page-up"),
    Row::new(Command::PageDown, PAGES, &[Key::PageDown], "cmd-page-down"),
    Row::new(Command::PageUp, LISTS, &[Key::PageUp], "cmd-page-up"),
    Row::new(Command::PageDown, LISTS, &[Key::PageDown], "cmd-page-down"),
    Row::new(Command::Back, &[Scope::Sale], &[Key::Esc], "cmd-back")
        .when(When::with(Flags::POPUP))
        .footer(),
    Row::new(Command::Back, &[Scope::Sale], &[Key::Esc], "cmd-back").when(When::without(Flags::POPUP)),
    Row::new(Command::Back, BACKS, &[Key::Esc], "cmd-back")
        .when(When::without(Flags::WAITING))
        .footer(),
    Row::new(Command::Back, LISTS, &[Key::Esc, Key::Enter], "cmd-back").footer(),
    Row::new(
        Command::Palette,
        &[
            Scope::Sale,
            Scope::Change,
            Scope::Pay,
            Scope::Close,
            Scope::OpenRegister,
            Scope::SignIn,
        ],
        &[Key::Ctrl('p'), Key::F(10)],
        "cmd-palette",
    )
    .footer(),
    Row::new(
        Command::Quit,
        &[
            Scope::Opening,
            Scope::FirstRun,
            Scope::Lock,
            Scope::SignIn,
            Scope::OpenRegister,
            Scope::Sale,
            Scope::Change,
        ],
        &[Key::Ctrl('c')],
        "cmd-quit",
    )
    .palette(),
    Row::new(
        Command::Quit,
        &[Scope::Stopped],
        &[Key::Enter, Key::Esc, Key::Ctrl('c')],
        "cmd-quit",
    )
    .footer(),
    Row::new(Command::Help, HELPS, &[Key::F(1)], "cmd-help")
        .footer()
        .palette(),
];
