//! An entry of the trail in words: what sort it is, and what happened. Must never tell a PIN, nor guess at an
//! entry that it does not know.

use std::borrow::Cow;

use crate::domain::event::{Event, KeysChanged};
use crate::domain::money::Money;

use super::called;
use super::look::Look;

/// What sort of thing happened, for the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A discount or a changed price on a sale.
    Price,
    /// A line or a ticket given up.
    Void,
    /// Goods taken back.
    Return,
    /// Something allowed in place.
    Approval,
    /// The drawer and the shift.
    Register,
    /// Goods and stock.
    Goods,
    /// Wrong PINs and taken tills.
    SignIn,
    /// People, roles, settings, keys.
    Settings,
    /// Everything else.
    Other,
}

impl Sort {
    /// Every sort, in the order of the filter.
    pub const ALL: [Sort; 9] = [
        Sort::Price,
        Sort::Void,
        Sort::Return,
        Sort::Approval,
        Sort::Register,
        Sort::Goods,
        Sort::SignIn,
        Sort::Settings,
        Sort::Other,
    ];

    /// Of an entry.
    pub fn of(event: &Event) -> Sort {
        match event {
            Event::Sold(_) => Sort::Price,
            Event::Voided(_) => Sort::Void,
            Event::Refunded(_) => Sort::Return,
            Event::Approved(_) => Sort::Approval,
            Event::ShiftOpened(_) | Event::ShiftClosed(_) | Event::XTaken(_) | Event::CountTaken(_) => {
                Sort::Register
            }
            Event::ImportCommitted(_)
            | Event::ProductSaved(_)
            | Event::StockMoved(_)
            | Event::StockCounted(_)
            | Event::StockCountClosed(_) => Sort::Goods,
            Event::SignInFailed(_) | Event::TakenOver(_) | Event::SignedIn(_) | Event::SignedOut(_) => {
                Sort::SignIn
            }
            Event::Founded(_) | Event::ShopChanged(_) | Event::PersonSaved(_) | Event::KeysChanged(_) => {
                Sort::Settings
            }
            _ => Sort::Other,
        }
    }

    /// The message with its name.
    pub fn label(self) -> &'static str {
        match self {
            Sort::Price => "trail-price",
            Sort::Void => "trail-void",
            Sort::Return => "trail-return",
            Sort::Approval => "trail-approval",
            Sort::Register => "trail-register",
            Sort::Goods => "trail-goods",
            Sort::SignIn => "trail-sign-in",
            Sort::Settings => "trail-settings",
            Sort::Other => "trail-other",
        }
    }
}

/// What happened, in a sentence. `name` finds the name of a person.
pub fn sentence(
    event: &Event,
    look: &Look,
    name: impl Fn(crate::domain::staff::PersonId) -> String,
) -> String {
    let words = &look.words;
    let money = |money: Money| look.money(money);
    match event {
        Event::Sold(sale) => {
            let values = [
                ("number", sale.number.to_string().into()),
                ("total", money(sale.priced.total).into()),
            ];
            words.format("told-sold", &values)
        }
        Event::Voided(void) => {
            let skus: Vec<&str> = void.skus.iter().map(|sku| sku.as_str()).collect();
            let key = if void.ticket {
                "told-void-ticket"
            } else {
                "told-void-line"
            };
            words.format(key, &[("skus", skus.join(", ").into())])
        }
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
                ("amount", money(opened.float).into()),
            ];
            words.format("told-opened", &values)
        }
        Event::ShiftClosed(closing) => words.format("told-closed", &[("number", closing.number.into())]),
        Event::XTaken(_) => words.text("told-x").into_owned(),
        Event::CountTaken(_) => words.text("told-count").into_owned(),
        Event::SignInFailed(person) => words.format("told-wrong-pin", &[("name", name(*person).into())]),
        Event::TakenOver(taken) => {
            let values = [("name", name(taken.from).into()), ("lines", taken.lines.into())];
            words.format("told-taken-over", &values)
        }
        Event::PersonSaved(person) => {
            let role = called::role(words, person.role).into_owned();
            let values = [("name", person.name.as_str().into()), ("role", role.into())];
            let key = if person.active {
                "told-person"
            } else {
                "told-person-left"
            };
            words.format(key, &values)
        }
        Event::ProductSaved(row) => {
            words.format("told-product", &[("name", row.product.name.as_str().into())])
        }
        Event::ImportCommitted(import) => words.format("told-import", &[("rows", import.rows.into())]),
        Event::Reprinted((number, copy)) => {
            let values = [("number", number.to_string().into()), ("copy", (*copy).into())];
            words.format("told-reprinted", &values)
        }
        Event::KeysChanged(KeysChanged::RecoveryConfirmed) => words.text("told-recovery").into_owned(),
        other => words.text(plain(other)).into_owned(),
    }
}

/// Entries of which the kind says enough.
fn plain(event: &Event) -> &'static str {
    match event {
        Event::Founded(_) => "told-founded",
        Event::ShopChanged(_) => "told-shop",
        Event::KeysChanged(_) => "told-keys",
        Event::Refunded(_) => "told-refunded",
        Event::StockMoved(_) | Event::StockCounted(_) | Event::StockCountClosed(_) => "told-stock",
        Event::BackupMade(_) => "told-backup",
        Event::Rebuilt(_) => "told-rebuilt",
        _ => "told-other",
    }
}

/// The sort of an entry in words.
pub fn sort_name<'a>(look: &'a Look, event: &Event) -> Cow<'a, str> {
    look.words.text(Sort::of(event).label())
}
