//! From an input to the next model and what to do about it. Must only route: top dialog, then screen; what a
//! key means stands in the table, what a command does in its screen.

mod answers;
mod steps;

use crate::domain::barcode;
use crate::domain::document::ReceiptCode;
use crate::domain::lookup;

use super::command::{Command, Row, Scope};
use super::dialogs::{self, Dialog};
use super::effect::Effect;
use super::flags::Flags;
use super::go::Go;
use super::input::{Input, Moment};
use super::key::Key;
use super::model::Model;
use super::part::OnScan;
use super::screens;
use super::theme::Role;

use answers::{answer, freshen};
use steps::follow;

/// Letters of a paste at most: no field takes as many, and a flood must not keep the keyboard waiting.
const PASTED: usize = 1_000;

/// Takes an input in.
pub fn update(model: &mut Model, at: Moment, input: Input) -> Vec<Effect> {
    model.counter.at = at;
    if matches!(input, Input::Key(_) | Input::Burst { .. } | Input::Paste(_)) {
        lock_if_left(model);
        model.counter.touched = at.wall;
    }
    match input {
        Input::Key(key) => press(model, key),
        Input::Burst {
            raw,
            code,
            certain,
            typed,
        } => burst(model, (&raw, typed), &code, certain),
        Input::Paste(text) => paste(model, &text),
        Input::Resize(columns, rows) => model.counter.size = (columns, rows),
        Input::Reply(reply) => answer(model, *reply),
        Input::IndexReady(index) => model.counter.index = Some(index),
        Input::Tick => lock_if_left(model),
        Input::Stop => model.counter.quit(),
    }
    // What was allowed for a command is not kept for the next one.
    model.counter.leave.forget(model.dialogs.len());
    if model.dialogs.is_empty() {
        model.counter.receipt = None;
    }
    freshen(model);
    model.counter.take_effects()
}

/// Asks for a PIN where nobody has been for a while; never while a job is with the register.
fn lock_if_left(model: &mut Model) {
    let locked = model.scope() == Scope::Lock || model.scope() == Scope::NewPin;
    if !locked && model.counter.is_left() && !model.flags().has(Flags::WAITING) {
        follow(model, Go::Lock);
    }
}

/// A key: a command of the table, or something typed.
fn press(model: &mut Model, key: Key) {
    if model.too_small() {
        // Nobody presses what they cannot see; only the way out counts.
        if key == Key::Ctrl('c') {
            model.counter.quit();
        }
        return;
    }
    let row = model.counter.look.keymap.find(model.scope(), key, model.flags());
    match row {
        Some(row) => {
            model.counter.message = None;
            start(model, row);
        }
        None => {
            model.counter.message = None;
            let go = match model.dialogs.last_mut() {
                Some(dialog) => dialog.key(key, &mut model.counter),
                None => model.screen.key(key, &mut model.counter),
            };
            follow(model, go);
        }
    }
}

/// Does the command of a row, after somebody who may has allowed it where whoever is signed in may not.
pub fn start(model: &mut Model, row: &Row) {
    let (counter, depth) = (&model.counter, model.dialogs.len());
    let missing = row
        .permission
        .filter(|permission| !counter.may(Some(*permission)) && !counter.is_allowed(*permission, depth));
    let Some(permission) = missing else {
        run(model, row.command);
        return;
    };
    let what = counter.look.words.text(row.label).into_owned();
    let asks = dialogs::supervisor::open(row.command, permission, what, counter);
    model.dialogs.push(Dialog::Supervisor(asks));
}

/// Does a command where the keys arrive; false where nobody knows it, which the tests forbid for every row of
/// the table.
pub fn run(model: &mut Model, command: Command) -> bool {
    let depth = model.dialogs.len();
    model.counter.leave.does(Some((command, depth)));
    let go = match command {
        Command::Help => Some(Go::Help),
        Command::Palette => Some(Go::Palette),
        Command::Quit => {
            model.counter.quit();
            Some(Go::Stay)
        }
        _ => match model.dialogs.last_mut() {
            Some(dialog) => dialog.command(command, &mut model.counter),
            None => model
                .screen
                .command(command, &mut model.counter)
                .or_else(|| screens::anywhere(command, &mut model.counter)),
        },
    };
    model.counter.leave.does(None);
    let known = go.is_some();
    follow(model, go.unwrap_or(Go::Stay));
    known
}

/// A burst is a scan when its code is known or whole, or the scanner says so; else somebody types fast, or a
/// script does.
fn burst(model: &mut Model, (raw, typed): (&str, usize), code: &str, certain: bool) {
    if model.too_small() {
        return model.counter.bell();
    }
    let counter = &model.counter;
    let known = counter.desk.as_ref().is_some_and(|desk| {
        lookup::resolve(&counter.catalogue, &counter.patterns, desk.shop.currency, code).is_some()
    });
    let receipt = ReceiptCode::parse(code).is_some();
    if !(certain || known || receipt || barcode::check(code) == Some(true)) {
        for letter in raw.chars().skip(typed) {
            press(model, Key::Char(letter));
        }
        return press(model, Key::Enter);
    }
    model.counter.message = None;
    let field = match model.dialogs.last_mut() {
        Some(dialog) => dialog.field(),
        None => model.screen.field(),
    };
    if let Some(field) = field {
        field.take_back(raw, typed);
    }
    let below = model.screen.on_scan(&model.counter);
    match model
        .dialogs
        .last()
        .map_or(below, |dialog| dialog.on_scan(&model.counter).over(below))
    {
        OnScan::Ticket => follow(model, Go::Scan(code.to_owned())),
        OnScan::Text => paste(model, code),
        OnScan::Own => {
            let go = match model.dialogs.last_mut() {
                Some(dialog) => dialog.scan(code, &mut model.counter),
                None => model.screen.scan(code, &mut model.counter),
            };
            follow(model, go);
        }
        OnScan::Refuse(key) => {
            let told = model.counter.look.words.text(key).into_owned();
            model.counter.say(Role::Warn, told);
            model.counter.bell();
        }
    }
}

/// Text arrives as if it were typed, without anything that a key would do.
fn paste(model: &mut Model, text: &str) {
    let letters = text.chars().filter(|letter| !letter.is_control());
    for letter in letters.take(PASTED) {
        press(model, Key::Char(letter));
    }
}
