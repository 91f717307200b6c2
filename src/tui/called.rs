//! What people call the shop's own terms: tax classes, roles, permissions. Must never name what a shop named
//! itself.

use std::borrow::Cow;

use crate::domain::permission::Permission;
use crate::domain::product::Unit;
use crate::domain::staff::Role;
use crate::domain::tax::{TaxClass, TaxKind};
use crate::lang::Words;

use super::key::Key;
use super::paper::{cut, width};

/// Columns for a PIN as it is typed, and for the word that it is being checked.
const PIN_ROOM: u16 = 16;

/// The name of a tax class.
pub fn tax_class<'a>(words: &'a Words, class: &'a str) -> Cow<'a, str> {
    match class {
        "standard" => words.text("tax-standard"),
        "reduced" => words.text("tax-reduced"),
        "super-reduced" => words.text("tax-super-reduced"),
        "exempt" => words.text("tax-exempt"),
        own => own.into(),
    }
}

/// A tax class and what it takes.
pub fn tax(words: &Words, class: &TaxClass) -> String {
    let name = tax_class(words, &class.name);
    let rates = class.taxes.iter().map(|tax| match tax.kind {
        TaxKind::Percent { rate, .. } => {
            let rate = crate::lang::number(words.lang(), rate.percent());
            format!("{} {rate} %", tax.name)
        }
        TaxKind::Amount(_) => tax.name.clone(),
    });
    let rates = rates.collect::<Vec<_>>().join(", ");
    if rates.is_empty() {
        name.into_owned()
    } else {
        format!("{name}, {rates}")
    }
}

/// What stands on a key, in the language of the shop.
pub fn key(words: &Words, key: Key) -> String {
    let name = match key {
        Key::Char(' ') => "key-space",
        Key::Delete => "key-delete",
        Key::Up => "key-up",
        Key::Down => "key-down",
        Key::Left => "key-left",
        Key::Right => "key-right",
        Key::Home => "key-home",
        Key::End => "key-end",
        Key::PageUp => "key-page-up",
        Key::PageDown => "key-page-down",
        other => return other.to_string(),
    };
    words.text(name).into_owned()
}

/// Asks for somebody's PIN in a line of so many columns: a long name gives way to what is typed.
pub fn pin_label(words: &Words, name: &str, room: u16) -> String {
    let label = |name: &str| words.format("sign-in-type-pin", &[("name", name.into())]);
    let rest = width(&label("")) + PIN_ROOM;
    label(&cut(name, room.saturating_sub(rest).max(8)))
}

/// The name of a role.
pub fn role(words: &Words, role: Role) -> Cow<'_, str> {
    match role {
        Role::Owner => words.text("role-owner"),
        Role::Supervisor => words.text("role-supervisor"),
        Role::Cashier => words.text("role-cashier"),
    }
}

/// What something is counted in.
pub fn unit(words: &Words, unit: Unit) -> String {
    match unit {
        Unit::Ea => words.text("unit-each").into_owned(),
        measured => measured.name().to_owned(),
    }
}

/// What a permission lets somebody do.
pub fn permission(words: &Words, permission: Permission) -> Cow<'_, str> {
    words.text(match permission {
        Permission::Sell => "may-sell",
        Permission::Register => "may-register",
        Permission::VoidLine => "may-void-line",
        Permission::VoidTicket => "may-void-ticket",
        Permission::Discount => "may-discount",
        Permission::Price => "may-price",
        Permission::Return => "may-return",
        Permission::ReturnWithoutReceipt => "may-return-without-receipt",
        Permission::Customers => "may-customers",
        Permission::AccountLimit => "may-account-limit",
        Permission::CashMove => "may-cash-move",
        Permission::Expense => "may-expense",
        Permission::OpenDrawer => "may-open-drawer",
        Permission::Variance => "may-variance",
        Permission::Catalogue => "may-catalogue",
        Permission::Stock => "may-stock",
        Permission::StockApprove => "may-stock-approve",
        Permission::Reports => "may-reports",
        Permission::Trail => "may-trail",
        Permission::People => "may-people",
        Permission::Settings => "may-settings",
    })
}
