//! A product as the catalogue shows it: borrowed, nothing copied. Must never outlive its snapshot.

use super::short;
use crate::domain::product::{Code, Product, Sku, Unit};
use crate::domain::quantity::Quantity;
use crate::domain::rate::UnitPrice;

/// A product inside a [`Catalogue`](super::Catalogue); the fields mean what those of [`Product`] mean.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the fields of Product, borrowed")]
pub struct ProductRef<'a> {
    pub sku: &'a str,
    pub codes: Codes<'a>,
    pub name: &'a str,
    pub category: &'a str,
    pub price: UnitPrice,
    pub cost: Option<UnitPrice>,
    pub tax: &'a str,
    pub unit: Unit,
    pub min_stock: Option<Quantity>,
    pub open_price: bool,
    pub active: bool,
}

impl<'a> ProductRef<'a> {
    /// A view of `product`.
    #[must_use]
    pub fn of(product: &'a Product) -> ProductRef<'a> {
        ProductRef {
            sku: product.sku.as_str(),
            codes: Codes(Place::Owned(&product.codes)),
            name: &product.name,
            category: &product.category,
            price: product.price,
            cost: product.cost,
            tax: &product.tax,
            unit: product.unit,
            min_stock: product.min_stock,
            open_price: product.open_price,
            active: product.active,
        }
    }

    /// A copy that stands on its own.
    #[must_use]
    pub fn to_product(&self) -> Product {
        Product {
            sku: Sku::new(self.sku).expect("the catalogue holds what was a SKU"),
            codes: self
                .codes
                .map(|code| Code::new(code).expect("the catalogue holds what was a code"))
                .collect(),
            name: self.name.to_owned(),
            category: self.category.to_owned(),
            price: self.price,
            cost: self.cost,
            tax: self.tax.to_owned(),
            unit: self.unit,
            min_stock: self.min_stock,
            open_price: self.open_price,
            active: self.active,
        }
    }
}

/// What a product is found by; cheaper to read than the whole of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    pub(crate) sku: &'a str,
    pub(crate) codes: Codes<'a>,
    pub(crate) name: &'a str,
}

/// The codes of one product, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'a>(Place<'a>);

#[derive(Clone, Copy)]
enum Place<'a> {
    Owned(&'a [Code]),
    Packed { arena: &'a [u8], at: usize, left: usize },
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(Codes(*self)).finish()
    }
}

impl<'a> Codes<'a> {
    /// `left` codes whose first length byte stands at `at`.
    pub(super) fn packed(arena: &'a [u8], at: usize, left: usize) -> Codes<'a> {
        Codes(Place::Packed { arena, at, left })
    }
}

impl<'a> Iterator for Codes<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match &mut self.0 {
            Place::Owned(codes) => {
                let (first, rest) = codes.split_first()?;
                *codes = rest;
                Some(first.as_str())
            }
            Place::Packed { arena, at, left } => {
                *left = left.checked_sub(1)?;
                let code = short::at(arena, *at);
                *at += 1 + code.len();
                Some(str::from_utf8(code).expect("the arena holds what was text"))
            }
        }
    }
}
