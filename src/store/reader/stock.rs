//! Levels at a glance, open counts, and what was taken back. Must never read a product's text where its
//! number is enough.

use std::collections::BTreeSet;

use redb::ReadableTable;
use uuid::Uuid;

use super::Reader;
use crate::domain::levels::Levels;
use crate::domain::product::Sku;
use crate::domain::stock::{CountLine, OpenCount};
use crate::store::codec::{decode, product};
use crate::store::error::guard;
use crate::store::{StoreError, schema};

impl Reader {
    /// The level of every product that has one.
    pub fn all_levels(&self) -> Result<Levels, StoreError> {
        guard(|| {
            let levels = self.numbered_levels()?;
            let mut named = Levels::default();
            for row in self.tx.open_table(schema::PRODUCT_ROWS)?.iter()? {
                let (sku, value) = row?;
                let number = product::number(value.value())? as usize;
                if let Some(level) = levels.get(number).copied().flatten() {
                    named.push(sku.value(), level);
                }
            }
            Ok(named)
        })
    }

    /// Every count that is open, in order of their ids, with its products in order of SKU.
    pub fn open_counts(&self) -> Result<Vec<OpenCount>, StoreError> {
        guard(|| {
            let mut open: Vec<OpenCount> = Vec::new();
            for row in self.tx.open_table(schema::COUNTS)?.iter()? {
                let (key, value) = row?;
                let count = Uuid::from_u128(key.value().0);
                let (scope, _unknown, line): (String, bool, CountLine) = decode("counts", value.value())?;
                match open.last_mut().filter(|last| last.count == count) {
                    Some(last) => last.lines.push(line),
                    None => open.push(OpenCount {
                        count,
                        scope,
                        lines: vec![line],
                    }),
                }
            }
            Ok(open)
        })
    }

    /// Which of these products another open count than that one has: one look-up for each of both.
    pub fn counted_elsewhere<'a>(
        &self,
        count: Uuid,
        skus: impl Iterator<Item = &'a Sku>,
    ) -> Result<BTreeSet<Sku>, StoreError> {
        guard(|| {
            let counts = self.tx.open_table(schema::COUNTS)?;
            let mut others = Vec::new();
            let mut from = Some(0);
            while let Some(id) = from {
                let row = counts.range((id, "")..)?.next().transpose()?;
                let met = row.map(|(key, _)| key.value().0);
                others.extend(met.filter(|met| *met != count.as_u128()));
                from = met.and_then(|met| met.checked_add(1));
            }
            let mut found = BTreeSet::new();
            for sku in skus {
                for other in &others {
                    if counts.get((*other, sku.as_str()))?.is_some() {
                        found.insert(sku.clone());
                    }
                }
            }
            Ok(found)
        })
    }

    /// Where the counter-entry of that entry is; none where it was not taken back.
    pub fn undone_at(&self, entry: Uuid) -> Result<Option<u64>, StoreError> {
        guard(|| {
            let undone = self.tx.open_table(schema::UNDONE)?;
            Ok(undone.get(entry.as_bytes())?.map(|row| row.value()))
        })
    }
}
