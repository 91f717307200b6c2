//! Products as the lines of a file that [`parse`](super::parse) reads back. Must never write a text that a
//! spreadsheet takes for a formula.

use super::header::COLUMNS;
use super::unguarded;
use crate::domain::catalogue::ProductRef;
use crate::domain::quantity::Quantity;

/// The first line of the file.
#[must_use]
pub fn header() -> String {
    COLUMNS.join(",") + "\n"
}

/// One product as a line. The file has no column for open prices and retired products.
#[must_use]
pub fn line(product: &ProductRef, stock: Option<Quantity>) -> String {
    let codes = product.codes.collect::<Vec<_>>().join("|");
    let or_empty = |quantity: Option<Quantity>| quantity.map(|q| q.to_string()).unwrap_or_default();
    let values = [
        cell(product.sku),
        cell(&codes),
        cell(product.name),
        cell(product.category),
        product.price.to_string(),
        product.cost.map(|cost| cost.to_string()).unwrap_or_default(),
        cell(product.tax),
        product.unit.name().to_owned(),
        or_empty(stock),
        or_empty(product.min_stock),
    ];
    values.join(",") + "\n"
}

/// A text, guarded and quoted where it needs it.
fn cell(text: &str) -> String {
    // A guarded text would lose its own sign on the way back, so it gets one more.
    let guarded = starts_formula(text) || unguarded(text).len() < text.len();
    let guard = if guarded { "'" } else { "" };
    if guarded || text.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Whether a spreadsheet computes `text` instead of showing it.
pub(super) fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}
