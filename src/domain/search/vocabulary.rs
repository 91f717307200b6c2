//! The distinct words of all names, sorted: a typed start is one run of them, a typed middle one run of their
//! endings. Must never hold a word twice.

use std::ops::Range;

use super::rank::INFIX_MIN;

/// Words, numbered in their order.
#[derive(Default)]
pub(super) struct Vocabulary {
    /// All words, each followed by a zero byte, which no word holds.
    text: Box<[u8]>,
    /// Where each word starts, and the end of the text.
    starts: Box<[u32]>,
    /// Sorted endings that a typed middle can start: the word in the upper 24 bits, the offset in it below.
    /// The whole word is none, and those of fewer than [`INFIX_MIN`] letters are not wanted.
    endings: Box<[u32]>,
}

impl Vocabulary {
    /// The vocabulary of `words`, sorted and distinct.
    pub(super) fn of(words: &[Box<str>]) -> Vocabulary {
        let mut text = Vec::with_capacity(words.iter().map(|word| word.len() + 1).sum());
        let mut starts = Vec::with_capacity(words.len() + 1);
        for word in words {
            starts.push(text.len() as u32);
            text.extend_from_slice(word.as_bytes());
            text.push(0);
        }
        starts.push(text.len() as u32);
        let mut vocabulary = Vocabulary {
            text: text.into(),
            starts: starts.into(),
            endings: Box::default(),
        };
        vocabulary.endings = vocabulary.sorted_endings(words);
        vocabulary
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Bytes of the word.
    pub(super) fn length(&self, word: u32) -> u32 {
        self.starts[word as usize + 1] - self.starts[word as usize] - 1
    }

    /// Letters of the word.
    pub(super) fn letters(&self, word: u32) -> usize {
        let word = str::from_utf8(self.word(word)).expect("the vocabulary holds what was text");
        word.chars().count()
    }

    /// The word that is exactly `typed`.
    pub(super) fn exactly(&self, typed: &str) -> Option<u32> {
        let first = self.starting(typed).start;
        (first < self.len() as u32 && self.word(first) == typed.as_bytes()).then_some(first)
    }

    /// The words that start with `typed`.
    pub(super) fn starting(&self, typed: &str) -> Range<u32> {
        let typed = typed.as_bytes();
        let starts = &self.starts[..self.len()];
        let from = |at: u32| &self.text[at as usize..];
        let first = starts.partition_point(|at| from(*at) < typed);
        let length = starts[first..].partition_point(|at| from(*at).starts_with(typed));
        first as u32..(first + length) as u32
    }

    /// The words that hold `typed` anywhere but only at their start, ascending.
    pub(super) fn holding(&self, typed: &str) -> Vec<u32> {
        let starting = self.starting(typed);
        let typed = typed.as_bytes();
        let first = self
            .endings
            .partition_point(|ending| self.ending(*ending) < typed);
        let length = self.endings[first..].partition_point(|ending| self.ending(*ending).starts_with(typed));
        let run = &self.endings[first..first + length];
        let mut words: Vec<u32> = run
            .iter()
            .map(|ending| ending >> 8)
            .filter(|word| !starting.contains(word))
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The runs of words that share their first `letters` letters; words with fewer are in none.
    pub(super) fn heads(&self, letters: usize) -> Vec<Range<u32>> {
        let mut runs: Vec<Range<u32>> = Vec::new();
        let mut last: &[u8] = &[];
        for number in 0..self.len() as u32 {
            let word = str::from_utf8(self.word(number)).expect("the vocabulary holds what was text");
            let Some((at, letter)) = word.char_indices().nth(letters - 1) else {
                continue;
            };
            let head = &word.as_bytes()[..at + letter.len_utf8()];
            match runs.last_mut() {
                Some(run) if head == last => run.end = number + 1,
                _ => runs.push(number..number + 1),
            }
            last = head;
        }
        runs
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len() + 4 * (self.starts.len() + self.endings.len())
    }

    fn word(&self, word: u32) -> &[u8] {
        let start = self.starts[word as usize];
        &self.text[start as usize..(start + self.length(word)) as usize]
    }

    /// From the ending on; the zero byte behind it keeps words apart.
    fn ending(&self, ending: u32) -> &[u8] {
        &self.text[(self.starts[(ending >> 8) as usize] + (ending & 0xff)) as usize..]
    }

    fn sorted_endings(&self, words: &[Box<str>]) -> Box<[u32]> {
        assert!(
            words.len() < 1 << 24,
            "a catalogue has fewer than sixteen million distinct words"
        );
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        for (number, word) in words.iter().enumerate() {
            let letters = word.chars().count();
            let wanted = letters.saturating_sub(INFIX_MIN - 1);
            for (offset, _) in word.char_indices().take(wanted).skip(1) {
                let ending = (number << 8 | offset) as u32;
                let mut head = [0; 8];
                let rest = &word.as_bytes()[offset..];
                let known = rest.len().min(8);
                head[..known].copy_from_slice(&rest[..known]);
                keyed.push((u64::from_be_bytes(head), ending));
            }
        }
        // Most comparisons are settled by the first eight bytes.
        keyed.sort_unstable_by(|(head_a, a), (head_b, b)| {
            head_a
                .cmp(head_b)
                .then_with(|| self.ending(*a).cmp(self.ending(*b)))
        });
        keyed.into_iter().map(|(_, ending)| ending).collect()
    }
}
