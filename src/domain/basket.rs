//! What is about to be sold and under which terms of the shop. Must never hold a computed figure: `pricing`
//! makes those.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::discount::Discount;
use super::money::{Currency, Money, Rounding};
use super::quantity::Quantity;
use super::rate::UnitPrice;
use super::tax::Tax;

/// Where taxes are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Each tax of each line.
    #[default]
    Line,
    /// Each tax once, over the whole document.
    Document,
}

/// The shop's arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The one currency of the document.
    pub currency: Currency,
    /// Whether shelf prices hold their taxes already.
    pub prices_include_tax: bool,
    /// Where taxes are rounded.
    pub tax_rounding: TaxRounding,
    /// How everything is rounded.
    pub rounding: Rounding,
    /// The smallest coin, when cash is rounded to it.
    pub cash_rounding: Option<Money>,
    /// The most of one thing that a line may sell.
    pub max_quantity: Quantity,
}

impl Terms {
    /// Exclusive prices, taxes rounded by line, half away from zero, no cash rounding.
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            prices_include_tax: false,
            tax_rounding: TaxRounding::Line,
            rounding: Rounding::HalfUp,
            cash_rounding: None,
            max_quantity: Self::max_quantity(),
        }
    }

    /// The most of one thing that a line may sell unless the shop says otherwise: 99 999.
    pub fn max_quantity() -> Quantity {
        Quantity::from(99_999)
    }
}

/// One thing on the ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The code it was sold by.
    pub code: String,
    /// What the receipt says.
    pub name: String,
    /// How many.
    pub quantity: Quantity,
    /// Decimals the unit allows: 0 for pieces, 3 for kilograms.
    pub quantity_decimals: u32,
    /// The price of one.
    pub price: UnitPrice,
    /// Off this line.
    pub discount: Option<Discount>,
    /// In the order in which compound taxes stand on earlier ones.
    pub taxes: Vec<Tax>,
}

impl Line {
    /// Quantity × price before anything rounds.
    pub fn exact_gross(&self) -> Decimal {
        self.quantity.value() * self.price.value()
    }
}

/// A whole ticket before it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// The shop's arithmetic.
    pub terms: Terms,
    /// In the order they were sold.
    pub lines: Vec<Line>,
    /// Off the whole ticket.
    pub discount: Option<Discount>,
}
