//! A priced document as the journal keeps it: the currency once, amounts as counts of its smallest unit,
//! nothing that is zero. Must never change its meaning: records live as long as the shop.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{LineTax, Priced, PricedLine, TaxTotal};
use crate::domain::money::{Currency, Money};
use crate::domain::tax::TaxKind;

#[derive(Serialize, Deserialize)]
struct Record {
    currency: Currency,
    /// Digits after the dot when it was written, so that a change of ISO 4217 cannot move a comma.
    decimals: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    prices_include_tax: bool,
    lines: Vec<RecordLine>,
    #[serde(default, skip_serializing_if = "is_zero")]
    discount: i64,
    net: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    taxes: Vec<RecordTax>,
    #[serde(default, skip_serializing_if = "is_zero")]
    tax: i64,
    total: i64,
}

#[derive(Serialize, Deserialize)]
struct RecordLine {
    gross: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    discount: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    ticket_discount: i64,
    net: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    taxes: Vec<(u16, i64)>,
}

#[derive(Serialize, Deserialize)]
struct RecordTax {
    name: String,
    kind: TaxKind,
    base: i64,
    tax: i64,
}

fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

impl Serialize for Priced {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let line = |line: &PricedLine| RecordLine {
            gross: line.gross.minor(),
            discount: line.discount.minor(),
            ticket_discount: line.ticket_discount.minor(),
            net: line.net.minor(),
            taxes: line.taxes.iter().map(|tax| (tax.of, tax.tax.minor())).collect(),
        };
        let tax = |tax: &TaxTotal| RecordTax {
            name: tax.name.clone(),
            kind: tax.kind,
            base: tax.base.minor(),
            tax: tax.tax.minor(),
        };
        Record {
            currency: self.currency,
            decimals: self.currency.exponent(),
            prices_include_tax: self.prices_include_tax,
            lines: self.lines.iter().map(line).collect(),
            discount: self.discount.minor(),
            net: self.net.minor(),
            taxes: self.taxes.iter().map(tax).collect(),
            tax: self.tax.minor(),
            total: self.total.minor(),
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Priced {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let record = Record::deserialize(from)?;
        if record.decimals != record.currency.exponent() {
            return Err(serde::de::Error::custom(format!(
                "a document with {} decimals, where {} has {}",
                record.decimals,
                record.currency,
                record.currency.exponent()
            )));
        }
        read(record).ok_or_else(|| serde::de::Error::custom("a line of a document is out of range"))
    }
}

/// None when the sums of a line, which are not kept, leave the range.
fn read(record: Record) -> Option<Priced> {
    let money = |minor| Money::from_minor(minor, record.currency);
    let line = |line: RecordLine| {
        let tax = line
            .taxes
            .iter()
            .try_fold(0i64, |sum, (_, tax)| sum.checked_add(*tax))?;
        Some(PricedLine {
            gross: money(line.gross),
            discount: money(line.discount),
            ticket_discount: money(line.ticket_discount),
            net: money(line.net),
            tax: money(tax),
            total: money(line.net.checked_add(tax)?),
            taxes: line
                .taxes
                .into_iter()
                .map(|(of, tax)| LineTax { of, tax: money(tax) })
                .collect(),
        })
    };
    let tax = |tax: RecordTax| TaxTotal {
        name: tax.name,
        kind: tax.kind,
        base: money(tax.base),
        tax: money(tax.tax),
    };
    Some(Priced {
        currency: record.currency,
        prices_include_tax: record.prices_include_tax,
        lines: record.lines.into_iter().map(line).collect::<Option<_>>()?,
        discount: money(record.discount),
        net: money(record.net),
        taxes: record.taxes.into_iter().map(tax).collect(),
        tax: money(record.tax),
        total: money(record.total),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const KEPT: &str = concat!(
        r#"{"currency":"EUR","decimals":2,"prices_include_tax":true,"#,
        r#""lines":[{"gross":5250,"net":4687,"taxes":[[0,563]]},{"gross":100,"discount":100,"net":0}],"#,
        r#""net":4687,"taxes":[{"name":"VAT","kind":{"percent":{"rate":"12","compound":false}},"#,
        r#""base":4687,"tax":563}],"tax":563,"total":5250}"#
    );

    /// Journals hold these bytes: they must be readable for ever.
    #[test]
    fn the_form_is_frozen() {
        let priced: Priced = serde_json::from_str(KEPT).unwrap();
        assert_eq!(
            (priced.total.to_string(), priced.lines[0].tax.to_string()),
            ("52.50".into(), "5.63".into())
        );
        assert_eq!(super::super::verify_priced(&priced), Ok(()));
        assert_eq!(serde_json::to_string(&priced).unwrap(), KEPT);
    }

    #[test]
    fn a_moved_comma_or_an_overflow_is_not_read() {
        assert!(serde_json::from_str::<Priced>(&KEPT.replace(r#""decimals":2"#, r#""decimals":3"#)).is_err());
        let most = i64::MAX.to_string();
        assert!(serde_json::from_str::<Priced>(&KEPT.replace("[0,563]", &format!("[0,{most}]"))).is_err());
    }
}
