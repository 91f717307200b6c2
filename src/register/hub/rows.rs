//! Rows of the hub, checked, and what is shown of each. Must never take one that a shop could not work with.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::own::At;
use crate::domain::base::{Fields, Own, SHOP, Thing, shown, summed};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::decide::shop as decide;
use crate::domain::decimal::parse_strict;
use crate::domain::document::DocumentNumber;
use crate::domain::money::Money;
use crate::domain::product::{CODES_MAX, NAME_MAX, Product, Sku};
use crate::domain::shop::Shop;
use crate::domain::staff::{Person, PersonId};
use crate::domain::text;
use crate::domain::till::Till;
use crate::protocol::feed::{Conflict, Kind, Row};
use crate::protocol::pull::Unread;
use crate::store::hub::{Bad, Base, Shown};

/// The most text that a row may have.
const ROW_MAX: usize = 256 << 10;

/// What the till has of its own, to judge rows by.
pub(super) struct Here<'a> {
    pub(super) till: &'a Till,
    pub(super) product: &'a dyn Fn(&str) -> Option<Product>,
    pub(super) customer: &'a dyn Fn(CustomerId) -> Option<Customer>,
}

pub(super) fn thing(kind: Kind) -> Thing {
    match kind {
        Kind::Product => Thing::Product,
        Kind::Shop => Thing::Shop,
        Kind::Person => Thing::Person,
        Kind::Customer => Thing::Customer,
        Kind::Level => Thing::Level,
        Kind::Balance => Thing::Balance,
        Kind::Conflict => Thing::Conflict,
        Kind::Credit => Thing::Credit,
    }
}

/// A row as the store keeps it, or why it cannot be taken.
pub(super) fn taken(here: &Here<'_>, row: &Row, included: At, own: &[&Own]) -> Result<(Base, Shown), Bad> {
    let thing = thing(row.kind);
    let bad = |why: String| Bad {
        thing: thing as u8,
        id: text::clean(&row.id, 80),
        v: row.v,
        why,
    };
    let value = row.value.as_ref().map(Value::to_string);
    if row.id.len() > 200 || value.as_ref().is_some_and(|value| value.len() > ROW_MAX) {
        return Err(bad("it is longer than a row may be".to_owned()));
    }
    let shown = rebased(here, (thing, &row.id), row.value.as_ref(), own).map_err(bad)?;
    let base = Base {
        thing: thing as u8,
        id: row.id.clone(),
        included,
        value,
    };
    Ok((base, shown))
}

/// A row that is none, to be put aside.
pub(super) fn unread(row: &Unread) -> Bad {
    Bad {
        thing: row.kind.map_or(0, |kind| thing(kind) as u8),
        id: text::clean(&row.id, 80),
        v: row.v,
        why: text::clean(&row.why, 200),
    }
}

/// What is shown of a row with what the till did since on top.
pub(super) fn rebased(
    here: &Here<'_>,
    (thing, id): (Thing, &str),
    value: Option<&Value>,
    own: &[&Own],
) -> Result<Shown, String> {
    let Some(value) = value else {
        return Ok(gone(here, thing, id));
    };
    let till = here.till;
    match thing {
        Thing::Product => product(id, fields(value)?, own).map(Shown::Product),
        Thing::Customer => customer(id, fields(value)?, own, till.shop.currency).map(Shown::Customer),
        Thing::Person => person(id, fields(value)?, own).map(Shown::Person),
        Thing::Shop => {
            if id != SHOP {
                return Err("the settings have another name".to_owned());
            }
            let shop: Shop = topped(fields(value)?, own)?;
            decide::check(&shop).map_err(|refusal| refusal.to_string())?;
            if shop.currency != till.shop.currency {
                return Err("the shop at the hub has another currency".to_owned());
            }
            Ok(Shown::Shop(Box::new(shop)))
        }
        Thing::Level => {
            let sku = Sku::new(id).map_err(|refusal| refusal.to_string())?;
            let there = scaled(value, "quantity", 3)?;
            Ok(Shown::Level(sku, summed(there, own.iter().copied())))
        }
        Thing::Balance => {
            let customer = CustomerId(uuid(id)?);
            let there = scaled(value, "amount", till.shop.currency.exponent())?;
            Ok(Shown::Balance(customer, summed(there, own.iter().copied())))
        }
        // What is left is asked for when somebody pays with it.
        Thing::Credit => credit(id, value, till.shop.currency).map(|_| Shown::Nothing),
        Thing::Conflict => {
            let conflict: Conflict =
                serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
            if conflict.id.to_string() != id {
                return Err("it names another conflict".to_owned());
            }
            Ok(Shown::Nothing)
        }
    }
}

/// What is shown of something that is gone: goods are no longer sold, people no longer work here. Nothing is
/// ever deleted.
fn gone(here: &Here<'_>, thing: Thing, id: &str) -> Shown {
    let known = match thing {
        Thing::Product => (here.product)(id).map(|product| {
            Shown::Product(Product {
                active: false,
                ..product
            })
        }),
        Thing::Customer => Uuid::try_parse(id).ok().and_then(|id| {
            let customer = (here.customer)(CustomerId(id))?;
            Some(Shown::Customer(Customer {
                active: false,
                ..customer
            }))
        }),
        Thing::Person => Uuid::try_parse(id).ok().and_then(|id| {
            let person = here.till.person(PersonId(id))?.clone();
            Some(Shown::Person(Person {
                active: false,
                ..person
            }))
        }),
        _ => None,
    };
    known.unwrap_or(Shown::Nothing)
}

fn product(id: &str, base: &Fields, own: &[&Own]) -> Result<Product, String> {
    let product: Product = topped(base, own)?;
    let clean = text::clean(&product.name, NAME_MAX);
    if product.sku.as_str() != id {
        return Err("it names another product".to_owned());
    }
    if clean.is_empty() || clean != product.name || product.codes.len() > CODES_MAX {
        return Err("its name or its codes are not what a product may have".to_owned());
    }
    Ok(product)
}

fn customer(
    id: &str,
    base: &Fields,
    own: &[&Own],
    currency: crate::domain::money::Currency,
) -> Result<Customer, String> {
    let customer: Customer = topped(base, own)?;
    let limit = |limit: Money| limit.currency() == currency && !limit.is_negative();
    if customer.id.0 != uuid(id)? || customer.name.trim().is_empty() {
        return Err("it names another customer, or none".to_owned());
    }
    if !customer.limit.is_none_or(limit) {
        return Err("its limit is no amount of this shop".to_owned());
    }
    Ok(customer)
}

/// What the hub knows of a note of store credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(in crate::register) struct HubCredit {
    /// The return that it was given for; none while only somebody who took it was heard.
    #[serde(default)]
    pub(in crate::register) of: Option<Uuid>,
    /// What it was worth.
    pub(in crate::register) issued: Money,
    /// What is left of it.
    pub(in crate::register) left: Money,
}

/// The note of a row that is kept; none where it says none of this shop.
pub(in crate::register) fn credit_of(
    base: &Base,
    currency: crate::domain::money::Currency,
) -> Option<HubCredit> {
    let value = serde_json::from_str(base.value.as_deref()?).ok()?;
    credit(&base.id, &value, currency).ok()
}

/// A row of a note.
fn credit(id: &str, value: &Value, currency: crate::domain::money::Currency) -> Result<HubCredit, String> {
    let credit = HubCredit::deserialize(value).map_err(|error| error.to_string())?;
    let ours = |amount: Money| amount.currency() == currency;
    if id.parse::<DocumentNumber>().is_err() || !ours(credit.issued) || !ours(credit.left) {
        return Err("it is no note of credit of this shop".to_owned());
    }
    Ok(credit)
}

fn person(id: &str, base: &Fields, own: &[&Own]) -> Result<Person, String> {
    let person: Person = topped(base, own)?;
    if person.id.0 != uuid(id)? || person.name.trim().is_empty() {
        return Err("it names another person, or none".to_owned());
    }
    Ok(person)
}

/// The thing with the till's own edits on top. Where the two together make none, what the hub says stands.
fn topped<T: DeserializeOwned>(base: &Fields, own: &[&Own]) -> Result<T, String> {
    let read = |fields: Fields| serde_json::from_value(Value::Object(fields));
    let plain: T = read(base.clone()).map_err(|error| error.to_string())?;
    if own.is_empty() {
        return Ok(plain);
    }
    let topped = shown(Some(base), own.iter().copied()).unwrap_or_default();
    Ok(read(topped).unwrap_or(plain))
}

fn fields(value: &Value) -> Result<&Fields, String> {
    value.as_object().ok_or_else(|| "it is no object".to_owned())
}

fn uuid(id: &str) -> Result<Uuid, String> {
    Uuid::try_parse(id).map_err(|_| "its id is none".to_owned())
}

/// A decimal of a row in so many places.
fn scaled(value: &Value, field: &str, places: u32) -> Result<i64, String> {
    let text = fields(value)?.get(field).and_then(Value::as_str);
    let text = text.ok_or_else(|| format!("it has no {field}"))?;
    let number = parse_strict(text)
        .map_err(|_| format!("its {field} is no number"))?
        .normalize();
    let more = places
        .checked_sub(number.scale())
        .ok_or_else(|| format!("its {field} is too precise"))?;
    let units = number.mantissa().checked_mul(10_i128.pow(more));
    let units = units.and_then(|units| i64::try_from(units).ok());
    units
        .filter(|units| units.unsigned_abs() <= 999_999_999_999)
        .ok_or_else(|| format!("its {field} is larger than any"))
}
