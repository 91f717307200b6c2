//! The code on a receipt that finds its sale again: the number, and enough of the sale's id to know a receipt
//! of another shop. Must never find a sale by itself: whoever reads it compares the tag.

use std::fmt;

use uuid::Uuid;

use super::document::DocumentNumber;

/// Letters of the tag.
const TAG: usize = 8;

/// `C2-000124-0199abcd`: a number and the last eight hexadecimal digits of the sale's id, which are random:
/// the first ones tell the time, and that could be guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptCode {
    /// What the document is called.
    pub number: DocumentNumber,
    /// The last eight digits of the id, in small letters.
    pub tag: String,
}

impl ReceiptCode {
    /// The code of the document with that number and id.
    pub fn of(number: &DocumentNumber, id: Uuid) -> ReceiptCode {
        let id = id.simple().to_string();
        ReceiptCode {
            number: number.clone(),
            tag: id[id.len() - TAG..].to_owned(),
        }
    }

    /// Reads what a scanner or a person typed; none where it is no such code. The tag's letters may be large
    /// or small, and a scanner that was told the wrong keyboard sends `'` or `/` for the dash.
    pub fn parse(text: &str) -> Option<ReceiptCode> {
        let text = text.trim().replace(['\'', '/'], "-");
        let (number, tag) = text.rsplit_once('-')?;
        let (series, digits) = number.rsplit_once('-')?;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
        let numeric = digits.bytes().all(|b| b.is_ascii_digit());
        if tag.len() != TAG || !tag.bytes().all(|b| b.is_ascii_hexdigit()) || !plain(series) || !numeric {
            return None;
        }
        Some(ReceiptCode {
            number: number.parse().ok()?,
            tag: tag.to_ascii_lowercase(),
        })
    }

    /// Whether it is the code of the document with that id.
    pub fn is_of(&self, id: Uuid) -> bool {
        id.simple().to_string().ends_with(&self.tag)
    }
}

impl fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, self.tag)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0199_abcd);

    fn code() -> ReceiptCode {
        ReceiptCode::of(&"C2-000124".parse().unwrap(), ID)
    }

    #[test]
    fn what_is_printed_is_read_back_however_the_scanner_spells_it() {
        assert_eq!(code().to_string(), "C2-000124-0199abcd");
        for text in [
            "C2-000124-0199abcd",
            " C2-000124-0199ABCD\n",
            "C2'000124'0199abcd",
            "C2/000124/0199abcd",
            "C2-124-0199abcd",
        ] {
            assert_eq!(ReceiptCode::parse(text), Some(code()), "{text}");
        }
        assert!(code().is_of(ID));
        assert!(!code().is_of(Uuid::from_u128(1)));
    }

    #[test]
    fn anything_else_is_no_code() {
        for text in [
            "",
            "C2-000124",
            "0199abcd",
            "-000124-0199abcd",
            "C2-0-0199abcd",
            "C2-+124-0199abcd",
            "C2-000124-0199abc",
            "C2-000124-0199abcg",
            "7898629570164",
            "C2-99999999999999999999999-0199abcd",
            "C2-000124-ñññññ",
        ] {
            assert_eq!(ReceiptCode::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_code_reads_back(series in "[A-Za-z0-9]{1,8}", number in 1u64.., id: u128) {
            let number = DocumentNumber { series, number };
            let code = ReceiptCode::of(&number, Uuid::from_u128(id));
            prop_assert_eq!(ReceiptCode::parse(&code.to_string()), Some(code));
        }

        #[test]
        fn any_scan_is_survived(scan in "\\PC{0,40}") {
            let _ = ReceiptCode::parse(&scan);
        }
    }
}
