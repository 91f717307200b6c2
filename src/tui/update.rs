//! From an input to the next model and what to do about it. Must only route: top dialog, then screen; what a
//! key means stands in the table, what a command does in its screen.

use crate::domain::barcode;
use crate::domain::document::ReceiptCode;
use crate::domain::lookup;
use crate::register::reply::{Answer, CashDone, Reply};

use super::called;
use super::command::{Command, Row, Scope};
use super::counter::Counter;
use super::counter::leave::Wanting;
use super::dialogs::{self, Dialog};
use super::effect::Effect;
use super::flags::Flags;
use super::go::Go;
use super::input::{Input, Moment};
use super::key::Key;
use super::keymap::rows;
use super::model::Model;
use super::opens;
use super::part::OnScan;
use super::screens::{self, Screen};
use super::theme::Role;

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

/// An answer: the state first, then whoever asked, then whoever listens.
fn answer(model: &mut Model, reply: Reply) {
    if let Some(desk) = reply.desk {
        model.counter.set_desk(desk);
    }
    let wanting = model.counter.leave.answered(reply.id, &reply.answer);
    let go = match reply.answer {
        Answer::Opened(opened) => {
            model.counter.open(*opened);
            return go_home(model);
        }
        Answer::SignedIn(_) => {
            model.counter.signed();
            offer(model, reply.id, &reply.answer)
        }
        Answer::Fault(told) => {
            model.stop(told);
            return model.counter.bell();
        }
        Answer::Printing(printing) => {
            model.counter.printing = printing;
            return;
        }
        Answer::ProductSaved(_, ref catalogue) => {
            model.counter.set_catalogue(catalogue.clone());
            model.dialogs.iter_mut().for_each(age);
            offer(model, reply.id, &reply.answer)
        }
        Answer::CustomerSaved(_, ref customers) => {
            model.counter.customers = customers.clone();
            offer(model, reply.id, &reply.answer)
        }
        Answer::Recalled(ref ticket) => {
            model.counter.take_up(ticket);
            Some(Go::Stay)
        }
        Answer::Stock(ref told) => {
            if let Some(catalogue) = told.catalogue() {
                model.counter.set_catalogue(catalogue.clone());
            }
            let go = offer(model, reply.id, &reply.answer);
            if told.moves_levels() {
                model.dialogs.iter_mut().for_each(age);
            }
            go
        }
        Answer::Cash(CashDone::Moved(_) | CashDone::Spent(_)) => {
            let go = offer(model, reply.id, &reply.answer);
            renew_lists(model);
            go
        }
        Answer::Levels(ref levels) => {
            model.counter.stock.extend(levels.iter().cloned());
            offer(model, reply.id, &reply.answer)
        }
        ref other => offer(model, reply.id, other),
    };
    match (go, &reply.answer) {
        (Some(go), _) => follow(model, go),
        (None, Answer::Refused(said)) => model.counter.refuse(said),
        (None, _) => {}
    }
    if let Some(wanting) = wanting {
        ask_again(model, wanting);
    }
}

/// Asks for somebody who may where the register wants one, and the dialog that had asked it is still on top.
/// A screen has its own way: what it asked it may not ask twice.
fn ask_again(model: &mut Model, wanting: Wanting) {
    if wanting.depth == 0 || wanting.depth != model.dialogs.len() {
        return;
    }
    let counter = &mut model.counter;
    counter.message = None;
    let what = called::permission(&counter.look.words, wanting.permission).into_owned();
    let asks = dialogs::supervisor::open(wanting.then, wanting.permission, what, counter);
    model.dialogs.push(Dialog::Supervisor(asks));
}

/// What a page of goods shows is not so any more.
fn age(dialog: &mut Dialog) {
    match dialog {
        Dialog::Products(page) => page.age(),
        Dialog::Product(page) => page.age(),
        Dialog::Categories(page) => page.age(),
        _ => {}
    }
}

/// The list of cash below looks again: some has moved.
fn renew_lists(model: &mut Model) {
    for dialog in &mut model.dialogs {
        if let Dialog::CashBook(list) = dialog {
            list.renew(&mut model.counter);
        }
    }
}

/// A page of goods on top looks again where something has changed: only one question at a time is answered.
fn freshen(model: &mut Model) {
    let counter = &mut model.counter;
    match model.dialogs.last_mut() {
        Some(Dialog::Products(page)) => page.freshen(counter),
        Some(Dialog::Product(page)) => page.freshen(counter),
        Some(Dialog::Categories(page)) => page.freshen(counter),
        _ => {}
    }
}

/// Shows an answer to the dialogs from the top down, then to the screen, until somebody takes it.
fn offer(model: &mut Model, id: Option<u64>, answer: &Answer) -> Option<Go> {
    let id = id?;
    let Model {
        counter,
        screen,
        dialogs,
        ..
    } = model;
    let from_dialog = dialogs
        .iter_mut()
        .rev()
        .find_map(|dialog| dialog.reply(id, answer, counter));
    from_dialog
        .or_else(|| screen.reply(id, answer, counter))
        .or_else(|| screens::reply_anywhere(answer))
}

/// Takes the step that a screen or dialog asked for.
fn follow(model: &mut Model, go: Go) {
    let counter = &mut model.counter;
    match go {
        Go::Stay => {}
        Go::Back => {
            if !close(model) {
                go_home(model);
            }
        }
        Go::CustomerKept | Go::AccountPaid(_) => back_to_customers(model, go),
        Go::ProductKept(_) | Go::ProductsOf(_) => back_to_goods(model, go),
        Go::Home => go_home(model),
        Go::Run(command) => {
            close(model);
            start_named(model, command);
        }
        Go::Do(command) => start_named(model, command),
        Go::Allowed(approval, command) => {
            close(model);
            model.counter.take_in(approval, model.dialogs.len());
            start_named(model, command);
            model.counter.leave.settle(&approval, model.dialogs.len());
        }
        Go::Sale { typed } => {
            close_all(&mut model.dialogs, counter);
            model.screen = Screen::Sale(screens::sale::open(&typed, counter));
        }
        Go::Scan(code) => scan(model, &code),
        Go::Period(period, named) => {
            close(model);
            if let Some(Dialog::Reports(reports)) = model.dialogs.last_mut() {
                reports.set_period(period, named, &mut model.counter);
            }
        }
        Go::Pay => model.screen = Screen::Pay(screens::pay::open()),
        Go::Change(sale) => {
            close_all(&mut model.dialogs, counter);
            model.screen = Screen::Change(screens::change::open(sale, counter));
        }
        Go::PayExchange(offered, worth) => {
            close_all(&mut model.dialogs, counter);
            model.screen = Screen::Pay(screens::pay::exchange(offered, worth));
        }
        Go::GivenBack(refund) => {
            close_all(&mut model.dialogs, counter);
            model.screen = Screen::GivenBack(screens::given_back::open(refund, counter));
        }
        Go::Close => {
            model.screen = Screen::Close(screens::close::open(counter));
            close_all(&mut model.dialogs, counter);
        }
        Go::ZReport(closing) => {
            let report = Dialog::Report(dialogs::report::z(&closing, counter));
            go_home(model);
            model.dialogs.push(report);
        }
        other => {
            let opened = opens::dialog(model, other);
            model.dialogs.extend(opened);
        }
    }
}

/// Closes the dialog on top, and with it ends what was allowed for it; false where there is none.
fn close(model: &mut Model) -> bool {
    let closed = model.dialogs.pop().is_some();
    model.counter.leave.close(model.dialogs.len());
    closed
}

/// The same of every dialog.
fn close_all(dialogs: &mut Vec<Dialog>, counter: &mut Counter) {
    dialogs.clear();
    counter.leave.close(0);
}

/// From the form of a customer to the page below it, which looks again, and to the paper of a payment.
fn back_to_customers(model: &mut Model, go: Go) {
    close(model);
    if matches!(model.dialogs.last(), Some(Dialog::Customers(_))) {
        close(model);
        let page = dialogs::customers::open(&mut model.counter);
        model.dialogs.push(Dialog::Customers(page));
    }
    if let Go::AccountPaid(paid) = go {
        let paper = dialogs::report::account_paid(&paid, &model.counter);
        model.dialogs.push(Dialog::Report(paper));
    }
}

/// From a form or a list of goods to the page below it.
fn back_to_goods(model: &mut Model, go: Go) {
    close(model);
    let listed = matches!(model.dialogs.last(), Some(Dialog::Products(_)));
    match go {
        Go::ProductKept(sku) if listed => follow(model, Go::Product(sku)),
        Go::ProductsOf(category) => {
            if !listed {
                follow(model, Go::Products);
            }
            if let Some(Dialog::Products(list)) = model.dialogs.last_mut() {
                list.show(category, &model.counter);
            }
        }
        _ => {}
    }
}

/// Does a command by its row, where it has one here.
fn start_named(model: &mut Model, command: Command) {
    match rows(model.scope(), model.flags()).find(|row| row.command == command) {
        Some(row) => start(model, row),
        None => drop(run(model, command)),
    }
}

/// To the sale, whatever stands on it or in its place, and the code on its ticket; the code of a receipt
/// opens its return instead.
fn scan(model: &mut Model, code: &str) {
    let counter = &mut model.counter;
    close_all(&mut model.dialogs, counter);
    if !matches!(model.screen, Screen::Sale(_)) {
        model.screen = Screen::Sale(screens::sale::open("", counter));
    }
    if ReceiptCode::parse(code).is_some() {
        counter.receipt = Some(code.to_owned());
        start_named(model, Command::Return);
    } else if let Screen::Sale(sale) = &mut model.screen {
        let go = sale.take_scan(code, counter);
        follow(model, go);
    }
}

/// To where the state of the till leads.
fn go_home(model: &mut Model) {
    close_all(&mut model.dialogs, &mut model.counter);
    model.screen = screens::home(&mut model.counter);
    if model.flags().has(Flags::SIGNED) {
        model.dialogs = dialogs::notice::open(&mut model.counter);
    }
}
