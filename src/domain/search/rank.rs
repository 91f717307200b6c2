//! What matches a query, and what comes first: the definition, product by product. The index must answer the
//! same, only sooner; must never depend on how it does.

use super::fold;
use super::{Query, WORDS_MAX};
use crate::domain::catalogue::{Catalogue, Head, Row};

/// Words beyond this one count as if they stood here.
pub(super) const POSITION_MAX: u8 = 15;
/// Sums of positions beyond this count as this.
pub(super) const SUM_MAX: u8 = 31;
/// Letters that a typed word needs to be looked for inside words.
pub(super) const INFIX_MIN: usize = 3;

/// How well a name matches: [`WHOLE`], [`START`]; then every typed word starts one of its words; then some
/// only occur inside words; the earlier the words stand, the lower.
pub(super) type Level = u8;

/// The name starts with the query, and each typed word is a whole one there: "Agua mineral" for "agua".
pub(super) const WHOLE: Level = 0;
/// The name starts with the query, whose last word goes on there: "Aguacate" for "agua".
pub(super) const START: Level = 1;

/// Where one typed word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The number of the word in the name, at most [`POSITION_MAX`].
    pub(super) position: u8,
    /// Whether it is only inside that word.
    pub(super) infix: bool,
}

/// To start from.
pub(super) const NOWHERE: Hit = Hit {
    position: 0,
    infix: false,
};

/// The level of a name that does not start with the query, from the hits of its words.
pub(super) fn level(hits: impl Iterator<Item = Hit>) -> Level {
    let (sum, infix) = hits.fold((0u8, false), |(sum, infix), hit| {
        (sum.saturating_add(hit.position).min(SUM_MAX), infix || hit.infix)
    });
    START + 1 + sum + if infix { SUM_MAX + 1 } else { 0 }
}

/// The place of a product among the results: the fields compare in their order, the least comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank<'a> {
    pub(super) tier: Tier,
    /// Only in tiers of names, else 0.
    pub(super) level: Level,
    /// Bytes of the folded name; only in tiers of names, else 0.
    pub(super) length: u32,
    /// The code or SKU that starts as typed; only in [`Tier::Number`], else empty.
    pub(super) number: &'a [u8],
    pub(super) sku: &'a [u8],
}

/// The coarse order of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// A code or the SKU is what was typed.
    Exact,
    /// The name matches.
    Name,
    /// A code or the SKU starts with what was typed.
    Number,
    /// The name matches, but the product is retired.
    Retired,
}

/// Where the product of `row` stands; `None` when it does not match. `folded` is scratch.
pub(super) fn rank<'a>(
    catalogue: &'a Catalogue,
    (row, product): (Row, Head<'a>),
    query: &Query,
    folded: &mut String,
) -> Option<Rank<'a>> {
    let sku = product.sku.as_bytes();
    let other = |tier, number: &'a [u8]| Rank {
        tier,
        level: 0,
        length: 0,
        number,
        sku,
    };
    let mut numbers = product.codes.chain([product.sku]);
    if numbers.any(|number| query.numbers.iter().any(|typed| typed == number)) {
        return Some(other(Tier::Exact, &[]));
    }
    if let Some(level) = name_level(product.name, query, folded) {
        let active = catalogue.get(row).active;
        let tier = if active { Tier::Name } else { Tier::Retired };
        return Some(Rank {
            tier,
            level,
            length: folded.len() as u32,
            number: &[],
            sku,
        });
    }
    let numbers = product.codes.chain([product.sku]);
    let starting = numbers.filter(|number| {
        query
            .numbers
            .iter()
            .any(|typed| number.starts_with(typed.as_str()))
    });
    starting
        .min()
        .map(|number| other(Tier::Number, number.as_bytes()))
}

/// The level of `name`, which is left folded in `folded`; `None` when it does not match.
pub(super) fn name_level(name: &str, query: &Query, folded: &mut String) -> Option<Level> {
    if query.words.is_empty() {
        return None;
    }
    fold::into(folded, name);
    if let Some(rest) = folded.strip_prefix(&query.joined) {
        let whole = rest.is_empty() || rest.starts_with(' ');
        return Some(if whole { WHOLE } else { START });
    }
    let mut hits = [NOWHERE; WORDS_MAX];
    for (slot, word) in hits.iter_mut().zip(&query.words) {
        *slot = hit(folded, word)?.0;
    }
    Some(level(hits.into_iter().take(query.words.len())))
}

/// Where `word` is found in a folded name: at the start of its earliest word, else inside its earliest word;
/// and the place of it there.
pub(super) fn hit(folded: &str, word: &str) -> Option<(Hit, usize)> {
    let may_be_inside = word.chars().nth(INFIX_MIN - 1).is_some();
    let (mut inside, mut start) = (None, 0);
    for (position, own) in folded.split(' ').enumerate() {
        let position = position.min(usize::from(POSITION_MAX)) as u8;
        if own.starts_with(word) {
            return Some((
                Hit {
                    position,
                    infix: false,
                },
                start,
            ));
        }
        if inside.is_none() && may_be_inside {
            inside = own.find(word).map(|at| {
                (
                    Hit {
                        position,
                        infix: true,
                    },
                    start + at,
                )
            });
        }
        start += own.len() + 1;
    }
    inside
}
