//! Every product of the shop in memory, as an immutable snapshot that threads share. Must never be the only
//! copy of a product.
//!
//! 100,000 products take about 7 MB: one arena of bytes (`base.rs`), and a short overlay of what changed
//! since it was built, so that saving one product costs microseconds.

mod base;
mod record;
mod short;
mod view;

pub use base::Builder;
pub(crate) use view::Head;
pub use view::{Codes, ProductRef};

use std::sync::{Arc, Weak};

use super::product::Product;
pub(crate) use base::Base;

/// The most changed products kept beside the arena before it is built anew.
const OVERLAY_MAX: usize = 256;

/// Which product of a snapshot. Only the snapshot that gave it understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub(crate) u32);

/// A snapshot of the catalogue; a clone shares everything.
#[derive(Clone, Default)]
pub struct Catalogue {
    base: Arc<Base>,
    overlay: Arc<Overlay>,
}

/// Products that are new or differ from the arena. Their rows follow those of the arena.
#[derive(Clone, Default)]
struct Overlay {
    changed: Vec<Arc<Product>>,
    /// Rows of the arena that `changed` replaces, ascending.
    hidden: Vec<u32>,
}

impl Catalogue {
    /// An empty list to fill.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    fn of(base: Base) -> Catalogue {
        Catalogue {
            base: Arc::new(base),
            overlay: Arc::default(),
        }
    }

    /// How many products there are, retired ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.base.len() as usize - self.overlay.hidden.len() + self.overlay.changed.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The product of `row`, a row that this snapshot gave.
    ///
    /// # Panics
    /// When the row comes from a longer snapshot.
    #[must_use]
    pub fn get(&self, row: Row) -> ProductRef<'_> {
        match row.0.checked_sub(self.base.len()) {
            None => self.base.get(row.0),
            Some(changed) => ProductRef::of(&self.overlay.changed[changed as usize]),
        }
    }

    /// The product with this SKU.
    #[must_use]
    pub fn by_sku(&self, sku: &str) -> Option<Row> {
        let changed = self
            .overlay
            .changed
            .iter()
            .position(|product| product.sku.as_str() == sku);
        match changed {
            Some(at) => Some(self.changed_row(at)),
            None => self.base.row_of_sku(sku).map(Row),
        }
    }

    /// The product with exactly this code. Other spellings are [`barcode::equivalents`](super::barcode);
    /// codes that carry a weight are taken apart before.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<Row> {
        let has = |product: &Arc<Product>| product.codes.iter().any(|own| own.as_str() == code);
        match self.overlay.changed.iter().position(has) {
            Some(at) => Some(self.changed_row(at)),
            None => self
                .base
                .row_of_code(code)
                .filter(|row| !self.is_hidden(*row))
                .map(Row),
        }
    }

    /// All products in order of SKU.
    pub fn iter(&self) -> impl Iterator<Item = (Row, ProductRef<'_>)> {
        self.rows().map(|row| (row, self.get(row)))
    }

    /// Where all products are, in order of SKU.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        let mut changed: Vec<Row> = self.changed_rows().collect();
        changed.sort_by_key(|row| self.get(*row).sku);
        let mut changed = changed.into_iter().peekable();
        let mut kept = self.base.in_sku_order().iter().map(|row| Row(*row)).peekable();
        std::iter::from_fn(move || {
            while kept.next_if(|row| self.is_hidden(row.0)).is_some() {}
            let ours = match (changed.peek(), kept.peek()) {
                (Some(new), Some(old)) => self.get(*new).sku.as_bytes() < self.base.sku(old.0),
                (new, _) => new.is_some(),
            };
            if ours { changed.next() } else { kept.next() }
        })
    }

    /// This catalogue with `product` added, or in the place of the one with its SKU. Costs microseconds, and
    /// once in 256 times the building of a new arena.
    #[must_use]
    pub fn with(&self, product: Product) -> Catalogue {
        let mut overlay = Overlay::clone(&self.overlay);
        match overlay.changed.iter().position(|old| old.sku == product.sku) {
            Some(at) => overlay.changed[at] = Arc::new(product),
            None => {
                if let Some(row) = self.base.row_of_sku(product.sku.as_str()) {
                    let at = overlay.hidden.partition_point(|hidden| *hidden < row);
                    overlay.hidden.insert(at, row);
                }
                overlay.changed.push(Arc::new(product));
            }
        }
        let full = overlay.changed.len() > OVERLAY_MAX;
        let next = Catalogue {
            base: Arc::clone(&self.base),
            overlay: Arc::new(overlay),
        };
        if full { next.compacted() } else { next }
    }

    /// The same products in one arena, none beside it.
    #[must_use]
    pub fn compacted(&self) -> Catalogue {
        let mut builder = Catalogue::builder();
        for (_, product) in self.iter() {
            builder.push(&product.to_product());
        }
        builder.finish()
    }

    /// About how many bytes it holds.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.base.bytes() + self.overlay.changed.len() * (size_of::<Product>() + 120)
    }

    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    /// What each product is found by, in no order that matters.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (Row, Head<'_>)> {
        let kept = (0..self.base.len()).filter(|row| !self.is_hidden(*row));
        let kept = kept.map(|row| (Row(row), self.base.head(row)));
        kept.chain(self.changed_rows().map(|row| (row, self.head(row))))
    }

    /// What the product of `row` is found by.
    pub(crate) fn head(&self, row: Row) -> Head<'_> {
        match row.0.checked_sub(self.base.len()) {
            None => self.base.head(row.0),
            Some(changed) => {
                let ProductRef { sku, codes, name, .. } =
                    ProductRef::of(&self.overlay.changed[changed as usize]);
                Head { sku, codes, name }
            }
        }
    }

    /// How many products stand beside the arena; each costs a search about a microsecond.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.overlay.changed.len()
    }

    /// Tells a snapshot with the same arena from one with another, without keeping the arena alive.
    pub(crate) fn base_mark(&self) -> Weak<Base> {
        Arc::downgrade(&self.base)
    }

    /// Rows of the products beside the arena.
    pub(crate) fn changed_rows(&self) -> impl Iterator<Item = Row> {
        (0..self.overlay.changed.len()).map(|at| self.changed_row(at))
    }

    /// Rows of the arena that count no more, ascending.
    pub(crate) fn hidden(&self) -> &[u32] {
        &self.overlay.hidden
    }

    fn changed_row(&self, at: usize) -> Row {
        Row(self.base.len() + at as u32)
    }

    fn is_hidden(&self, row: u32) -> bool {
        self.overlay.hidden.binary_search(&row).is_ok()
    }
}

impl std::fmt::Debug for Catalogue {
    /// Its size: a hundred thousand names help nobody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue")
            .field("products", &self.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
