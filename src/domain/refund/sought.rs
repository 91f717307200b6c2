//! A receipt as a person or a scanner names it. Must never find one by itself.

use crate::domain::document::{DocumentNumber, ReceiptCode, refund_series};

/// The number of a receipt, with what its code says of the sale where it was scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// What the document is called.
    pub number: DocumentNumber,
    /// The code that was scanned: it must be of the sale that is found.
    pub code: Option<ReceiptCode>,
}

impl Sought {
    /// Reads what was typed or scanned at a till of these series, first the one of its next sale: the code on
    /// the receipt, its number in large or small letters, or the digits of its number alone, of the first
    /// series. None where it is none of these.
    pub fn read(text: &str, series: [&str; 2]) -> Option<Sought> {
        let text = text.trim();
        if let Some(code) = ReceiptCode::parse(text) {
            return Some(Sought {
                number: spelled(code.number.clone(), series),
                code: Some(code),
            });
        }
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits && text.len() <= 9 {
            format!("{}-{text}", series[0]).parse().ok()?
        } else {
            spelled(text.parse().ok()?, series)
        };
        Some(Sought { number, code: None })
    }
}

/// The number with the series as this till spells it, where only capitals differ.
fn spelled(number: DocumentNumber, series: [&str; 2]) -> DocumentNumber {
    let beside = |series: &str| [series.to_owned(), refund_series(series)];
    let same = series
        .into_iter()
        .flat_map(beside)
        .find(|own| own.to_lowercase() == number.series.to_lowercase());
    DocumentNumber {
        series: same.unwrap_or(number.series),
        ..number
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_receipt_is_named_by_code_number_or_digits() {
        let read = |text: &str| Sought::read(text, ["C2"; 2]).map(|sought| sought.number.to_string());
        for text in [
            "124",
            "C2-124",
            "c2-000124",
            "C2-000124-0199abcd",
            "c2'000124'0199ABCD",
        ] {
            assert_eq!(read(text), Some("C2-000124".to_owned()), "{text}");
        }
        assert_eq!(read("c2r-7").unwrap(), "C2R-000007");
        assert_eq!(read("X9-7").unwrap(), "X9-000007");
        for text in ["", "pan", "0", "8412345678905", "-5", "12,50"] {
            assert_eq!(read(text), None, "{text}");
        }
        let read = |text: &str| Sought::read(text, ["A", "C2"]).map(|sought| sought.number.to_string());
        for (text, number) in [("12", "A-000012"), ("a-12", "A-000012"), ("c2r-7", "C2R-000007")] {
            assert_eq!(read(text), Some(number.to_owned()), "{text}");
        }
        assert!(
            Sought::read("C2-000124-0199abcd", ["C2"; 2])
                .unwrap()
                .code
                .is_some()
        );
    }
}
