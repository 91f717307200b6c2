//! Search as you type: names by words, in any order, accents and capitals ignored; codes and SKUs by their
//! start. Must never touch what it searches.
//!
//! A product matches when every typed word starts one of the words of its name, or (from three letters)
//! stands inside one; or when its SKU or one of its codes starts with what was typed. First come products
//! whose code or SKU was typed whole; then names: those that start with the typed words, each of them whole
//! ("Agua mineral" for "agua"), then those that start as typed ("Aguacate"), then those whose words do, then
//! those that hold them inside; each by the place of the words in the name, then shorter names, then SKU;
//! then codes and SKUs that start as typed; retired products last. The order is total, so the same catalogue
//! answers the same.

mod bits;
mod fold;
mod index;
mod lookup;
mod marks;
mod numbers;
mod rank;
mod vocabulary;

pub use fold::folded;
pub use index::Index;
pub use marks::marks;

use super::catalogue::{Catalogue, Row};
use super::text;
use rank::Rank;

/// Matches are counted up to here; beyond, there are "1000 or more".
pub const COUNT_MAX: usize = 1000;

/// The longest query looked at, in bytes.
const QUERY_MAX: usize = 128;

/// The most words of a query looked at.
const WORDS_MAX: usize = 16;

/// What was typed, ready to compare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The folded words.
    words: Vec<String>,
    /// The folded words with a blank between.
    joined: String,
    /// What a code or SKU may start with: as typed, in capitals, in small letters.
    numbers: Vec<String>,
}

impl Query {
    /// Reads what stands in the field.
    #[must_use]
    pub fn new(typed: &str) -> Query {
        let typed = text::clean(typed, QUERY_MAX);
        let mut joined = String::new();
        fold::into(&mut joined, &typed);
        let words = joined
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let mut numbers = vec![typed.to_ascii_uppercase(), typed.to_ascii_lowercase(), typed];
        numbers.sort_unstable();
        numbers.dedup();
        numbers.retain(|number| !number.is_empty());
        Query {
            words,
            joined,
            numbers,
        }
    }

    /// Whether nothing was typed that could be searched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// The best matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The first of them, in order.
    pub rows: Vec<Row>,
    /// How many there are in all, at most [`COUNT_MAX`].
    pub count: usize,
    /// Whether there are more than `count`.
    pub more: bool,
}

/// The first `limit` matches of `query`: by the index when it is there and fits the snapshot, else product by
/// product, which gives the same answer some thousand times slower.
#[must_use]
pub fn find(catalogue: &Catalogue, index: Option<&Index>, query: &Query, limit: usize) -> Found {
    match index {
        Some(index) if index.covers(catalogue) => index.find(catalogue, query, limit),
        _ => linear(catalogue, query, limit),
    }
}

/// The first `limit` matches of `query`, product by product: until the index is ready, and the definition
/// that the index is held to.
#[must_use]
pub fn linear(catalogue: &Catalogue, query: &Query, limit: usize) -> Found {
    let mut folded = String::new();
    let ranked = catalogue.heads().filter_map(|(row, product)| {
        let rank = rank::rank(catalogue, (row, product), query, &mut folded)?;
        Some((rank, row))
    });
    let ranked: Vec<(Rank, Row)> = ranked.collect();
    let count = ranked.len();
    Found::new(ranked, count, limit)
}

impl Found {
    /// The first `limit` of `ranked`, out of `count` in all.
    fn new(mut ranked: Vec<(Rank, Row)>, count: usize, limit: usize) -> Found {
        if ranked.len() > limit {
            ranked.select_nth_unstable(limit);
            ranked.truncate(limit);
        }
        ranked.sort_unstable();
        Found {
            rows: ranked.into_iter().map(|(_, row)| row).collect(),
            count: count.min(COUNT_MAX),
            more: count > COUNT_MAX,
        }
    }
}

#[cfg(test)]
mod tests;
