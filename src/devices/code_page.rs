//! The letters that a printer has: one byte each, in the table it was told to use. Must never give a byte
//! below a blank, nor two bytes for one column.
//!
//! Tables: Unicode Consortium, `VENDORS/MICSFT/PC/CP850.TXT`, `CP437.TXT`, `WINDOWS/CP1252.TXT`; CP858 is
//! CP850 with the euro sign at D5.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A table of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodePage {
    /// Western Europe with the euro sign; most printers have it.
    #[default]
    Cp858,
    /// The same as Windows has it.
    Cp1252,
    /// Western Europe without the euro sign.
    Cp850,
    /// The oldest; every printer has it.
    Cp437,
}

/// Stands for a byte that means no letter.
const NONE: char = '\u{0}';

const CP850: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\0±‗¾¶§÷¸°¨·¹³²■\0";

const CP437: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\0";

const CP1252: &str = "\
€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ\0¡¢£¤¥¦§¨©ª«¬\0®¯°±²³´µ¶·¸¹º»¼½¾¿\
ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

/// What stands for a sign that a table lacks and whose parts are no letters.
const OTHERS: [(char, &str); 30] = [
    ('€', "EUR"),
    ('œ', "oe"),
    ('Œ', "OE"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('ø', "o"),
    ('Ø', "O"),
    ('ð', "d"),
    ('Ð', "D"),
    ('đ', "d"),
    ('Đ', "D"),
    ('þ', "th"),
    ('Þ', "TH"),
    ('ł', "l"),
    ('Ł', "L"),
    ('ı', "i"),
    ('ß', "ss"),
    ('‘', "'"),
    ('’', "'"),
    ('‚', "'"),
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('‹', "<"),
    ('›', ">"),
    ('–', "-"),
    ('—', "-"),
    ('−', "-"),
    ('×', "x"),
    ('•', "*"),
];

impl CodePage {
    /// Its number for `ESC t`.
    pub fn number(self) -> u8 {
        match self {
            CodePage::Cp437 => 0,
            CodePage::Cp850 => 2,
            CodePage::Cp1252 => 16,
            CodePage::Cp858 => 19,
        }
    }

    /// The byte of that letter, if the table has it.
    pub fn byte(self, letter: char) -> Option<u8> {
        match letter {
            ' '..='~' => u8::try_from(letter).ok(),
            NONE => None,
            '€' if self == CodePage::Cp858 => Some(0xD5),
            'ı' if self == CodePage::Cp858 => None,
            _ => {
                let place = self.table().chars().position(|known| known == letter)?;
                u8::try_from(place + 0x80).ok()
            }
        }
    }

    /// The letter of that byte, if it means one.
    pub fn letter(self, byte: u8) -> Option<char> {
        match byte {
            0x20..=0x7E => Some(char::from(byte)),
            0xD5 if self == CodePage::Cp858 => Some('€'),
            0x80..=0xFF => {
                let letter = self.table().chars().nth(usize::from(byte - 0x80));
                letter.filter(|letter| *letter != NONE)
            }
            _ => None,
        }
    }

    /// The text in letters of the table only, a byte and a column each: accents go where the table lacks
    /// them, what has no likeness becomes a question mark, controls and marks that show nothing go.
    pub fn fit(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for letter in text.nfc() {
            if letter.is_whitespace() {
                out.push(' ');
            } else if self.byte(letter).is_some() {
                out.push(letter);
            } else if !hidden(letter) {
                self.fit_other(letter, &mut out);
            }
        }
        out
    }

    fn fit_other(self, letter: char, out: &mut String) {
        if let Some((_, parts)) = OTHERS.iter().find(|(other, _)| *other == letter) {
            out.push_str(parts);
            return;
        }
        // Its parts: é is e and an accent, ﬁ is f and i, Ⅳ is I and V.
        let before = out.len();
        out.extend(
            std::iter::once(letter)
                .nfkd()
                .filter(|part| self.byte(*part).is_some()),
        );
        if out.len() == before {
            out.push('?');
        }
    }

    fn table(self) -> &'static str {
        match self {
            CodePage::Cp858 | CodePage::Cp850 => CP850,
            CodePage::Cp1252 => CP1252,
            CodePage::Cp437 => CP437,
        }
    }
}

/// Whether a sign takes no column: controls, accents that found no letter, marks of direction.
fn hidden(letter: char) -> bool {
    letter.is_control()
        || is_combining_mark(letter)
        || matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(letter, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || matches!(letter, '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [CodePage; 4] = [
        CodePage::Cp858,
        CodePage::Cp1252,
        CodePage::Cp850,
        CodePage::Cp437,
    ];

    #[test]
    fn every_table_is_whole_and_reads_back() {
        for page in ALL {
            assert_eq!(page.table().chars().count(), 128, "{page:?}");
            for byte in 0..=255 {
                if let Some(letter) = page.letter(byte) {
                    assert_eq!(page.byte(letter), Some(byte), "{page:?} {letter}");
                }
            }
        }
    }

    /// The bytes that a table was wrong at elsewhere, and those that every shop needs.
    #[test]
    fn known_bytes() {
        let of = |page: CodePage, text: &str| {
            text.chars()
                .map(|c| page.byte(c).unwrap_or(0))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(CodePage::Cp858, "¿Ò®Ô€ñé"),
            [0xA8, 0xE3, 0xA9, 0xE2, 0xD5, 0xA4, 0x82]
        );
        assert_eq!(of(CodePage::Cp850, "ıñ€"), [0xD5, 0xA4, 0]);
        assert_eq!(
            of(CodePage::Cp1252, "€Žžñ×ÿ"),
            [0x80, 0x8E, 0x9E, 0xF1, 0xD7, 0xFF]
        );
        assert_eq!(of(CodePage::Cp437, "₧ñα■É"), [0x9E, 0xA4, 0xE0, 0xFE, 0x90]);
        assert_eq!(ALL.map(CodePage::number), [19, 16, 2, 0]);
    }

    #[test]
    fn what_a_table_lacks_is_likened() {
        let cases = [
            (CodePage::Cp858, "Cœur d’Ève", "Coeur d'Ève"),
            (CodePage::Cp437, "10 € · Òscar", "10 EUR · Oscar"),
            (CodePage::Cp858, "Łódź – ﬁn…", "Lódz - fin..."),
            (CodePage::Cp858, "牛奶 1\u{202f}l", "?? 1 l"),
            (CodePage::Cp858, "a\u{1b}p\u{0}b\u{202e}c\u{9b}", "apbc"),
            (CodePage::Cp858, "e\u{301}x\u{301}", "éx"),
            (CodePage::Cp1252, "a\u{ad}b\u{a0}c", "ab c"),
        ];
        for (page, text, fits) in cases {
            assert_eq!(page.fit(text), fits, "{page:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_text_every_letter_has_a_byte_that_is_no_control(text in any::<String>()) {
            for page in ALL {
                let fits = page.fit(&text);
                let safe = |c| page.byte(c).is_some_and(|byte| byte >= 0x20 && byte != 0x7F);
                prop_assert!(fits.chars().all(safe));
                prop_assert_eq!(page.fit(&fits), fits);
            }
        }
    }
}
