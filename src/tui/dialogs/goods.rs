//! A product by what was scanned or typed, and numbers typed beside it. Must never guess between two.

use crate::domain::decimal::parse_typed;
use crate::domain::lookup;
use crate::domain::product::Product;
use crate::domain::rate::UnitPrice;
use crate::domain::search::{Query, find as search};
use crate::register::reply::Said;
use crate::tui::counter::Counter;
use crate::tui::typing::refused;

/// The product of a code or a SKU; else the only one that a name finds.
pub(super) fn find(text: &str, counter: &Counter) -> Option<Product> {
    let currency = counter.desk.as_ref()?.shop.currency;
    let goods = &counter.catalogue;
    if let Some(found) = lookup::resolve(goods, &counter.patterns, currency, text) {
        return Some(goods.get(found.row).to_product());
    }
    let found = search(goods, counter.index.as_deref(), &Query::new(text), 2);
    match found.rows[..] {
        [only] => Some(goods.get(only).to_product()),
        _ => None,
    }
}

/// A price as typed; none where nothing was.
pub(super) fn price(text: &str) -> Result<Option<UnitPrice>, Said> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let number = parse_typed(text).map_err(|refusal| refused(refusal.code(), &refusal))?;
    let price = UnitPrice::new(number).map_err(|refusal| refused(refusal.code(), &refusal))?;
    Ok(Some(price))
}
