//! Tests of pricing: baskets in few words, the published cases, refusals, identities over random baskets.
#![allow(clippy::unwrap_used, clippy::panic)]

mod cases;
mod explained;
mod laws;
pub(in crate::domain) mod random;
mod refusals;

use super::*;
use crate::domain::basket::{Basket, Line, TaxRounding, Terms};
use crate::domain::decimal::parse_strict;
use crate::domain::money::{Currency, Rounding};
use crate::domain::payment::{Method, Settlement, Tender, settle};
use crate::domain::quantity::Quantity;
use crate::domain::rate::{Rate, UnitPrice};
use crate::domain::refusal::Refuse;
use crate::domain::tax::Tax;

fn rate(percent: &str) -> Rate {
    Rate::parse(percent).unwrap()
}

fn tax(percent: &str) -> Tax {
    Tax::percent(format!("{percent} %"), rate(percent))
}

fn line(quantity: &str, price: &str, taxes: Vec<Tax>) -> Line {
    Line {
        code: "1".to_owned(),
        name: "thing".to_owned(),
        quantity: Quantity::parse(quantity).unwrap(),
        quantity_decimals: 3,
        price: UnitPrice::parse(price).unwrap(),
        discount: None,
        taxes,
    }
}

fn terms(currency: &str) -> Terms {
    Terms::new(Currency::parse(currency).unwrap())
}

fn inclusive(currency: &str) -> Terms {
    Terms {
        prices_include_tax: true,
        ..terms(currency)
    }
}

fn document(terms: Terms) -> Terms {
    Terms {
        tax_rounding: TaxRounding::Document,
        ..terms
    }
}

fn basket(terms: Terms, lines: Vec<Line>) -> Basket {
    Basket {
        terms,
        lines,
        discount: None,
    }
}

fn euro(amount: &str) -> Money {
    Money::exact(parse_strict(amount).unwrap(), Currency::parse("EUR").unwrap()).unwrap()
}

fn tender(method: Method, amount: &str) -> Tender {
    Tender {
        method,
        amount: euro(amount),
        reference: None,
        foreign: None,
    }
}

/// Net, tax and total as a receipt writes them.
fn figures(basket: &Basket) -> [String; 3] {
    let priced = price(basket).unwrap();
    verify_priced(&priced).unwrap();
    [priced.net, priced.tax, priced.total].map(|money| money.to_string())
}

fn settled(terms: &Terms, total: &str, tenders: &[Tender]) -> Settlement {
    settle(terms, euro(total), tenders).unwrap()
}
