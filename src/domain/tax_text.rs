//! The text of a tax class as people type it: `standard=21`, or `GST:5+QST:9.975:compound` for its taxes.
//! Must never guess a rate.

use super::product::LABEL_MAX;
use super::rate::{Rate, UnitPrice};
use super::refusal::Refuse;
use super::tax::{Tax, TaxClass, TaxKind};

/// Why a text is no tax class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxTextRefusal {
    /// No equals sign.
    #[error("write a name, an equals sign and a percentage, as in standard=21 or exempt=0")]
    NoRate,
    /// The name is empty, too long or holds strange signs.
    #[error("the name before the equals sign is not one, as in standard=21 or exempt=0")]
    BadName,
    /// What stands for a tax is none.
    #[error("\"{text}\" is no tax: write a percentage, as in standard=21 or exempt=0")]
    BadTax {
        /// What was typed.
        text: String,
    },
}

impl Refuse for TaxTextRefusal {
    fn code(&self) -> &'static str {
        match self {
            TaxTextRefusal::NoRate => "tax-no-rate",
            TaxTextRefusal::BadName => "tax-bad-name",
            TaxTextRefusal::BadTax { .. } => "tax-not-one",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            TaxTextRefusal::BadTax { text } => vec![("text", text.clone())],
            TaxTextRefusal::NoRate | TaxTextRefusal::BadName => Vec::new(),
        }
    }
}

/// Reads `NAME=PERCENT`, or `NAME=TAX:PERCENT+TAX:PERCENT:compound+TAX:AMOUNT:each` where a class has several
/// taxes. Nought per cent alone is a class without tax.
///
/// # Errors
/// What is wrong with it.
pub fn class(text: &str) -> Result<TaxClass, TaxTextRefusal> {
    let (name, taxes) = text.split_once('=').ok_or(TaxTextRefusal::NoRate)?;
    class_of(name, name.trim(), taxes)
}

/// The class of that name with the taxes of a text; a percentage alone is called `tax` on receipts.
///
/// # Errors
/// What is wrong with either.
pub fn class_of(name: &str, tax: &str, taxes: &str) -> Result<TaxClass, TaxTextRefusal> {
    let name = name.trim();
    if name.is_empty() || name.len() > LABEL_MAX || name.chars().any(char::is_control) {
        return Err(TaxTextRefusal::BadName);
    }
    let taxes: Vec<Tax> = taxes
        .split('+')
        .map(|part| one(tax, part.trim()))
        .collect::<Result<_, _>>()?;
    let none = [Tax::percent(tax, Rate::ZERO)];
    Ok(TaxClass {
        name: name.to_owned(),
        taxes: if taxes == none { Vec::new() } else { taxes },
    })
}

fn one(class: &str, part: &str) -> Result<Tax, TaxTextRefusal> {
    let bad = || TaxTextRefusal::BadTax {
        text: super::text::clean(part, 40),
    };
    let rate = |text: &str| Rate::parse(text).map_err(|_| bad());
    match part.split(':').collect::<Vec<_>>()[..] {
        [percent] => Ok(Tax::percent(class, rate(percent)?)),
        [name, percent] => Ok(Tax::percent(name, rate(percent)?)),
        [name, percent, "compound"] => Ok(Tax::compound(name, rate(percent)?)),
        [name, amount, "each"] => Ok(Tax::amount(name, UnitPrice::parse(amount).map_err(|_| bad())?)),
        _ => Err(bad()),
    }
}

/// The taxes of a class in the form that [`class`] reads after the equals sign.
pub fn taxes(class: &TaxClass) -> String {
    let one = |tax: &Tax| match tax.kind {
        TaxKind::Percent { rate, compound } => {
            let ending = if compound { ":compound" } else { "" };
            format!("{}:{}{ending}", tax.name, rate.percent())
        }
        TaxKind::Amount(each) => format!("{}:{}:each", tax.name, each.value()),
    };
    match &class.taxes[..] {
        [] => "0".to_owned(),
        taxes => taxes.iter().map(one).collect::<Vec<_>>().join("+"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_tax_or_several_or_none() {
        assert_eq!(class("standard=21").unwrap().taxes.len(), 1);
        assert!(class("exempt=0").unwrap().taxes.is_empty());
        let several = class("quebec=GST:5+QST:9.975:compound+bag:0.10:each").unwrap();
        assert_eq!(several.name, "quebec");
        assert_eq!(several.taxes.len(), 3);
        assert_eq!(
            several.taxes[1],
            Tax::compound("QST", Rate::parse("9.975").unwrap())
        );
        assert_eq!(class_of("standard", "IVA", "21").unwrap().taxes[0].name, "IVA");
    }

    #[test]
    fn what_it_writes_it_reads() {
        for text in ["quebec=GST:5+QST:9.975:compound+bag:0.10:each", "a=IVA:21", "b=0"] {
            let read = class(text).unwrap();
            assert_eq!(format!("{}={}", read.name, taxes(&read)), text);
        }
    }

    #[test]
    fn anything_else_is_a_mistake_in_words() {
        for text in [
            "standard", "=21", "a=", "a=21%", "a=1,5", "a=-1", "a=b:c", "a=b:1:x", "a=1e3", "\n=1",
        ] {
            let told = class(text).unwrap_err().to_string();
            assert!(told.contains("standard=21"), "{told}");
        }
    }
}
