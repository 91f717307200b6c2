//! Text from outside, made safe once, where it enters: no control characters, no direction tricks, a bounded
//! length. Must never cut a letter from its accents.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// `raw` without control characters (C0, C1, DEL), direction controls and invisible spacers; runs of blanks
/// become one, outer blanks go; at most `max` bytes, cut between graphemes.
///
/// Line breaks and tabs count as blanks. Cleaning twice changes nothing.
#[must_use]
pub fn clean(raw: &str, max: usize) -> String {
    let mut kept = String::with_capacity(raw.len().min(max));
    let mut blank = false;
    // One byte over the limit is enough to know that a cut is needed; a flood is never copied.
    for c in raw.chars() {
        if c.is_whitespace() {
            blank = !kept.is_empty();
        } else if !is_unsafe(c) {
            if blank {
                kept.push(' ');
                blank = false;
            }
            kept.push(c);
            if kept.len() > max {
                break;
            }
        }
    }
    if kept.len() > max {
        kept.truncate(whole(&kept, max));
        kept.truncate(kept.trim_end().len());
    }
    kept
}

/// `text` as a terminal may be given it: a question mark for each sign that [`is_unsafe`] finds; line breaks
/// stay.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| c != '\n' && is_unsafe(c);
    if text.contains(hidden) {
        Cow::Owned(text.replace(hidden, "?"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether `c` may not be kept: it moves a cursor, turns the direction of writing, or shows nothing.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}')
        || matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// The length in bytes of the longest run of whole graphemes of `text` that fits in `max` bytes.
fn whole(text: &str, max: usize) -> usize {
    text.grapheme_indices(true)
        .map(|(at, grapheme)| at + grapheme.len())
        .take_while(|end| *end <= max)
        .last()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn strips_what_could_steer_a_terminal_or_a_reader() {
        let cases = [
            ("  Café \t molido\r\n 250 g ", "Café molido 250 g"),
            ("\u{1b}[2JLeche", "[2JLeche"),
            ("pan\u{9b}31m\u{7f}", "pan31m"),
            ("\u{202e}gnat\u{202c} te\u{200f}", "gnat te"),
            ("a\u{0}b", "ab"),
            ("\u{feff}pan", "pan"),
            ("arroz\u{a0}\u{2028}largo", "arroz largo"),
            (" \t\n", ""),
            ("👩‍👩‍👧 té", "👩‍👩‍👧 té"),
        ];
        for (raw, clean_text) in cases {
            assert_eq!(clean(raw, 80), clean_text, "{raw:?}");
        }
    }

    #[test]
    fn what_steers_a_terminal_is_seen_as_a_question() {
        assert_eq!(visible("pan\u{1b}[2J\r\n\u{202e}sal"), "pan?[2J?\n?sal");
        assert!(matches!(visible("café\n té"), Cow::Borrowed(_)));
    }

    #[test]
    fn cuts_between_graphemes() {
        assert_eq!(
            clean("cafe\u{301}", 5),
            "caf",
            "an e that would lose its accent goes with it"
        );
        assert_eq!(clean("cafe\u{301}", 6), "cafe\u{301}");
        assert_eq!(clean("pan de molde", 4), "pan", "no blank is left at the cut");
        assert_eq!(clean("👩‍👩‍👧", 8), "");
    }

    proptest! {
        #[test]
        fn huge_codes_and_control_signs_are_bounded_safe_and_settled(raw in ".{0,60}", max in 0usize..40) {
            let once = clean(&raw, max);
            prop_assert!(once.len() <= max);
            prop_assert!(!once.chars().any(is_unsafe));
            prop_assert_eq!(clean(&once, max), once);
        }
    }
}
