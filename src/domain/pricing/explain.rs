//! Every step behind the amounts of a document: what was multiplied, how it was rounded, how the rest was
//! spread. Built from a basket and its figures after the fact, so that pricing pays nothing for it. Must
//! never give a figure of its own: each result is one of the document.

use rust_decimal::Decimal;

use super::step::{Rule, Step, What};
use super::taxes::{Share, shares};
use super::{Priced, PricedLine};
use crate::domain::basket::{Basket, Line, TaxRounding, Terms};
use crate::domain::discount::Discount;
use crate::domain::money::{Money, round};
use crate::domain::payment::{Settlement, Tender};
use crate::domain::tax::{Tax, TaxKind};

/// The steps from `basket` to `priced`, which is what [`super::price`] made of it.
pub fn explain(basket: &Basket, priced: &Priced) -> Vec<Step> {
    let mut steps = Vec::new();
    let lines = || (1..).zip(basket.lines.iter().zip(&priced.lines));
    for (number, (line, figures)) in lines() {
        gross(&mut steps, &basket.terms, number, line, figures);
    }
    ticket_discount(&mut steps, basket, priced);
    let by_document = basket.terms.tax_rounding == TaxRounding::Document;
    if by_document {
        document_taxes(&mut steps, basket, priced);
    }
    for (number, (line, figures)) in lines() {
        if !by_document {
            line_taxes(&mut steps, &basket.terms, number, line, figures);
        }
        if basket.terms.prices_include_tax && !line.taxes.is_empty() {
            let formula = format!("{} − {} = {}", figures.total, figures.tax, figures.net);
            steps.push(Step {
                what: What::LineNet(number),
                formula,
                rule: Rule::Exact,
                result: figures.net,
            });
        }
    }
    let nets = priced.lines.iter().map(|line| line.net.to_string());
    steps.push(exact(What::Net, sum_of(nets), priced.net));
    let taxes = priced.taxes.iter().map(|tax| tax.tax.to_string());
    steps.push(exact(What::Tax, sum_of(taxes), priced.tax));
    steps.push(exact(
        What::Total,
        format!("{} + {}", priced.net, priced.tax),
        priced.total,
    ));
    steps
}

/// The steps from a total to what is due and what goes back.
pub fn explain_payment(terms: &Terms, total: Money, tenders: &[Tender], paid: &Settlement) -> Vec<Step> {
    let mut steps = Vec::new();
    if !paid.rounding.is_zero() {
        let coin = terms
            .cash_rounding
            .unwrap_or_else(|| Money::zero(total.currency()));
        let other = tenders.iter().filter(|tender| !tender.method.is_cash());
        let cash = other.fold(total, |rest, tender| rest - tender.amount);
        let formula = format!(
            "{} × {coin} − {cash} = {}",
            coins(cash + paid.rounding, coin),
            paid.rounding
        );
        let rule = Rule::Coins(terms.rounding);
        steps.push(Step {
            what: What::CashRounding,
            formula,
            rule,
            result: paid.rounding,
        });
    }
    steps.push(exact(What::Due, joined(total, paid.rounding), paid.due));
    if !paid.change.is_zero() {
        steps.push(exact(
            What::Change,
            format!("{} − {}", paid.paid, paid.due),
            paid.change,
        ));
    }
    steps
}

/// How many of `coin` make `amount`.
fn coins(amount: Money, coin: Money) -> i64 {
    amount.minor().checked_div(coin.minor()).unwrap_or(0)
}

fn joined(left: Money, right: Money) -> String {
    if right.is_negative() {
        format!("{left} − {}", right.abs())
    } else {
        format!("{left} + {right}")
    }
}

fn gross(steps: &mut Vec<Step>, terms: &Terms, number: usize, line: &Line, figures: &PricedLine) {
    let product = format!("{} × {}", line.quantity, line.price);
    steps.push(rounded(
        terms,
        What::Gross(number),
        &product,
        line.exact_gross(),
        figures.gross,
    ));
    if let Some(discount) = line.discount {
        let what = What::LineDiscount(number);
        steps.push(discounted(terms, what, discount, figures.gross, figures.discount));
    }
}

fn discounted(terms: &Terms, what: What, discount: Discount, from: Money, result: Money) -> Step {
    match discount {
        Discount::Percent(rate) => rounded(
            terms,
            what,
            &format!("{from} × {rate} %"),
            from.amount() * rate.fraction(),
            result,
        ),
        Discount::Amount(_) => Step {
            what,
            formula: result.to_string(),
            rule: Rule::Given,
            result,
        },
    }
}

fn ticket_discount(steps: &mut Vec<Step>, basket: &Basket, priced: &Priced) {
    let Some(discount) = basket.discount else { return };
    let values = priced.lines.iter().map(|line| line.gross - line.discount);
    let whole = values
        .clone()
        .fold(Money::zero(priced.currency), |sum, value| sum + value);
    steps.push(discounted(
        &basket.terms,
        What::TicketDiscount,
        discount,
        whole,
        priced.discount,
    ));
    if priced.discount.is_zero() {
        return;
    }
    for (number, (value, line)) in (1..).zip(values.zip(&priced.lines)) {
        let exact = priced.discount.amount().checked_mul(value.amount());
        let exact = exact
            .and_then(|product| product.checked_div(whole.amount()))
            .unwrap_or_default();
        let formula = format!("{} × {value} / {whole}", priced.discount);
        let what = What::TicketShare(number);
        steps.push(settled(what, &formula, exact, Rule::Spread, line.ticket_discount));
    }
}

fn line_taxes(steps: &mut Vec<Step>, terms: &Terms, number: usize, line: &Line, figures: &PricedLine) {
    let parts = tax_parts(terms, line, figures);
    let mut before = Money::zero(terms.currency);
    for ((tax, figure), (mut formula, mut exact)) in line.taxes.iter().zip(&figures.taxes).zip(parts) {
        // an exclusive compound tax stands on the rounded taxes before it
        if let (TaxKind::Percent { rate, compound: true }, false) = (tax.kind, terms.prices_include_tax) {
            formula = format!("({} + {before}) × {rate} %", figures.net);
            exact = (figures.net + before).amount() * rate.fraction();
        }
        before += figure.tax;
        let what = What::LineTax(number, tax.name.clone());
        steps.push(rounded(terms, what, &formula, exact, figure.tax));
    }
}

/// Each tax of a line before rounding: how it is computed, and the exact figure.
fn tax_parts(terms: &Terms, line: &Line, figures: &PricedLine) -> Vec<(String, Decimal)> {
    let value = if terms.prices_include_tax {
        figures.total
    } else {
        figures.net
    };
    let shares = shares(line).unwrap_or_default();
    let exact = Share::exact(&shares, value, terms.prices_include_tax).unwrap_or_default();
    let formula = |(tax, share): (&Tax, &Share)| match tax.kind {
        TaxKind::Amount(each) => format!("{} × {each}", line.quantity),
        TaxKind::Percent {
            rate,
            compound: false,
        } if !terms.prices_include_tax => format!("{value} × {rate} %"),
        TaxKind::Percent { .. } => share.formula(&shares, value, terms.prices_include_tax),
    };
    line.taxes.iter().zip(&shares).map(formula).zip(exact).collect()
}

impl Share {
    /// What [`Share::exact`] does, in signs.
    fn formula(&self, shares: &[Self], value: Money, included: bool) -> String {
        let fixes = shares.iter().fold(Decimal::ZERO, |sum, share| sum + share.fixed);
        let slopes = shares.iter().fold(Decimal::ONE, |sum, share| sum + share.slope);
        let fixed = if self.fixed.is_zero() {
            String::new()
        } else {
            format!(" + {}", shown(self.fixed))
        };
        let slope = shown(self.slope);
        match included {
            false => format!("{value} × {slope}{fixed}"),
            true if fixes.is_zero() => format!("{value} × {slope} / {}", shown(slopes)),
            true => format!(
                "({value} − {}) × {slope} / {}{fixed}",
                shown(fixes),
                shown(slopes)
            ),
        }
    }
}

fn document_taxes(steps: &mut Vec<Step>, basket: &Basket, priced: &Priced) {
    let parts: Vec<_> = (basket.lines.iter().zip(&priced.lines))
        .map(|(line, figures)| tax_parts(&basket.terms, line, figures))
        .collect();
    for (of, total) in priced.taxes.iter().enumerate() {
        let mut terms = Vec::new();
        for (number, (figures, parts)) in (1..).zip(priced.lines.iter().zip(&parts)) {
            for (figure, part) in figures.taxes.iter().zip(parts) {
                if usize::from(figure.of) == of {
                    terms.push((number, figure.tax, part));
                }
            }
        }
        let exact = terms
            .iter()
            .fold(Decimal::ZERO, |sum, (_, _, (_, exact))| sum + *exact);
        let sum = sum_of(terms.iter().map(|(_, _, (_, exact))| shown(*exact)));
        let what = What::DocumentTax(total.name.clone());
        steps.push(rounded(&basket.terms, what, &sum, exact, total.tax));
        for (number, share, (formula, exact)) in terms {
            let what = What::TaxShare(number, total.name.clone());
            steps.push(settled(what, formula, *exact, Rule::Spread, share));
        }
    }
}

/// A step whose last digit the shop's rounding settles.
fn rounded(terms: &Terms, what: What, formula: &str, exact: Decimal, result: Money) -> Step {
    let expected = round(exact, terms.currency.exponent(), terms.rounding);
    let rule = if expected == result.amount() {
        Rule::Rounded(terms.rounding)
    } else {
        Rule::Capped
    };
    settled(what, formula, exact, rule, result)
}

/// A step whose last digit `rule` settles, if there was one to settle.
fn settled(what: What, formula: &str, exact: Decimal, rule: Rule, result: Money) -> Step {
    if exact == result.amount() {
        return Step {
            what,
            formula: format!("{formula} = {result}"),
            rule: Rule::Exact,
            result,
        };
    }
    // a sum of one is its own formula
    let exact = Some(shown(exact)).filter(|exact| exact != formula);
    let exact = exact.map_or(String::new(), |exact| format!(" = {exact}"));
    Step {
        what,
        formula: format!("{formula}{exact} → {result}"),
        rule,
        result,
    }
}

fn exact(what: What, formula: String, result: Money) -> Step {
    let same = formula == result.to_string();
    let formula = if same {
        formula
    } else {
        format!("{formula} = {result}")
    };
    Step {
        what,
        formula,
        rule: Rule::Exact,
        result,
    }
}

/// `1.00 + 2.00`; `0` for no terms.
fn sum_of(terms: impl Iterator<Item = String>) -> String {
    let terms: Vec<String> = terms.collect();
    if terms.is_empty() {
        "0".to_owned()
    } else {
        terms.join(" + ")
    }
}

/// An exact figure as people can read it: cut, not rounded, after ten decimals.
fn shown(exact: Decimal) -> String {
    let text = exact.normalize().to_string();
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.len() > 10 => format!("{whole}.{}…", &fraction[..10]),
        _ => text,
    }
}
