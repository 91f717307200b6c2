//! What a product leaves at the price of the catalogue. Must never be computed but through the pricing of a
//! ticket, so that taxes come off as they do on a sale.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::domain::document::Good;
use crate::domain::money::{Money, round};
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::shop::Shop;
use crate::domain::stock::value;
use crate::domain::ticket::Ticket;

use super::price;

/// What one unit leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// Its price without tax, less its cost.
    pub left: Money,
    /// What that is of the price without tax, in percent; none of a price of nothing.
    pub percent: Option<Decimal>,
}

/// What one unit of a product leaves at its price; none where its cost is not known or it has no price of
/// its own.
#[must_use]
pub fn margin(product: &Product, shop: &Shop) -> Option<Margin> {
    if product.open_price {
        return None;
    }
    let cost = value(Quantity::ONE, product.cost, shop.currency, shop.rounding)?;
    let mut ticket = Ticket::new(Uuid::nil());
    ticket.add(Good::of(product, Quantity::ONE, None));
    let net = price(&ticket.basket(shop)).ok()?.net;
    let left = net - cost;
    let percent = (left.amount() * Decimal::ONE_HUNDRED).checked_div(net.amount());
    let percent = percent.map(|percent| round(percent, 1, shop.rounding));
    Some(Margin { left, percent })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::currency::Currency;
    use crate::domain::rate::Rate;
    use crate::domain::tax::{Tax, TaxClass};

    #[test]
    fn taxes_come_off_before_the_cost() {
        let shop = Shop {
            tax_classes: vec![TaxClass {
                name: "reduced".to_owned(),
                taxes: vec![Tax::percent("IVA", Rate::parse("10").unwrap())],
            }],
            prices_include_tax: true,
            ..Shop::new("Luz", Currency::parse("EUR").unwrap())
        };
        let told = |cost: &str, open: bool| {
            let text = format!(
                r#"{{"sku":"P","name":"Pan","price":"1.10","tax":"reduced","open_price":{open}{cost}}}"#
            );
            let product: Product = serde_json::from_str(&text).unwrap();
            let margin = margin(&product, &shop)?;
            Some((margin.left.minor(), margin.percent.unwrap().to_string()))
        };
        assert_eq!(told(r#","cost":"0.65""#, false), Some((35, "35".to_owned())));
        assert_eq!(told(r#","cost":"1.25""#, false), Some((-25, "-25".to_owned())));
        assert_eq!(told("", false), None);
        assert_eq!(told(r#","cost":"0.65""#, true), None);
    }
}
