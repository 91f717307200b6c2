//! What holds for every basket: the identities, and what rounding may and may not do.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::random::{any_basket, any_rounding};
use super::*;
use crate::domain::coins::due_in_cash;
use crate::domain::money::{round, spread};
use crate::domain::payment::remaining;

/// The price, unless the basket is one that must be refused.
fn priced(basket: &Basket) -> Result<Priced, TestCaseError> {
    match price(basket) {
        Ok(priced) => Ok(priced),
        Err(refusal) => {
            let expected = [
                "discount-above-line",
                "discount-above-ticket",
                "fixed-tax-above-price",
            ];
            prop_assert!(expected.contains(&refusal.code()), "{refusal}");
            Err(TestCaseError::reject("a basket to refuse"))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 4096, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn every_document_adds_up(basket in any_basket()) {
        let priced = priced(&basket)?;
        verify_priced(&priced).map_err(|broken| TestCaseError::fail(broken.to_string()))?;
    }

    #[test]
    fn a_shelf_price_never_moves(mut basket in any_basket()) {
        basket.terms.prices_include_tax = true;
        let priced = priced(&basket)?;
        for line in &priced.lines {
            prop_assert_eq!(line.total, line.gross - line.discount - line.ticket_discount);
        }
    }

    #[test]
    fn a_net_price_never_moves(mut basket in any_basket()) {
        basket.terms.prices_include_tax = false;
        let priced = priced(&basket)?;
        for line in &priced.lines {
            prop_assert_eq!(line.net, line.gross - line.discount - line.ticket_discount);
        }
    }

    /// Rounded once, a tax of a document is less than a unit away from the exact one, however many lines.
    #[test]
    fn a_document_tax_is_rounded_once(mut basket in any_basket()) {
        basket.terms.tax_rounding = TaxRounding::Document;
        basket.terms.prices_include_tax = false;
        let priced = priced(&basket)?;
        let mut exact = vec![Decimal::ZERO; priced.taxes.len()];
        for (line, figures) in basket.lines.iter().zip(&priced.lines) {
            let shares = taxes::shares(line).unwrap();
            let taxes = taxes::Share::exact(&shares, figures.net, false).unwrap();
            for (tax, of) in taxes.into_iter().zip(&figures.taxes) {
                exact[usize::from(of.of)] += tax;
            }
        }
        for (exact, total) in exact.into_iter().zip(&priced.taxes) {
            let places = basket.terms.currency.exponent();
            prop_assert_eq!(round(exact, places, basket.terms.rounding), total.tax.amount());
        }
    }

    #[test]
    fn figures_survive_their_record(basket in any_basket()) {
        let priced = priced(&basket)?;
        let record = serde_json::to_string(&priced).unwrap();
        prop_assert_eq!(serde_json::from_str::<Priced>(&record).unwrap(), priced);
        let kept = serde_json::to_string(&basket).unwrap();
        prop_assert_eq!(serde_json::from_str::<Basket>(&kept).unwrap(), basket);
    }

    /// A card for a part and cash for the rest: what the pay screen asks for is what settles the document.
    #[test]
    fn what_remains_is_what_settles(basket in any_basket(), card in 0i64..=100, more in 0i64..5000) {
        let (terms, priced) = (&basket.terms, priced(&basket)?);
        let part = Money::from_minor(priced.total.minor() * card / 100, terms.currency);
        let mut tenders = Vec::new();
        if !part.is_zero() {
            tenders.push(Tender { method: Method::Card, amount: part, reference: None, foreign: None });
        }
        let rest = remaining(terms, priced.total, &tenders);
        prop_assert_eq!(rest.otherwise, priced.total - part);
        prop_assert_eq!(rest.in_cash, due_in_cash(terms, rest.otherwise));
        let more = Money::from_minor(more, terms.currency);
        tenders.push(Tender::new(Method::Cash, rest.in_cash + more));
        let paid = settle(terms, priced.total, &tenders).unwrap();
        prop_assert_eq!(paid.change, more);
        prop_assert!(remaining(terms, priced.total, &tenders).is_paid());
        let proof = verify_identities(&priced, &paid, &tenders);
        prop_assert!(proof.is_ok(), "{:?}", proof);
        if let Some(coin) = terms.cash_rounding {
            prop_assert_eq!(rest.in_cash.minor() % coin.minor(), 0);
            prop_assert!(paid.rounding.abs() < coin);
        }
    }

    #[test]
    fn a_card_alone_pays_to_the_last_unit(basket in any_basket()) {
        let priced = priced(&basket)?;
        prop_assume!(!priced.total.is_zero());
        let tenders = [Tender { method: Method::Card, amount: priced.total, reference: None, foreign: None }];
        let paid = settle(&basket.terms, priced.total, &tenders).unwrap();
        prop_assert_eq!((paid.due, paid.rounding.minor(), paid.change.minor()), (priced.total, 0, 0));
    }

    #[test]
    fn a_wrong_figure_is_noticed(basket in any_basket(), which in 0usize..6) {
        let mut priced = priced(&basket)?;
        let one = Money::from_minor(1, priced.currency);
        let line = &mut priced.lines[0];
        let figure = match which {
            0 => &mut line.gross,
            1 => &mut line.net,
            2 => &mut line.ticket_discount,
            3 => &mut priced.net,
            4 => &mut priced.tax,
            _ => &mut priced.total,
        };
        *figure += one;
        prop_assert!(verify_priced(&priced).is_err());
    }

    #[test]
    fn spreading_adds_up_and_stays_near(
        total in -9_999_999i64..9_999_999,
        of in prop::collection::vec(0i64..1_000_000, 1..30),
    ) {
        let currency = Currency::parse("EUR").unwrap();
        let weights: Vec<Money> = of.iter().map(|&minor| Money::from_minor(minor, currency)).collect();
        let parts = spread(Money::from_minor(total, currency), &weights);
        prop_assert_eq!(parts.iter().map(|part| part.minor()).sum::<i64>(), total);
        let whole: i128 = of.iter().map(|&minor| i128::from(minor)).sum();
        for (part, weight) in parts.iter().zip(&of).filter(|_| whole > 0) {
            let off = i128::from(part.minor()) * whole - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() < whole, "less than one unit from its exact share");
            prop_assert!(*weight > 0 || part.minor() == 0);
        }
    }

    #[test]
    fn rounding_is_the_same_on_both_sides_of_zero(
        minor in any::<i64>(),
        scale in 0u32..12,
        places in 0u32..4,
        how in any_rounding(),
    ) {
        let value = Decimal::new(minor, scale);
        prop_assert_eq!(round(-value, places, how), -round(value, places, how));
        let off = (round(value, places, how) - value).abs();
        prop_assert!(off < Decimal::new(1, places));
        if matches!(how, Rounding::HalfUp | Rounding::HalfEven) {
            prop_assert!(off + off <= Decimal::new(1, places));
        }
    }
}
