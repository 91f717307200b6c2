//! Letters as a search compares them: without accents, without capitals, in words. Must never be shown.
//!
//! NFKD, marks dropped, small letters, and [`plain`] for the letters that Unicode does not take apart.
//! Folding is letter by letter, so that a place in the folded text can be traced to the name it came from.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The longest word kept, in bytes; what a word has beyond is not searched.
pub(super) const WORD_MAX: usize = 250;

/// The words of `name`, folded and separated by single blanks.
pub fn folded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    into(&mut text, name);
    text
}

/// Puts the words of `name`, folded and separated by single blanks, into `folded`.
pub(super) fn into(folded: &mut String, name: &str) {
    folded.clear();
    each(name, |_, letter| folded.push(letter));
}

/// Calls `put` with every letter of the folded `name` and with the place of the letter it comes from; words
/// are separated by one blank.
pub(super) fn each(name: &str, mut put: impl FnMut(usize, char)) {
    let (mut word, mut gap) = (0, false);
    let mut step = |at: usize, letter: Option<char>| match letter {
        None => (word, gap) = (0, gap || word > 0),
        Some(letter) => {
            if gap {
                put(at, ' ');
                gap = false;
            }
            word += letter.len_utf8();
            if word <= WORD_MAX {
                put(at, letter);
            }
        }
    };
    for (at, c) in name.char_indices() {
        if c.is_ascii() {
            step(at, c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        } else if matches!(c, '™' | '℠') {
            // Unicode would make them letters of the word before.
            step(at, None);
        } else {
            decompose_compatible(c, |part| part_of(part, |letter| step(at, letter)));
        }
    }
}

/// The letters that one part of a decomposed letter stands for; `None` separates words.
fn part_of(part: char, mut put: impl FnMut(Option<char>)) {
    if is_combining_mark(part) {
    } else if let Some(letters) = plain(part) {
        letters.chars().for_each(|letter| put(Some(letter)));
    } else if part.is_alphanumeric() {
        part.to_lowercase()
            .filter(|letter| !is_combining_mark(*letter))
            .for_each(|letter| put(Some(letter)));
    } else {
        put(None);
    }
}

/// Letters that have no decomposition, as people without that key type them.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "n",
        'ı' => "i",
        'ĸ' => "k",
        'ə' | 'Ə' => "e",
        'ƒ' | 'Ƒ' => "f",
        'ß' | 'ẞ' => "ss",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'þ' | 'Þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_capitals_and_signs_do_not_count() {
        let cases = [
            ("Café  MOLIDO", "cafe molido"),
            ("Piña/Maçã, Łódź!", "pina maca lodz"),
            ("Straße Œuf Ærø þorn", "strasse oeuf aero thorn"),
            ("L’huile d'olive", "l huile d olive"),
            ("cafe\u{301}", "cafe"),
            ("Coca-Cola™ 1,5 L", "coca cola 1 5 l"),
            ("½ ﬁletto ＡＢＣ", "1 2 filetto abc"),
            ("İstanbul ılık", "istanbul ilik"),
            ("ΛΆΔΙ λάδις", "λαδι λαδισ"),
            ("Ель Йогурт", "ель иогурт"),
            ("--- ", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(folded(name), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn folding_settles_in_words(name in ".{0,40}") {
            let once = folded(&name);
            prop_assert_eq!(folded(&once), once.clone());
            let blanks = once.starts_with(' ') || once.ends_with(' ') || once.contains("  ");
            prop_assert!(!blanks);
        }
    }
}
