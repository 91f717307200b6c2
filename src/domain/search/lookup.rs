//! One keystroke over the index. Must never answer other than the definition in [`rank`](super::rank) does.

use std::ops::Range;

use super::bits::{has, set};
use super::index::{Index, Ready};
use super::numbers::Numbers;
use super::rank::{self, Hit, INFIX_MIN, Level, NOWHERE, POSITION_MAX, Rank, Tier};
use super::{COUNT_MAX, Found, Query, WORDS_MAX};
use crate::domain::catalogue::{Catalogue, Row};

/// One more than the highest level.
const LEVELS: u8 = 2 * (rank::SUM_MAX + 1) + rank::START + 1;

/// The words that one typed word may stand for.
struct Meant {
    starting: Range<u32>,
    /// Whether the first of them is the typed word itself.
    whole: bool,
    /// Words that hold it inside, ascending.
    holding: Vec<u32>,
    /// The same as a set, a bit for each word; empty when there is none.
    held: Vec<u64>,
}

/// Which products match by name.
#[derive(Default)]
struct Names<'a> {
    /// For each number: 0, or [`LEVELS`] less the level.
    worth: Vec<u8>,
    /// The numbers that match, ascending, when they are few; else `worth` has to be read through.
    few: Option<Vec<u32>>,
    /// The first of them when the answer was kept ready; then the rest is not known.
    ready: Option<&'a [(Level, u32)]>,
    count: usize,
}

impl Index {
    pub(super) fn find(&self, catalogue: &Catalogue, query: &Query, limit: usize) -> Found {
        let base = catalogue.base();
        let hidden = catalogue.hidden();
        let numbers = Numbers::new(base, query, hidden);
        let exact = numbers.exact();
        let mut ranked: Vec<(Rank, Row)> = Vec::new();
        let plain = |tier, row| Rank {
            tier,
            level: 0,
            length: 0,
            number: &[],
            sku: base.sku(row),
        };
        ranked.extend(exact.iter().map(|row| (plain(Tier::Exact, *row), Row(*row))));

        let wanted = limit + hidden.len() + exact.len();
        let names = self.names_of(query, wanted);
        let best = names.best(self.retired, wanted);
        let sold = best.iter().filter(|(_, number)| *number < self.retired).count();
        for (level, number) in best {
            let row = self.rows[number as usize];
            if hidden.binary_search(&row).is_err() && !exact.contains(&row) {
                let tier = if number < self.retired {
                    Tier::Name
                } else {
                    Tier::Retired
                };
                let length = self.length(number);
                ranked.push((
                    Rank {
                        tier,
                        level,
                        length,
                        number: &[],
                        sku: base.sku(row),
                    },
                    Row(row),
                ));
            }
        }

        let mut folded = String::new();
        let mut count = names.count;
        if numbers.any() && (count <= COUNT_MAX + hidden.len() || sold < wanted) {
            let mut seen = vec![0u64; self.rows.len() / 64 + 1];
            names.each(|number| set(&mut seen, self.rows[number as usize]));
            for (number, row) in numbers.first(limit + exact.len(), |row| has(&seen, row)) {
                if !exact.contains(&row) {
                    ranked.push((
                        Rank {
                            number,
                            ..plain(Tier::Number, row)
                        },
                        Row(row),
                    ));
                }
            }
            let room = (COUNT_MAX + 1 + hidden.len()).saturating_sub(count);
            count += numbers.count(room, &mut seen);
        }
        let gone = |row: &&u32| rank::name_level(base.name(**row), query, &mut folded).is_some();
        count -= hidden.iter().filter(gone).count();
        for row in catalogue.changed_rows() {
            if let Some(rank) = rank::rank(catalogue, (row, catalogue.head(row)), query, &mut folded) {
                ranked.push((rank, row));
                count += 1;
            }
        }
        Found::new(ranked, count, limit)
    }

    /// What every typed word of `query` finds together.
    fn names_of(&self, query: &Query, wanted: usize) -> Names<'_> {
        let mut meant: Vec<Meant> = Vec::with_capacity(query.words.len());
        for word in &query.words {
            match self.meant(word) {
                Some(words) => meant.push(words),
                None => return Names::default(),
            }
        }
        match meant.len() {
            0 => Names::default(),
            1 => {
                let ready = self.ready(&meant[0].starting, meant[0].whole).filter(|ready| {
                    // Beyond these, the caller needs to know every match.
                    let first = ready.first.get(wanted.saturating_sub(1));
                    let enough = first.is_some_and(|(_, number)| *number < self.retired);
                    enough && ready.count > COUNT_MAX + wanted && meant[0].holding.is_empty()
                });
                ready.map_or_else(|| self.names_of_one(&meant[0]), Names::ready)
            }
            _ => self.names_of_several(query, &mut meant),
        }
    }

    /// The words of the vocabulary that `typed` finds; `None` when there is none.
    fn meant(&self, typed: &str) -> Option<Meant> {
        let starting = self.vocabulary.starting(typed);
        let long = typed.chars().nth(INFIX_MIN - 1).is_some();
        let holding = if long {
            self.vocabulary.holding(typed)
        } else {
            Vec::new()
        };
        let any = !starting.is_empty() || !holding.is_empty();
        any.then_some(Meant {
            whole: self.vocabulary.exactly(typed).is_some(),
            starting,
            holding,
            held: Vec::new(),
        })
    }

    /// How many names have one of these words, and the first `wanted` of them; `whole` says whether the first
    /// word is what was typed.
    pub(super) fn first_starting(
        &self,
        words: Range<u32>,
        whole: bool,
        wanted: usize,
    ) -> (usize, Vec<(Level, u32)>) {
        let names = self.names_of_one(&Meant {
            starting: words,
            whole,
            holding: Vec::new(),
            held: Vec::new(),
        });
        (names.count, names.best(self.retired, wanted))
    }

    fn names_of_one(&self, meant: &Meant) -> Names<'_> {
        let mut names = Names::sized(self.rows.len(), self.weight(meant));
        self.each_posting(meant, |posting, how| {
            let position = (posting & u32::from(POSITION_MAX)) as u8;
            let infix = how == How::Inside;
            let level = match how {
                How::Whole if position == 0 => rank::WHOLE,
                How::Start if position == 0 => rank::START,
                _ => rank::level([Hit { position, infix }].into_iter()),
            };
            names.add(posting >> 4, level);
        });
        names.settle();
        names
    }

    fn names_of_several(&self, query: &Query, meant: &mut [Meant]) -> Names<'_> {
        for words in meant.iter_mut().filter(|words| !words.holding.is_empty()) {
            words.held = vec![0; self.vocabulary.len() / 64 + 1];
            words.holding.iter().for_each(|word| set(&mut words.held, *word));
        }
        // All words but the last have to be typed out for a name to start with the query.
        let (last, before) = query.words.split_last().expect("there are several words");
        let before: Option<Vec<u32>> = before.iter().map(|word| self.vocabulary.exactly(word)).collect();
        let (ends, whole) = (self.vocabulary.starting(last), self.vocabulary.exactly(last));
        let starts = |name: &[u32]| {
            let rest = name.strip_prefix(before.as_deref()?)?;
            let word = rest.first().filter(|word| ends.contains(word))?;
            Some(if whole == Some(*word) {
                rank::WHOLE
            } else {
                rank::START
            })
        };
        let rarest = meant
            .iter()
            .min_by_key(|words| self.weight(words))
            .expect("there are several words");
        let mut names = Names::sized(self.rows.len(), self.weight(rarest));
        self.each_posting(rarest, |posting, _| {
            let number = posting >> 4;
            if names.worth[number as usize] != 0 {
                return;
            }
            let name = self.name(number);
            let mut hits = [NOWHERE; WORDS_MAX];
            for (hit, words) in hits.iter_mut().zip(meant.iter()) {
                match words.hit(name) {
                    Some(found) => *hit = found,
                    None => return,
                }
            }
            let hits = hits.into_iter().take(meant.len());
            names.add(number, starts(name).unwrap_or_else(|| rank::level(hits)));
        });
        names.settle();
        names
    }

    /// How many postings the words have.
    fn weight(&self, meant: &Meant) -> usize {
        let holding = meant
            .holding
            .iter()
            .map(|word| self.postings(*word..word + 1).len());
        self.postings(meant.starting.clone()).len() + holding.sum::<usize>()
    }

    /// Calls `each` with the postings of the words, and how the word has what was typed.
    fn each_posting(&self, meant: &Meant, mut each: impl FnMut(u32, How)) {
        let Range { start, end } = meant.starting;
        let longer = start + u32::from(meant.whole);
        let mut tell = |words: Range<u32>, how| {
            let postings = self.postings(words);
            postings.iter().for_each(|posting| each(*posting, how));
        };
        tell(start..longer, How::Whole);
        tell(longer..end, How::Start);
        for word in &meant.holding {
            tell(*word..word + 1, How::Inside);
        }
    }
}

/// How a word has what was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// It is it.
    Whole,
    /// It starts with it.
    Start,
    /// It holds it further in.
    Inside,
}

impl Meant {
    /// Where a name has one of the words: the first that starts so, else the first that holds it.
    fn hit(&self, name: &[u32]) -> Option<Hit> {
        let at = |place: usize, infix| Hit {
            position: place.min(usize::from(POSITION_MAX)) as u8,
            infix,
        };
        let start = name.iter().position(|word| self.starting.contains(word));
        start.map(|place| at(place, false)).or_else(|| {
            let inside = || name.iter().position(|word| has(&self.held, *word));
            if self.held.is_empty() {
                None
            } else {
                inside().map(|place| at(place, true))
            }
        })
    }
}

impl<'a> Names<'a> {
    fn ready(ready: &'a Ready) -> Names<'a> {
        Names {
            ready: Some(&ready.first),
            count: ready.count,
            ..Names::default()
        }
    }

    /// Room for `total` products, of which at most `postings` match.
    fn sized(total: usize, postings: usize) -> Names<'a> {
        let few = (postings < total / 16).then(|| Vec::with_capacity(postings));
        Names {
            worth: vec![0; total],
            few,
            ready: None,
            count: 0,
        }
    }

    fn add(&mut self, number: u32, level: Level) {
        let worth = &mut self.worth[number as usize];
        if *worth == 0 {
            self.count += 1;
            if let Some(few) = &mut self.few {
                few.push(number);
            }
        }
        *worth = (*worth).max(LEVELS - level);
    }

    /// Call once when all are added.
    fn settle(&mut self) {
        if let Some(few) = &mut self.few {
            few.sort_unstable();
        }
    }

    fn each(&self, mut each: impl FnMut(u32)) {
        match &self.few {
            Some(few) => few.iter().for_each(|number| each(*number)),
            None => runs(&self.worth, |number, _| each(number)),
        }
    }

    /// The first `wanted` in order of rank, products sold before retired ones.
    fn best(&self, retired: u32, wanted: usize) -> Vec<(Level, u32)> {
        if let Some(ready) = self.ready {
            return ready[..wanted.min(ready.len())].to_vec();
        }
        // A bucket for each level, those of retired products behind; each keeps its first `wanted`.
        let mut counts = [0usize; 2 * LEVELS as usize];
        let mut kept: Vec<(u8, u32)> = Vec::new();
        let mut keep = |number: u32, worth: u8| {
            let level = LEVELS - worth;
            let bucket = level + if number < retired { 0 } else { LEVELS };
            let count = &mut counts[usize::from(bucket)];
            *count += 1;
            if *count <= wanted {
                kept.push((bucket, number));
            }
        };
        match &self.few {
            Some(few) => few
                .iter()
                .for_each(|number| keep(*number, self.worth[*number as usize])),
            None => runs(&self.worth, keep),
        }
        if kept.len() > wanted {
            kept.select_nth_unstable(wanted);
            kept.truncate(wanted);
        }
        kept.sort_unstable();
        kept.into_iter()
            .map(|(bucket, number)| (bucket % LEVELS, number))
            .collect()
    }
}

/// Calls `each` with the places and values of the bytes that are not zero; zeros pass eight at a time.
fn runs(bytes: &[u8], mut each: impl FnMut(u32, u8)) {
    for (chunk, at) in bytes.chunks(8).zip((0u32..).step_by(8)) {
        if chunk.iter().fold(0, |any, byte| any | byte) != 0 {
            for (byte, place) in chunk.iter().zip(at..).filter(|(byte, _)| **byte != 0) {
                each(place, *byte);
            }
        }
    }
}
