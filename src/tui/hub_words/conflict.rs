//! What two tills made of the same thing, in words. Must never show a PIN, nor what stands for one.

use serde_json::Value;
use uuid::Uuid;

use crate::domain::customer::CustomerId;
use crate::domain::decimal::parse_typed;
use crate::domain::staff::PersonId;
use crate::lang::{self, Words};
use crate::protocol::feed::{Conflict, ConflictField, Kind};
use crate::tui::called;
use crate::tui::counter::Counter;

/// What sort of thing it is about.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Product | Kind::Level => "conflict-product",
        Kind::Customer | Kind::Balance | Kind::Credit => "conflict-customer",
        Kind::Person => "conflict-person",
        Kind::Shop | Kind::Conflict => "conflict-shop",
    }
}

/// What it is called here; its id where it is not known here.
pub fn entity(conflict: &Conflict, counter: &Counter) -> String {
    let id = Uuid::try_parse(&conflict.entity).unwrap_or_default();
    let named = match conflict.kind {
        Kind::Product | Kind::Level => {
            let row = counter.catalogue.by_sku(&conflict.entity);
            row.map(|row| counter.catalogue.get(row).name.to_owned())
        }
        Kind::Customer | Kind::Balance | Kind::Credit => {
            let customer = counter.customers.get(CustomerId(id));
            customer.map(|customer| customer.name.clone())
        }
        Kind::Person => counter.colleague(PersonId(id)).map(|person| person.name.clone()),
        Kind::Shop | Kind::Conflict => counter.desk.as_ref().map(|desk| desk.shop.name.clone()),
    };
    named
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| conflict.entity.clone())
}

/// What a field is called.
pub fn field(name: &str, words: &Words) -> String {
    let key = match name {
        "codes" => "field-codes",
        "name" => "field-name",
        "category" => "field-category",
        "price" => "field-price",
        "cost" => "field-cost",
        "tax" => "field-tax",
        "unit" => "field-unit",
        "min_stock" => "field-min-stock",
        "open_price" => "field-open-price",
        "active" => "field-active",
        "phone" => "field-phone",
        "tax_id" => "field-tax-id",
        "note" => "field-note",
        "limit" => "field-limit",
        "role" => "field-role",
        "pin" => "field-pin",
        "roles" => "field-roles",
        "shared_series" => "settings-series",
        _ => return name.replace('_', " "),
    };
    words.text(key).into_owned()
}

/// Names of all fields, beside each other.
pub fn fields(conflict: &Conflict, words: &Words) -> String {
    let names: Vec<String> = conflict
        .fields
        .iter()
        .map(|one| field(&one.field, words))
        .collect();
    names.join(", ")
}

/// A value as a person reads it.
pub fn value(of: &ConflictField, value: &Value, words: &Words) -> String {
    match (of.field.as_str(), value) {
        ("pin", Value::String(_)) => words.text("field-another-pin").into_owned(),
        ("tax", Value::String(class)) => called::tax_class(words, class).into_owned(),
        _ => plain(value, words),
    }
}

fn plain(value: &Value, words: &Words) -> String {
    match value {
        Value::Null => words.text("field-none").into_owned(),
        Value::Bool(yes) => words.text(if *yes { "yes" } else { "no" }).into_owned(),
        Value::String(text) if text.contains('.') => match parse_typed(text) {
            Ok(number) => lang::number(words.lang(), number),
            Err(_) => text.clone(),
        },
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(|one| plain(one, words)).collect();
            all.join(", ")
        }
        Value::Object(all) => {
            let all: Vec<String> = all
                .iter()
                .map(|(name, one)| format!("{}: {}", name.replace('_', " "), plain(one, words)))
                .collect();
            all.join("; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn shown(field: &str, now: Value) -> String {
        let of = ConflictField {
            field: field.to_owned(),
            base: Value::Null,
            hub: Value::Null,
            local: Value::Null,
        };
        value(&of, &now, &Words::new(Lang::Es))
    }

    #[test]
    fn values_are_read_by_people_and_pins_by_nobody() {
        assert_eq!(shown("price", "3.35".into()), "3,35");
        assert_eq!(shown("active", false.into()), "no");
        assert_eq!(shown("cost", Value::Null), "nada");
        assert_eq!(shown("codes", serde_json::json!(["1", "2"])), "1, 2");
        assert!(!shown("pin", "argon2id$secret".into()).contains("secret"));
    }
}
