//! An entry in a sentence. Must never tell a PIN, nor leave an entry without one.

use crate::domain::event::{Event, KeysChanged};
use crate::domain::staff::PersonId;
use crate::lang::Words;
use crate::register::reports::trail::Told;
use crate::tui::called;
use crate::tui::look::Look;

use super::{because, changed, counter};

/// What happened, in a sentence. `name` finds the name of a person.
pub fn sentence(told: &Told, look: &Look, name: impl Fn(PersonId) -> String) -> String {
    let words = &look.words;
    match &told.event {
        event @ (Event::Sold(_)
        | Event::Voided(_)
        | Event::Refunded(_)
        | Event::CashMoved(_)
        | Event::ExpensePaid(_)
        | Event::DrawerOpened(_)
        | Event::AccountPaid(_)
        | Event::StockMoved(_)
        | Event::StockCountClosed(_)) => counter::sentence(event, look),
        event @ (Event::ShopChanged(_)
        | Event::PersonSaved(_)
        | Event::ProductSaved(_)
        | Event::CustomerSaved(_)) => changed::sentence(event, told.before.as_deref(), look),
        Event::Approved(approved) => {
            let may = called::permission(words, approved.permission).into_owned();
            let values = [
                ("name", name(approved.by).into()),
                ("what", approved.what.as_str().into()),
                ("may", may.into()),
            ];
            words.format("told-approved", &values)
        }
        Event::ShiftOpened(opened) => {
            let values = [
                ("shift", opened.number.into()),
                ("amount", look.money(opened.float).into()),
            ];
            words.format("told-opened", &values)
        }
        Event::ShiftClosed(closing) => {
            let values = [
                ("number", closing.number.into()),
                ("counted", look.money(closing.counted).into()),
                ("variance", look.money(closing.variance).into()),
            ];
            because(words.format("told-closed", &values), &closing.reason)
        }
        Event::CountTaken(count) => {
            words.format("told-count", &[("counted", look.money(count.counted).into())])
        }
        Event::SignInFailed(person) => words.format("told-wrong-pin", &[("name", name(*person).into())]),
        Event::TakenOver(taken) => {
            let values = [("name", name(taken.from).into()), ("lines", taken.lines.into())];
            words.format("told-taken-over", &values)
        }
        Event::ImportCommitted(import) => {
            let values = [
                ("rows", import.rows.into()),
                ("file", import.source.as_str().into()),
            ];
            words.format("told-import", &values)
        }
        Event::Reprinted((number, copy)) => {
            let values = [("number", number.to_string().into()), ("copy", (*copy).into())];
            words.format("told-reprinted", &values)
        }
        event @ (Event::NumbersRaised(_) | Event::NumbersLeased(_) | Event::NumbersVoided(_)) => {
            numbered(event, words)
        }
        other => words.text(plain(other)).into_owned(),
    }
}

/// What became of numbers without a document.
fn numbered(event: &Event, words: &Words) -> String {
    let (told, series, from, to) = match event {
        Event::NumbersLeased(leased) => ("told-numbers-leased", &leased.series, leased.from, leased.to),
        Event::NumbersVoided(voided) => ("told-numbers-voided", &voided.series, voided.from, voided.to),
        Event::NumbersRaised(raised) => {
            let values = [
                ("series", raised.series.as_str().into()),
                ("next", raised.next.into()),
            ];
            return words.format("told-numbers-raised", &values);
        }
        _ => return String::new(),
    };
    let values = [
        ("series", series.as_str().into()),
        ("from", from.into()),
        ("to", to.into()),
    ];
    words.format(told, &values)
}

/// Entries of which the kind says enough.
fn plain(event: &Event) -> &'static str {
    match event {
        Event::Founded(_) => "told-founded",
        Event::XTaken(_) => "told-x",
        Event::KeysChanged(KeysChanged::RecoveryConfirmed) => "told-recovery",
        Event::KeysChanged(_) => "told-keys",
        Event::BackupMade(_) => "told-backup",
        Event::Rebuilt(_) => "told-rebuilt",
        Event::IncarnationOpened(opened) if opened.reason == "fork" => "told-parted",
        Event::IncarnationOpened(_) => "told-restored",
        Event::HubJoined(_) => "told-hub-joined",
        Event::HubLeft(_) => "told-hub-left",
        Event::ConflictResolved(_) => "told-resolved",
        _ => "told-other",
    }
}
