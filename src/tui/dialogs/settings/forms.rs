//! The forms in which the shop's settings are changed, one by one. Must never make a rule of its own:
//! whether a shop may be like that is the domain's.

use crate::domain::decide::shop::{self, CATEGORIES_MAX};
use crate::domain::papers::{LINE_MAX, LINES_MAX};
use crate::domain::rate::Rate;
use crate::domain::shop::Shop;
use crate::domain::{acceptance_text, decimal, tax_text, text};
use crate::lang::{self, Lang, Words};
use crate::register::reply::Said;
use crate::tui::accepts;
use crate::tui::form::Form;
use crate::tui::look::Look;
use crate::tui::setting::{ROUNDINGS, Setting, TAX_ROUNDINGS, yes_no};
use crate::tui::typing::{self, refused};

/// Letters of a line that is typed.
const LINE: usize = 60;

/// What is wrong, and on which line.
pub(super) type Wrong = (usize, Said);

/// A sentence about it.
pub(super) fn about(setting: Setting) -> &'static str {
    match setting {
        Setting::Class(_) => "settings-class-about",
        Setting::NewClass => "settings-new-class-about",
        Setting::Currency | Setting::Include => "settings-closed-about",
        Setting::Discount => "settings-discount-about",
        Setting::Variance => "settings-variance-about",
        Setting::Idle => "settings-idle-about",
        Setting::Patterns => "settings-patterns-about",
        Setting::Coin => "settings-coin-about",
        Setting::Address | Setting::Header | Setting::Footer | Setting::TaxId => "settings-paper-about",
        Setting::Takes(_) => "settings-takes-about",
        Setting::Expenses => "settings-expenses-about",
        Setting::Rates => "settings-foreign-about",
        Setting::Series => "settings-series-about",
        _ => "settings-about",
    }
}

/// Whether nothing more comes in a list of lines: Enter on the empty line after the last one saves it.
pub(super) fn is_told(setting: Setting, form: &Form) -> bool {
    let list = matches!(
        setting,
        Setting::Address | Setting::Header | Setting::Footer | Setting::Expenses
    );
    list && (form.at()..form.len()).all(|line| form.text(line).is_empty())
}

/// The form in which it is changed.
pub(super) fn form(setting: Setting, look: &Look, shop: &Shop) -> Form {
    let words = &look.words;
    let label = setting.label(words, shop);
    let typed = |limit, text: &str| Form::default().typed(label.clone(), limit, text);
    let chosen = |options: Vec<String>, at: usize| Form::default().chosen(label.clone(), options, at);
    let value = setting.value(look, shop);
    let told = |number| lang::plain(look.lang(), number);
    match setting {
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
        Setting::NewClass => Form::default().typed(words.text("people-name"), 40, "").typed(
            words.text("settings-rates"),
            60,
            "",
        ),
        Setting::Discount => typed(10, &told(shop.customs.discount_limit.percent())),
        Setting::MaxQuantity => typed(12, &told(shop.max_quantity.value())),
        Setting::Name => typed(60, &value),
        Setting::Series => typed(8, &value),
        Setting::Currency => typed(3, &value),
        Setting::Coin | Setting::Variance => typed(14, &plain(&value)),
        Setting::Idle => typed(3, &value),
        Setting::Address => several(&label, LINES_MAX, &shop.papers.address),
        Setting::Header => several(&label, LINES_MAX, &shop.papers.header),
        Setting::Footer => several(&label, LINES_MAX, &shop.papers.footer),
        Setting::Expenses => several(&label, CATEGORIES_MAX, &shop.expense_categories()),
        Setting::Takes(method) => chosen(
            accepts::options(method, words),
            accepts::chosen(method, &shop.accepts),
        ),
        _ => typed(120, &value),
    }
}

/// Puts what was typed into the shop.
pub(super) fn read(setting: Setting, form: &Form, shop: &mut Shop) -> Result<(), Wrong> {
    let text = form.text(0);
    let first = |said: Said| (0, said);
    let refusal = |why: shop::ShopRefusal| (0, Said::from(&why));
    match setting {
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
            shop.customs.discount_limit = Rate::new(number).map_err(|why| (0, refused(why.code(), &why)))?;
        }
        Setting::MaxQuantity => shop.max_quantity = typing::quantity(text).map_err(first)?,
        Setting::Patterns => shop.patterns = text.split_whitespace().map(str::to_owned).collect(),
        Setting::Series => shop.shared_series = shop::shared_series(text).map_err(refusal)?,
        Setting::Idle => shop.customs.idle.0 = text.parse().unwrap_or(u32::MAX),
        setting => of_counter(setting, form, shop)?,
    }
    shop::check(shop).map_err(refusal)
}

/// What stands on papers, and how one pays.
fn of_counter(setting: Setting, form: &Form, shop: &mut Shop) -> Result<(), Wrong> {
    match setting {
        Setting::Address => shop.papers.address = lines(form),
        Setting::TaxId => shop.papers.tax_id = text::clean(form.text(0), LINE_MAX),
        Setting::Header => shop.papers.header = lines(form),
        Setting::Footer => shop.papers.footer = lines(form),
        Setting::Expenses => {
            // The usual names are not written down: they follow the shop's language.
            let usual = Shop {
                expense_categories: Vec::new(),
                ..shop.clone()
            };
            let typed = lines(form);
            shop.expense_categories = if typed == usual.expense_categories() {
                Vec::new()
            } else {
                typed
            };
        }
        Setting::Rates => {
            let rates = acceptance_text::rates(&form.text(0).replace(',', "."), shop.currency);
            shop.accepts.rates = rates.map_err(|why| (0, Said::from(&why)))?;
        }
        Setting::Takes(method) => accepts::choose(method, form.choice(0), &mut shop.accepts),
        _ => {}
    }
    Ok(())
}

/// Lines of the same sort, the empty ones last.
fn several(label: &str, most: usize, lines: &[String]) -> Form {
    (0..most).fold(Form::default(), |form, at| {
        let text = lines.get(at).map_or("", String::as_str);
        let label = if at == 0 { label } else { "" };
        form.typed(label, LINE, text)
    })
}

/// What was typed, without the empty lines.
fn lines(form: &Form) -> Vec<String> {
    let all = (0..form.len()).map(|line| text::clean(form.text(line), LINE_MAX));
    all.filter(|line| !line.is_empty()).collect()
}

/// Another currency: amounts of the settings stay the same numbers.
fn currency(text: &str, shop: &mut Shop) -> Result<(), Wrong> {
    let currency = shop::currency(text).map_err(|why| (0, Said::from(&why)))?;
    if currency != shop.currency {
        shop.currency = currency;
        shop.cash_rounding = None;
        shop.variance_limit = shop::usual_variance(currency);
        shop.accepts.rates.clear();
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

fn options<T>(words: &Words, all: &[(T, &str)]) -> Vec<String> {
    all.iter()
        .map(|(_, name)| words.text(name).into_owned())
        .collect()
}
