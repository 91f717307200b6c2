//! The demo shop itself: settings, people, goods. Must never be founded without saying that it is a demo.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::error::{Failure, Outcome};
use super::super::init;
use super::super::progress::Progress;
use super::moment::millis;
use super::weeks::Weeks;
use crate::domain::acceptance::Acceptance;
use crate::domain::acceptance_text;
use crate::domain::basket::{TaxRounding, Terms};
use crate::domain::customs::Customs;
use crate::domain::import_rows;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::product::Sku;
use crate::domain::rate::Rate;
use crate::domain::shop::Shop;
use crate::domain::staff::Role;
use crate::domain::tax::TaxClass;
use crate::register::Register;
use crate::register::found::{Founding, NewKey, NewPerson};
use crate::register::surroundings::Scripted;

const PRODUCTS: &str = include_str!("../../../assets/demo/products.csv");
const PEOPLE: &str = include_str!("../../../assets/demo/people.csv");

/// Days before today on which it was founded.
const PAST_DAYS: i64 = 14;
/// The same shop every time.
pub(super) const SEED: u64 = 0x7465_6e64_6572_6f01;

/// Founds the shop in `dir`, two weeks ago, and lives those weeks up to now.
pub(super) fn build(dir: &Path, key: NewKey, seed: u64) -> Outcome {
    let zone = TimeZone::system();
    let now = Timestamp::now().to_zoned(zone.clone());
    let founded = now
        .checked_sub(jiff::Span::new().days(PAST_DAYS))
        .map_err(|_| Failure::environment("clock", "the clock says a time before all shops: set it first"))?;
    let (scripted, clock) = Scripted::new(millis(&founded), seed);
    let founding = Founding {
        shop: settings(&zone)?,
        series: "D1".to_owned(),
        people: people()?,
        key,
        recovery: None,
    };
    let mut progress = Progress::of("making the demo shop");
    progress.part(0, 1);
    let mut register = Register::found(dir, &founding, super::super::open::via(), Box::new(scripted))?;
    let owner = register.person_named(&founding.people[0].name)?;
    let rows = goods(&register)?;
    register.import_products(Some(owner), rows, "products.csv", &mut |_| {})?;
    let mut weeks = Weeks::new(&mut register, clock, seed);
    weeks.live(&founded, &now, &mut |done, all| progress.part(done, all))
}

fn settings(zone: &TimeZone) -> Result<Shop, Failure> {
    let currency = Currency::parse("EUR").expect("the euro is a currency");
    let class = |text: &str| super::super::tax::parse(text);
    let tax_classes: Vec<TaxClass> = ["standard=IVA:21", "reduced=IVA:10", "exempt=0"]
        .into_iter()
        .map(class)
        .collect::<Result<_, _>>()?;
    Ok(Shop {
        name: "Ultramarinos Luz".to_owned(),
        currency,
        tax_classes,
        prices_include_tax: true,
        tax_rounding: TaxRounding::Line,
        rounding: Rounding::HalfUp,
        cash_rounding: None,
        max_quantity: Terms::max_quantity(),
        lang: init::lang(None),
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        patterns: vec!["21IIIIIWWWWWC".to_owned()],
        variance_limit: Money::from_minor(500, currency),
        customs: Customs {
            discount_limit: Rate::parse("5").expect("five is a percentage"),
            favourites: loose(),
            ..Customs::default()
        },
        accepts: Acceptance {
            rates: acceptance_text::rates("USD=0.92", currency).expect("a rate as anybody types it"),
            ..Acceptance::default()
        },
        demo: true,
        ..Shop::new("", currency)
    })
}

/// Fruit and vegetables, which carry no code: the grid of the demo.
fn loose() -> Vec<Sku> {
    let rows = PRODUCTS.lines().filter(|line| line.contains("Frutas"));
    let skus = rows.filter_map(|line| line.split(',').next());
    skus.filter_map(|sku| Sku::new(sku).ok()).take(18).collect()
}

fn people() -> Result<Vec<NewPerson>, Failure> {
    let mut people = Vec::new();
    for line in PEOPLE.lines().skip(1).filter(|line| !line.is_empty()) {
        let mut parts = line.split(',');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        let (name, role, pin) = (next(), next(), next());
        let role = match role.as_str() {
            "owner" => Role::Owner,
            "supervisor" => Role::Supervisor,
            _ => Role::Cashier,
        };
        people.push(NewPerson { name, role, pin });
    }
    if people.is_empty() {
        return Err(Failure::refused("nobody", "the demo shop has no people"));
    }
    Ok(people)
}

fn goods(register: &Register) -> Result<Vec<import_rows::ImportRow>, Failure> {
    let classes = register.till().shop.tax_names();
    let parsed = import_rows::parse(PRODUCTS.as_bytes(), &classes, &mut |_| {})?;
    match parsed.errors.first.first() {
        Some(problem) => Err(Failure::refused(
            "bad-rows",
            format!("the demo's goods, {problem}"),
        )),
        None => Ok(parsed.rows),
    }
}
