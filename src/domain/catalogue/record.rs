//! One product as a run of bytes in the arena, and back. Must never reach a disk: the layout is free to
//! change.
//!
//! SKU and codes: a length byte and the text. Name: length, text. Numbers: LEB128; a decimal is its integer,
//! zigzagged, times eight plus its scale, and an absent one is [`ABSENT`].

use rust_decimal::Decimal;

use super::short;
use super::view::{Codes, Head, ProductRef};
use crate::domain::product::{Product, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;

/// Scale 7 does not occur (prices have up to 6 decimals, quantities up to 3): it marks "none".
const ABSENT: u128 = 7;

/// Where a record's category and tax class stand in the interned labels.
pub(super) struct Labels {
    pub(super) category: u32,
    pub(super) tax: u32,
}

/// Appends `product` to `arena`; calls `code_at` with the place of each code in it.
pub(super) fn write(arena: &mut Vec<u8>, product: &Product, labels: &Labels, mut code_at: impl FnMut(usize)) {
    short::put(arena, product.sku.as_str());
    put_number(arena, product.name.len() as u128);
    arena.extend_from_slice(product.name.as_bytes());
    put_number(arena, product.codes.len() as u128);
    for code in &product.codes {
        code_at(arena.len());
        short::put(arena, code.as_str());
    }
    put_decimal(arena, Some(product.price.value()));
    put_decimal(arena, product.cost.map(UnitPrice::value));
    put_decimal(arena, product.min_stock.map(Quantity::value));
    put_number(arena, u128::from(labels.category));
    put_number(arena, u128::from(labels.tax));
    let unit = Unit::ALL
        .iter()
        .position(|unit| *unit == product.unit)
        .unwrap_or(0) as u8;
    arena.push(unit << 2 | u8::from(product.open_price) << 1 | u8::from(product.active));
}

/// The record that starts at `at`.
pub(super) fn read<'a>(arena: &'a [u8], at: usize, labels: &'a [Box<str>]) -> ProductRef<'a> {
    let mut from = Cursor { arena, at };
    let sku = from.short();
    let name_length = from.number() as usize;
    let name = from.text(name_length);
    let count = from.number() as usize;
    let codes = Codes::packed(arena, from.at, count);
    for _ in 0..count {
        from.short();
    }
    let price = from.decimal().and_then(|value| UnitPrice::new(value).ok());
    let cost = from.decimal().and_then(|value| UnitPrice::new(value).ok());
    let min_stock = from.decimal().and_then(|value| Quantity::new(value).ok());
    let category = &labels[from.number() as usize];
    let tax = &labels[from.number() as usize];
    let last = arena[from.at];
    ProductRef {
        sku,
        codes,
        name,
        category,
        price: price.expect("a record holds what was a price"),
        cost,
        tax,
        unit: Unit::ALL[usize::from(last >> 2)],
        min_stock,
        open_price: last & 2 != 0,
        active: last & 1 != 0,
    }
}

/// What a search reads of the record at `at`, without the numbers behind it.
pub(super) fn head_at(arena: &[u8], at: usize) -> Head<'_> {
    let mut from = Cursor { arena, at };
    let sku = from.short();
    let name_length = from.number() as usize;
    let name = from.text(name_length);
    let count = from.number() as usize;
    let codes = Codes::packed(arena, from.at, count);
    Head { sku, codes, name }
}

/// The name alone of the record at `at`.
pub(super) fn name_at(arena: &[u8], at: usize) -> &str {
    let mut from = Cursor {
        arena,
        at: at + 1 + usize::from(arena[at]),
    };
    let length = from.number() as usize;
    from.text(length)
}

fn put_number(arena: &mut Vec<u8>, mut number: u128) {
    while number >= 0x80 {
        arena.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    arena.push(number as u8);
}

fn put_decimal(arena: &mut Vec<u8>, value: Option<Decimal>) {
    let packed = value.map_or(ABSENT, |value| {
        let integer = value.mantissa();
        let zigzag = ((integer << 1) ^ (integer >> 127)) as u128;
        zigzag << 3 | u128::from(value.scale())
    });
    put_number(arena, packed);
}

/// Reads forward through the arena. The builder wrote what is read, so nothing here can be out of bounds.
struct Cursor<'a> {
    arena: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn text(&mut self, length: usize) -> &'a str {
        let bytes = &self.arena[self.at..self.at + length];
        self.at += length;
        str::from_utf8(bytes).expect("the arena holds what was text")
    }

    fn short(&mut self) -> &'a str {
        let length = usize::from(self.arena[self.at]);
        self.at += 1;
        self.text(length)
    }

    fn number(&mut self) -> u128 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.arena[self.at];
            self.at += 1;
            number |= u128::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    fn decimal(&mut self) -> Option<Decimal> {
        let packed = self.number();
        if packed & 7 == ABSENT {
            return None;
        }
        let zigzag = packed >> 3;
        let integer = (zigzag >> 1) as i128 ^ -((zigzag & 1) as i128);
        Some(Decimal::from_i128_with_scale(integer, (packed & 7) as u32))
    }
}
