//! Explain-total: the steps of known documents word for word, and that every figure has its step.

use proptest::prelude::*;

use super::random::any_basket;
use super::*;

fn told(basket: &Basket) -> Vec<String> {
    let steps = explain(basket, &price(basket).unwrap());
    steps
        .iter()
        .map(|step| format!("{}: {} ({})", step.what, step.formula, step.rule))
        .collect()
}

#[test]
fn each_tax_of_each_line() {
    let taxes = vec![tax("6"), Tax::compound("on top", rate("3")), bag()];
    let line = Line {
        discount: Some(Discount::Percent(rate("10"))),
        ..line("2", "15.89", taxes)
    };
    let expected = [
        "line 1: gross: 2 × 15.89 = 31.78 (exact)",
        "line 1: discount: 31.78 × 10 % = 3.178 → 3.18 (rounded, a half away from zero)",
        "line 1: tax 6 %: 28.60 × 6 % = 1.716 → 1.72 (rounded, a half away from zero)",
        "line 1: tax on top: (28.60 + 1.72) × 3 % = 0.9096 → 0.91 (rounded, a half away from zero)",
        "line 1: tax bag: 2 × 0.10 = 0.20 (exact)",
        "net: 28.60 (exact)",
        "tax: 1.72 + 0.91 + 0.20 = 2.83 (exact)",
        "total: 28.60 + 2.83 = 31.43 (exact)",
    ];
    assert_eq!(told(&basket(terms("EUR"), vec![line])), expected);
}

#[test]
fn a_document_tax_and_its_shares() {
    let lines = vec![
        line("1", "15.89", vec![tax("6")]),
        line("1", "15.89", vec![tax("6")]),
    ];
    let discount = Some(Discount::Amount(euro("0.01")));
    let basket = Basket {
        discount,
        ..basket(document(terms("EUR")), lines)
    };
    let spread = "(spread by largest remainder, ties to the earlier line)";
    let expected = [
        "line 1: gross: 1 × 15.89 = 15.89 (exact)".to_owned(),
        "line 2: gross: 1 × 15.89 = 15.89 (exact)".to_owned(),
        "ticket discount: 0.01 (as given)".to_owned(),
        format!("line 1: share of the ticket discount: 0.01 × 15.89 / 31.78 = 0.005 → 0.01 {spread}"),
        format!("line 2: share of the ticket discount: 0.01 × 15.89 / 31.78 = 0.005 → 0.00 {spread}"),
        "tax 6 %: 0.9528 + 0.9534 = 1.9062 → 1.91 (rounded, a half away from zero)".to_owned(),
        format!("line 1: share of tax 6 %: 15.88 × 6 % = 0.9528 → 0.95 {spread}"),
        format!("line 2: share of tax 6 %: 15.89 × 6 % = 0.9534 → 0.96 {spread}"),
        "net: 15.88 + 15.89 = 31.77 (exact)".to_owned(),
        "tax: 1.91 (exact)".to_owned(),
        "total: 31.77 + 1.91 = 33.68 (exact)".to_owned(),
    ];
    assert_eq!(told(&basket), expected);
}

#[test]
fn an_inclusive_price_and_what_is_left() {
    let half = "(rounded, a half away from zero)";
    let plain = told(&basket(
        inclusive("EUR"),
        vec![line("1", "52.50", vec![tax("12")])],
    ));
    assert_eq!(
        plain[1],
        format!("line 1: tax 12 %: 52.50 × 0.12 / 1.12 = 5.625 → 5.63 {half}")
    );
    assert_eq!(plain[2], "line 1: net: 52.50 − 5.63 = 46.87 (exact)");
    let bagged = told(&basket(
        inclusive("EUR"),
        vec![line("1", "10.00", vec![tax("21"), bag()])],
    ));
    let expected = "line 1: tax 21 %: (10.00 − 0.1) × 0.21 / 1.21 = 1.7181818181… → 1.72";
    assert_eq!(bagged[1], format!("{expected} {half}"));
}

#[test]
fn the_cash_part_and_the_change() {
    let terms = Terms {
        cash_rounding: Some(euro("0.05")),
        ..terms("EUR")
    };
    let tenders = [tender(Method::Card, "5.69"), tender(Method::Cash, "20.00")];
    let paid = settled(&terms, "15.72", &tenders);
    let steps = explain_payment(&terms, euro("15.72"), &tenders, &paid);
    let told: Vec<_> = steps
        .iter()
        .map(|step| format!("{}: {}", step.what, step.formula))
        .collect();
    let expected = [
        "cash rounding: 201 × 0.05 − 10.03 = 0.02",
        "due: 15.72 + 0.02 = 15.74",
        "change: 25.69 − 15.74 = 9.95",
    ];
    assert_eq!(told, expected);
}

fn bag() -> Tax {
    Tax::amount("bag", UnitPrice::parse("0.10").unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 4096, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn every_figure_has_its_step(basket in any_basket()) {
        let Ok(priced) = price(&basket) else { return Err(TestCaseError::reject("a basket to refuse")) };
        let steps = explain(&basket, &priced);
        for step in &steps {
            prop_assert!(step.formula.ends_with(&step.result.to_string()), "{:?}", step);
        }
        let find = |what: What| steps.iter().find(|step| step.what == what).map(|step| step.result);
        for (number, (line, figures)) in (1..).zip(basket.lines.iter().zip(&priced.lines)) {
            prop_assert_eq!(find(What::Gross(number)), Some(figures.gross));
            let taxes = steps.iter().filter(|step| match step.what {
                What::LineTax(of, _) | What::TaxShare(of, _) => of == number,
                _ => false,
            });
            prop_assert_eq!(taxes.clone().count(), line.taxes.len());
            let sum = taxes.fold(Money::zero(priced.currency), |sum, step| sum + step.result);
            prop_assert_eq!(sum, figures.tax);
        }
        prop_assert_eq!(find(What::Net), Some(priced.net));
        prop_assert_eq!(find(What::Tax), Some(priced.tax));
        prop_assert_eq!(find(What::Total), Some(priced.total));
    }
}
