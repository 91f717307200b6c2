//! The answer to a basket of JSON. Stable: fields are added, never renamed; amounts are plain decimal text.

use serde::Serialize;

use crate::domain::basket::Basket;
use crate::domain::money::{Currency, Money, plain};
use crate::domain::payment::Settlement;
use crate::domain::pricing::{Priced, PricedLine, Step, TaxTotal};
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::tax::TaxKind;

/// The figures of a basket and the steps behind them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    currency: Currency,
    lines: Vec<AnswerLine>,
    #[serde(serialize_with = "plain")]
    discount: Money,
    #[serde(serialize_with = "plain")]
    net: Money,
    taxes: Vec<AnswerTax>,
    #[serde(serialize_with = "plain")]
    tax: Money,
    /// What the document says.
    #[serde(serialize_with = "plain")]
    total: Money,
    /// The cash rounding.
    #[serde(serialize_with = "plain")]
    rounding: Money,
    /// total + rounding.
    #[serde(serialize_with = "plain")]
    due: Money,
    #[serde(serialize_with = "plain")]
    paid: Money,
    #[serde(serialize_with = "plain")]
    change: Money,
    steps: Vec<AnswerStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AnswerLine {
    #[serde(skip_serializing_if = "String::is_empty")]
    code: String,
    #[serde(serialize_with = "plain")]
    gross: Money,
    #[serde(serialize_with = "plain")]
    discount: Money,
    #[serde(serialize_with = "plain")]
    ticket_discount: Money,
    #[serde(serialize_with = "plain")]
    net: Money,
    #[serde(serialize_with = "plain")]
    tax: Money,
    #[serde(serialize_with = "plain")]
    total: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AnswerTax {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<Rate>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    compound: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<UnitPrice>,
    #[serde(serialize_with = "plain")]
    base: Money,
    #[serde(serialize_with = "plain")]
    tax: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct AnswerStep {
    what: String,
    formula: String,
    rule: String,
    #[serde(serialize_with = "plain")]
    result: Money,
}

impl Answer {
    pub(super) fn new(
        id: Option<String>,
        basket: &Basket,
        priced: &Priced,
        paid: &Settlement,
        steps: &[Step],
    ) -> Self {
        let codes = basket.lines.iter().map(|line| line.code.clone());
        Self {
            id,
            currency: priced.currency,
            lines: codes
                .zip(&priced.lines)
                .map(|(code, line)| AnswerLine::new(code, line))
                .collect(),
            discount: priced.discount,
            net: priced.net,
            taxes: priced.taxes.iter().map(AnswerTax::new).collect(),
            tax: priced.tax,
            total: priced.total,
            rounding: paid.rounding,
            due: paid.due,
            paid: paid.paid,
            change: paid.change,
            steps: steps.iter().map(AnswerStep::new).collect(),
        }
    }

    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("text and lists of text always have a form in JSON")
    }
}

impl AnswerLine {
    fn new(code: String, line: &PricedLine) -> Self {
        Self {
            code,
            gross: line.gross,
            discount: line.discount,
            ticket_discount: line.ticket_discount,
            net: line.net,
            tax: line.tax,
            total: line.total,
        }
    }
}

impl AnswerTax {
    fn new(total: &TaxTotal) -> Self {
        let (percent, compound, amount) = match total.kind {
            TaxKind::Percent { rate, compound } => (Some(rate), compound, None),
            TaxKind::Amount(each) => (None, false, Some(each)),
        };
        Self {
            name: total.name.clone(),
            percent,
            compound,
            amount,
            base: total.base,
            tax: total.tax,
        }
    }
}

impl AnswerStep {
    fn new(step: &Step) -> Self {
        Self {
            what: step.what.to_string(),
            formula: step.formula.clone(),
            rule: step.rule.to_string(),
            result: step.result,
        }
    }
}
