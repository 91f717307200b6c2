//! The ticket being typed: lines chosen from the catalogue, not yet paid, not yet a fact. Must never change a
//! price after the line was shown.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::basket::{Basket, Line};
use super::discount::Discount;
use super::document::Good;
use super::product::Product;
use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::shop::Shop;

/// One line: the product as it was when it was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    /// What and how much; the price is frozen from the moment it was shown.
    pub good: Good,
    /// Discount on this line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

/// What the cashier has in hand. Its id becomes the sale's, so that paying twice sells once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// UUIDv7, drawn when the ticket was begun.
    pub id: Uuid,
    /// In the order of scanning.
    pub lines: Vec<TicketLine>,
    /// Discount on the whole ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

impl Good {
    /// A good of this product, at its price or at the one its code carried.
    pub fn of(product: &Product, quantity: Quantity, price: Option<UnitPrice>) -> Good {
        Good {
            sku: product.sku.clone(),
            name: product.name.clone(),
            quantity,
            unit: product.unit,
            price: price.unwrap_or(product.price),
            tax: product.tax.clone(),
            category: product.category.clone(),
            cost: product.cost,
        }
    }
}

impl Ticket {
    /// An empty ticket.
    pub fn new(id: Uuid) -> Ticket {
        Ticket {
            id,
            lines: Vec::new(),
            discount: None,
        }
    }

    /// Adds a good. The same product at the same price directly after itself only raises the quantity, as
    /// long as it is counted in pieces; a weighed good is always a line of its own.
    pub fn add(&mut self, good: Good) {
        if let Some(last) = self.lines.last_mut()
            && last.discount.is_none()
            && last.good.unit.decimals() == 0
            && last.good.sku == good.sku
            && last.good.price == good.price
            && let Ok(sum) = last.good.quantity.checked_add(good.quantity)
        {
            last.good.quantity = sum;
            return;
        }
        self.lines.push(TicketLine { good, discount: None });
    }

    /// The ticket as the pricing engine takes it, on the terms of the shop.
    pub fn basket(&self, shop: &Shop) -> Basket {
        let line = |line: &TicketLine| Line {
            code: line.good.sku.to_string(),
            name: line.good.name.clone(),
            quantity: line.good.quantity,
            quantity_decimals: u32::from(line.good.unit.decimals()),
            price: line.good.price,
            discount: line.discount,
            taxes: shop
                .tax_class(&line.good.tax)
                .map(|class| class.taxes.clone())
                .unwrap_or_default(),
        };
        Basket {
            terms: shop.terms(),
            lines: self.lines.iter().map(line).collect(),
            discount: self.discount,
        }
    }
}
