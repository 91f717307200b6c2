//! The steps of the first run: what each asks, proposes and understands. Must never make a rule of its own:
//! the shop's rules are the domain's.

use crate::devices::settings::{Printer, Via};
use crate::domain::country::{Country, EXEMPT};
use crate::domain::decide::people::{check_name, check_pin};
use crate::domain::decide::shop;
use crate::domain::import_rows::ImportRow;
use crate::domain::product::{Code, LABEL_MAX, NAME_MAX, Product, Sku, Unit};
use crate::domain::rate::UnitPrice;
use crate::domain::refusal::Refuse;
use crate::domain::staff::Role;
use crate::domain::tax::{TaxClass, TaxKind};
use crate::domain::{decimal, tax_text, text};
use crate::lang::{self, Lang};
use crate::register::reply::Said;
use crate::tui::called;
use crate::tui::counter::Counter;
use crate::tui::form::Form;
use crate::tui::printer_form;
use crate::tui::typing::{self, PinsDiffer, refused};
use crate::vault::RecoveryCode;

use super::answers::Answers;

/// Lines of a tax step for classes that are not proposed.
const MORE_TAXES: usize = 1;
/// Digits of a rate at most.
const RATE: usize = 12;

/// Why a step is not taken. Nothing is written yet.
#[derive(Debug, thiserror::Error)]
enum FirstRefusal {
    #[error("that is not the recovery code: compare it letter by letter, or empty the line")]
    OtherCode,
    #[error("that code cannot be used: scan it, or leave it empty")]
    BadCode,
    #[error("a product needs a name: type one, or empty the other lines")]
    NoName,
    #[error("a product needs a price: type one, or empty the other lines")]
    NoPrice,
}

impl Refuse for FirstRefusal {
    fn code(&self) -> &'static str {
        match self {
            FirstRefusal::OtherCode => "first-other-code",
            FirstRefusal::BadCode => "first-bad-code",
            FirstRefusal::NoName => "first-no-name",
            FirstRefusal::NoPrice => "first-no-price",
        }
    }
}

/// One screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Language,
    Shop,
    Money,
    Taxes,
    Owner,
    Recovery,
    Printer,
    Product,
    Open,
}

impl Step {
    pub(super) const ALL: [Step; 9] = [
        Step::Language,
        Step::Shop,
        Step::Money,
        Step::Taxes,
        Step::Owner,
        Step::Recovery,
        Step::Printer,
        Step::Product,
        Step::Open,
    ];

    pub(super) fn title(self) -> &'static str {
        match self {
            Step::Language => "first-language",
            Step::Shop => "first-shop",
            Step::Money => "first-money",
            Step::Taxes => "first-taxes",
            Step::Owner => "first-owner",
            Step::Recovery => "first-recovery",
            Step::Printer => "first-printer",
            Step::Product => "first-product",
            Step::Open => "first-open",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Step::Language => "first-language-about",
            Step::Shop => "first-shop-about",
            Step::Money => "first-money-about",
            Step::Taxes => "first-taxes-about",
            Step::Owner => "first-owner-about",
            Step::Recovery => "first-recovery-about",
            Step::Printer => "first-printer-about",
            Step::Product => "first-product-about",
            Step::Open => "first-open-about",
        }
    }
}

fn proposed(answers: &Answers) -> Option<&'static Country> {
    Country::for_currency(answers.shop.currency, answers.start.country)
}

/// Whether what comes after a step was asked on from its answer, which has changed.
pub(super) fn leads(step: Step, before: &Answers, after: &Answers) -> bool {
    match step {
        Step::Language => before.shop.lang != after.shop.lang,
        Step::Money => before.shop.currency != after.shop.currency,
        Step::Taxes => before.shop.tax_classes != after.shop.tax_classes,
        _ => false,
    }
}

/// The form of a step with its proposals.
pub(super) fn form(step: Step, answers: &Answers, counter: &Counter) -> Form {
    let words = &counter.look.words;
    let form = Form::default();
    match step {
        Step::Language => {
            let names = Lang::ALL.map(|lang| lang.name().to_owned()).to_vec();
            let now = Lang::ALL.iter().position(|lang| *lang == words.lang());
            form.chosen(words.text("settings-lang"), names, now.unwrap_or(0))
        }
        Step::Shop => form.hinted(words.text("settings-name"), 60, words.text("first-shop-usual")),
        Step::Money => {
            let currency = answers.shop.currency.code();
            let form = form.hinted(words.text("settings-currency"), 3, currency).hinted(
                words.text("settings-coin"),
                14,
                "",
            );
            let mut form = form;
            typed(step, &mut form, answers, counter);
            form
        }
        Step::Taxes => taxes(answers, counter),
        Step::Owner => form
            .hinted(words.text("people-name"), 40, words.text("first-owner-usual"))
            .masked(words.text("people-new-pin"), 12)
            .masked(words.text("people-pin-again"), 12),
        Step::Recovery => form.typed(words.text("first-recovery-type"), 40, ""),
        Step::Printer => printer_form::short(words, &proposed_printer(answers)),
        Step::Product => {
            let classes = answers.shop.tax_classes.iter();
            let classes = classes.map(|class| called::tax(words, class)).collect();
            form.typed(words.text("new-product-code"), Sku::MAX, "")
                .typed(words.text("new-product-name"), 60, "")
                .typed(words.text("new-product-price"), 17, "")
                .chosen(words.text("new-product-tax"), classes, 0)
        }
        Step::Open => form.hinted(words.text("open-float"), 14, "0"),
    }
}

/// The printer that seems to be there.
fn proposed_printer(answers: &Answers) -> Printer {
    let via = if answers.start.usb_printer {
        Via::Usb
    } else {
        Via::None
    };
    Printer {
        via,
        ..Printer::default()
    }
}

fn taxes(answers: &Answers, counter: &Counter) -> Form {
    let words = &counter.look.words;
    let known = proposed(answers).map(Country::tax_classes);
    let known = known.unwrap_or_else(|| vec![exempt()]);
    let mut form = Form::default();
    for class in known.iter().filter(|class| !class.taxes.is_empty()) {
        form = form.typed(
            class_label(counter, &class.name),
            RATE,
            &rate_of(class, words.lang()),
        );
    }
    for _ in 0..MORE_TAXES {
        form = form.hinted(words.text("first-taxes-more"), 40, "");
    }
    let include = proposed(answers).is_none_or(|country| country.prices_include_tax);
    form.chosen(
        words.text("settings-include"),
        vec![words.text("yes").into_owned(), words.text("no").into_owned()],
        usize::from(!include),
    )
}

fn exempt() -> TaxClass {
    TaxClass {
        name: EXEMPT.to_owned(),
        taxes: Vec::new(),
    }
}

fn class_label(counter: &Counter, class: &str) -> String {
    let name = called::tax_class(&counter.look.words, class);
    format!("{name} %")
}

/// The percentage of a class with one tax.
fn rate_of(class: &TaxClass, lang: Lang) -> String {
    match class.taxes.first().map(|tax| tax.kind) {
        Some(TaxKind::Percent { rate, .. }) => lang::plain(lang, rate.percent()),
        _ => "0".to_owned(),
    }
}

/// After a key: proposals that follow from what stands on another line.
pub(super) fn typed(step: Step, form: &mut Form, answers: &Answers, counter: &Counter) {
    if step != Step::Money {
        return;
    }
    let country = shop::currency(form.text(0))
        .ok()
        .and_then(|currency| Country::for_currency(currency, answers.start.country));
    let coin = country.and_then(Country::coin);
    let coin = coin.map_or_else(|| "0".to_owned(), |coin| counter.look.figure(coin));
    form.hint(1, coin);
}

type Wrong = (usize, Said);

/// Understands a step.
pub(super) fn read(step: Step, form: &Form, answers: &mut Answers, counter: &Counter) -> Result<(), Wrong> {
    match step {
        Step::Language => answers.shop.lang = Lang::ALL[form.choice(0)].tag().to_owned(),
        Step::Shop => answers.shop.name = shop::name(form.text(0)).map_err(|why| (0, Said::from(&why)))?,
        Step::Money => money(form, answers)?,
        Step::Taxes => read_taxes(form, answers, counter)?,
        Step::Owner => owner(form, answers)?,
        Step::Recovery => {
            let typed = form.text(0);
            answers.recovery = !typed.is_empty();
            let same = RecoveryCode::parse(typed).is_ok_and(|code| code == answers.start.recovery);
            if answers.recovery && !same {
                return Err((0, Said::from(&FirstRefusal::OtherCode)));
            }
        }
        Step::Printer => {
            let chosen = printer_form::read(form, &Printer::default())?;
            answers.printer = (chosen.via != Via::None).then_some(chosen);
        }
        Step::Product => answers.product = product(form, answers)?,
        Step::Open => {
            answers.float = typing::money(form.text(0), answers.shop.currency).map_err(|why| (0, why))?;
        }
    }
    Ok(())
}

fn money(form: &Form, answers: &mut Answers) -> Result<(), Wrong> {
    let currency = shop::currency(form.text(0)).map_err(|why| (0, Said::from(&why)))?;
    let coin = typing::money(form.text(1), currency).map_err(|why| (1, why))?;
    answers.shop.currency = currency;
    answers.shop.cash_rounding = shop::coin(coin).map_err(|why| (1, Said::from(&why)))?;
    answers.shop.variance_limit = shop::usual_variance(currency);
    answers.float = crate::domain::money::Money::zero(currency);
    Ok(())
}

fn read_taxes(form: &Form, answers: &mut Answers, counter: &Counter) -> Result<(), Wrong> {
    let country = proposed(answers);
    let known = country.map(Country::tax_classes).unwrap_or_default();
    let taxed: Vec<TaxClass> = known
        .into_iter()
        .filter(|class| !class.taxes.is_empty())
        .collect();
    let tax = match country {
        Some(country) => country.tax.to_owned(),
        None => counter.look.words.text("sale-taxes").into_owned(),
    };
    let mut classes = Vec::new();
    for (line, class) in taxed.iter().enumerate() {
        // An emptied line is a class that this shop does not have.
        let rate = form.text(line).replace(',', ".");
        if !rate.is_empty() {
            let class = tax_text::class_of(&class.name, &tax, &rate);
            classes.push(class.map_err(|why| (line, Said::from(&why)))?);
        }
    }
    for line in taxed.len()..taxed.len() + MORE_TAXES {
        let text = form.text(line);
        if !text.is_empty() {
            let (name, rates) = text.split_once('=').unwrap_or((text, ""));
            let class = tax_text::class_of(name, &tax, &rates.replace(',', "."));
            classes.push(class.map_err(|why| (line, Said::from(&why)))?);
        }
    }
    classes.push(exempt());
    answers.shop.tax_classes = classes;
    answers.shop.prices_include_tax = form.choice(taxed.len() + MORE_TAXES) == 0;
    let mut named = answers.shop.clone();
    named.name = "-".to_owned();
    shop::check(&named).map_err(|why| (taxed.len(), Said::from(&why)))
}

fn owner(form: &Form, answers: &mut Answers) -> Result<(), Wrong> {
    answers.owner = check_name(form.text(0)).map_err(|why| (0, Said::from(&why)))?;
    let pin = form.text(1);
    check_pin(pin, Role::Owner, 1).map_err(|why| (1, Said::from(&why)))?;
    if pin != form.text(2) {
        return Err((1, Said::from(&PinsDiffer)));
    }
    answers.pin = pin.to_owned();
    Ok(())
}

fn product(form: &Form, answers: &Answers) -> Result<Option<ImportRow>, Wrong> {
    let (code, name, price) = (form.text(0), form.text(1), form.text(2));
    if name.is_empty() && code.is_empty() && price.is_empty() {
        return Ok(None);
    }
    let codes = match code {
        "" => Vec::new(),
        code => {
            let bad = |_| (0, Said::from(&FirstRefusal::BadCode));
            vec![Code::new(code).map_err(bad)?]
        }
    };
    let name = text::clean(name, NAME_MAX);
    if name.is_empty() {
        return Err((1, Said::from(&FirstRefusal::NoName)));
    }
    if price.is_empty() {
        return Err((2, Said::from(&FirstRefusal::NoPrice)));
    }
    let number = decimal::parse_typed(price).map_err(|why| (2, refused(why.code(), &why)))?;
    let price = UnitPrice::new(number).map_err(|why| (2, refused(why.code(), &why)))?;
    let sku = if code.is_empty() { "1" } else { code };
    let bad = |_| (0, Said::from(&FirstRefusal::BadCode));
    let class = answers.shop.tax_classes.get(form.choice(3));
    let product = Product {
        sku: Sku::new(sku).map_err(bad)?,
        codes,
        name,
        category: text::clean("", LABEL_MAX),
        price,
        cost: None,
        tax: class.map(|class| class.name.clone()).unwrap_or_default(),
        unit: Unit::Ea,
        min_stock: None,
        open_price: false,
        active: true,
    };
    Ok(Some(ImportRow::new(product, None)))
}
