//! What was sold of every product over whole months, with what documents of single days add to it or take off
//! it. Must never count a month that the caller did not ask for.

use std::collections::HashMap;

use redb::ReadableTable;

use crate::domain::glance::Line;
use crate::store::codec::block::{Block, Sold};
use crate::store::codec::product;
use crate::store::error::guard;
use crate::store::fold::sold;
use crate::store::schema::{self, month_key, month_of};
use crate::store::{Month, Moved, StoreError};

use super::{Reader, moved, numbered, place};

/// What documents of single days sold, product by product: counted with the months, or taken off them.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    sold: HashMap<String, Sold>,
}

impl Lines {
    /// Takes one line of a document in, as the fold does.
    pub fn add(&mut self, line: &Line<'_>) {
        self.put(&line.sku, sold(line.quantity, line.cost, line.net));
    }

    /// Takes one line off again: it came back, or its month was counted whole.
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
    /// What was sold of every product in those months, by SKU and name, in order of SKU; products that were
    /// not sold are left out. `more` is counted with them.
    pub fn moved_in(
        &self,
        months: impl Fn(Month) -> bool,
        more: &Lines,
        mut each: impl FnMut(&str, &str, Moved),
    ) -> Result<(), StoreError> {
        guard(|| {
            // Products are numbered without a gap: a place for each costs less than looking each up.
            let mut sold: Vec<Option<Sold>> = Vec::new();
            let mut add = |block: u32, rows: &Block| {
                for (product, row) in numbered(block, rows) {
                    if let Some(more) = row.sold {
                        let sum = place(&mut sold, product);
                        *sum = Some(sum.unwrap_or_default().plus(more));
                    }
                }
            };
            let history = self.tx.open_table(schema::HISTORY)?;
            let mut next = history.range((0, 0)..)?.next().transpose()?;
            while let Some((key, _)) = next {
                let (month, _) = key.value();
                if months(month_of(month)) {
                    for row in history.range((month, 0)..=(month, u32::MAX))? {
                        let (key, bytes) = row?;
                        add(key.value().1, &Block::decode("history", bytes.value())?);
                    }
                }
                next = history.range((month + 1, 0)..)?.next().transpose()?;
            }
            for row in self.tx.open_table(schema::BLOCKS)?.iter()? {
                let (block, bytes) = row?;
                let rows = Block::decode("blocks", bytes.value())?;
                if rows.month > 0 && months(month_of(rows.month)) {
                    add(block.value(), &rows);
                }
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

    /// What was sold of every product from one month to another, both included, as
    /// [`moved_in`](Reader::moved_in).
    pub fn moved_between(
        &self,
        from: Month,
        to: Month,
        each: impl FnMut(&str, &str, Moved),
    ) -> Result<(), StoreError> {
        let months = month_key(from)..=month_key(to);
        self.moved_in(
            |month| months.contains(&month_key(month)),
            &Lines::default(),
            each,
        )
    }
}
