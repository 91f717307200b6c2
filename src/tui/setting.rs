//! The settings of a shop one by one: what each is called, what it says, and which of them differ between two
//! shops. Must never change one.

use crate::devices::receipt::tender_key;
use crate::domain::basket::TaxRounding;
use crate::domain::money::{Money, Rounding};
use crate::domain::payment::Method;
use crate::domain::permission::Permission;
use crate::domain::shop::Shop;
use crate::domain::staff::Role;
use crate::domain::{acceptance_text, tax_text};
use crate::lang::{self, Lang, Words};

use super::look::Look;
use super::{accepts, called};

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// What the shop is called.
    Name,
    /// Where it is.
    Address,
    /// Its tax id.
    TaxId,
    /// Above what papers are of.
    Header,
    /// Below it.
    Footer,
    /// Of prices and drawer.
    Currency,
    /// The smallest coin.
    Coin,
    /// Whether prices include tax.
    Include,
    /// A tax class, by its place.
    Class(usize),
    /// One more of them.
    NewClass,
    /// Where taxes are rounded.
    TaxRounding,
    /// How amounts are rounded.
    Rounding,
    /// Whether a tender is taken, and its number asked for.
    Takes(Method),
    /// Other money, and its worth.
    Rates,
    /// What expenses are called.
    Expenses,
    /// Goods without a code.
    Favourites,
    /// The variance that nobody must approve.
    Variance,
    /// The discount that anybody may give.
    Discount,
    /// The largest quantity of a line.
    MaxQuantity,
    /// Codes that carry weight or price.
    Patterns,
    /// The one series of sales of all tills.
    Series,
    /// Of screens and receipts.
    Language,
    /// Of the counter.
    Zone,
    /// Minutes until the till locks itself.
    Idle,
    /// The table of roles.
    Roles,
    /// The printer of this machine.
    Printer,
    /// What else belongs to this machine and not to the shop.
    Machine,
}

/// Every way of rounding, in the order of the choice.
pub(super) const ROUNDINGS: [(Rounding, &str); 4] = [
    (Rounding::HalfUp, "rounding-half-up"),
    (Rounding::HalfEven, "rounding-half-even"),
    (Rounding::Up, "rounding-up"),
    (Rounding::Down, "rounding-down"),
];
/// Where taxes are rounded.
pub(super) const TAX_ROUNDINGS: [(TaxRounding, &str); 2] = [
    (TaxRounding::Line, "rounding-line"),
    (TaxRounding::Document, "rounding-document"),
];
/// The settings in the order of the page.
pub(super) fn all(shop: &Shop) -> Vec<Setting> {
    let mut all = vec![
        Setting::Name,
        Setting::Address,
        Setting::TaxId,
        Setting::Header,
        Setting::Footer,
        Setting::Printer,
        Setting::Currency,
        Setting::Coin,
        Setting::Include,
    ];
    all.extend((0..shop.tax_classes.len()).map(Setting::Class));
    all.extend([
        Setting::NewClass,
        Setting::TaxRounding,
        Setting::Rounding,
        Setting::Rates,
    ]);
    all.extend(accepts::METHODS.map(Setting::Takes));
    all.extend([
        Setting::Expenses,
        Setting::Favourites,
        Setting::Variance,
        Setting::Discount,
        Setting::MaxQuantity,
        Setting::Patterns,
        Setting::Series,
        Setting::Language,
        Setting::Zone,
        Setting::Idle,
        Setting::Roles,
        Setting::Machine,
    ]);
    all
}

/// Yes and no, in this order.
pub(super) fn yes_no(words: &Words) -> Vec<String> {
    vec![words.text("yes").into_owned(), words.text("no").into_owned()]
}

impl Setting {
    /// What it is called.
    pub(super) fn label(self, words: &Words, shop: &Shop) -> String {
        let key = match self {
            Setting::Class(at) => {
                let class = shop.tax_classes.get(at).map_or("", |class| class.name.as_str());
                let name = called::tax_class(words, class);
                return words.format("settings-class", &[("name", name.into_owned().into())]);
            }
            Setting::Name => "settings-name",
            Setting::Address => "settings-address",
            Setting::TaxId => "settings-tax-id",
            Setting::Header => "settings-header",
            Setting::Footer => "settings-footer",
            Setting::Currency => "settings-currency",
            Setting::Coin => "settings-coin",
            Setting::Include => "settings-include",
            Setting::NewClass => "settings-new-class",
            Setting::TaxRounding => "settings-tax-rounding",
            Setting::Rounding => "settings-rounding",
            Setting::Takes(method) => tender_key(method),
            Setting::Rates => "settings-foreign",
            Setting::Expenses => "settings-expenses",
            Setting::Favourites => "settings-favourites",
            Setting::Language => "settings-lang",
            Setting::Zone => "settings-zone",
            Setting::Variance => "settings-variance",
            Setting::Discount => "settings-discount",
            Setting::MaxQuantity => "settings-max-quantity",
            Setting::Patterns => "settings-patterns",
            Setting::Series => "settings-series",
            Setting::Idle => "settings-idle",
            Setting::Roles => "settings-roles",
            Setting::Printer => "settings-printer",
            Setting::Machine => "settings-machine",
        };
        words.text(key).into_owned()
    }

    /// What it says now; nothing where the shop does not hold it.
    pub(super) fn value(self, look: &Look, shop: &Shop) -> String {
        let words = &look.words;
        let spelled = |text: String| lang::spelled(look.lang(), &text);
        match self {
            Setting::Name => shop.name.clone(),
            Setting::Address => shop.papers.address.join(", "),
            Setting::TaxId => shop.papers.tax_id.clone(),
            Setting::Header => shop.papers.header.join(" / "),
            Setting::Footer => shop.papers.footer.join(" / "),
            Setting::Currency => shop.currency.code().to_owned(),
            Setting::Coin => look.figure(shop.cash_rounding.unwrap_or(Money::zero(shop.currency))),
            Setting::Include => yes_no(words)[usize::from(!shop.prices_include_tax)].clone(),
            Setting::Class(at) => {
                let taxes = shop.tax_classes.get(at).map(tax_text::taxes);
                spelled(taxes.unwrap_or_default())
            }
            Setting::TaxRounding => words
                .text(name_of(&TAX_ROUNDINGS, shop.tax_rounding))
                .into_owned(),
            Setting::Rounding => words.text(name_of(&ROUNDINGS, shop.rounding)).into_owned(),
            Setting::Rates => spelled(acceptance_text::text(&shop.accepts.rates)),
            Setting::Takes(method) => {
                let at = accepts::chosen(method, &shop.accepts);
                accepts::options(method, words).swap_remove(at)
            }
            Setting::Expenses => shop.expense_categories().join(", "),
            Setting::Favourites => {
                let skus: Vec<&str> = shop.customs.favourites.iter().map(|sku| sku.as_str()).collect();
                skus.join(" ")
            }
            Setting::Language => Lang::parse(&shop.lang).unwrap_or_default().name().to_owned(),
            Setting::Zone => shop.zone.clone(),
            Setting::Variance => look.figure(shop.variance_limit),
            Setting::Discount => {
                let rate = crate::lang::number(look.lang(), shop.customs.discount_limit.percent());
                format!("{rate} %")
            }
            Setting::MaxQuantity => crate::lang::number(look.lang(), shop.max_quantity.value()),
            Setting::Patterns => shop.patterns.join(" "),
            Setting::Series => shop.shared_series.clone().unwrap_or_default(),
            Setting::Idle => shop.customs.idle.0.to_string(),
            Setting::NewClass | Setting::Roles | Setting::Printer | Setting::Machine => String::new(),
        }
    }
}

/// What differs between two states of a shop, each with its old and its new value.
pub(super) fn changes(look: &Look, old: &Shop, new: &Shop) -> Vec<(String, String, String)> {
    let words = &look.words;
    let mut changes: Vec<(String, String, String)> = all(new)
        .into_iter()
        .map(|setting| {
            (
                setting.label(words, new),
                setting.value(look, old),
                setting.value(look, new),
            )
        })
        .filter(|(_, old, new)| old != new)
        .collect();
    for role in [Role::Supervisor, Role::Cashier] {
        for permission in Permission::ALL {
            let may = |shop: &Shop| yes_no(words)[usize::from(!shop.roles.may(role, *permission))].clone();
            if may(old) != may(new) {
                let what = called::permission(words, *permission);
                let label = format!("{}, {what}", called::role(words, role));
                changes.push((label, may(old), may(new)));
            }
        }
    }
    changes
}

fn name_of<T: PartialEq>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter()
        .find(|(one, _)| *one == value)
        .map_or("", |(_, name)| name)
}
