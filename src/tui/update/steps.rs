//! The steps that screens and dialogs ask for: what opens, what closes, where it leads. Must never decide a
//! step itself.

use crate::domain::document::ReceiptCode;
use crate::tui::command::Command;
use crate::tui::counter::Counter;
use crate::tui::dialogs::{self, Dialog};
use crate::tui::flags::Flags;
use crate::tui::go::Go;
use crate::tui::keymap::rows;
use crate::tui::model::Model;
use crate::tui::opens;
use crate::tui::screens::{self, Screen};

use super::{run, start};

/// Takes the step that a screen or dialog asked for.
pub(super) fn follow(model: &mut Model, go: Go) {
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
pub(super) fn go_home(model: &mut Model) {
    close_all(&mut model.dialogs, &mut model.counter);
    model.screen = screens::home(&mut model.counter);
    if model.flags().has(Flags::SIGNED) {
        model.dialogs = dialogs::notice::open(&mut model.counter);
    }
}
