//! From a typed or scanned code to a product, how much of it and at what price. Must never sell what it is
//! not sure of: no code, no answer.

use rust_decimal::Decimal;

use super::barcode::{self, Carried, Pattern};
use super::catalogue::{Catalogue, Row};
use super::currency::Currency;
use super::product::Code;
use super::quantity::Quantity;
use super::rate::UnitPrice;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The product.
    pub row: Row,
    /// How much, where the label says it: a weight, or one for a price.
    pub quantity: Option<Quantity>,
    /// The price of that, where the label says it.
    pub price: Option<UnitPrice>,
}

/// The shop's patterns, ready to read codes with. One that cannot be read counts for nothing: it was refused
/// when it was set.
pub fn patterns(texts: &[String]) -> Vec<Pattern> {
    texts
        .iter()
        .filter_map(|text| Pattern::parse(text).ok())
        .collect()
}

/// The product of a code: by the code as it is, then by its other spellings, then taken apart by a pattern,
/// then by SKU. A weighed label names its article by the code with its weight zeroed, or by its PLU.
pub fn resolve(
    catalogue: &Catalogue,
    patterns: &[Pattern],
    currency: Currency,
    raw: &str,
) -> Option<Resolved> {
    let code = Code::scanned(raw)?;
    let code = code.as_str();
    let plain = |row| Resolved {
        row,
        quantity: None,
        price: None,
    };
    by_number(catalogue, code)
        .map(plain)
        .or_else(|| {
            patterns
                .iter()
                .find_map(|pattern| weighed(catalogue, pattern, currency, code))
        })
        .or_else(|| catalogue.by_sku(code).map(plain))
}

fn by_number(catalogue: &Catalogue, code: &str) -> Option<Row> {
    let other = || {
        barcode::equivalents(code)
            .into_iter()
            .find_map(|code| catalogue.by_code(&code))
    };
    catalogue.by_code(code).or_else(other)
}

fn weighed(catalogue: &Catalogue, pattern: &Pattern, currency: Currency, code: &str) -> Option<Resolved> {
    let embedded = pattern.read(code)?;
    let plu = embedded.plu.as_str();
    let short = plu.trim_start_matches('0');
    let row = by_number(catalogue, &embedded.item_code)
        .or_else(|| catalogue.by_code(plu))
        .or_else(|| catalogue.by_sku(plu))
        .or_else(|| catalogue.by_code(short))
        .or_else(|| catalogue.by_sku(short))?;
    let scaled = |units: u64, places: u32| Some(Decimal::new(i64::try_from(units).ok()?, places));
    let (quantity, price) = match embedded.carried {
        Carried::Weight { units, decimals } => {
            let weight = Quantity::new(scaled(units, u32::from(decimals))?).ok()?;
            (weight, None)
        }
        Carried::Price { minor } => {
            let price = UnitPrice::new(scaled(minor, currency.exponent())?).ok()?;
            (Quantity::ONE, Some(price))
        }
    };
    Some(Resolved {
        row,
        quantity: Some(quantity),
        price,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::product::Product;

    fn catalogue() -> Catalogue {
        let product = |sku: &str, code: &str| -> Product {
            serde_json::from_value(serde_json::json!({
                "sku": sku, "codes": [code], "name": sku, "price": "1.10", "tax": "standard",
            }))
            .unwrap()
        };
        let mut builder = Catalogue::builder();
        for (sku, code) in [
            ("CHEESE", "2100001000004"),
            ("HAM", "00002"),
            ("77", "7777"),
            ("MILK", "0036000291452"),
        ] {
            builder.push(&product(sku, code));
        }
        builder.finish()
    }

    fn found(raw: &str) -> Option<(String, Option<String>, Option<String>)> {
        let catalogue = catalogue();
        let shapes = patterns(&[
            "21IIIIIWWWWWC".to_owned(),
            "22IIIIIPPPPPC".to_owned(),
            "bad".to_owned(),
        ]);
        let euro = Currency::parse("EUR").unwrap();
        resolve(&catalogue, &shapes, euro, raw).map(|found| {
            (
                catalogue.get(found.row).sku.to_owned(),
                found.quantity.map(|quantity| quantity.to_string()),
                found.price.map(|price| price.to_string()),
            )
        })
    }

    fn label(body: &str) -> String {
        format!("{body}{}", char::from(barcode::check_digit(body).unwrap()))
    }

    #[test]
    fn a_code_in_any_spelling_then_the_sku() {
        let milk = Some(("MILK".to_owned(), None, None));
        assert_eq!(found("0036000291452"), milk);
        assert_eq!(found("036000291452\r\n"), milk, "the same number as a UPC-A");
        assert_eq!(found("MILK"), milk);
        assert_eq!(found("NOTHING"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_label_gives_its_weight_or_its_price() {
        // the published case: odoo#12205
        let cheese = Some(("CHEESE".to_owned(), Some("2.75".to_owned()), None));
        assert_eq!(found("2100001027506"), cheese);
        assert_eq!(found("2100001027507"), None, "a wrong check digit is no label");
        let ham = Some(("HAM".to_owned(), Some("1".to_owned()), Some("12.50".to_owned())));
        assert_eq!(found(&label("220000201250")), ham);
        let by_short_sku = Some(("77".to_owned(), Some("0.5".to_owned()), None));
        assert_eq!(found(&label("210007700500")), by_short_sku);
    }
}
