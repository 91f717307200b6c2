//! Which products are listed, and in which order. Must never hold a product's text: the catalogue does.

use std::sync::Arc;

use crate::domain::catalogue::{Catalogue, ProductRef, Row};
use crate::domain::levels::Levels;
use crate::domain::quantity::Quantity;
use crate::domain::search::{COUNT_MAX, Query, find, folded};
use crate::domain::stock::{is_low, suggested};
use crate::tui::counter::Counter;
use crate::tui::list::Sort;
use crate::tui::theme::Role;

/// Which products are wanted.
pub(super) struct Wanted<'a> {
    /// What was typed.
    pub(super) typed: &'a str,
    /// Those of one category.
    pub(super) category: Option<&'a str>,
    /// What is low or below zero.
    pub(super) low: bool,
}

/// The rows of one edition of the goods.
#[derive(Debug, Default)]
pub(super) struct Rows {
    catalogue: Arc<Catalogue>,
    rows: Vec<Row>,
    sorted: bool,
    /// Levels by SKU, once they are there.
    pub(super) levels: Option<Arc<Levels>>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_sorted(&self) -> bool {
        self.sorted
    }

    pub(super) fn are_of(&self, catalogue: &Arc<Catalogue>) -> bool {
        Arc::ptr_eq(&self.catalogue, catalogue)
    }

    pub(super) fn get(&self, at: usize) -> Option<ProductRef<'_>> {
        Some(self.catalogue.get(*self.rows.get(at)?))
    }

    /// All of them, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = ProductRef<'_>> {
        self.rows.iter().map(|row| self.catalogue.get(*row))
    }

    pub(super) fn level(&self, sku: &str) -> Option<Quantity> {
        self.levels.as_ref()?.get(sku)
    }

    /// Finds what was typed, the best first; all of them in order where nothing was typed.
    pub(super) fn find(&mut self, counter: &Counter, wanted: &Wanted<'_>, sort: Sort) {
        self.catalogue = counter.catalogue.clone();
        let query = Query::new(wanted.typed);
        self.sorted = query.is_empty();
        let mut rows: Vec<Row> = if query.is_empty() {
            self.catalogue.rows().collect()
        } else {
            find(&self.catalogue, counter.index.as_deref(), &query, COUNT_MAX).rows
        };
        if let Some(category) = wanted.category {
            rows.retain(|row| self.catalogue.get(*row).category == category);
        }
        if wanted.low {
            rows.retain(|row| {
                let product = self.catalogue.get(*row);
                let level = self.level(product.sku);
                product.active && flag(&product, level).is_some()
            });
        }
        if self.sorted {
            self.order(&mut rows, sort, wanted.low);
        }
        self.rows = rows;
    }

    fn order(&self, rows: &mut Vec<Row>, sort: Sort, low: bool) {
        let product = |row: &Row| self.catalogue.get(*row);
        match sort.column {
            2 if low => by(rows, |row| product(row).min_stock),
            3 if low => by(rows, |row| {
                let product = product(row);
                suggested(self.level(product.sku), product.min_stock)
            }),
            0 => by(rows, |row| head(self.catalogue.head(*row).name)),
            // They come in this order.
            1 => {}
            2 => by(rows, |row| head(product(row).category)),
            3 => by(rows, |row| product(row).price.value()),
            _ => by(rows, |row| self.level(product(row).sku)),
        }
        if sort.down {
            rows.reverse();
        }
    }
}

/// Sorted by a key that is made once for each; equal ones stay in order of SKU.
fn by<K: Ord>(rows: &mut Vec<Row>, key: impl Fn(&Row) -> K) {
    let mut keyed: Vec<(K, u32, Row)> = Vec::with_capacity(rows.len());
    keyed.extend((0u32..).zip(rows.iter()).map(|(at, row)| (key(row), at, *row)));
    keyed.sort_unstable();
    rows.clear();
    rows.extend(keyed.into_iter().map(|(_, _, row)| row));
}

/// Letters of a text, each with a mark of its own, that give the first sixteen plain ones.
const MARKED: usize = 32;

/// The first letters of a text, without accents and capitals, as one number: names that agree in all of them
/// stand in order of SKU.
fn head(text: &str) -> u128 {
    let mut first = [0; 16];
    let plain = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            byte.to_ascii_lowercase()
        } else {
            b' '
        }
    };
    if text.is_ascii() {
        first
            .iter_mut()
            .zip(text.bytes())
            .for_each(|(to, from)| *to = plain(from));
    } else {
        // Sixteen letters come of at most so many, marks above them counted.
        let enough = text.char_indices().nth(MARKED).map_or(text.len(), |(at, _)| at);
        first
            .iter_mut()
            .zip(folded(&text[..enough]).bytes())
            .for_each(|(to, from)| *to = from);
    }
    u128::from_be_bytes(first)
}

/// What should be looked at: a sign, the message of a word, a colour.
pub(in crate::tui::dialogs) fn flag(
    product: &ProductRef<'_>,
    level: Option<Quantity>,
) -> Option<(&'static str, &'static str, Role)> {
    if level.is_some_and(|level| level < Quantity::ZERO) {
        Some(("!", "products-negative", Role::Bad))
    } else if !product.active {
        Some(("x", "products-inactive", Role::Dim))
    } else if is_low(level, product.min_stock) {
        Some(("v", "products-low", Role::Warn))
    } else {
        None
    }
}
