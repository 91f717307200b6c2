//! The text of a tax class on the command line: `standard=21`. Must never guess a rate.

use super::error::Failure;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::tax::{Tax, TaxClass};

/// Reads `NAME=PERCENT`, or `NAME=TAX:PERCENT+TAX:PERCENT:compound+TAX:AMOUNT:each` where a class has several
/// taxes. Nought per cent alone is a class without tax.
pub(super) fn parse(text: &str) -> Result<TaxClass, Failure> {
    let bad = |why: String| Failure::usage(format!("--tax {text}: {why}, as in standard=21 or exempt=0"));
    let (name, taxes) = text
        .split_once('=')
        .ok_or_else(|| bad("write a name, an equals sign and a percentage".to_owned()))?;
    let name = name.trim();
    if name.is_empty() || name.len() > crate::domain::product::LABEL_MAX || name.chars().any(char::is_control)
    {
        return Err(bad("the name before the equals sign is not one".to_owned()));
    }
    let taxes: Vec<Tax> = taxes
        .split('+')
        .map(|part| one(name, part.trim()).map_err(&bad))
        .collect::<Result<_, _>>()?;
    let none = [Tax::percent(name, Rate::ZERO)];
    Ok(TaxClass {
        name: name.to_owned(),
        taxes: if taxes == none { Vec::new() } else { taxes },
    })
}

fn one(class: &str, part: &str) -> Result<Tax, String> {
    let rate = |text: &str| Rate::parse(text).map_err(|refusal| refusal.to_string());
    match part.split(':').collect::<Vec<_>>()[..] {
        [percent] => Ok(Tax::percent(class, rate(percent)?)),
        [name, percent] => Ok(Tax::percent(name, rate(percent)?)),
        [name, percent, "compound"] => Ok(Tax::compound(name, rate(percent)?)),
        [name, amount, "each"] => {
            let each = UnitPrice::parse(amount).map_err(|refusal| refusal.to_string())?;
            Ok(Tax::amount(name, each))
        }
        _ => Err(format!("\"{part}\" is no tax")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_tax_or_several_or_none() {
        assert_eq!(parse("standard=21").unwrap().taxes.len(), 1);
        assert!(parse("exempt=0").unwrap().taxes.is_empty());
        let several = parse("quebec=GST:5+QST:9.975:compound+bag:0.10:each").unwrap();
        assert_eq!(several.name, "quebec");
        assert_eq!(several.taxes.len(), 3);
        assert_eq!(
            several.taxes[1],
            Tax::compound("QST", Rate::parse("9.975").unwrap())
        );
    }

    #[test]
    fn anything_else_is_a_mistake_in_words() {
        for text in [
            "standard", "=21", "a=", "a=21%", "a=1,5", "a=-1", "a=b:c", "a=b:1:x", "a=1e3", "\n=1",
        ] {
            let failure = parse(text).unwrap_err();
            assert_eq!(failure.exit_code(), 2, "{text}");
            assert!(failure.message.contains("standard=21"), "{}", failure.message);
        }
    }
}
