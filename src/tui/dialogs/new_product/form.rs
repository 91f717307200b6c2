//! The lines of the form, and from what was typed into them to a product, or to the first line that is wrong.
//! Must never guess a price, nor lose what the form does not show.

use crate::domain::decimal;
use crate::domain::import_rows::ImportRow;
use crate::domain::product::{Code, LABEL_MAX, NAME_MAX, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::text;
use crate::lang::{self, Lang};
use crate::register::reply::Said;
use crate::tui::called;
use crate::tui::counter::Counter;
use crate::tui::dialogs::goods;
use crate::tui::form::Form;
use crate::tui::typing;

use super::{State, Then};

/// What a line of the form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Code,
    Name,
    Price,
    Cost,
    Tax,
    Unit,
    Category,
    Least,
    Open,
    Sku,
    Stock,
}

/// At the counter, while a customer waits.
pub(super) const SMALL: &[Place] = &[
    Place::Code,
    Place::Name,
    Place::Price,
    Place::Tax,
    Place::Unit,
    Place::Category,
    Place::Sku,
    Place::Stock,
];

/// A new product, at leisure.
pub(super) const WHOLE: &[Place] = &[
    Place::Code,
    Place::Name,
    Place::Price,
    Place::Cost,
    Place::Tax,
    Place::Unit,
    Place::Category,
    Place::Least,
    Place::Open,
    Place::Sku,
    Place::Stock,
];

/// A product that is there: its codes come last, and one more.
pub(super) fn of(product: &Product) -> Vec<Place> {
    let mut places = vec![
        Place::Name,
        Place::Price,
        Place::Cost,
        Place::Tax,
        Place::Unit,
        Place::Category,
        Place::Least,
        Place::Open,
    ];
    places.extend(product.codes.iter().map(|_| Place::Code));
    places.push(Place::Code);
    places
}

impl Place {
    fn label(self) -> &'static str {
        match self {
            Place::Code => "new-product-code",
            Place::Name => "new-product-name",
            Place::Price => "new-product-price",
            Place::Cost => "product-cost",
            Place::Tax => "new-product-tax",
            Place::Unit => "new-product-unit",
            Place::Category => "new-product-category",
            Place::Least => "product-least",
            Place::Open => "product-open-price",
            Place::Sku => "new-product-sku",
            Place::Stock => "new-product-stock",
        }
    }

    pub(super) fn limit(self) -> usize {
        match self {
            Place::Name => NAME_MAX,
            Place::Category => LABEL_MAX,
            Place::Code => Code::MAX,
            Place::Sku => Sku::MAX,
            _ => 17,
        }
    }
}

/// The lines, filled with what a product is.
pub(super) fn build(places: &[Place], product: Option<&Product>, counter: &Counter) -> Form {
    let words = &counter.look.words;
    let classes = counter.desk.iter().flat_map(|desk| &desk.shop.tax_classes);
    let classes: Vec<_> = classes.collect();
    let mut codes = product.into_iter().flat_map(|product| &product.codes);
    let mut form = Form::default();
    for place in places {
        let label = match (place, product) {
            (Place::Code, Some(product)) if form.len() + 1 == places.len() && !product.codes.is_empty() => {
                words.text("product-another-code")
            }
            _ => words.text(place.label()),
        };
        form = match place {
            Place::Tax => {
                let own = product.map(|product| product.tax.as_str());
                let at = classes.iter().position(|class| Some(class.name.as_str()) == own);
                let told = classes.iter().map(|class| called::tax(words, class)).collect();
                form.chosen(label, told, at.unwrap_or(0))
            }
            Place::Unit => {
                let at = Unit::ALL
                    .iter()
                    .position(|unit| Some(*unit) == product.map(|own| own.unit));
                let told = Unit::ALL.map(|unit| called::unit(words, unit));
                form.chosen(label, told.to_vec(), at.unwrap_or(0))
            }
            Place::Open => {
                let told = ["no", "yes"].map(|key| words.text(key).into_owned());
                let open = product.is_some_and(|product| product.open_price);
                form.chosen(label, told.to_vec(), usize::from(open))
            }
            Place::Code => {
                let code = codes.next().map_or("", Code::as_str);
                form.typed(label, place.limit(), code)
            }
            _ => form.typed(label, place.limit(), &standing(*place, product, words.lang())),
        };
    }
    form
}

/// What a product has there.
fn standing(place: Place, product: Option<&Product>, lang: Lang) -> String {
    let Some(product) = product else {
        return String::new();
    };
    let price = |price: UnitPrice| lang::plain(lang, price.value());
    match place {
        Place::Name => product.name.clone(),
        Place::Price => price(product.price),
        Place::Cost => product.cost.map(price).unwrap_or_default(),
        Place::Category => product.category.clone(),
        Place::Least => product
            .min_stock
            .map(|least| lang::plain(lang, least.value()))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// Why a line is not taken.
pub(super) enum Wrong {
    Said(Said),
    Message(&'static str),
}

type Read<T> = Result<T, (usize, Wrong)>;

/// The product as typed.
pub(super) fn read(state: &State, counter: &Counter) -> Read<ImportRow> {
    let before = match &state.then {
        Then::Changed(product) => Some(&**product),
        _ => None,
    };
    let codes = codes(state)?;
    let name = text::clean(typed(state, Place::Name), NAME_MAX);
    if name.is_empty() {
        return Err(wrong(state, Place::Name, "new-product-no-name"));
    }
    let open_price = choice(state, Place::Open) == Some(1);
    let price = match amount(state, Place::Price)? {
        Some(price) => price,
        None if open_price => UnitPrice::ZERO,
        None => return Err(wrong(state, Place::Price, "new-product-no-price")),
    };
    let unit = Unit::ALL[choice(state, Place::Unit).unwrap_or(0)];
    let cost = amount(state, Place::Cost)?;
    let stock = quantity(state, Place::Stock, unit)?;
    let classes = counter.desk.as_ref().map(|desk| &desk.shop.tax_classes);
    let class = classes.and_then(|classes| classes.get(choice(state, Place::Tax)?));
    let product = Product {
        cost,
        min_stock: quantity(state, Place::Least, unit)?,
        sku: match before {
            Some(product) => product.sku.clone(),
            None => sku(state, counter)?,
        },
        codes,
        name,
        category: text::clean(typed(state, Place::Category), LABEL_MAX),
        price,
        tax: class.map(|class| class.name.clone()).unwrap_or_default(),
        unit,
        open_price,
        active: before.is_none_or(|product| product.active),
    };
    Ok(ImportRow::new(product, stock))
}

/// Whether a figure that was typed on that line is one; what may still be empty is not asked for.
pub(super) fn check(state: &State, line: usize) -> Read<()> {
    let unit = || Unit::ALL[choice(state, Place::Unit).unwrap_or(0)];
    match state.places.get(line).copied() {
        Some(place @ (Place::Price | Place::Cost)) => amount(state, place).map(drop),
        Some(place @ (Place::Least | Place::Stock)) => quantity(state, place, unit()).map(drop),
        _ => Ok(()),
    }
}

/// Every code that stands somewhere, each once.
fn codes(state: &State) -> Read<Vec<Code>> {
    let mut codes: Vec<Code> = Vec::new();
    let lines = state.places.iter().enumerate();
    for (line, _) in lines.filter(|(_, place)| **place == Place::Code) {
        let text = state.form.text(line);
        if text.is_empty() {
            continue;
        }
        let code = Code::new(text).map_err(|_| (line, Wrong::Message("new-product-bad-code")))?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Ok(codes)
}

fn amount(state: &State, place: Place) -> Read<Option<UnitPrice>> {
    let line = state.at(place).unwrap_or(0);
    goods::price(typed(state, place)).map_err(|said| (line, Wrong::Said(said)))
}

fn quantity(state: &State, place: Place, unit: Unit) -> Read<Option<Quantity>> {
    let text = typed(state, place);
    if text.is_empty() {
        return Ok(None);
    }
    let line = state.at(place).unwrap_or(0);
    let quantity = typing::quantity(text).map_err(|said| (line, Wrong::Said(said)))?;
    if decimal::decimals(quantity.value()) > u32::from(unit.decimals()) {
        return Err(wrong(state, place, "new-product-whole-stock"));
    }
    Ok(Some(quantity))
}

/// The SKU as typed; else the code; else the first free number after those there are.
fn sku(state: &State, counter: &Counter) -> Read<Sku> {
    let text = match typed(state, Place::Sku) {
        "" => free_number(counter),
        own => own.to_owned(),
    };
    if counter.catalogue.by_sku(&text).is_some() {
        return Err(wrong(state, Place::Sku, "new-product-sku-taken"));
    }
    Sku::new(&text).map_err(|_| wrong(state, Place::Sku, "new-product-bad-code"))
}

fn free_number(counter: &Counter) -> String {
    let mut number = counter.catalogue.len() + 1;
    while counter.catalogue.by_sku(&number.to_string()).is_some() {
        number += 1;
    }
    number.to_string()
}

fn typed(state: &State, place: Place) -> &str {
    state.at(place).map_or("", |line| state.form.text(line))
}

fn choice(state: &State, place: Place) -> Option<usize> {
    state.at(place).map(|line| state.form.choice(line))
}

fn wrong(state: &State, place: Place, key: &'static str) -> (usize, Wrong) {
    (state.at(place).unwrap_or(0), Wrong::Message(key))
}
