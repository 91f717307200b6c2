//! How much there is of each product in the whole shop: the sum of what every till moved. Must never be set
//! to what somebody believes: a count adds the difference it found.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::tally::Way;
use super::tell::tell;
use super::{Origin, Park, park, tally};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::domain::stock::{StockCounted, StockMoved, is_low};
use crate::hub::ledger::{Key, Kind};
use crate::hub::work::Work;

/// The rows of a product that a movement of it reads.
pub(super) fn wanted(sku: &str, keys: &mut BTreeSet<Key>) {
    keys.insert(Key::new(Kind::Level, sku));
    keys.insert(Key::new(Kind::Product, sku));
}

/// Goods came, went or were put right.
pub(super) fn moved(work: &mut Work<'_>, from: &Origin<'_>, moved: &StockMoved) -> Result<(), Park> {
    for line in &moved.lines {
        begin(work, line.sku.as_str());
        add(work, from, line.sku.as_str(), line.quantity)?;
        tally::goods(work, from, Way::Moved, line.quantity);
        if let Some(cost) = line.new_cost() {
            set_cost(work, line.sku.as_str(), cost);
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

/// What is on the shelf of a product that nobody knew.
pub(super) fn opening(work: &mut Work<'_>, sku: &str, quantity: &str) {
    let key = Key::new(Kind::Level, sku);
    if work.value(&key).is_none() {
        work.put(key, &json!({ "quantity": quantity }));
    }
}

fn begin(work: &mut Work<'_>, sku: &str) {
    opening(work, sku, "0");
}

/// Moves a level, if there is one, and tells when it comes below zero or becomes low.
pub(super) fn add(work: &mut Work<'_>, from: &Origin<'_>, sku: &str, by: Quantity) -> Result<(), Park> {
    let key = Key::new(Kind::Level, sku);
    let Some(before) = work.value(&key).and_then(|row| quantity(row.get("quantity"))) else {
        return Ok(());
    };
    let after = before.checked_add(by);
    let after = after.map_err(|refusal| park("stock_range", format!("the level of {sku}: {refusal}")))?;
    work.put(key, &json!({ "quantity": after.to_string() }));
    let product = work.value(&Key::new(Kind::Product, sku));
    let least = product.and_then(|product| quantity(product.get("min_stock")));
    let name = product.and_then(|product| product.get("name").cloned());
    let data = json!({ "sku": sku, "name": name, "level": after.to_string(), "min_stock": least });
    if after < Quantity::ZERO && before >= Quantity::ZERO {
        tell(work, from, "stock_negative", sku, &data);
    }
    if is_low(Some(after), least) && !is_low(Some(before), least) {
        tell(work, from, "stock_low", sku, &data);
    }
    Ok(())
}

fn quantity(value: Option<&Value>) -> Option<Quantity> {
    Quantity::parse(value?.as_str()?).ok()
}

/// The average cost as the till reckoned it when the goods came in.
fn set_cost(work: &mut Work<'_>, sku: &str, cost: Option<UnitPrice>) {
    let key = Key::new(Kind::Product, sku);
    let Some(mut product) = work.value(&key).cloned() else {
        return;
    };
    let cost = cost.map_or(Value::Null, |cost| json!(cost));
    let stands = product.get("cost").cloned().unwrap_or_default();
    if let (Value::Object(fields), true) = (&mut product, stands != cost) {
        fields.remove("cost");
        if !cost.is_null() {
            fields.insert("cost".to_owned(), cost);
        }
        work.put(key, &product);
    }
}
