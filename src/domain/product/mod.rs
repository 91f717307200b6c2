//! What a shop sells: one product, its codes, its unit. Must never hold how much of it there is: that is
//! stock.

mod unit;

pub use unit::Unit;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::text;

/// The longest product name, in bytes.
pub const NAME_MAX: usize = 200;
/// The longest name of a category or tax class, in bytes.
pub const LABEL_MAX: usize = 60;
/// The most codes one product may carry.
pub const CODES_MAX: usize = 64;

/// The shop's own number of a product; its identity. 1 to 40 letters, no control characters, no outer blanks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Sku(String);

/// A number that is scanned or typed at the till: EAN, UPC, PLU or the shop's own. 1 to 128 bytes, no control
/// characters, no outer blanks, no `|` (which separates codes in files).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Code(String);

/// Why a text is no SKU or no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberRefusal {
    /// Nothing, or blanks only.
    #[error("the SKU is missing; every product needs one")]
    NoSku,
    /// More than 40 letters.
    #[error("the SKU is longer than 40 letters")]
    LongSku,
    /// A sign that cannot be printed in a SKU.
    #[error("the SKU holds a sign that cannot be printed")]
    StrangeSku,
    /// Nothing, or blanks only.
    #[error("the code is empty")]
    NoCode,
    /// More than 128 bytes.
    #[error("the code is longer than 128 letters")]
    LongCode,
    /// A sign that cannot be printed, or `|`, in a code.
    #[error("the code holds a sign that cannot be part of a code")]
    StrangeCode,
}

impl Sku {
    /// The longest SKU, in letters (Unicode scalar values).
    pub const MAX: usize = 40;

    /// Takes `raw` without its outer blanks.
    ///
    /// # Errors
    /// Empty, longer than [`Sku::MAX`], or with a control character.
    pub fn new(raw: &str) -> Result<Sku, NumberRefusal> {
        let sku = raw.trim();
        if sku.is_empty() {
            return Err(NumberRefusal::NoSku);
        }
        if sku.chars().any(text::is_unsafe) {
            return Err(NumberRefusal::StrangeSku);
        }
        if sku.chars().count() > Sku::MAX {
            return Err(NumberRefusal::LongSku);
        }
        Ok(Sku(sku.to_owned()))
    }

    /// The SKU as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Code {
    /// The longest code, in bytes.
    pub const MAX: usize = 128;

    /// Takes `raw` without its outer blanks.
    ///
    /// # Errors
    /// Empty, longer than [`Code::MAX`], or with a control character or `|`.
    pub fn new(raw: &str) -> Result<Code, NumberRefusal> {
        let code = raw.trim();
        if code.is_empty() {
            return Err(NumberRefusal::NoCode);
        }
        if code.len() > Code::MAX {
            return Err(NumberRefusal::LongCode);
        }
        if code.chars().any(|c| c == '|' || text::is_unsafe(c)) {
            return Err(NumberRefusal::StrangeCode);
        }
        Ok(Code(code.to_owned()))
    }

    /// What a scanner or a keyboard sent, without what cannot be part of a code (control characters, outer
    /// blanks); `None` when nothing is left or it is longer than a code can be.
    #[must_use]
    pub fn scanned(raw: &str) -> Option<Code> {
        // A scanner's burst is bounded before it is looked at.
        if raw.len() > 4 * Code::MAX {
            return None;
        }
        let kept: String = raw.chars().filter(|c| !text::is_unsafe(*c)).collect();
        Code::new(&kept).ok()
    }

    /// The code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One article of the catalogue, as entries and imports carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its identity.
    pub sku: Sku,
    /// The codes it is scanned by; none twice, and none shared with another product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// What receipt and screen show; clean, at most [`NAME_MAX`] bytes.
    pub name: String,
    /// Name of its category; may be empty; at most [`LABEL_MAX`] bytes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Price of one unit, with or without tax as the shop's settings say.
    pub price: UnitPrice,
    /// What one unit costs the shop, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<UnitPrice>,
    /// Name of its tax class.
    pub tax: String,
    /// What it is counted in.
    #[serde(default)]
    pub unit: Unit,
    /// With so much or less the low-stock list names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_stock: Option<Quantity>,
    /// Whether the till asks for the price.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open_price: bool,
    /// Whether it is sold; a product is retired, never deleted.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_true(flag: &bool) -> bool {
    *flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

impl TryFrom<String> for Sku {
    type Error = NumberRefusal;
    fn try_from(raw: String) -> Result<Sku, NumberRefusal> {
        Sku::new(&raw)
    }
}

/// As text, without a copy on the way: every line of a sale writes some of these.
impl Serialize for Sku {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Found in a map by its text.
impl std::borrow::Borrow<str> for Sku {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = NumberRefusal;
    fn try_from(raw: String) -> Result<Code, NumberRefusal> {
        Code::new(&raw)
    }
}

/// As text, without a copy on the way: every line of a sale writes some of these.
impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_sku_is_short_and_printable() {
        assert_eq!(Sku::new("  PAN-01 ").unwrap().as_str(), "PAN-01");
        assert_eq!(Sku::new(&"ñ".repeat(40)).unwrap().as_str().len(), 80);
        let cases = [
            (" \t ", NumberRefusal::NoSku),
            ("a\u{1b}b", NumberRefusal::StrangeSku),
            ("a\u{202e}b", NumberRefusal::StrangeSku),
            (&"n".repeat(41), NumberRefusal::LongSku),
        ];
        for (raw, refusal) in cases {
            assert_eq!(Sku::new(raw), Err(refusal), "{raw:?}");
        }
    }

    #[test]
    fn a_scan_loses_what_no_code_holds() {
        assert_eq!(
            Code::scanned("\u{2}7898629570164\r\n").unwrap().as_str(),
            "7898629570164"
        );
        assert_eq!(Code::scanned("\u{1b}\n"), None);
        assert_eq!(Code::scanned(&"1".repeat(129)), None);
        assert_eq!(Code::scanned(&"\u{0}".repeat(1 << 20)), None);
        assert_eq!(Code::new("12|34"), Err(NumberRefusal::StrangeCode));
    }

    #[test]
    fn an_entry_without_the_rare_fields_is_read() {
        let text = r#"{"sku":"P1","name":"Pan","price":"1.10","tax":"reduced"}"#;
        let product: Product = serde_json::from_str(text).unwrap();
        assert!(product.active && !product.open_price && product.unit == Unit::Ea);
        assert_eq!(
            serde_json::to_string(&product).unwrap(),
            text.replace('}', r#","unit":"ea"}"#)
        );
        assert!(serde_json::from_str::<Product>(&text.replace("P1", "")).is_err());
    }
}
