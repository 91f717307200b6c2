//! Labels for the shelf: name, price, price of the unit, code; several on one strip. Must never show a price
//! that the catalogue does not have.

use super::layout::Layout;
use crate::domain::catalogue::ProductRef;
use crate::domain::money::Currency;
use crate::lang::{self, Lang, Sign};

/// What stands on one label, in the words and figures of the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Name of the product.
    pub name: String,
    /// Its price, with the currency.
    pub price: String,
    /// What a kilogram or a litre costs, where that is another figure.
    pub unit_price: Option<String>,
    /// The code to scan, else the SKU.
    pub code: String,
    /// How many of it.
    pub copies: u32,
}

impl Label {
    /// The label of a product, in the language of the shop. What is weighed or measured has its price by the
    /// unit.
    pub fn of(product: &ProductRef<'_>, currency: Currency, lang: Lang) -> Label {
        let price = lang::money(lang, product.price.value(), currency.code(), Sign::Symbol);
        let by = if product.unit.decimals() > 0 {
            format!("/{}", product.unit.name())
        } else {
            String::new()
        };
        let mut codes = product.codes;
        Label {
            name: product.name.to_owned(),
            price: format!("{price}{by}"),
            unit_price: None,
            code: codes.next().unwrap_or(product.sku).to_owned(),
            copies: 1,
        }
    }
}

/// A strip of labels with a cut after each.
pub fn layout(labels: &[Label]) -> Layout {
    let mut paper = Layout::default();
    let each = labels
        .iter()
        .flat_map(|label| (0..label.copies).map(move |_copy| label));
    for (at, label) in each.enumerate() {
        if at > 0 {
            paper.cut();
        }
        paper.centre(label.name.clone());
        paper.title(label.price.clone());
        if let Some(unit) = &label.unit_price {
            paper.centre(unit.clone());
        }
        paper.bars(label.code.clone());
    }
    paper
}
