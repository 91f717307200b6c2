//! The notes and coins of a currency, as a drawer is counted. Must never leave a currency without any.

use super::money::{Currency, Money};

/// What a drawer of a currency holds, the largest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denominations {
    /// Notes.
    pub notes: Vec<Money>,
    /// Coins.
    pub coins: Vec<Money>,
}

/// Code, notes and coins in hundredths of the unit, as the central banks issue them (2025).
type Issue = (&'static str, &'static [i64], &'static [i64]);

const ISSUES: [Issue; 14] = [
    (
        "EUR",
        &[50_000, 20_000, 10_000, 5000, 2000, 1000, 500],
        &[200, 100, 50, 20, 10, 5, 2, 1],
    ),
    (
        "USD",
        &[10_000, 5000, 2000, 1000, 500, 200, 100],
        &[100, 50, 25, 10, 5, 1],
    ),
    ("GBP", &[5000, 2000, 1000, 500], &[200, 100, 50, 20, 10, 5, 2, 1]),
    (
        "MXN",
        &[100_000, 50_000, 20_000, 10_000, 5000, 2000],
        &[2000, 1000, 500, 200, 100, 50, 20, 10],
    ),
    (
        "PEN",
        &[20_000, 10_000, 5000, 2000, 1000],
        &[500, 200, 100, 50, 20, 10],
    ),
    (
        "COP",
        &[10_000_000, 5_000_000, 2_000_000, 1_000_000, 500_000, 200_000],
        &[100_000, 50_000, 20_000, 10_000, 5000],
    ),
    (
        "BRL",
        &[20_000, 10_000, 5000, 2000, 1000, 500, 200],
        &[100, 50, 25, 10, 5],
    ),
    (
        "ARS",
        &[2_000_000, 1_000_000, 200_000, 100_000, 50_000, 20_000, 10_000],
        &[1000, 500, 200, 100],
    ),
    (
        "CLP",
        &[2_000_000, 1_000_000, 500_000, 200_000, 100_000],
        &[50_000, 10_000, 5000, 1000],
    ),
    (
        "UYU",
        &[200_000, 100_000, 50_000, 20_000, 10_000, 5000, 2000],
        &[5000, 1000, 500, 200, 100],
    ),
    (
        "BOB",
        &[20_000, 10_000, 5000, 2000, 1000],
        &[500, 200, 100, 50, 20, 10],
    ),
    (
        "GTQ",
        &[20_000, 10_000, 5000, 2000, 1000, 500, 100],
        &[100, 50, 25, 10, 5, 1],
    ),
    (
        "CHF",
        &[100_000, 20_000, 10_000, 5000, 2000, 1000],
        &[500, 200, 100, 50, 20, 10, 5],
    ),
    (
        "JPY",
        &[1_000_000, 500_000, 200_000, 100_000],
        &[50_000, 10_000, 5000, 1000, 500, 100],
    ),
];

/// What a drawer of this currency is counted in; one that is not listed gets steps of 1, 2 and 5.
pub fn denominations(currency: Currency) -> Denominations {
    let listed = ISSUES.iter().find(|(code, ..)| *code == currency.code());
    let (notes, coins) = match listed {
        Some((_, notes, coins)) => (hundredths(notes, currency), hundredths(coins, currency)),
        None => steps(currency),
    };
    Denominations { notes, coins }
}

fn hundredths(values: &[i64], currency: Currency) -> Vec<Money> {
    let scale = 10_i64.pow(currency.exponent());
    let amounts = values.iter().map(|value| value * scale / 100);
    amounts.map(|minor| Money::from_minor(minor, currency)).collect()
}

/// 1, 2, 5 from the smallest unit up to eight coins, then seven notes.
fn steps(currency: Currency) -> (Vec<Money>, Vec<Money>) {
    let up = (0..5_u32).flat_map(|power| [1, 2, 5].map(|step| step * 10_i64.pow(power)));
    let mut all: Vec<Money> = up.map(|minor| Money::from_minor(minor, currency)).collect();
    all.reverse();
    let coins = all.split_off(7);
    (all, coins)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(code: &str) -> (Vec<String>, Vec<String>) {
        let of = denominations(Currency::parse(code).unwrap());
        let told = |row: &[Money]| row.iter().map(|money| money.amount().to_string()).collect();
        (told(&of.notes), told(&of.coins))
    }

    #[test]
    fn a_drawer_of_the_shop_s_currency() {
        let (notes, coins) = shown("EUR");
        assert_eq!(
            notes,
            ["500.00", "200.00", "100.00", "50.00", "20.00", "10.00", "5.00"]
        );
        assert_eq!(coins[0], "2.00");
        assert_eq!(shown("CLP").1, ["500", "100", "50", "10"]);
        let (notes, coins) = shown("KWD");
        assert_eq!((notes.len(), coins.len()), (7, 8));
        assert_eq!((notes[6].as_str(), coins[7].as_str()), ("0.500", "0.001"));
    }

    #[test]
    fn the_largest_first_and_none_worth_nothing() {
        for (code, ..) in ISSUES
            .into_iter()
            .chain([("KWD", &[][..], &[][..]), ("PYG", &[], &[])])
        {
            let of = denominations(Currency::parse(code).unwrap());
            for row in [&of.notes, &of.coins] {
                assert!(row.is_sorted_by(|a, b| a > b), "{code}");
                assert!((4..=8).contains(&row.len()), "{code}");
                assert!(row.iter().all(|money| money.minor() > 0), "{code}");
            }
        }
    }
}
