//! What a product or a customer becomes that another program writes. Must never take what a till could not
//! keep: the same limits and the same merging hold.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer::Patch;
use super::version;
use crate::domain::customer::{Customer, NAME_MAX, NOTE_MAX, SHORT_MAX};
use crate::domain::merge;
use crate::domain::product::{self, Product};
use crate::domain::text;
use crate::hub::no::no;
use crate::protocol::feed::Kind;
use crate::protocol::refused::{Code, Refused};

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::hub) enum How {
    /// The whole of it.
    Whole(Map<String, Value>),
    /// Some fields.
    Fields(Patch),
}

fn invalid(why: impl Into<String>) -> Refused {
    no(Code::Invalid, why)
}

/// Whether the request knows what stands; `condition` is what it says in `If-Match`.
pub(super) fn may(stands: Option<&Value>, condition: Option<&str>, how: &How) -> Result<(), Refused> {
    let condition = condition.map(|text| text.trim().trim_matches('"'));
    match (stands, condition, how) {
        (None, None, How::Whole(_)) | (Some(_), Some("*"), _) | (Some(_), None, How::Fields(_)) => Ok(()),
        (None, _, How::Fields(_)) => Err(no(Code::NotFound, "there is none of that id")),
        (None, Some(_), _) => Err(no(Code::Changed, "there is none of that id any more")),
        (Some(stands), Some(told), _) if told == version(stands) => Ok(()),
        (Some(stands), Some(_), _) => {
            let why = format!(
                "it was changed meanwhile: read it again; its version is {} now",
                version(stands)
            );
            Err(no(Code::Changed, why))
        }
        (Some(_), None, How::Whole(_)) => Err(no(
            Code::Unconditional,
            "it exists: say in If-Match which version you know, or * to replace whatever stands",
        )),
    }
}

/// The thing as it would be, and what somebody else had made of fields that matter little.
pub(super) fn merged(
    kind: Kind,
    stands: Option<&Map<String, Value>>,
    how: &How,
) -> Result<merge::Merged, Refused> {
    let patch = match how {
        How::Whole(whole) => return Ok(whole_of(whole)),
        How::Fields(patch) => patch,
    };
    let stands = stands.cloned().unwrap_or_default();
    let changes: Vec<merge::Change> = patch
        .change
        .iter()
        .map(|(field, new)| merge::Change {
            field: field.clone(),
            base: patch.was.get(field).cloned(),
            new: new.clone(),
        })
        .collect();
    let merged = merge::merge(kind.name(), &stands, &changes);
    if merged.waiting.is_empty() {
        return Ok(merged);
    }
    let waiting = merged
        .waiting
        .iter()
        .map(|(change, stands)| format!("{} is {stands} now", change.field));
    let waiting: Vec<String> = waiting.collect();
    Err(no(
        Code::Changed,
        format!("somebody else changed it: {}", waiting.join(", ")),
    ))
}

fn whole_of(whole: &Map<String, Value>) -> merge::Merged {
    merge::Merged {
        value: whole.clone(),
        ..merge::Merged::default()
    }
}

/// A product as the shop may keep it; `shop` are its settings, where a till has brought them.
pub(super) fn product(
    id: &str,
    mut fields: Map<String, Value>,
    shop: Option<&Value>,
) -> Result<Value, Refused> {
    fields.entry("sku").or_insert_with(|| json!(id));
    known(&fields, &PRODUCT)?;
    let read = Product::deserialize(Value::Object(fields));
    let mut product = read.map_err(|error| invalid(format!("this is no product: {error}")))?;
    if product.sku.as_str() != id {
        return Err(invalid(
            "a product keeps its SKU: the body and the address name two",
        ));
    }
    product.name = text::clean(&product.name, product::NAME_MAX);
    product.category = text::clean(&product.category, product::LABEL_MAX);
    if product.name.is_empty() {
        return Err(invalid("a product needs a name"));
    }
    if product.codes.len() > product::CODES_MAX {
        return Err(invalid(format!(
            "a product has {} codes at most",
            product::CODES_MAX
        )));
    }
    let mut codes: Vec<&str> = product.codes.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    if codes.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(invalid("a code stands twice"));
    }
    let classes = shop
        .and_then(|shop| shop.get("tax_classes"))
        .and_then(Value::as_array);
    let names: Option<Vec<&str>> = classes.map(|classes| {
        classes
            .iter()
            .filter_map(|class| class.get("name")?.as_str())
            .collect()
    });
    if let Some(names) = names.filter(|names| !names.contains(&product.tax.as_str())) {
        let (class, known) = (&product.tax, names.join(", "));
        return Err(invalid(format!(
            "the shop has no tax class called {class}: choose one of {known}"
        )));
    }
    Ok(json!(product))
}

/// A customer as the shop may keep them; `balance` is what they owe.
pub(super) fn customer(
    id: &str,
    fields: Map<String, Value>,
    shop: Option<&Value>,
    balance: Option<&Value>,
) -> Result<Value, Refused> {
    known(&fields, &CUSTOMER)?;
    let mut whole = json!({ "id": id, "phone": "", "tax_id": "", "note": "", "limit": null, "active": true });
    if let Some(whole) = whole.as_object_mut() {
        whole.extend(fields);
    }
    let read = Customer::deserialize(whole);
    let mut customer = read.map_err(|error| invalid(format!("this is no customer: {error}")))?;
    if customer.id.0.to_string() != id {
        return Err(invalid(
            "a customer keeps their id: the body and the address name two",
        ));
    }
    customer.name = text::clean(&customer.name, NAME_MAX);
    customer.phone = text::clean(&customer.phone, SHORT_MAX);
    customer.tax_id = text::clean(&customer.tax_id, SHORT_MAX);
    customer.note = text::clean(&customer.note, NOTE_MAX);
    if customer.name.is_empty() {
        return Err(invalid("a customer needs a name"));
    }
    let currency = shop.and_then(|shop| shop.get("currency")).and_then(Value::as_str);
    let foreign = |code: &str| currency.is_some_and(|currency| currency != code);
    if customer
        .limit
        .is_some_and(|limit| limit.is_negative() || foreign(limit.currency().code()))
    {
        return Err(invalid(
            "the limit is an amount in the shop's currency, 0 or more",
        ));
    }
    let owes = balance.and_then(|row| row.get("amount")).and_then(Value::as_str);
    let owes = owes.is_some_and(|amount| amount.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0'));
    if !customer.active && owes {
        return Err(invalid("they still owe something: settle the account first"));
    }
    Ok(json!(customer))
}

/// Fields of a product.
const PRODUCT: [&str; 11] = [
    "sku",
    "codes",
    "name",
    "category",
    "price",
    "cost",
    "tax",
    "unit",
    "min_stock",
    "open_price",
    "active",
];
/// Fields of a customer.
const CUSTOMER: [&str; 7] = ["id", "name", "phone", "tax_id", "note", "limit", "active"];

/// A field that nobody knows is a slip of the pen, and would be lost in silence.
fn known(fields: &Map<String, Value>, known: &[&str]) -> Result<(), Refused> {
    match fields.keys().find(|field| !known.contains(&field.as_str())) {
        Some(field) => Err(invalid(format!(
            "there is no field `{field}`; there are {}",
            known.join(", ")
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn nothing_is_overwritten_by_who_has_not_seen_it() {
        let stands = json!({ "name": "Pan" });
        let whole = How::Whole(Map::new());
        assert!(may(None, None, &whole).is_ok());
        assert_eq!(
            may(Some(&stands), None, &whole).unwrap_err().code,
            Code::Unconditional
        );
        assert_eq!(
            may(Some(&stands), Some("abc"), &whole).unwrap_err().code,
            Code::Changed
        );
        assert_eq!(may(None, Some("abc"), &whole).unwrap_err().code, Code::Changed);
        assert!(may(Some(&stands), Some("*"), &whole).is_ok());
        assert!(may(Some(&stands), Some(&format!("\"{}\"", version(&stands))), &whole).is_ok());
    }

    #[test]
    fn two_prices_are_refused_and_two_names_are_not() {
        let stands = map(json!({ "name": "Fresh milk", "price": "1.20" }));
        let patch = |change: Value, was: Value| {
            How::Fields(Patch {
                change: map(change),
                was: map(was),
            })
        };
        let late = patch(json!({ "price": "1.10" }), json!({ "price": "1.00" }));
        assert_eq!(
            merged(Kind::Product, Some(&stands), &late).unwrap_err().code,
            Code::Changed
        );
        let name = patch(json!({ "name": "Leche" }), json!({ "name": "Milk" }));
        assert_eq!(
            merged(Kind::Product, Some(&stands), &name).unwrap().replaced,
            [("name".to_owned(), json!("Fresh milk"))]
        );
    }

    #[test]
    fn what_a_till_could_not_keep_is_refused() {
        let shop = json!({ "currency": "EUR", "tax_classes": [{ "name": "standard" }] });
        let good = json!({ "name": "Pan", "price": "1.10", "tax": "standard" });
        assert_eq!(
            product("PAN", map(good.clone()), Some(&shop)).unwrap()["sku"],
            "PAN"
        );
        let slips = [
            ("name", json!("")),
            ("price", json!("-1")),
            ("tax", json!("none")),
            ("colour", json!("red")),
            ("sku", json!("OTHER")),
            ("codes", json!(["1", "1"])),
            ("price", json!(true)),
        ];
        for (field, value) in slips {
            let mut bad = map(good.clone());
            bad.insert(field.to_owned(), value);
            assert_eq!(
                product("PAN", bad, Some(&shop)).unwrap_err().code,
                Code::Invalid,
                "{field}"
            );
        }
        let id = "00000000-0000-0000-0000-000000000001";
        assert!(customer(id, map(json!({ "name": "Ana" })), Some(&shop), None).is_ok());
        for (field, value) in [
            ("limit", json!("5.00 USD")),
            ("limit", json!("-5.00 EUR")),
            ("name", json!(" ")),
        ] {
            let mut bad = map(json!({ "name": "Ana" }));
            bad.insert(field.to_owned(), value);
            assert_eq!(
                customer(id, bad, Some(&shop), None).unwrap_err().code,
                Code::Invalid,
                "{field}"
            );
        }
        let owes = json!({ "amount": "0.50" });
        let gone = map(json!({ "name": "Ana", "active": false }));
        assert!(customer(id, gone.clone(), Some(&shop), Some(&owes)).is_err());
        assert!(customer(id, gone, Some(&shop), Some(&json!({ "amount": "0.00" }))).is_ok());
    }
}
