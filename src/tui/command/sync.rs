//! Commands of the hub: the queue, conflicts, becoming known. Must hold no other row.

use crate::domain::permission::Permission;
use crate::tui::flags::{Flags, When};
use crate::tui::key::Key;

use super::{AT_REST, Command, Row, Scope};

/// The answers to a conflict: what the footer of a narrow window shows first.
pub(super) const ANSWERS: &[Row] = &[
    Row::new(
        Command::KeepLocal,
        &[Scope::Conflict],
        &[Key::F(2), Key::Ctrl('k')],
        "cmd-keep-local",
    )
    .when(When::without(Flags::WAITING))
    .footer(),
    Row::new(
        Command::AcceptServer,
        &[Scope::Conflict],
        &[Key::F(3), Key::Ctrl('o')],
        "cmd-accept-server",
    )
    .when(When::without(Flags::WAITING))
    .footer(),
];

pub(super) const ROWS: &[Row] = &[
    Row::new(Command::SyncQueue, AT_REST, &[], "cmd-sync-queue")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(Command::SyncNow, AT_REST, &[], "cmd-sync-now")
        .when(When::with(Flags::JOINED))
        .palette(),
    Row::new(Command::Conflicts, AT_REST, &[], "cmd-conflicts")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(Command::ReadyOffline, AT_REST, &[], "cmd-ready-offline")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(Command::BeforeClosing, AT_REST, &[], "cmd-before-closing")
        .when(When::with(Flags::SIGNED))
        .palette(),
    Row::new(
        Command::BeforeClosing,
        &[Scope::Close],
        &[Key::F(6), Key::Ctrl('n')],
        "cmd-before-closing",
    )
    .when(When::without(Flags::WAITING.and(Flags::READY)))
    .footer(),
    // Once it is counted the footer has no room for it.
    Row::new(
        Command::BeforeClosing,
        &[Scope::Close],
        &[Key::F(6), Key::Ctrl('n')],
        "cmd-before-closing",
    )
    .when(When::with(Flags::READY).but(Flags::WAITING)),
    Row::new(Command::JoinHub, AT_REST, &[], "cmd-join-hub")
        .when(When::with(Flags::SIGNED))
        .asks(Permission::Settings)
        .palette(),
    Row::new(Command::LeaveHub, AT_REST, &[], "cmd-leave-hub")
        .when(When::with(Flags::SIGNED.and(Flags::JOINED)))
        .asks(Permission::Settings)
        .palette(),
    Row::new(
        Command::Confirm,
        &[Scope::SyncQueue, Scope::Conflicts],
        &[Key::Enter],
        "cmd-look-into",
    )
    .when(When::with(Flags::CHOSEN))
    .footer(),
    Row::new(
        Command::SyncFilter,
        &[Scope::SyncQueue],
        &[Key::F(2), Key::Ctrl('k')],
        "cmd-sync-filter",
    )
    .footer(),
    Row::new(
        Command::RetryFailed,
        &[Scope::SyncQueue],
        &[Key::F(4), Key::Ctrl('r')],
        "cmd-retry-failed",
    )
    .when(When::with(Flags::HELD))
    .footer(),
    Row::new(
        Command::SyncNow,
        &[Scope::SyncQueue],
        &[Key::F(5), Key::Ctrl('n')],
        "cmd-sync-now",
    )
    .when(When::with(Flags::JOINED))
    .footer(),
    Row::new(
        Command::Conflicts,
        &[Scope::SyncQueue],
        &[Key::F(6), Key::Ctrl('o')],
        "cmd-conflicts",
    )
    .footer(),
];
