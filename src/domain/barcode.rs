//! Barcode numbers: check digits, one number in several spellings, and numbers that carry a weight or a
//! price. Must never decide what is sold.
//!
//! Check digits: GS1 General Specifications, section 7.9.

/// Whether the last digit of an EAN-8, UPC-A, EAN-13 or GTIN-14 is right.
///
/// `None` when `code` is not 8, 12, 13 or 14 digits, so that there is nothing to check.
#[must_use]
pub fn check(code: &str) -> Option<bool> {
    if !matches!(code.len(), 8 | 12 | 13 | 14) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (body, last) = code.split_at(code.len() - 1);
    Some(check_digit(body).is_some_and(|digit| last.as_bytes() == [digit]))
}

/// The check digit (ASCII) that belongs behind the digits of `body`: weights 3, 1, 3, 1 … from the right.
///
/// `None` when `body` is empty or holds anything but digits.
#[must_use]
pub fn check_digit(body: &str) -> Option<u8> {
    if body.is_empty() || !body.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sum = body.bytes().rev().enumerate().fold(0u32, |sum, (place, digit)| {
        let weight = if place % 2 == 0 { 3 } else { 1 };
        (sum + u32::from(digit - b'0') * weight) % 10
    });
    u8::try_from((10 - sum) % 10).ok().map(|digit| b'0' + digit)
}

/// The other spellings under which the number of `code` may be on file, the likeliest first: a UPC-A is an
/// EAN-13 with a zero in front, and an EAN-13 is a GTIN-14 with a zero in front.
///
/// Empty for anything that is not 12 to 14 digits.
#[must_use]
pub fn equivalents(code: &str) -> Vec<String> {
    if !code.bytes().all(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    match code.len() {
        12 => vec![format!("0{code}"), format!("00{code}")],
        13 => {
            let upc = code.strip_prefix('0').map(str::to_owned);
            upc.into_iter().chain([format!("0{code}")]).collect()
        }
        14 => {
            let ean = code.strip_prefix('0');
            let upc = code.strip_prefix("00");
            ean.into_iter().chain(upc).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// What an embedded number carries besides the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// `units` × 10^-`decimals` of the unit in which the article is sold (2750 with 3: 2.750 kg).
    Weight {
        /// The digits of the label as a whole number.
        units: u64,
        /// How many of its digits stand behind the decimal sign.
        decimals: u8,
    },
    /// The price of the line in the minor unit of the currency (1250: 12.50 at two decimals).
    Price {
        /// The digits of the label as a whole number.
        minor: u64,
    },
}

/// A number printed by a scale, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// The number under which the article is on file: variable part zeroed, check digit computed again.
    pub item_code: String,
    /// The article digits alone (the `I` places), for shops that keep them as a PLU.
    pub plu: String,
    /// The weight or the price.
    pub carried: Carried,
}

/// A shape of 13 places, such as `21IIIIIWWWWWC`: digits stand for themselves, `I` for the article, `W` for
/// its weight, `P` for its price, `C` for the check digit at the end. `W` may be followed by `/decimals`
/// (default 3: grams of a kilogram).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    places: String,
    decimals: u8,
}

/// Why a text is not a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternRefusal {
    /// Not thirteen places.
    #[error("a pattern has 13 places, such as 21IIIIIWWWWWC")]
    Length,
    /// A sign that means nothing here.
    #[error("a pattern is made of digits, I (article), W (weight) or P (price), and ends in C")]
    Sign,
    /// Nothing fixed in front: it would swallow ordinary codes.
    #[error("a pattern starts with two fixed digits, such as 21, or it would swallow ordinary codes")]
    Prefix,
    /// `I`, `W` or `P` missing, torn apart, or both `W` and `P`.
    #[error("a pattern has one run of I and one run of either W or P")]
    Runs,
    /// The part behind the slash.
    #[error("the decimals of a weight are 0, 1, 2 or 3, as in 21IIIIIWWWWWC/3")]
    Decimals,
}

impl Pattern {
    /// Reads `21IIIIIWWWWWC` or `21IIIIIWWWWWC/2`.
    ///
    /// # Errors
    /// A sentence that says which rule of the notation is broken.
    pub fn parse(text: &str) -> Result<Pattern, PatternRefusal> {
        let (places, decimals) = match text.split_once('/') {
            None => (text, 3),
            Some((places, "0" | "1" | "2" | "3")) if places.contains('W') => {
                (places, text.as_bytes()[text.len() - 1] - b'0')
            }
            Some(_) => return Err(PatternRefusal::Decimals),
        };
        if places.len() != 13 || !places.is_ascii() {
            return Err(PatternRefusal::Length);
        }
        let (body, last) = places.split_at(12);
        if last != "C" || !body.bytes().all(|b| b.is_ascii_digit() || b"IWP".contains(&b)) {
            return Err(PatternRefusal::Sign);
        }
        if !body.bytes().take(2).all(|b| b.is_ascii_digit()) {
            return Err(PatternRefusal::Prefix);
        }
        let runs = |sign: u8| {
            let bytes = body.as_bytes();
            (0..bytes.len())
                .filter(|&i| bytes[i] == sign && (i == 0 || bytes[i - 1] != sign))
                .count()
        };
        if runs(b'I') != 1 || runs(b'W') + runs(b'P') != 1 {
            return Err(PatternRefusal::Runs);
        }
        Ok(Pattern {
            places: places.to_owned(),
            decimals,
        })
    }

    /// Takes a scanned `code` apart; `None` when it does not have this shape or its check digit is wrong.
    #[must_use]
    pub fn read(&self, code: &str) -> Option<Embedded> {
        if code.len() != 13 || check(code) != Some(true) {
            return None;
        }
        let (mut plu, mut digits, mut body) = (String::new(), String::new(), String::with_capacity(13));
        let mut is_price = false;
        for (sign, digit) in self.places.chars().zip(code.chars()).take(12) {
            match sign {
                'I' => plu.push(digit),
                'W' => digits.push(digit),
                'P' => {
                    is_price = true;
                    digits.push(digit);
                }
                fixed if fixed == digit => {}
                _ => return None,
            }
            body.push(if matches!(sign, 'W' | 'P') { '0' } else { digit });
        }
        body.push(char::from(check_digit(&body)?));
        let units = digits.parse().ok()?;
        let carried = if is_price {
            Carried::Price { minor: units }
        } else {
            Carried::Weight {
                units,
                decimals: self.decimals,
            }
        };
        Some(Embedded {
            item_code: body,
            plu,
            carried,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn checks_the_four_lengths() {
        for good in [
            "96385074",
            "036000291452",
            "4006381333931",
            "7898629570164",
            "10614141000415",
        ] {
            assert_eq!(check(good), Some(true), "{good}");
        }
        for bad in ["96385075", "036000291453", "4006381333932", "4006383133931"] {
            assert_eq!(check(bad), Some(false), "{bad}");
        }
        for other in ["", "123", "ABC", "40063813339３1", "4006381333931 "] {
            assert_eq!(check(other), None, "{other}");
        }
    }

    #[test]
    fn one_number_in_several_spellings() {
        assert_eq!(equivalents("036000291452"), ["0036000291452", "00036000291452"]);
        assert_eq!(equivalents("0036000291452"), ["036000291452", "00036000291452"]);
        assert_eq!(equivalents("4006381333931"), ["04006381333931"]);
        assert_eq!(equivalents("00036000291452"), ["0036000291452", "036000291452"]);
        assert!(equivalents("96385074").is_empty());
        assert!(equivalents("P12345678901").is_empty());
    }

    /// Worked case 13: odoo#12205.
    #[test]
    fn reads_a_weight() {
        let read = Pattern::parse("21IIIIIWWWWWC")
            .unwrap()
            .read("2100001027506")
            .unwrap();
        assert_eq!(read.item_code, "2100001000004");
        assert_eq!(read.plu, "00001");
        assert_eq!(
            read.carried,
            Carried::Weight {
                units: 2750,
                decimals: 3
            }
        );
    }

    #[test]
    fn reads_a_price_and_another_scale() {
        let digit = |body: &str| format!("{body}{}", char::from(check_digit(body).unwrap()));
        let read = Pattern::parse("20IIIIIPPPPPC")
            .unwrap()
            .read(&digit("200012301250"))
            .unwrap();
        assert_eq!(read.carried, Carried::Price { minor: 1250 });
        assert_eq!(read.item_code, digit("200012300000"));
        let read = Pattern::parse("29IIIIWWWWWWC/2")
            .unwrap()
            .read(&digit("290042000150"))
            .unwrap();
        assert_eq!(
            (read.plu.as_str(), read.carried),
            (
                "0042",
                Carried::Weight {
                    units: 150,
                    decimals: 2
                }
            )
        );
    }

    #[test]
    fn leaves_other_codes_alone() {
        let pattern = Pattern::parse("21IIIIIWWWWWC").unwrap();
        for other in [
            "2000001027507",
            "2100001027505",
            "210000102750",
            "7898629570164",
            "",
            "21000010275０6",
        ] {
            assert_eq!(pattern.read(other), None, "{other}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_pattern() {
        use PatternRefusal as No;
        let cases = [
            ("", No::Length),
            ("21IIIIIWWWWC", No::Length),
            ("21IIIIIWWWWWW", No::Sign),
            ("21IIIIIQQQQQC", No::Sign),
            ("IIIIIIIWWWWWC", No::Prefix),
            ("21IIIIIIIIIIC", No::Runs),
            ("21IIIWWIIWWWC", No::Runs),
            ("21IIIIWWWPPPC", No::Runs),
            ("21IIIIIWWWWWC/4", No::Decimals),
            ("20IIIIIPPPPPC/2", No::Decimals),
        ];
        for (text, refusal) in cases {
            assert_eq!(Pattern::parse(text), Err(refusal), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_single_wrong_digit_is_noticed(body in "[0-9]{12}", place in 0usize..13, by in 1u8..10) {
            let code = format!("{body}{}", char::from(check_digit(&body).unwrap()));
            prop_assert_eq!(check(&code), Some(true));
            let mut wrong = code.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            prop_assert_eq!(check(&String::from_utf8(wrong).unwrap()), Some(false));
        }

        #[test]
        fn any_scan_is_survived(scan in ".{0,20}") {
            let _ = (check(&scan), equivalents(&scan), Pattern::parse(&scan));
            let _ = Pattern::parse("21IIIIIWWWWWC").unwrap().read(&scan);
        }
    }
}
