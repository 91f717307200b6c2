//! What stands in the scan field: a code or a name, and how many before a star. Must never guess a quantity.

use crate::domain::quantity::Quantity;
use crate::register::reply::Said;
use crate::tui::typing::{TwoStars, not_positive, quantity, refused};

/// `3*code` taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    /// What stands before the star, if there is one.
    before: Option<&'a str>,
    /// The code or the name.
    pub(super) code: &'a str,
}

impl<'a> Typed<'a> {
    pub(super) fn read(text: &'a str) -> Typed<'a> {
        match text.split_once('*') {
            Some((before, code)) => Typed {
                before: Some(before.trim()),
                code: code.trim(),
            },
            None => Typed {
                before: None,
                code: text.trim(),
            },
        }
    }

    /// How many; none where it is not said.
    pub(super) fn quantity(self) -> Result<Option<Quantity>, Said> {
        if self.before.is_some() && self.code.contains('*') {
            return Err(Said::from(&TwoStars));
        }
        let quantity = self.before.map(quantity).transpose()?;
        match quantity.filter(|quantity| !quantity.is_positive()) {
            // Said here: on a line that is already there, nothing more of it would pass for a sale.
            Some(quantity) => Err(not_positive(quantity)),
            None => Ok(quantity),
        }
    }

    /// How many of what is scanned next, where nothing but that stands in the field.
    pub(super) fn prefix(self) -> Result<Option<Quantity>, Said> {
        if self.code.is_empty() || self.code.starts_with('*') {
            self.quantity()
        } else {
            Ok(None)
        }
    }

    pub(super) fn has_letters(self) -> bool {
        self.code.chars().any(char::is_alphabetic)
    }
}

/// How much is sold when a label says so much of it and the person so many.
pub(super) fn times(label: Option<Quantity>, typed: Option<Quantity>) -> Result<Option<Quantity>, Said> {
    match (label, typed) {
        (Some(label), Some(typed)) => Quantity::new(label.value() * typed.value())
            .map(Some)
            .map_err(|refusal| refused(refusal.code(), &refusal)),
        (label, typed) => Ok(label.or(typed)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_star_says_how_many() {
        let many = |text| {
            Typed::read(text)
                .quantity()
                .unwrap()
                .map(|quantity| quantity.to_string())
        };
        assert_eq!(many("3*841"), Some("3".to_owned()));
        assert_eq!(many("0,5 * pan"), Some("0.5".to_owned()));
        assert_eq!(many("841"), None);
        assert_eq!(Typed::read("3*841").code, "841");
        assert!(Typed::read("x*841").quantity().is_err());
        for twice in ["2**leche", "2*3*841", "2* *pan"] {
            assert_eq!(Typed::read(twice).quantity().unwrap_err().code, "two-stars");
        }
        assert!(Typed::read("2**").prefix().is_err());
        assert!(Typed::read("3*pan").has_letters() && !Typed::read("3*841").has_letters());
        assert!(Typed::read("3*").prefix().unwrap().is_some());
        assert!(Typed::read("3*8").prefix().unwrap().is_none());
    }

    #[test]
    fn labels_and_stars_multiply() {
        let of = |text: &str| Some(Quantity::parse(text).unwrap());
        assert_eq!(times(of("0.845"), of("2")).unwrap(), of("1.69"));
        assert_eq!(times(None, of("2")).unwrap(), of("2"));
        assert!(times(of("0.845"), of("0.001")).is_err());
    }
}
