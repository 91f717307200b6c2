//! The index of all names: for each word the products that hold it, for each product its words. Must never be
//! needed: without it the search is slow, not wrong.
//!
//! Products are numbered here in the order in which results of equal level stand (sold before retired,
//! shorter names first, then SKU), so that the first of a level are its lowest numbers and nothing needs
//! sorting.

use std::collections::HashMap;
use std::sync::Weak;

use super::fold;
use super::rank::{Level, POSITION_MAX};
use super::vocabulary::Vocabulary;
use crate::domain::catalogue::{Base, Catalogue};

/// Built once from a snapshot, off the thread that draws; answers for it and for its successors until their
/// arena is built anew.
#[derive(Default)]
pub struct Index {
    /// Which arena the rows belong to.
    mark: Weak<Base>,
    /// The row of each number.
    pub(super) rows: Box<[u32]>,
    /// From this number on, products are retired.
    pub(super) retired: u32,
    pub(super) vocabulary: Vocabulary,
    /// For each word, ascending: number of the product times 16 plus the place of the word in its name.
    postings: Lists,
    /// For each number, the words of its name in their order.
    names: Lists,
    /// In order of their words.
    ready: Box<[Ready]>,
}

/// The answer to a start of one or two letters that very many names have: too slow to look for at each
/// keystroke.
pub(super) struct Ready {
    /// The words with that start.
    words: std::ops::Range<u32>,
    /// Whether the first of them is that start and nothing more.
    whole: bool,
    pub(super) count: usize,
    /// Level and number of the first.
    pub(super) first: Box<[(Level, u32)]>,
}

impl Ready {
    fn key(&self) -> (u32, u32, bool) {
        (self.words.start, self.words.end, self.whole)
    }
}

/// Starts with fewer postings than this are looked for.
const READY_FROM: usize = 2048;
/// How many of the first are kept ready: a screen of results and some that may be hidden.
const READY_KEPT: usize = 80;

/// Lists of numbers, one behind the other.
#[derive(Default)]
struct Lists {
    all: Box<[u32]>,
    /// Where each list starts, and the end.
    starts: Box<[u32]>,
}

impl Lists {
    fn run(&self, lists: std::ops::Range<u32>) -> &[u32] {
        &self.all[self.starts[lists.start as usize] as usize..self.starts[lists.end as usize] as usize]
    }

    fn bytes(&self) -> usize {
        4 * (self.all.len() + self.starts.len())
    }
}

impl Index {
    /// The index of what stands in the arena of `catalogue`; what was saved since is searched beside it.
    #[must_use]
    pub fn build(catalogue: &Catalogue) -> Index {
        let base = catalogue.base();
        let (mut words, mut numbers) = (HashMap::<Box<str>, u32>::new(), Vec::new());
        // In order of SKU: the words of each name, and what sorts it.
        let mut starts = vec![0u32];
        let mut order: Vec<(bool, u32, u32)> = Vec::with_capacity(base.len() as usize);
        let mut folded = String::new();
        for (at, row) in (0u32..).zip(base.in_sku_order()) {
            fold::into(&mut folded, base.name(*row));
            for word in folded.split(' ').filter(|word| !word.is_empty()) {
                let next = words.len() as u32;
                let number = words.get(word).copied().unwrap_or_else(|| {
                    words.insert(word.into(), next);
                    next
                });
                numbers.push(number);
            }
            starts.push(numbers.len() as u32);
            order.push((!base.get(*row).active, folded.len() as u32, at));
        }
        order.sort_unstable();
        let retired = order.partition_point(|(retired, ..)| !retired) as u32;
        let vocabulary = renumbered(words, &mut numbers);
        let names = Lists::of(order.len(), |number| {
            let at = order[number].2 as usize;
            &numbers[starts[at] as usize..starts[at + 1] as usize]
        });
        drop((numbers, starts));
        let rows = order
            .iter()
            .map(|(.., at)| base.in_sku_order()[*at as usize])
            .collect();
        drop(order);
        let postings = postings(&names, vocabulary.len());
        let mut index = Index {
            mark: catalogue.base_mark(),
            rows,
            retired,
            vocabulary,
            postings,
            names,
            ready: Box::default(),
        };
        index.ready = index.made_ready();
        index
    }

    fn made_ready(&self) -> Box<[Ready]> {
        let starts = [1, 2].into_iter().flat_map(|letters| {
            let heads = self.vocabulary.heads(letters).into_iter();
            heads.map(move |words| (words, letters))
        });
        let many = starts.filter(|(words, _)| self.postings(words.clone()).len() >= READY_FROM);
        let mut ready: Vec<Ready> = many
            .map(|(words, letters)| {
                let whole = self.vocabulary.letters(words.start) == letters;
                let (count, first) = self.first_starting(words.clone(), whole, READY_KEPT);
                Ready {
                    words,
                    whole,
                    count,
                    first: first.into(),
                }
            })
            .collect();
        ready.sort_unstable_by_key(Ready::key);
        ready.into()
    }

    /// The answer for these words, if it is kept; `whole` says whether the first of them is what was typed.
    pub(super) fn ready(&self, words: &std::ops::Range<u32>, whole: bool) -> Option<&Ready> {
        let key = (words.start, words.end, whole);
        let found = self.ready.binary_search_by_key(&key, Ready::key);
        found.ok().map(|at| &self.ready[at])
    }

    /// Whether it answers for `catalogue`.
    #[must_use]
    pub fn covers(&self, catalogue: &Catalogue) -> bool {
        self.mark.ptr_eq(&catalogue.base_mark())
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let ready: usize = self.ready.iter().map(|ready| 32 + 8 * ready.first.len()).sum();
        let lists = self.postings.bytes() + self.names.bytes();
        4 * self.rows.len() + self.vocabulary.bytes() + lists + ready
    }

    /// Postings of the words of this run.
    pub(super) fn postings(&self, words: std::ops::Range<u32>) -> &[u32] {
        self.postings.run(words)
    }

    /// The words of a product's name.
    pub(super) fn name(&self, number: u32) -> &[u32] {
        self.names.run(number..number + 1)
    }

    /// Bytes of the folded name of a product.
    pub(super) fn length(&self, number: u32) -> u32 {
        let words = self.name(number);
        let letters: u32 = words.iter().map(|word| self.vocabulary.length(*word) + 1).sum();
        letters.saturating_sub(1)
    }
}

impl Lists {
    fn of<'a>(count: usize, list: impl Fn(usize) -> &'a [u32]) -> Lists {
        let mut starts = Vec::with_capacity(count + 1);
        let mut all = Vec::with_capacity((0..count).map(|at| list(at).len()).sum());
        starts.push(0);
        for at in 0..count {
            all.extend_from_slice(list(at));
            starts.push(all.len() as u32);
        }
        Lists {
            all: all.into(),
            starts: starts.into(),
        }
    }
}

/// The words in their order; `numbers`, given in order of arrival, are changed to it.
fn renumbered(words: HashMap<Box<str>, u32>, numbers: &mut [u32]) -> Vocabulary {
    let mut sorted: Vec<(Box<str>, u32)> = words.into_iter().collect();
    sorted.sort_unstable();
    let mut place = vec![0u32; sorted.len()];
    for (at, (_, number)) in (0u32..).zip(&sorted) {
        place[*number as usize] = at;
    }
    numbers
        .iter_mut()
        .for_each(|number| *number = place[*number as usize]);
    let sorted: Vec<Box<str>> = sorted.into_iter().map(|(word, _)| word).collect();
    Vocabulary::of(&sorted)
}

impl std::fmt::Debug for Index {
    /// Its size: what it holds helps nobody.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("products", &self.rows.len())
            .finish_non_exhaustive()
    }
}

/// Turns the lists of words by product into lists of products by word; of a word that a name holds twice, the
/// first place counts.
fn postings(names: &Lists, words: usize) -> Lists {
    let count = names.starts.len() as u32 - 1;
    assert!(count < 1 << 28, "a catalogue has fewer than 268 million products");
    let first = |name: &[u32], at: usize| !name[..at].contains(&name[at]);
    let mut starts = vec![0u32; words + 1];
    for number in 0..count {
        let name = names.run(number..number + 1);
        for at in (0..name.len()).filter(|at| first(name, *at)) {
            starts[name[at] as usize + 1] += 1;
        }
    }
    for word in 0..words {
        starts[word + 1] += starts[word];
    }
    let mut next = starts.clone();
    let mut all = vec![0u32; starts[words] as usize];
    for number in 0..count {
        let name = names.run(number..number + 1);
        for at in (0..name.len()).filter(|at| first(name, *at)) {
            let slot = &mut next[name[at] as usize];
            all[*slot as usize] = number << 4 | at.min(usize::from(POSITION_MAX)) as u32;
            *slot += 1;
        }
    }
    Lists {
        all: all.into(),
        starts: starts.into(),
    }
}
