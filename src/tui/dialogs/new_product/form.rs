//! From what was typed into the form to a product, or to the first place that is wrong. Must never guess a
//! price.

use crate::domain::decimal::{self, parse_typed};
use crate::domain::import_rows::ImportRow;
use crate::domain::product::{Code, LABEL_MAX, NAME_MAX, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::text;
use crate::register::reply::Said;
use crate::tui::counter::Counter;
use crate::tui::typing::refused;

use super::State;

/// A line of the form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Code,
    Name,
    Price,
    Tax,
    Unit,
    Category,
    Sku,
    Stock,
}

impl Place {
    pub(super) const ALL: [Place; 8] = [
        Place::Code,
        Place::Name,
        Place::Price,
        Place::Tax,
        Place::Unit,
        Place::Category,
        Place::Sku,
        Place::Stock,
    ];

    pub(super) fn label(self) -> &'static str {
        match self {
            Place::Code => "new-product-code",
            Place::Name => "new-product-name",
            Place::Price => "new-product-price",
            Place::Tax => "new-product-tax",
            Place::Unit => "new-product-unit",
            Place::Category => "new-product-category",
            Place::Sku => "new-product-sku",
            Place::Stock => "new-product-stock",
        }
    }

    pub(super) fn limit(self) -> usize {
        match self {
            Place::Name => 60,
            Place::Price | Place::Stock => 17,
            Place::Code | Place::Category | Place::Sku => Sku::MAX,
            Place::Tax | Place::Unit => 0,
        }
    }
}

/// Why a place is not taken.
pub(super) enum Wrong {
    Said(Said),
    Message(&'static str),
}

type Read<T> = Result<T, (Place, Wrong)>;

/// What an empty place will be filled with.
pub(super) fn hint(state: &State, place: Place) -> Option<&str> {
    (place == Place::Sku).then(|| typed(state, Place::Code))
}

/// The product as typed.
pub(super) fn read(state: &State, counter: &Counter) -> Read<ImportRow> {
    let codes = match typed(state, Place::Code) {
        "" => Vec::new(),
        code => vec![Code::new(code).map_err(|_| message(Place::Code, "new-product-bad-code"))?],
    };
    let name = text::clean(typed(state, Place::Name), NAME_MAX);
    if name.is_empty() {
        return Err(message(Place::Name, "new-product-no-name"));
    }
    let price = price(state)?;
    let unit = Unit::ALL[state.unit];
    let stock = stock(state, unit)?;
    let classes = counter.desk.as_ref().map(|desk| &desk.shop.tax_classes);
    let class = classes.and_then(|classes| classes.get(state.tax));
    let product = Product {
        sku: sku(state, counter)?,
        codes,
        name,
        category: text::clean(typed(state, Place::Category), LABEL_MAX),
        price,
        cost: None,
        tax: class.map(|class| class.name.clone()).unwrap_or_default(),
        unit,
        min_stock: None,
        open_price: false,
        active: true,
    };
    Ok(ImportRow { product, stock })
}

fn price(state: &State) -> Read<UnitPrice> {
    let wrong = |code, refusal: &dyn std::fmt::Display| (Place::Price, Wrong::Said(refused(code, &refusal)));
    let text = typed(state, Place::Price);
    if text.is_empty() {
        return Err(message(Place::Price, "new-product-no-price"));
    }
    let number = parse_typed(text).map_err(|refusal| wrong(refusal.code(), &refusal))?;
    UnitPrice::new(number).map_err(|refusal| wrong(refusal.code(), &refusal))
}

fn stock(state: &State, unit: Unit) -> Read<Option<Quantity>> {
    let wrong = |code, refusal: &dyn std::fmt::Display| (Place::Stock, Wrong::Said(refused(code, &refusal)));
    let text = typed(state, Place::Stock);
    if text.is_empty() {
        return Ok(None);
    }
    let number = parse_typed(text).map_err(|refusal| wrong(refusal.code(), &refusal))?;
    if decimal::decimals(number) > u32::from(unit.decimals()) {
        return Err(message(Place::Stock, "new-product-whole-stock"));
    }
    let quantity = Quantity::new(number).map_err(|refusal| wrong(refusal.code(), &refusal))?;
    Ok(Some(quantity))
}

/// The SKU as typed; else the code; else the first free number after those there are.
fn sku(state: &State, counter: &Counter) -> Read<Sku> {
    let (own, code) = (typed(state, Place::Sku), typed(state, Place::Code));
    let text = match (own, code) {
        ("", "") => free_number(counter),
        ("", code) => code.to_owned(),
        (own, _) => own.to_owned(),
    };
    if counter.catalogue.by_sku(&text).is_some() {
        return Err(message(Place::Sku, "new-product-sku-taken"));
    }
    Sku::new(&text).map_err(|_| message(Place::Sku, "new-product-bad-code"))
}

fn free_number(counter: &Counter) -> String {
    let mut number = counter.catalogue.len() + 1;
    while counter.catalogue.by_sku(&number.to_string()).is_some() {
        number += 1;
    }
    number.to_string()
}

fn typed(state: &State, place: Place) -> &str {
    state.fields[place as usize].text().trim()
}

fn message(place: Place, key: &'static str) -> (Place, Wrong) {
    (place, Wrong::Message(key))
}
