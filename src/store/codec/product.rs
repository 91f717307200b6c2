//! One product as a row under its SKU: all of it but stock, which moves. Must never need the product's text
//! to tell its number, which every sold line asks for.
//!
//! Layout: version, number in four bytes, little-endian, then the rest in postcard.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{VERSION, body, damaged};
use crate::domain::product::{Code, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;
use crate::store::StoreError;

const TABLE: &str = "products";

/// An exact decimal: mantissa and scale. Sixteen digits at most, so 64 bits hold it.
type Packed = (i64, u8);

#[derive(Serialize, Deserialize)]
struct Fields<'a> {
    /// False for one that was sold and never listed: only its number counts.
    listed: bool,
    open_price: bool,
    active: bool,
    unit: Unit,
    price: Packed,
    cost: Option<Packed>,
    min_stock: Option<Packed>,
    #[serde(borrow)]
    name: &'a str,
    #[serde(borrow)]
    category: &'a str,
    #[serde(borrow)]
    tax: &'a str,
    #[serde(borrow)]
    codes: Vec<&'a str>,
}

/// The first of the [`Fields`], as far as the name.
#[derive(Deserialize)]
struct Head<'a> {
    _flags: (bool, bool, bool),
    _unit: Unit,
    _price: Packed,
    _cost_and_least: (Option<Packed>, Option<Packed>),
    #[serde(borrow)]
    name: &'a str,
}

/// The row of `product`, which has that number.
pub(in crate::store) fn encode(number: u32, product: &Product, listed: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(96);
    out.push(VERSION);
    out.extend_from_slice(&number.to_le_bytes());
    let fields = Fields {
        listed,
        open_price: product.open_price,
        active: product.active,
        unit: product.unit,
        price: pack(product.price.value()),
        cost: product.cost.map(|cost| pack(cost.value())),
        min_stock: product.min_stock.map(|least| pack(least.value())),
        name: &product.name,
        category: &product.category,
        tax: &product.tax,
        codes: product.codes.iter().map(Code::as_str).collect(),
    };
    postcard::to_extend(&fields, out).expect("a row in memory can be written")
}

/// Number of the product, without reading the rest.
pub(in crate::store) fn number(row: &[u8]) -> Result<u32, StoreError> {
    let (number, _) = split(row)?;
    Ok(number)
}

/// The row's number, and the row as one that is in no list.
pub(in crate::store) fn unlisted(row: &[u8]) -> Result<(u32, Vec<u8>), StoreError> {
    let (number, rest) = split(row)?;
    let mut row = row.to_vec();
    let at = row.len() - rest.len();
    if let Some(listed) = row.get_mut(at) {
        *listed = 0;
    }
    Ok((number, row))
}

/// How a product stands in the store, without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Standing {
    pub(in crate::store) number: u32,
    pub(in crate::store) listed: bool,
}

/// How the product of this row stands.
pub(in crate::store) fn standing(row: &[u8]) -> Result<Standing, StoreError> {
    let (number, rest) = split(row)?;
    let listed = rest.first() == Some(&1);
    Ok(Standing { number, listed })
}

/// Number and product; none if it is not listed.
pub(in crate::store) fn decode(sku: &str, row: &[u8]) -> Result<Option<(u32, Product)>, StoreError> {
    let (number, rest) = split(row)?;
    let fields: Fields<'_> =
        postcard::from_bytes(rest).map_err(|error| damaged(TABLE, &error.to_string()))?;
    if !fields.listed {
        return Ok(None);
    }
    let product = product(sku, &fields).ok_or_else(|| damaged(TABLE, "impossible value"))?;
    Ok(Some((number, product)))
}

/// The name of the product, listed or not, without reading what follows it.
pub(in crate::store) fn name(row: &[u8]) -> Result<&str, StoreError> {
    let (_, rest) = split(row)?;
    let head: Head<'_> = postcard::from_bytes(rest).map_err(|error| damaged(TABLE, &error.to_string()))?;
    Ok(head.name)
}

fn product(sku: &str, fields: &Fields<'_>) -> Option<Product> {
    let price = |packed| unpack(packed).and_then(|value| UnitPrice::new(value).ok());
    let quantity = |packed| unpack(packed).and_then(|value| Quantity::new(value).ok());
    let codes = fields.codes.iter().map(|code| Code::new(code).ok());
    Some(Product {
        sku: Sku::new(sku).ok()?,
        codes: codes.collect::<Option<_>>()?,
        name: fields.name.to_owned(),
        category: fields.category.to_owned(),
        price: price(fields.price)?,
        cost: optional(fields.cost, price)?,
        tax: fields.tax.to_owned(),
        unit: fields.unit,
        min_stock: optional(fields.min_stock, quantity)?,
        open_price: fields.open_price,
        active: fields.active,
    })
}

/// None stays none; what is there must make sense.
fn optional<T>(packed: Option<Packed>, read: impl Fn(Packed) -> Option<T>) -> Option<Option<T>> {
    match packed {
        None => Some(None),
        Some(packed) => read(packed).map(Some),
    }
}

fn split(row: &[u8]) -> Result<(u32, &[u8]), StoreError> {
    match body(TABLE, row)?.split_first_chunk() {
        Some((number, rest)) => Ok((u32::from_le_bytes(*number), rest)),
        None => Err(damaged(TABLE, "short row")),
    }
}

fn pack(value: Decimal) -> Packed {
    let mantissa = i64::try_from(value.mantissa()).expect("prices and quantities have at most 16 digits");
    (mantissa, value.scale() as u8)
}

fn unpack((mantissa, scale): Packed) -> Option<Decimal> {
    (scale <= 28).then(|| Decimal::new(mantissa, scale.into()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn coffee() -> Product {
        Product {
            sku: Sku::new("CAFE-1").unwrap(),
            codes: vec![Code::new("4006381333931").unwrap(), Code::new("12").unwrap()],
            name: "Café molido 250 g".to_owned(),
            category: "Abarrotes".to_owned(),
            price: UnitPrice::parse("3.50").unwrap(),
            cost: Some(UnitPrice::parse("1.999999").unwrap()),
            tax: "standard".to_owned(),
            unit: Unit::Kg,
            min_stock: Some(Quantity::parse("0.125").unwrap()),
            open_price: true,
            active: false,
        }
    }

    #[test]
    fn a_product_comes_back() {
        for product in [
            coffee(),
            Product {
                codes: Vec::new(),
                cost: None,
                min_stock: None,
                price: UnitPrice::parse("9999999999").unwrap(),
                active: true,
                ..coffee()
            },
        ] {
            let row = encode(70_000, &product, true);
            assert_eq!(number(&row).unwrap(), 70_000);
            assert_eq!(name(&row).unwrap(), product.name);
            assert_eq!(decode("CAFE-1", &row).unwrap(), Some((70_000, product)));
        }
    }

    #[test]
    fn one_that_was_never_listed_only_has_a_number() {
        let row = encode(9, &coffee(), false);
        let stands = |row: &[u8]| standing(row).map(|s| (s.number, s.listed)).unwrap();
        assert_eq!(stands(&row), (9, false));
        assert_eq!(decode("CAFE-1", &row).unwrap(), None);
        assert_eq!(stands(&encode(9, &coffee(), true)), (9, true));
    }

    #[test]
    fn bytes_are_frozen() {
        let golden = [
            "01",                                     // version
            "07000000",                               // number
            "01010001",                               // listed, open price, active, unit
            "bc0502",                                 // price: 350, 2 places
            "01fe91f40106",                           // cost: 1999999, 6 places
            "01fa0103",                               // least on the shelf: 125, 3 places
            "12436166c3a9206d6f6c69646f203235302067", // name
            "0941626172726f746573",                   // category
            "087374616e64617264",                     // tax
            "020d34303036333831333333393331023132",   // codes
        ];
        let row = data_encoding::HEXLOWER.encode(&encode(7, &coffee(), true));
        assert_eq!(row, golden.concat());
    }

    #[test]
    fn broken_rows_are_plain_errors() {
        let row = encode(7, &coffee(), true);
        for end in 0..row.len() {
            assert!(decode("CAFE-1", &row[..end]).is_err());
        }
        let mut newer = row;
        newer[0] = 2;
        assert!(matches!(decode("CAFE-1", &newer), Err(StoreError::Damaged(_))));
    }
}
