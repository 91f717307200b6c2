//! How much there is of each product in the whole shop: the sum of what every till moved. Must never be set
//! to what somebody believes: a count adds the difference it found.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::tally::Way;
use super::tell::tell;
use super::{Origin, Park, park, tally};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::stock::{MovedLine, Reason, StockCounted, StockMoved, average_of_all, is_low};
use crate::hub::keys;
use crate::hub::ledger::{Key, Kind};
use crate::hub::rows::Early;
use crate::hub::work::Work;

/// The rows of a product that a movement of it reads.
pub(super) fn wanted(sku: &str, keys: &mut BTreeSet<Key>) {
    keys.insert(Key::new(Kind::Level, sku));
    keys.insert(Key::new(Kind::Product, sku));
    keys.insert(keys::early(sku));
}

/// Goods came, went or were put right.
pub(super) fn moved(work: &mut Work<'_>, from: &Origin<'_>, moved: &StockMoved) -> Result<(), Park> {
    for line in &moved.lines {
        let sku = line.sku.as_str();
        begin(work, sku);
        let level = work.value(&Key::new(Kind::Level, sku));
        let level = level.and_then(|row| quantity(row.get("quantity")));
        add(work, from, sku, line.quantity)?;
        tally::goods(work, from, Way::Moved, line.quantity);
        if line.new_cost().is_some() {
            cost(work, &moved.reason, line, level.unwrap_or(Quantity::ZERO));
        }
    }
    Ok(())
}

/// What was counted has a level from then on, so that what is sold before the count ends is not forgotten.
pub(super) fn counted(work: &mut Work<'_>, counted: &StockCounted) -> Result<(), Park> {
    for line in &counted.lines {
        begin(work, line.sku.as_str());
    }
    Ok(())
}

/// A product was made, perhaps with so much on the shelf; where it is `new` here, or was changed or moved
/// before its making was heard. What was moved of it till then counts: whoever sold it knew it already.
pub(super) fn made(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    (sku, new): (&str, bool),
    stock: Option<&str>,
) -> Result<(), Park> {
    let early: Option<Early> = work.get(&keys::early(sku));
    if early.is_none() && !new {
        // Another till has made it too: what it has on its shelf is the same.
        return Ok(());
    }
    if early.is_some() {
        work.remove(keys::early(sku));
    }
    let early = early.unwrap_or_default();
    let opening = stock.and_then(|stock| Quantity::parse(stock).ok());
    let (opening, moved) = match (opening, early.begun) {
        (Some(opening), _) => (opening, early.moved),
        (None, Some(since)) => (Quantity::ZERO, since),
        (None, None) => return Ok(()),
    };
    open(work, sku);
    let sum = opening
        .checked_add(moved)
        .map_err(|refusal| out_of_range(sku, &refusal))?;
    add(work, from, sku, sum)
}

/// A product was changed whose making was not heard yet: its till was not, or not again since the hub was set
/// back.
pub(super) fn changed_first(work: &mut Work<'_>, from: &Origin<'_>, sku: &str) -> Result<(), Park> {
    let mut early: Early = work.get(&keys::early(sku)).unwrap_or_default();
    let begun = early.begun.take();
    let since = begun.unwrap_or(Quantity::ZERO);
    let before = early.moved.checked_add(-since);
    early.moved = before.map_err(|refusal| out_of_range(sku, &refusal))?;
    work.put(keys::early(sku), &early);
    if begun.is_none() {
        return Ok(());
    }
    open(work, sku);
    add(work, from, sku, since)
}

/// There is a level from now on.
fn open(work: &mut Work<'_>, sku: &str) {
    let key = Key::new(Kind::Level, sku);
    if work.value(&key).is_none() {
        work.put_value(key, json!({ "quantity": "0" }));
    }
}

/// The same; of a product that nobody knows yet it is only kept in mind.
fn begin(work: &mut Work<'_>, sku: &str) {
    if work.value(&Key::new(Kind::Product, sku)).is_some() {
        return open(work, sku);
    }
    let mut early: Early = work.get(&keys::early(sku)).unwrap_or_default();
    early.begun.get_or_insert(Quantity::ZERO);
    work.put(keys::early(sku), &early);
}

/// Whether the making of a product was heard.
fn is_made(work: &Work<'_>, sku: &str) -> bool {
    work.value(&Key::new(Kind::Product, sku)).is_some() && work.value(&keys::early(sku)).is_none()
}

/// Keeps in mind what is moved of a product whose making was not heard yet.
fn remember(work: &mut Work<'_>, sku: &str, by: Quantity) -> Result<(), Park> {
    let mut early: Early = work.get(&keys::early(sku)).unwrap_or_default();
    let sum = |before: Quantity| {
        before
            .checked_add(by)
            .map_err(|refusal| out_of_range(sku, &refusal))
    };
    early.moved = sum(early.moved)?;
    early.begun = early.begun.map(sum).transpose()?;
    work.put(keys::early(sku), &early);
    Ok(())
}

fn out_of_range(sku: &str, refusal: &impl std::fmt::Display) -> Park {
    park("stock_range", format!("the level of {sku}: {refusal}"))
}

/// Moves a level, if there is one, and tells when it comes below zero or becomes low.
pub(super) fn add(work: &mut Work<'_>, from: &Origin<'_>, sku: &str, by: Quantity) -> Result<(), Park> {
    let key = Key::new(Kind::Level, sku);
    let Some(before) = work.value(&key).and_then(|row| quantity(row.get("quantity"))) else {
        return if is_made(work, sku) {
            Ok(())
        } else {
            remember(work, sku, by)
        };
    };
    let after = before
        .checked_add(by)
        .map_err(|refusal| out_of_range(sku, &refusal))?;
    work.put_value(key, json!({ "quantity": after.to_string() }));
    let product = work.value(&Key::new(Kind::Product, sku));
    let least = product.and_then(wanted_least);
    let (was, is) = (is_low(Some(before), least), is_low(Some(after), least));
    let negative = after < Quantity::ZERO && before >= Quantity::ZERO;
    let sorts = [(negative, "stock_negative"), (is && !was, "stock_low")];
    if negative || (is && !was) {
        let name = product.and_then(|product| product.get("name"));
        let data = json!({ "sku": sku, "name": name, "level": after.to_string(), "min_stock": least });
        for (_, sort) in sorts.into_iter().filter(|(so, _)| *so) {
            tell(work, from, sort, sku, &data);
        }
    }
    list(work, sku, was, is);
    Ok(())
}

/// Whether a product stands on the list of those of which little is left.
pub(super) fn is_listed(work: &Work<'_>, sku: &str) -> bool {
    let least = work.value(&Key::new(Kind::Product, sku)).and_then(wanted_least);
    let level = work.value(&Key::new(Kind::Level, sku));
    is_low(level.and_then(|row| quantity(row.get("quantity"))), least)
}

/// Puts it on the list, or takes it off.
pub(super) fn list(work: &mut Work<'_>, sku: &str, was: bool, is: bool) {
    match (was, is) {
        (false, true) => work.put(keys::low(sku), &true),
        (true, false) => work.remove(keys::low(sku)),
        _ => {}
    }
}

/// The least that the shop wants of a product; none of one that it does not sell any more.
fn wanted_least(product: &Value) -> Option<Quantity> {
    let retired = product.get("active") == Some(&Value::Bool(false));
    quantity(product.get("min_stock")).filter(|_| !retired)
}

fn quantity(value: Option<&Value>) -> Option<Quantity> {
    Quantity::parse(value?.as_str()?).ok()
}

/// The average cost from here on, with so much on the shelf before: reckoned on what the whole shop knows,
/// since the till knew its own movements alone. Where that is not what the till believes, it is told.
fn cost(work: &mut Work<'_>, reason: &Reason, line: &MovedLine, level: Quantity) {
    let key = Key::new(Kind::Product, line.sku.as_str());
    let Some(mut product) = work.value(&key).cloned() else {
        return;
    };
    let stands = product.get("cost").cloned().unwrap_or_default();
    let known = stands.as_str().and_then(|cost| UnitPrice::parse(cost).ok());
    let cost = average_of_all(reason, line, level, known);
    let believed = line.new_cost() == Some(cost);
    let told = cost.map_or(Value::Null, |cost| json!(cost));
    if let (Value::Object(fields), true) = (&mut product, stands != told) {
        fields.remove("cost");
        if !told.is_null() {
            fields.insert("cost".to_owned(), told);
        }
        work.put(key, &product);
    } else if !believed {
        work.touch(&key);
    }
}
