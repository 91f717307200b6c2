//! What an answer of the register changes: the state, whoever asked, whoever listens. Must never ask twice
//! what a screen asked.

use crate::register::hub::state::{SyncAnswer, SyncState};
use crate::register::reply::{Answer, CashDone, Reply};
use crate::tui::called;
use crate::tui::counter::Counter;
use crate::tui::counter::leave::Wanting;
use crate::tui::dialogs::{self, Dialog};
use crate::tui::go::Go;
use crate::tui::model::Model;
use crate::tui::screens;
use crate::tui::theme::Role;

use super::steps::{follow, go_home};

/// Takes in what was said of the hub: how it stands, other goods, that there is none any more.
fn hub_said(model: &mut Model, told: &SyncAnswer) {
    let counter = &mut model.counter;
    match told {
        SyncAnswer::State(state) | SyncAnswer::Joined(state) => {
            let before = counter.sync.take().and_then(|before| before.retried);
            counter.sync = Some(SyncState::clone(state));
            if let Some((done, left)) = state.retried.filter(|_| before.is_none()) {
                let values = [("done", done.into()), ("left", left.into())];
                let told = counter.look.words.format("sync-retried", &values);
                counter.say(Role::Text, told);
            }
            answered(counter, state.asked);
            for dialog in &mut model.dialogs {
                match dialog {
                    Dialog::SyncQueue(page) => page.renew(counter),
                    Dialog::Conflicts(page) => page.renew(counter),
                    _ => {}
                }
            }
        }
        SyncAnswer::Left => {
            counter.sync = None;
            let told = counter.look.words.text("leave-hub-done").into_owned();
            counter.say(Role::Good, told);
        }
        SyncAnswer::Renewed { catalogue, customers } => {
            if let Some(customers) = customers {
                counter.customers = customers.clone();
            }
            if let Some(catalogue) = catalogue {
                counter.set_catalogue(catalogue.clone());
                model.dialogs.iter_mut().for_each(age);
            }
        }
        SyncAnswer::Queue(_) | SyncAnswer::Conflicts(_) | SyncAnswer::Room(_) | SyncAnswer::Resolved(_) => {}
    }
}

/// What came of asking the hub at once, in the place of the sentence that says that it is asked; what came of
/// trying entries again is told by itself.
fn answered(counter: &mut Counter, there: Option<bool>) {
    let Some(there) = there else { return };
    let words = &counter.look.words;
    let stands = |key: &str| {
        let message = counter.message.as_ref();
        message.is_some_and(|message| message.text == words.text(key))
    };
    let key = match there {
        true if stands("sync-asked") => "sync-answered",
        false if stands("sync-asked") || stands("sync-retrying") => "sync-unanswered",
        _ => return,
    };
    let told = words.text(key).into_owned();
    counter.say(if there { Role::Good } else { Role::Warn }, told);
}

/// Whoever signs out is told that what waits for the hub goes there without them.
fn nothing_is_lost(counter: &mut Counter) {
    let waiting = counter.hub().map_or(0, |hub| hub.waiting);
    if waiting > 0 {
        let values = [("count", waiting.into())];
        let told = counter.look.words.format("sync-signed-out", &values);
        counter.say(Role::Text, told);
    }
}

/// What is other from now on, whoever asked.
fn take_in(model: &mut Model, answer: &Answer) {
    let counter = &mut model.counter;
    match answer {
        Answer::SignedIn(_) => counter.signed(),
        Answer::SignedOut => nothing_is_lost(counter),
        Answer::Sync(told) => hub_said(model, told),
        Answer::Mirror(state) => counter.mirror_said(state.clone()),
        Answer::CustomerSaved(_, customers) => counter.customers = customers.clone(),
        Answer::Levels(levels) => counter.stock.extend(levels.iter().cloned()),
        Answer::ProductSaved(_, catalogue) => {
            counter.set_catalogue(catalogue.clone());
            model.dialogs.iter_mut().for_each(age);
        }
        _ => {}
    }
}

/// An answer: the state first, then whoever asked, then whoever listens.
pub(super) fn answer(model: &mut Model, reply: Reply) {
    if let Some(desk) = reply.desk {
        model.counter.set_desk(desk);
    }
    let wanting = model.counter.leave.answered(reply.id, &reply.answer);
    take_in(model, &reply.answer);
    let go = match reply.answer {
        Answer::Opened(opened) => {
            model.counter.open(*opened);
            return go_home(model);
        }
        Answer::Fault(said) => {
            let words = &model.counter.look.words;
            let told = words.refusal(said.code, &said.sentence, &said.values);
            model.stop(told);
            return model.counter.bell();
        }
        Answer::Printing(printing) => {
            model.counter.printing = printing;
            return;
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
pub(super) fn freshen(model: &mut Model) {
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
