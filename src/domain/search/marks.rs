//! Which letters of a name a query matched, for the screen to mark. Must never be asked for names not shown.

use std::ops::Range;

use super::Query;
use super::fold;
use super::rank;

/// The matched runs of `name` in bytes, ascending, whole letters with their accents, none overlapping.
#[must_use]
pub fn marks(name: &str, query: &Query) -> Vec<Range<usize>> {
    let mut folded = String::new();
    // For each byte of the folded name, the place of the letter it comes from.
    let mut sources = Vec::new();
    fold::each(name, |at, letter| {
        folded.push(letter);
        sources.resize(folded.len(), at);
    });
    let mut runs: Vec<Range<usize>> = Vec::new();
    for word in &query.words {
        if let Some((_, start)) = rank::hit(&folded, word) {
            let end = start + word.len();
            let last = sources[end - 1];
            // Up to the next letter that counts, less what only separates words.
            let next = sources[end..]
                .iter()
                .find(|at| **at > last)
                .copied()
                .unwrap_or(name.len());
            runs.push(sources[start]..letter_end(name, last, next));
        }
    }
    runs.sort_unstable_by_key(|run| (run.start, run.end));
    runs.dedup_by(|next, run| {
        let touches = next.start <= run.end;
        if touches {
            run.end = run.end.max(next.end);
        }
        touches
    });
    runs
}

/// Where the letter at `at` ends, its accents included, at most at `limit`.
fn letter_end(name: &str, at: usize, limit: usize) -> usize {
    let mut letters = name[at..limit].char_indices().skip(1);
    let after = letters.find(|(_, c)| !unicode_normalization::char::is_combining_mark(*c));
    after.map_or(limit, |(offset, _)| at + offset)
}
