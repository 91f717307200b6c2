//! Codes and SKUs that start as typed. Must never look at names.

use super::Query;
use super::bits::{has, set};
use crate::domain::catalogue::Base;

/// The runs of codes and SKUs that start with what was typed.
pub(super) struct Numbers<'a> {
    base: &'a Base,
    hidden: &'a [u32],
    /// For each spelling: itself, rows by SKU, places of codes.
    runs: Vec<(&'a [u8], &'a [u32], &'a [u32])>,
}

impl<'a> Numbers<'a> {
    /// What `query` finds in `base`, rows of `hidden` left out.
    pub(super) fn new(base: &'a Base, query: &'a Query, hidden: &'a [u32]) -> Numbers<'a> {
        let run = |typed: &'a String| (typed.as_bytes(), base.skus_from(typed), base.codes_from(typed));
        Numbers {
            base,
            hidden,
            runs: query.numbers.iter().map(run).collect(),
        }
    }

    /// Whether there is any.
    pub(super) fn any(&self) -> bool {
        self.runs
            .iter()
            .any(|(_, skus, codes)| !skus.is_empty() || !codes.is_empty())
    }

    /// Rows whose SKU or code is what was typed, each once.
    pub(super) fn exact(&self) -> Vec<u32> {
        let mut rows = Vec::new();
        for (typed, skus, codes) in &self.runs {
            // What is as long as the start it has is equal to it, and stands first.
            let skus = skus
                .iter()
                .copied()
                .take_while(|row| self.base.sku(*row).len() == typed.len());
            let codes = codes
                .iter()
                .take_while(|place| self.base.code(**place).len() == typed.len());
            rows.extend(skus.chain(codes.map(|place| self.base.row_of_place(*place))));
        }
        rows.retain(|row| !self.is_hidden(*row));
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The first `limit` rows and more, each with its least code or SKU, rows of which `known` is true left
    /// out.
    pub(super) fn first(&self, limit: usize, known: impl Fn(u32) -> bool) -> Vec<(&'a [u8], u32)> {
        let mut found: Vec<(&[u8], u32)> = Vec::new();
        for (_, skus, codes) in &self.runs {
            let by_sku = skus.iter().map(|row| (self.base.sku(*row), *row));
            let by_code = codes
                .iter()
                .map(|place| (self.base.code(*place), self.base.row_of_place(*place)));
            found.extend(self.fresh(limit, by_sku, &known));
            found.extend(self.fresh(limit, by_code, &known));
        }
        found.sort_unstable();
        let mut rows = Vec::new();
        found.retain(|(_, row)| {
            !rows.contains(row) && {
                rows.push(*row);
                true
            }
        });
        found
    }

    /// How many rows are not yet in `seen`, counted up to `room`; they are added to it.
    pub(super) fn count(&self, room: usize, seen: &mut [u64]) -> usize {
        let mut count = 0;
        for (_, skus, codes) in &self.runs {
            let rows = skus
                .iter()
                .copied()
                .chain(codes.iter().map(|place| self.base.row_of_place(*place)));
            for row in rows {
                if count >= room {
                    return count;
                }
                if !has(seen, row) && !self.is_hidden(row) {
                    set(seen, row);
                    count += 1;
                }
            }
        }
        count
    }

    /// The first `limit` distinct rows of one sorted run.
    fn fresh(
        &self,
        limit: usize,
        run: impl Iterator<Item = (&'a [u8], u32)>,
        known: &impl Fn(u32) -> bool,
    ) -> Vec<(&'a [u8], u32)> {
        let mut found: Vec<(&[u8], u32)> = Vec::new();
        for (number, row) in run {
            if found.len() >= limit {
                break;
            }
            if !known(row) && !self.is_hidden(row) && found.iter().all(|(_, other)| *other != row) {
                found.push((number, row));
            }
        }
        found
    }

    fn is_hidden(&self, row: u32) -> bool {
        self.hidden.binary_search(&row).is_ok()
    }
}
