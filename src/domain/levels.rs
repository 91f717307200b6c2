//! What is on the shelf of every product at once, in two pieces of memory however many there are. Must never
//! say how a level came about, nor be changed: the fold makes another.

use super::product::Sku;
use super::quantity::Quantity;

/// Levels in order of SKU.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// All SKUs, one behind the other.
    skus: String,
    /// Where the SKU of each ends, and its level in thousandths.
    rows: Vec<(usize, i64)>,
}

impl Levels {
    /// Adds a level, in thousandths. Levels come in order of SKU, byte by byte, each once.
    pub fn push(&mut self, sku: &str, thousandths: i64) {
        self.skus.push_str(sku);
        self.rows.push((self.skus.len(), thousandths));
    }

    /// How many products have a level.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether none has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The level of a product; none where it was never counted.
    #[must_use]
    pub fn get(&self, sku: &str) -> Option<Quantity> {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.sku(middle).cmp(sku) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(Quantity::from_thousandths(self.rows[middle].1)),
            }
        }
        None
    }

    fn sku(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.rows[before].0);
        &self.skus[start..self.rows[at].0]
    }
}

impl FromIterator<(Sku, Quantity)> for Levels {
    fn from_iter<I: IntoIterator<Item = (Sku, Quantity)>>(levels: I) -> Levels {
        let mut named: Vec<(Sku, Quantity)> = levels.into_iter().collect();
        named.sort();
        let mut levels = Levels::default();
        for (sku, level) in &named {
            levels.push(sku.as_str(), level.thousandths());
        }
        levels
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_level_is_found_and_no_other(
            of in proptest::collection::btree_map("[A-Cñ]{1,4}", -9_999_999_i64..9_999_999, 0..40),
            other in "[A-Cñ]{1,4}",
        ) {
            let quantity = Quantity::from_thousandths;
            let of: BTreeMap<String, Quantity> = of.into_iter().map(|(sku, n)| (sku, quantity(n))).collect();
            let levels: Levels = of.iter().rev().map(|(sku, n)| (Sku::new(sku).unwrap(), *n)).collect();
            prop_assert_eq!(levels.len(), of.len());
            for (sku, level) in &of {
                prop_assert_eq!(levels.get(sku), Some(*level));
            }
            prop_assert_eq!(levels.get(&other), of.get(&other).copied());
        }
    }
}
