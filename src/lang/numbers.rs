//! Numbers, quantities and money in local form. Must never round: it pads and groups the digits it is given.

use std::borrow::Cow;

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::Lang;

/// How an amount names its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sign {
    /// Not at all: in columns whose heading or total says it.
    #[default]
    None,
    /// By its symbol, `€`; by its code where it has none that every console shows.
    Symbol,
    /// By its code, `EUR`: where only ASCII is safe.
    Code,
}

/// `1.234,50` in Spanish, `1,234.50` in English; as many decimals as `value` has.
pub fn number(lang: Lang, value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let minus = if value.is_sign_negative() && !value.is_zero() {
        "-"
    } else {
        ""
    };
    let point = if fraction.is_empty() {
        ""
    } else {
        marks(lang).decimal
    };
    format!("{minus}{}{point}{fraction}", grouped(lang, whole))
}

/// A number as it can be typed again: the decimal sign of the language, and no other mark.
pub fn plain(lang: Lang, value: Decimal) -> String {
    spelled(lang, &value.to_string())
}

/// A text of the program's own with numbers in it, `IVA 5.2 %`, their decimals as the language writes them.
pub fn spelled(lang: Lang, text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let mut told = String::with_capacity(text.len());
    for (at, sign) in signs.iter().enumerate() {
        if *sign == '.' && digit(at.checked_sub(1)) && digit(Some(at + 1)) {
            told.push_str(marks(lang).decimal);
        } else {
            told.push(*sign);
        }
    }
    told
}

/// An amount in a currency (ISO 4217 code), with plain spaces: `1.234,50 €` in Spanish, `€1,234.50` in
/// English.
///
/// Shows at least the decimals of the currency, and all of a unit price that carries more; never rounds.
pub fn money(lang: Lang, amount: Decimal, currency: &str, sign: Sign) -> String {
    let known = Currency::from_code(currency);
    let digits = known.and_then(Currency::exponent).map_or(0, u32::from);
    let mut shown = amount.normalize();
    if shown.scale() < digits {
        // Adds zeros: `rescale` rounds only when it takes digits away.
        shown.rescale(digits);
    }
    let figure = number(lang, shown);
    let name: Cow<'_, str> = match sign {
        Sign::None => return figure,
        Sign::Code => Cow::Borrowed(currency),
        Sign::Symbol => match known.map(|known| known.symbol().symbol) {
            Some(symbol) if symbol.chars().all(on_every_console) => Cow::Owned(symbol),
            _ => Cow::Borrowed(currency),
        },
    };
    match lang {
        Lang::Es => format!("{figure} {name}"),
        Lang::En => {
            let (minus, figure) = figure
                .strip_prefix('-')
                .map_or(("", figure.as_str()), |rest| ("-", rest));
            let space = if name.ends_with(|c: char| c.is_ascii_alphabetic()) {
                " "
            } else {
                ""
            };
            format!("{minus}{name}{space}{figure}")
        }
    }
}

/// A quantity with its unit: `3` for pieces (`ea`), `0,845 kg` for what is weighed or measured.
pub fn quantity(lang: Lang, value: Decimal, unit: &str) -> String {
    match unit {
        "ea" | "" => number(lang, value.normalize()),
        unit => {
            let mut shown = value;
            // A scale shows grams: the column stands still while the weight changes.
            if matches!(unit, "kg" | "l") && shown.scale() < 3 {
                shown.rescale(3);
            }
            format!("{} {unit}", number(lang, shown))
        }
    }
}

struct Marks {
    decimal: &'static str,
    thousands: char,
}

fn marks(lang: Lang) -> Marks {
    match lang {
        Lang::En => Marks {
            decimal: ".",
            thousands: ',',
        },
        Lang::Es => Marks {
            decimal: ",",
            thousands: '.',
        },
    }
}

/// ASCII digits with a mark before each group of three.
pub(super) fn grouped(lang: Lang, digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(marks(lang).thousands);
        }
        out.push(digit);
    }
    out
}

/// In Latin-1, or the euro: what the fonts of a bare Linux console hold.
fn on_every_console(c: char) -> bool {
    c == '€' || ('!'..='\u{ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn money_takes_the_local_form() {
        let cases = [
            ("1234.5", "EUR", Sign::Symbol, "€1,234.50", "1.234,50 €"),
            (
                "-1234567",
                "EUR",
                Sign::Symbol,
                "-€1,234,567.00",
                "-1.234.567,00 €",
            ),
            ("1234.5", "EUR", Sign::Code, "EUR 1,234.50", "1.234,50 EUR"),
            ("1234.5", "EUR", Sign::None, "1,234.50", "1.234,50"),
            ("0", "EUR", Sign::None, "0.00", "0,00"),
            ("999", "CLP", Sign::Symbol, "$999", "999 $"),
            ("1", "KWD", Sign::Symbol, "KWD 1.000", "1,000 KWD"),
            ("5", "CHF", Sign::Symbol, "CHF 5.00", "5,00 CHF"),
            ("5", "PEN", Sign::Symbol, "S/5.00", "5,00 S/"),
        ];
        for (amount, currency, sign, en, es) in cases {
            assert_eq!(money(Lang::En, dec(amount), currency, sign), en);
            assert_eq!(money(Lang::Es, dec(amount), currency, sign), es);
        }
    }

    #[test]
    fn a_number_among_words_has_the_sign_of_the_language() {
        assert_eq!(spelled(Lang::Es, "IVA 5.2 % + a.b 1."), "IVA 5,2 % + a.b 1.");
        assert_eq!(spelled(Lang::En, "VAT 5.2 %"), "VAT 5.2 %");
        assert_eq!(plain(Lang::Es, "-12345.60".parse().unwrap()), "-12345,60");
    }

    #[test]
    fn a_unit_price_keeps_its_decimals_and_zero_has_no_sign() {
        assert_eq!(money(Lang::Es, dec("0.034500"), "EUR", Sign::None), "0,0345");
        assert_eq!(money(Lang::Es, dec("2.4900"), "EUR", Sign::None), "2,49");
        assert_eq!(number(Lang::En, dec("-0.00")), "0.00");
    }

    #[test]
    fn quantities_say_their_unit_unless_they_are_pieces() {
        assert_eq!(quantity(Lang::Es, dec("3.000"), "ea"), "3");
        assert_eq!(quantity(Lang::Es, dec("0.845"), "kg"), "0,845 kg");
        assert_eq!(quantity(Lang::En, dec("2.75"), "kg"), "2.750 kg");
        assert_eq!(quantity(Lang::En, dec("1200"), "g"), "1,200 g");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// No digit is lost, added or changed, whatever the size, and only ASCII comes out.
        #[test]
        fn digits_survive(units in any::<i64>(), scale in 0_u32..7) {
            let value = Decimal::new(units, scale);
            for lang in Lang::ALL {
                let shown = number(lang, value);
                prop_assert!(shown.is_ascii());
                let Marks { decimal, thousands } = marks(lang);
                let back = shown.replace(thousands, "").replace(decimal, ".");
                prop_assert_eq!(back.parse::<Decimal>().unwrap(), value);
                let with_sign = money(lang, value, "EUR", Sign::Code);
                let figure = money(lang, value, "EUR", Sign::None);
                prop_assert!(with_sign.contains(figure.trim_start_matches('-')));
                prop_assert!(with_sign.is_ascii());
            }
        }
    }
}
