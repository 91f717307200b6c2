//! Text to exact number, twice: strictly for files and JSON, kindly for what a person types. Must never
//! guess: an exponent, a sign out of place or a digit of another script is refused, not understood.

use rust_decimal::Decimal;

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberRefusal {
    /// Something other than `-?digits[.digits]` in ASCII.
    NotPlain(String),
    /// More digits than any amount, quantity or rate has.
    TooLong(String),
}

impl NumberRefusal {
    /// A stable word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPlain(_) => "not-a-number",
            Self::TooLong(_) => "number-too-long",
        }
    }
}

impl std::fmt::Display for NumberRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotPlain(text) => write!(
                f,
                "\"{}\" is not a plain number: write digits with a dot for the decimals, like 12.50",
                Shown(text)
            ),
            Self::TooLong(text) => write!(
                f,
                "\"{}\" has more digits than any number here can have",
                Shown(text)
            ),
        }
    }
}

impl std::error::Error for NumberRefusal {}

/// Foreign text inside a sentence: control characters escaped, cut after 40 characters.
struct Shown<'a>(&'a str);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars().take(40) {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?
            } else {
                write!(f, "{c}")?
            }
        }
        if self.0.chars().nth(40).is_some() {
            f.write_str("…")
        } else {
            Ok(())
        }
    }
}

/// Digits a number may have before and after the dot together; `Decimal` holds any 28.
const DIGITS: usize = 28;

/// Reads `-?digits[.digits]` in ASCII and nothing else: no blanks, plus sign, comma, exponent, underscore,
/// hexadecimal or digit of another script. For JSON and CSV.
pub fn parse_strict(text: &str) -> Result<Decimal, NumberRefusal> {
    let not_plain = || NumberRefusal::NotPlain(text.to_owned());
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !fraction.is_none_or(plain) {
        return Err(not_plain());
    }
    let fraction = fraction.unwrap_or("");
    if whole.len() + fraction.len() > DIGITS {
        return Err(NumberRefusal::TooLong(text.to_owned()));
    }
    let magnitude = whole
        .bytes()
        .chain(fraction.bytes())
        .fold(0i128, |n, b| n * 10 + i128::from(b - b'0'));
    let signed = if text.starts_with('-') {
        -magnitude
    } else {
        magnitude
    };
    Ok(Decimal::from_i128_with_scale(signed, fraction.len() as u32))
}

/// Reads what a person types: as [`parse_strict`], with `,` or `.` as the decimal sign, blanks around it
/// ignored, and a missing side of the sign understood (`,5` and `12.`). Never both signs: `1.234,50` could
/// mean two things in two countries.
pub fn parse_typed(text: &str) -> Result<Decimal, NumberRefusal> {
    let mut plain = text.trim().replace(',', ".");
    if plain.starts_with('.') && plain.len() > 1 {
        plain.insert(0, '0');
    }
    let whole = plain.strip_suffix('.').unwrap_or(&plain);
    parse_strict(whole).map_err(|refusal| match refusal {
        NumberRefusal::NotPlain(_) => NumberRefusal::NotPlain(text.to_owned()),
        NumberRefusal::TooLong(_) => NumberRefusal::TooLong(text.to_owned()),
    })
}

/// Digits after the dot that carry value: `1.250` has two.
pub fn decimals(value: Decimal) -> u32 {
    value.normalize().scale()
}

/// Reads a value from its text without a copy of the text on the way: every line of a sale holds some.
pub(super) struct FromText<T, E>(pub(super) fn(&str) -> Result<T, E>);

impl<T, E: std::fmt::Display> serde::de::Visitor<'_> for FromText<T, E> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<D: serde::de::Error>(self, text: &str) -> Result<T, D> {
        (self.0)(text).map_err(D::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn strict_takes_plain_ascii_only() {
        for (text, value) in [
            ("0", "0"),
            ("12.50", "12.50"),
            ("-3", "-3"),
            ("007", "7"),
            ("-0", "0"),
        ] {
            assert_eq!(parse_strict(text).unwrap().to_string(), value, "{text}");
        }
        let mangled = [
            "",
            " ",
            "1,5",
            "1e3",
            "1E3",
            "0x10",
            "１２",
            "NaN",
            "inf",
            "+1",
            "1_000",
            " 1",
            "1 ",
            "1.",
            ".5",
            "-",
            "--1",
            "1.2.3",
            "1-",
            "٣",
            "1\0",
            "½",
            "1\u{a0}000",
            "-.5",
        ];
        for text in mangled {
            assert_eq!(
                parse_strict(text),
                Err(NumberRefusal::NotPlain(text.to_owned())),
                "{text:?}"
            );
        }
        let long = "1".repeat(29);
        assert_eq!(parse_strict(&long), Err(NumberRefusal::TooLong(long)));
    }

    #[test]
    fn typed_takes_either_decimal_sign() {
        for (text, value) in [
            ("1,5", "1.5"),
            ("1.5", "1.5"),
            (" 20 ", "20"),
            (",5", "0.5"),
            ("12.", "12"),
        ] {
            assert_eq!(parse_typed(text).unwrap().to_string(), value, "{text}");
        }
        for text in [
            "1.234,50", "1,2,3", ".", ",", "", "1e3", "NaN", "１２", "..", "5 0",
        ] {
            assert!(parse_typed(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_refusal_shows_foreign_text_safely() {
        let shown = NumberRefusal::NotPlain("\u{1b}[2J".to_owned() + &"x".repeat(90)).to_string();
        assert!(!shown.contains('\u{1b}') && shown.len() < 160, "{shown}");
    }
}
