//! The settings of the shop one by one: what each is called, says, and takes. Must never make a rule of its
//! own: whether a shop may be like that is the domain's.

use crate::devices::receipt::tender_key;
use crate::domain::basket::TaxRounding;
use crate::domain::decide::shop;
use crate::domain::money::{Money, Rounding};
use crate::domain::payment::Method;
use crate::domain::rate::Rate;
use crate::domain::shop::Shop;
use crate::domain::{acceptance_text, decimal, tax_text};
use crate::lang::{Lang, Words};
use crate::register::reply::Said;
use crate::tui::form::Form;
use crate::tui::look::Look;
use crate::tui::typing::{self, refused};
use crate::tui::{accepts, called};

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Name,
    Currency,
    Coin,
    Include,
    Class(usize),
    NewClass,
    TaxRounding,
    Rounding,
    Language,
    Zone,
    Variance,
    Discount,
    MaxQuantity,
    Patterns,
    Rates,
    Takes(Method),
    Idle,
    Roles,
    /// What belongs to this machine and not to the shop.
    Machine,
}

/// Every way of rounding, in the order of the choice.
const ROUNDINGS: [(Rounding, &str); 4] = [
    (Rounding::HalfUp, "rounding-half-up"),
    (Rounding::HalfEven, "rounding-half-even"),
    (Rounding::Up, "rounding-up"),
    (Rounding::Down, "rounding-down"),
];
const TAX_ROUNDINGS: [(TaxRounding, &str); 2] = [
    (TaxRounding::Line, "rounding-line"),
    (TaxRounding::Document, "rounding-document"),
];

/// The settings in the order of the page.
pub(super) fn all(shop: &Shop) -> Vec<Setting> {
    let mut all = vec![Setting::Name, Setting::Currency, Setting::Coin, Setting::Include];
    all.extend((0..shop.tax_classes.len()).map(Setting::Class));
    all.extend([
        Setting::NewClass,
        Setting::TaxRounding,
        Setting::Rounding,
        Setting::Language,
        Setting::Zone,
        Setting::Variance,
        Setting::Discount,
        Setting::MaxQuantity,
        Setting::Patterns,
        Setting::Rates,
    ]);
    all.extend(accepts::METHODS.map(Setting::Takes));
    all.extend([Setting::Idle, Setting::Roles, Setting::Machine]);
    all
}

fn yes_no(words: &Words) -> Vec<String> {
    vec![words.text("yes").into_owned(), words.text("no").into_owned()]
}

type Wrong = (usize, Said);

impl Setting {
    /// What it is called.
    pub(super) fn label(self, words: &Words, shop: &Shop) -> String {
        let key = match self {
            Setting::Class(at) => {
                let class = shop.tax_classes.get(at).map_or("", |class| class.name.as_str());
                let name = called::tax_class(words, class);
                return words.format("settings-class", &[("name", name.into_owned().into())]);
            }
            Setting::Takes(method) => tender_key(method),
            Setting::Rates => "settings-foreign",
            Setting::Name => "settings-name",
            Setting::Currency => "settings-currency",
            Setting::Coin => "settings-coin",
            Setting::Include => "settings-include",
            Setting::NewClass => "settings-new-class",
            Setting::TaxRounding => "settings-tax-rounding",
            Setting::Rounding => "settings-rounding",
            Setting::Language => "settings-lang",
            Setting::Zone => "settings-zone",
            Setting::Variance => "settings-variance",
            Setting::Discount => "settings-discount",
            Setting::MaxQuantity => "settings-max-quantity",
            Setting::Patterns => "settings-patterns",
            Setting::Idle => "settings-idle",
            Setting::Roles => "settings-roles",
            Setting::Machine => "settings-machine",
        };
        words.text(key).into_owned()
    }

    /// What it says now.
    pub(super) fn value(self, look: &Look, shop: &Shop) -> String {
        let words = &look.words;
        match self {
            Setting::Name => shop.name.clone(),
            Setting::Currency => shop.currency.code().to_owned(),
            Setting::Coin => look.figure(shop.cash_rounding.unwrap_or(Money::zero(shop.currency))),
            Setting::Include => yes_no(words)[usize::from(!shop.prices_include_tax)].clone(),
            Setting::Class(at) => shop.tax_classes.get(at).map_or_else(String::new, tax_text::taxes),
            Setting::TaxRounding => words
                .text(name_of(&TAX_ROUNDINGS, shop.tax_rounding))
                .into_owned(),
            Setting::Rounding => words.text(name_of(&ROUNDINGS, shop.rounding)).into_owned(),
            Setting::Language => Lang::parse(&shop.lang).unwrap_or_default().name().to_owned(),
            Setting::Zone => shop.zone.clone(),
            Setting::Variance => look.figure(shop.variance_limit),
            Setting::Discount => {
                let rate = crate::lang::number(look.lang(), shop.customs.discount_limit.percent());
                format!("{rate} %")
            }
            Setting::MaxQuantity => crate::lang::number(look.lang(), shop.max_quantity.value()),
            Setting::Patterns => shop.patterns.join(" "),
            Setting::Rates => acceptance_text::text(&shop.accepts.rates),
            Setting::Takes(method) => {
                let at = accepts::chosen(method, &shop.accepts);
                accepts::options(method, words).swap_remove(at)
            }
            Setting::Idle => shop.customs.idle.0.to_string(),
            Setting::Machine => look.config.clone(),
            Setting::NewClass | Setting::Roles => String::new(),
        }
    }

    /// A sentence about it.
    pub(super) fn about(self) -> &'static str {
        match self {
            Setting::Class(_) => "settings-class-about",
            Setting::NewClass => "settings-new-class-about",
            Setting::Currency | Setting::Include => "settings-closed-about",
            Setting::Discount => "settings-discount-about",
            Setting::Variance => "settings-variance-about",
            Setting::Idle => "settings-idle-about",
            Setting::Patterns => "settings-patterns-about",
            Setting::Rates => "settings-foreign-about",
            Setting::Takes(_) => "settings-takes-about",
            Setting::Coin => "settings-coin-about",
            _ => "settings-about",
        }
    }

    /// The form in which it is changed.
    pub(super) fn form(self, look: &Look, shop: &Shop) -> Form {
        let words = &look.words;
        let label = self.label(words, shop);
        let typed = |limit, text: &str| Form::default().typed(label.clone(), limit, text);
        let chosen = |options: Vec<String>, at: usize| Form::default().chosen(label.clone(), options, at);
        let value = self.value(look, shop);
        match self {
            Setting::Include => chosen(yes_no(words), usize::from(!shop.prices_include_tax)),
            Setting::TaxRounding => chosen(
                options(words, &TAX_ROUNDINGS),
                at(&TAX_ROUNDINGS, shop.tax_rounding),
            ),
            Setting::Rounding => chosen(options(words, &ROUNDINGS), at(&ROUNDINGS, shop.rounding)),
            Setting::Language => {
                let names = Lang::ALL.map(|lang| lang.name().to_owned()).to_vec();
                let now = Lang::ALL.iter().position(|lang| lang.tag() == shop.lang);
                chosen(names, now.unwrap_or(0))
            }
            Setting::Takes(method) => chosen(
                accepts::options(method, words),
                accepts::chosen(method, &shop.accepts),
            ),
            Setting::NewClass => Form::default().typed(words.text("people-name"), 40, "").typed(
                words.text("settings-rates"),
                60,
                "",
            ),
            Setting::Discount => typed(10, &shop.customs.discount_limit.percent().to_string()),
            Setting::MaxQuantity => typed(12, &shop.max_quantity.value().to_string()),
            Setting::Name => typed(60, &value),
            Setting::Currency => typed(3, &value),
            Setting::Coin | Setting::Variance => typed(14, &plain(&value)),
            Setting::Idle => typed(3, &value),
            _ => typed(120, &value),
        }
    }

    /// Puts what was typed into the shop.
    pub(super) fn read(self, form: &Form, shop: &mut Shop) -> Result<(), Wrong> {
        let text = form.text(0);
        let first = |said: Said| (0, said);
        let refusal = |why: shop::ShopRefusal| (0, Said::from(&why));
        match self {
            Setting::Name => shop.name = shop::name(text).map_err(refusal)?,
            Setting::Currency => currency(text, shop)?,
            Setting::Coin => {
                let coin = typing::money(text, shop.currency).map_err(first)?;
                shop.cash_rounding = shop::coin(coin).map_err(refusal)?;
            }
            Setting::Include => shop.prices_include_tax = form.choice(0) == 0,
            Setting::Class(at) => {
                if let Some(class) = shop.tax_classes.get_mut(at) {
                    let tax = class.taxes.first().map_or(&class.name, |tax| &tax.name).clone();
                    let new = tax_text::class_of(&class.name, &tax, &text.replace(',', "."));
                    *class = new.map_err(|why| (0, Said::from(&why)))?;
                }
            }
            Setting::NewClass => {
                let rates = form.text(1).replace(',', ".");
                let class = tax_text::class_of(text, text, &rates);
                shop.tax_classes.push(class.map_err(|why| (1, Said::from(&why)))?);
            }
            Setting::TaxRounding => shop.tax_rounding = TAX_ROUNDINGS[form.choice(0)].0,
            Setting::Rounding => shop.rounding = ROUNDINGS[form.choice(0)].0,
            Setting::Language => shop.lang = Lang::ALL[form.choice(0)].tag().to_owned(),
            Setting::Zone => shop.zone = text.to_owned(),
            Setting::Variance => shop.variance_limit = typing::money(text, shop.currency).map_err(first)?,
            Setting::Discount => {
                let number = decimal::parse_typed(text).map_err(|why| (0, refused(why.code(), &why)))?;
                shop.customs.discount_limit =
                    Rate::new(number).map_err(|why| (0, refused(why.code(), &why)))?;
            }
            Setting::MaxQuantity => shop.max_quantity = typing::quantity(text).map_err(first)?,
            Setting::Rates => {
                let rates = acceptance_text::rates(&text.replace(',', "."), shop.currency);
                shop.accepts.rates = rates.map_err(|why| (0, Said::from(&why)))?;
            }
            Setting::Takes(method) => accepts::choose(method, form.choice(0), &mut shop.accepts),
            Setting::Patterns => shop.patterns = text.split_whitespace().map(str::to_owned).collect(),
            Setting::Idle => shop.customs.idle.0 = text.parse().unwrap_or(u32::MAX),
            Setting::Roles | Setting::Machine => {}
        }
        shop::check(shop).map_err(refusal)
    }
}

/// Another currency: amounts of the settings stay the same numbers.
fn currency(text: &str, shop: &mut Shop) -> Result<(), Wrong> {
    let currency = shop::currency(text).map_err(|why| (0, Said::from(&why)))?;
    if currency != shop.currency {
        shop.currency = currency;
        shop.cash_rounding = None;
        shop.accepts.rates.clear();
        shop.variance_limit = shop::usual_variance(currency);
    }
    Ok(())
}

/// A figure as it can be typed again: without the marks of thousands.
fn plain(figure: &str) -> String {
    let decimal = figure.rfind([',', '.']);
    let kept = figure
        .char_indices()
        .filter(|(at, letter)| letter.is_ascii_digit() || Some(*at) == decimal);
    kept.map(|(_, letter)| letter).collect()
}

fn at<T: PartialEq>(all: &[(T, &str)], value: T) -> usize {
    all.iter().position(|(one, _)| *one == value).unwrap_or(0)
}

fn name_of<T: PartialEq>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter()
        .find(|(one, _)| *one == value)
        .map_or("", |(_, name)| name)
}

fn options<T>(words: &Words, all: &[(T, &str)]) -> Vec<String> {
    all.iter()
        .map(|(_, name)| words.text(name).into_owned())
        .collect()
}
