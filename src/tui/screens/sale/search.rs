//! The search over the lines. Must never ask another edition of the catalogue for its rows.

use std::ops::Range;
use std::sync::Arc;

use crate::domain::catalogue::{Catalogue, Row};
use crate::domain::product::{Product, Sku};
use crate::domain::search::{Found, Query, find, marks};
use crate::tui::counter::Counter;

/// The most hits that the tallest terminal shows.
const HITS: usize = 12;

/// What was found, and which of it is chosen.
#[derive(Debug)]
pub(super) struct Popup {
    /// The goods as they were searched: rows of another edition would be other goods.
    catalogue: Arc<Catalogue>,
    pub(super) hits: Vec<Hit>,
    pub(super) found: Found,
    pub(super) at: usize,
}

/// One line of it, ready to be shown.
#[derive(Debug)]
pub(super) struct Hit {
    row: Row,
    pub(super) sku: Sku,
    pub(super) name: String,
    pub(super) price: String,
    pub(super) unit: &'static str,
    /// Matched runs of the name, in bytes.
    pub(super) marks: Vec<Range<usize>>,
}

impl Popup {
    pub(super) fn find(text: &str, counter: &Counter) -> Popup {
        let query = Query::new(text);
        let catalogue = &counter.catalogue;
        let found = find(catalogue, counter.index.as_deref(), &query, shown(counter));
        let currency = counter.desk.as_ref().map(|desk| desk.shop.currency);
        let hit = |row: &Row| {
            let product = catalogue.get(*row);
            let price = currency.map(|currency| counter.look.price(product.price, currency));
            Hit {
                row: *row,
                sku: product.to_product().sku,
                name: product.name.to_owned(),
                price: price.unwrap_or_default(),
                unit: product.unit.name(),
                marks: marks(product.name, &query),
            }
        };
        Popup {
            catalogue: catalogue.clone(),
            hits: found.rows.iter().map(hit).collect(),
            found,
            at: 0,
        }
    }

    /// The chosen product.
    pub(super) fn product(&self) -> Option<Product> {
        let hit = self.hits.get(self.at)?;
        Some(self.catalogue.get(hit.row).to_product())
    }

    pub(super) fn step(&mut self, by: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Products shown whose level nobody has asked for.
    pub(super) fn unknown_levels(&self, counter: &Counter) -> Vec<Sku> {
        let unknown = self
            .hits
            .iter()
            .filter(|hit| !counter.stock.contains_key(&hit.sku));
        unknown.map(|hit| hit.sku.clone()).collect()
    }
}

/// Hits that there is room for: a fixed number, so that nothing moves while one types.
pub(super) fn shown(counter: &Counter) -> usize {
    match counter.size.1 {
        0..20 => 4,
        20..30 => 5,
        rows => usize::from(rows / 4).min(HITS),
    }
}
