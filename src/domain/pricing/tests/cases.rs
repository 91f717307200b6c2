//! The figures that peers and authorities publish, and those computed by hand from the rules.

use super::*;
use crate::domain::coins::due_in_cash;

fn coin(terms: Terms, coin: &str) -> Terms {
    Terms {
        cash_rounding: Some(euro(coin)),
        ..terms
    }
}

/// odoo `account/tests/test_taxes_tax_totals_summary.py`.
#[test]
fn case_1_two_taxes_and_a_compound_one() {
    let taxes = || vec![tax("6"), tax("6"), Tax::compound("3 %", rate("3"))];
    let lines = || vec![line("1", "15.89", taxes()), line("1", "15.89", taxes())];
    assert_eq!(
        figures(&basket(terms("EUR"), lines())),
        ["31.78", "4.86", "36.64"]
    );
    assert_eq!(
        figures(&basket(document(terms("EUR")), lines())),
        ["31.78", "4.89", "36.67"]
    );
    let priced = price(&basket(document(terms("EUR")), lines())).unwrap();
    let taxes: Vec<_> = priced
        .taxes
        .iter()
        .map(|tax| (tax.base.to_string(), tax.tax.to_string()))
        .collect();
    let expected = [("31.78", "1.91"), ("31.78", "1.91"), ("35.60", "1.07")];
    assert_eq!(
        taxes,
        expected.map(|(base, tax)| (base.to_owned(), tax.to_owned()))
    );
}

/// odoo `test_taxes_computation.py`.
#[test]
fn case_2_inclusive_12() {
    let basket = basket(inclusive("EUR"), vec![line("1", "52.50", vec![tax("12")])]);
    assert_eq!(figures(&basket), ["46.87", "5.63", "52.50"]);
}

/// odoo `test_taxes_computation.py`.
#[test]
fn case_3_inclusive_21() {
    let one = |price| figures(&basket(inclusive("EUR"), vec![line("1", price, vec![tax("21")])]));
    assert_eq!(one("11.90"), ["9.83", "2.07", "11.90"]);
    assert_eq!(one("2.80"), ["2.31", "0.49", "2.80"]);
}

/// odoo `test_taxes_computation.py`.
#[test]
fn case_4_a_currency_without_decimals() {
    let exclusive = basket(terms("CLP"), vec![line("1", "9176", vec![tax("19")])]);
    assert_eq!(figures(&exclusive), ["9176", "1743", "10919"]);
    let inclusive = basket(inclusive("CLP"), vec![line("1", "10920", vec![tax("19")])]);
    assert_eq!(figures(&inclusive), ["9176", "1744", "10920"]);
}

/// odoo `test_pos_cash_rounding.py`.
#[test]
fn case_5_cash_rounding_to_five_cents() {
    let terms = coin(terms("EUR"), "0.05");
    let basket = basket(terms, vec![line("1", "13.67", vec![tax("15")])]);
    assert_eq!(figures(&basket)[2], "15.72");
    assert_eq!(due_in_cash(&terms, euro("15.72")), euro("15.70"));
    assert_eq!(due_in_cash(&terms, euro("-15.72")), euro("-15.70"), "its return");
    let paid = settled(&terms, "15.72", &[tender(Method::Cash, "20.00")]);
    assert_eq!(
        (paid.rounding, paid.due, paid.change),
        (euro("-0.02"), euro("15.70"), euro("4.30"))
    );
}

/// erpnext `test_pos_invoice.py`.
#[test]
fn case_6_a_hundred_at_fifty_inclusive_14() {
    let basket = basket(inclusive("EUR"), vec![line("100", "50", vec![tax("14")])]);
    assert_eq!(figures(&basket), ["4385.96", "614.04", "5000.00"]);
}

/// erpnext `test_sales_invoice.py`.
#[test]
fn case_7_rounded_by_document_and_by_line() {
    let lines = || {
        ["84", "54", "288", "144", "430"]
            .map(|n| line(n, "4.60", vec![tax("19")]))
            .to_vec()
    };
    assert_eq!(
        figures(&basket(document(terms("EUR")), lines())),
        ["4600.00", "874.00", "5474.00"]
    );
    assert_eq!(
        figures(&basket(terms("EUR"), lines())),
        ["4600.00", "874.01", "5474.01"]
    );
}

/// erpnext `test_sales_invoice.py`.
#[test]
fn case_8_change_from_the_cash_part() {
    let tenders = [tender(Method::Transfer, "50.00"), tender(Method::Cash, "60.00")];
    let paid = settled(&terms("EUR"), "105.00", &tenders);
    assert_eq!(
        (paid.due, paid.paid, paid.change),
        (euro("105.00"), euro("110.00"), euro("5.00"))
    );
}

/// POS-Awesome#33: what a drawer should hold is the float and what came in less what went out as change.
#[test]
fn case_9_change_never_counts_as_cash_taken() {
    let paid = settled(&terms("EUR"), "749.00", &[tender(Method::Cash, "1000.00")]);
    assert_eq!(euro("500.00") + paid.paid - paid.change, euro("1249.00"));
}

/// Canada Revenue Agency, GI-131.
#[test]
fn case_10_cash_rounds_and_a_card_pays_exactly() {
    let terms = coin(terms("EUR"), "0.05");
    let mut line = line("1", "179.00", vec![tax("13")]);
    assert_eq!(
        figures(&basket(terms, vec![line.clone()])),
        ["179.00", "23.27", "202.27"]
    );
    let cash = settled(&terms, "202.27", &[tender(Method::Cash, "202.25")]);
    assert_eq!(
        (cash.rounding, cash.due, cash.change),
        (euro("-0.02"), euro("202.25"), euro("0.00"))
    );
    let card = settled(&terms, "202.27", &[tender(Method::Card, "202.27")]);
    assert_eq!((card.rounding, card.due), (euro("0.00"), euro("202.27")));
    line.price = UnitPrice::parse("179.000000").unwrap();
    assert_eq!(figures(&basket(terms, vec![line]))[1], "23.27");
}

/// The sale that erpnext#7436 returns.
#[test]
fn case_11_a_ticket_discount_as_an_amount() {
    let discount = Some(Discount::Amount(euro("4.45")));
    let basket = Basket {
        discount,
        ..basket(terms("EUR"), vec![line("1", "112.50", vec![])])
    };
    assert_eq!(figures(&basket), ["108.05", "0.00", "108.05"]);
}

/// By rule 2: 3.15 × 10 % is 0.315, and a half goes away from zero.
#[test]
fn case_12_the_line_is_taxed_not_the_piece() {
    let lines = || vec![line("3", "1.05", vec![tax("10")])];
    assert_eq!(figures(&basket(terms("EUR"), lines())), ["3.15", "0.32", "3.47"]);
    assert_eq!(
        figures(&basket(inclusive("EUR"), lines())),
        ["2.86", "0.29", "3.15"]
    );
    let even = Terms {
        rounding: Rounding::HalfEven,
        ..terms("EUR")
    };
    let down = Terms {
        rounding: Rounding::Down,
        ..terms("EUR")
    };
    assert_eq!(figures(&basket(even, lines()))[1], "0.32");
    assert_eq!(figures(&basket(down, lines()))[1], "0.31");
}

/// Rule 3: one third of a cent each; the first of equals pays the cent.
#[test]
fn a_ticket_discount_is_spread_to_the_last_cent() {
    let lines = (0..3).map(|_| line("1", "10.00", vec![tax("21")])).collect();
    let discount = Some(Discount::Amount(euro("10.00")));
    let priced = price(&Basket {
        discount,
        ..basket(terms("EUR"), lines)
    })
    .unwrap();
    let shares: Vec<_> = priced
        .lines
        .iter()
        .map(|line| line.ticket_discount.to_string())
        .collect();
    assert_eq!(shares, ["3.34", "3.33", "3.33"]);
    assert_eq!(priced.net, euro("20.00"));
}

/// Rule 3: lines of two rates each lose their share, so neither tax is overstated.
#[test]
fn a_ticket_discount_lowers_every_rates_base() {
    let lines = vec![
        line("1", "100.00", vec![tax("21")]),
        line("1", "50.00", vec![tax("10")]),
    ];
    let discount = Some(Discount::Percent(rate("10")));
    let priced = price(&Basket {
        discount,
        ..basket(terms("EUR"), lines)
    })
    .unwrap();
    let bases: Vec<_> = priced.taxes.iter().map(|tax| (tax.base, tax.tax)).collect();
    assert_eq!(
        bases,
        [(euro("90.00"), euro("18.90")), (euro("45.00"), euro("4.50"))]
    );
}

/// Rule 6: a bag tax is counted for each unit; a compound tax after it stands on it, also inside a price.
#[test]
fn a_fixed_amount_is_a_tax() {
    let bag = || Tax::amount("bag", UnitPrice::parse("0.10").unwrap());
    let taxes = || vec![bag(), Tax::compound("vat", rate("20"))];
    let exclusive = basket(terms("EUR"), vec![line("3", "1.00", taxes())]);
    assert_eq!(figures(&exclusive), ["3.00", "0.96", "3.96"]);
    let included = basket(inclusive("EUR"), vec![line("3", "1.32", taxes())]);
    assert_eq!(figures(&included), ["3.00", "0.96", "3.96"]);
    let included = basket(document(inclusive("EUR")), vec![line("3", "1.32", taxes())]);
    assert_eq!(figures(&included), ["3.00", "0.96", "3.96"]);
}

/// Thirds that add up to a whole stay whole where everything is rounded down.
#[test]
fn quotients_without_end_still_add_up() {
    let terms = Terms {
        rounding: Rounding::Down,
        ..document(inclusive("EUR"))
    };
    let lines = (0..3).map(|_| line("1", "0.04", vec![tax("200")])).collect();
    assert_eq!(figures(&basket(terms, lines)), ["0.04", "0.08", "0.12"]);
}

/// Rule 7: by card exactly, and only what is left for cash is rounded.
#[test]
fn a_mixed_payment_rounds_its_cash_part_only() {
    let terms = coin(terms("EUR"), "0.05");
    let tenders = [tender(Method::Cash, "10.05"), tender(Method::Card, "5.69")];
    let paid = settled(&terms, "15.72", &tenders);
    assert_eq!(
        (paid.rounding, paid.due, paid.change),
        (euro("0.02"), euro("15.74"), euro("0.00"))
    );
}

/// The largest line there can be is exact; one unit more is refused, and nothing overflows.
#[test]
fn extremes_are_exact_or_refused() {
    let terms = Terms {
        max_quantity: Quantity::parse("999999999.999").unwrap(),
        ..terms("EUR")
    };
    let exact = basket(terms, vec![line("999.999", "9999999999", vec![tax("0.0001")])]);
    assert_eq!(
        figures(&exact),
        ["9999989999000.00", "9999990.00", "9999999998990.00"]
    );
    let beyond = basket(terms, vec![line("999999.999", "9999999999", vec![tax("1000")])]);
    assert_eq!(price(&beyond).unwrap_err().code(), "line-too-large");
    let all = line(
        "999999999.999",
        "9999999999",
        vec![Tax::compound("all", rate("1000")); MAX_TAXES],
    );
    assert_eq!(
        price(&basket(terms, vec![all])).unwrap_err().code(),
        "line-too-large"
    );
}
