//! What was sold of every product over whole dekads, with what documents of single days add to it or take off
//! it. Must never count a dekad that the caller did not ask for.

use std::collections::HashMap;

use redb::ReadableTable;

use crate::domain::glance::Line;
use crate::store::codec::block::{Block, PRODUCTS, Sold};
use crate::store::codec::product;
use crate::store::error::guard;
use crate::store::fold::sold;
use crate::store::schema::{self, dekad_key, dekad_of};
use crate::store::{Dekad, Moved, StoreError};

use super::{Reader, moved, place};

/// What documents of single days sold, product by product: counted with the dekads, or taken off them.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    sold: HashMap<String, Sold>,
}

impl Lines {
    /// Takes one line of a document in, as the fold does.
    pub fn add(&mut self, line: &Line<'_>) {
        self.put(&line.sku, sold(line.quantity, line.cost, line.net));
    }

    /// Takes one line off again: it came back, or its dekad was counted whole.
    pub fn take_off(&mut self, line: &Line<'_>) {
        let sold = sold(line.quantity, line.cost, line.net);
        let back = Sold {
            quantity: -sold.quantity,
            net: -sold.net,
            cost: -sold.cost,
            uncosted: -sold.uncosted,
        };
        self.put(&line.sku, back);
    }

    /// Takes in what others have taken in.
    pub fn gather(&mut self, other: &Lines) {
        other.sold.iter().for_each(|(sku, sold)| self.put(sku, *sold));
    }

    fn put(&mut self, sku: &str, sold: Sold) {
        match self.sold.get_mut(sku) {
            Some(row) => *row = row.plus(sold),
            None => {
                self.sold.insert(sku.to_owned(), sold);
            }
        }
    }
}

impl Reader {
    /// What was sold of every product in those dekads, by SKU and name, in order of SKU; products that were
    /// not sold are left out. `more` is counted with them.
    pub fn moved_in(
        &self,
        dekads: impl Fn(Dekad) -> bool,
        more: &Lines,
        mut each: impl FnMut(&str, &str, Moved),
    ) -> Result<(), StoreError> {
        guard(|| {
            // Products are numbered without a gap: a place for each costs less than looking each up.
            let mut sold: Vec<Option<Sold>> = Vec::new();
            let mut add = |block: u32, index: u32, more: Sold| {
                let sum = place(&mut sold, block * PRODUCTS + index);
                *sum = Some(sum.unwrap_or_default().plus(more));
            };
            let history = self.tx.open_table(schema::HISTORY)?;
            let mut next = history.range((0, 0)..)?.next().transpose()?;
            while let Some((key, _)) = next {
                let (dekad, _) = key.value();
                if dekads(dekad_of(dekad)) {
                    for row in history.range((dekad, 0)..=(dekad, u32::MAX))? {
                        let (key, bytes) = row?;
                        let block = key.value().1;
                        Block::sold(
                            "history",
                            bytes.value(),
                            |_| true,
                            |at, more| add(block, at, more),
                        )?;
                    }
                }
                next = history.range((dekad + 1, 0)..)?.next().transpose()?;
            }
            for row in self.tx.open_table(schema::BLOCKS)?.iter()? {
                let (block, bytes) = row?;
                let counts = |dekad| dekad > 0 && dekads(dekad_of(dekad));
                let block = block.value();
                Block::sold("blocks", bytes.value(), counts, |at, more| add(block, at, more))?;
            }
            let Some(currency) = self.currency()? else {
                return Ok(());
            };
            for row in self.tx.open_table(schema::PRODUCT_ROWS)?.iter()? {
                let (sku, value) = row?;
                let number = product::number(value.value())?;
                let whole = sold.get(number as usize).copied().flatten();
                let single = more.sold.get(sku.value()).copied();
                let both = match (whole, single) {
                    (None, None) => continue,
                    (whole, single) => whole.unwrap_or_default().plus(single.unwrap_or_default()),
                };
                if both != Sold::default() {
                    each(sku.value(), product::name(value.value())?, moved(both, currency));
                }
            }
            Ok(())
        })
    }

    /// What was sold of every product from one dekad to another, both included, as
    /// [`moved_in`](Reader::moved_in).
    pub fn moved_between(
        &self,
        from: Dekad,
        to: Dekad,
        each: impl FnMut(&str, &str, Moved),
    ) -> Result<(), StoreError> {
        let dekads = dekad_key(from)..=dekad_key(to);
        self.moved_in(
            |dekad| dekads.contains(&dekad_key(dekad)),
            &Lines::default(),
            each,
        )
    }
}
