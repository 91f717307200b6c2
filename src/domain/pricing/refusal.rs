//! Why a basket is not priced, each in one plain sentence. Must never name a type of the program.

use crate::domain::money::{Currency, Money};
use crate::domain::quantity::Quantity;
use crate::domain::rate::Rate;
use crate::domain::refusal::Refuse;

/// Why a basket has no figures. Nothing of it is priced then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasketRefusal {
    /// There is nothing to sell.
    NoLines,
    /// More lines than a ticket can hold.
    TooManyLines(usize),
    /// One line, counted from 1, cannot be priced.
    Line(usize, LineRefusal),
    /// The ticket discount is more than the lines are worth.
    DiscountAboveTicket {
        /// The discount.
        discount: Money,
        /// What the lines are worth.
        lines: Money,
    },
    /// A ticket discount beyond 100 %.
    DiscountAbove100(Rate),
    /// A ticket discount below zero.
    DiscountNegative,
    /// A ticket discount or smallest coin in another currency.
    Currency(Currency),
    /// The smallest coin is not above zero.
    Coin,
    /// The document adds up to more than an amount can be.
    TooLarge(Currency),
}

/// Why one line has no figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineRefusal {
    /// A quantity of zero or less.
    QuantityNotPositive(Quantity),
    /// More than the shop sells at once.
    QuantityAbsurd {
        /// What was asked for.
        quantity: Quantity,
        /// The most the shop allows.
        most: Quantity,
    },
    /// More decimals than the unit allows.
    QuantityDecimals {
        /// What was asked for.
        quantity: Quantity,
        /// Decimals of the unit.
        allowed: u32,
    },
    /// The discount is more than the line is worth.
    DiscountAboveLine {
        /// The discount.
        discount: Money,
        /// What the line is worth.
        gross: Money,
    },
    /// A discount beyond 100 %.
    DiscountAbove100(Rate),
    /// A discount below zero.
    DiscountNegative,
    /// A discount in another currency.
    Currency(Currency),
    /// Fixed taxes that the price is said to include are more than the price.
    FixedTaxAbovePrice,
    /// More taxes than a line can have.
    TooManyTaxes(usize),
    /// The line comes to more than an amount can be.
    TooLarge(Currency),
}

impl Refuse for BasketRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoLines => "no-lines",
            Self::TooManyLines(_) => "too-many-lines",
            Self::Line(_, refusal) => refusal.code(),
            Self::DiscountAboveTicket { .. } => "discount-above-ticket",
            Self::DiscountAbove100(_) => "ticket-discount-above-100",
            Self::DiscountNegative => "ticket-discount-negative",
            Self::Currency(_) => "ticket-other-currency",
            Self::Coin => "coin-not-positive",
            Self::TooLarge(_) => "ticket-too-large",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooManyLines(count) => vec![("count", count.to_string())],
            Self::Line(number, refusal) => {
                let mut values = refusal.values();
                values.push(("line", number.to_string()));
                values
            }
            Self::DiscountAboveTicket { discount, lines } => {
                vec![("discount", discount.to_string()), ("lines", lines.to_string())]
            }
            Self::DiscountAbove100(rate) => vec![("rate", rate.to_string())],
            Self::Currency(currency) | Self::TooLarge(currency) => vec![("currency", currency.to_string())],
            Self::NoLines | Self::DiscountNegative | Self::Coin => Vec::new(),
        }
    }
}

impl Refuse for LineRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::QuantityNotPositive(_) => "quantity-not-positive",
            Self::QuantityAbsurd { .. } => "quantity-absurd",
            Self::QuantityDecimals { .. } => "quantity-decimals",
            Self::DiscountAboveLine { .. } => "discount-above-line",
            Self::DiscountAbove100(_) => "line-discount-above-100",
            Self::DiscountNegative => "line-discount-negative",
            Self::Currency(_) => "line-other-currency",
            Self::FixedTaxAbovePrice => "fixed-tax-above-price",
            Self::TooManyTaxes(_) => "too-many-taxes",
            Self::TooLarge(_) => "line-too-large",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::QuantityNotPositive(quantity) => vec![("quantity", quantity.to_string())],
            Self::QuantityAbsurd { quantity, most } => {
                vec![("quantity", quantity.to_string()), ("most", most.to_string())]
            }
            Self::QuantityDecimals { quantity, allowed } => {
                vec![
                    ("quantity", quantity.to_string()),
                    ("allowed", allowed.to_string()),
                ]
            }
            Self::DiscountAboveLine { discount, gross } => {
                vec![("discount", discount.to_string()), ("gross", gross.to_string())]
            }
            Self::DiscountAbove100(rate) => vec![("rate", rate.to_string())],
            Self::TooManyTaxes(count) => vec![("count", count.to_string())],
            Self::Currency(currency) | Self::TooLarge(currency) => vec![("currency", currency.to_string())],
            Self::DiscountNegative | Self::FixedTaxAbovePrice => Vec::new(),
        }
    }
}

impl std::fmt::Display for BasketRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoLines => f.write_str("there is nothing on the ticket to sell"),
            Self::TooManyLines(count) => write!(f, "{count} lines are more than one ticket can hold"),
            Self::Line(number, refusal) => write!(f, "line {number}: {refusal}"),
            Self::DiscountAboveTicket { discount, lines } => {
                write!(
                    f,
                    "the ticket discount of {discount} is more than its lines, {lines}"
                )
            }
            Self::DiscountAbove100(rate) => {
                write!(f, "a ticket discount of {rate} % is more than everything")
            }
            Self::DiscountNegative => f.write_str("the ticket discount cannot be below zero"),
            Self::Currency(currency) => {
                write!(
                    f,
                    "the ticket discount or the smallest coin is not in {currency}, as the ticket is"
                )
            }
            Self::Coin => f.write_str("the smallest coin must be above zero"),
            Self::TooLarge(currency) => write!(
                f,
                "the ticket comes to more than can be sold at once in {currency}"
            ),
        }
    }
}

impl std::fmt::Display for LineRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::QuantityNotPositive(quantity) => {
                write!(f, "the quantity must be above zero, and {quantity} is not")
            }
            Self::QuantityAbsurd { quantity, most } => {
                write!(f, "a quantity of {quantity} is above the shop's limit of {most}")
            }
            Self::QuantityDecimals { quantity, allowed: 0 } => {
                write!(f, "it is sold in whole pieces, and {quantity} is not whole")
            }
            Self::QuantityDecimals { quantity, allowed } => {
                write!(
                    f,
                    "the quantity {quantity} has more decimals than the {allowed} its unit allows"
                )
            }
            Self::DiscountAboveLine { discount, gross } => {
                write!(f, "the discount of {discount} is more than the line, {gross}")
            }
            Self::DiscountAbove100(rate) => write!(f, "a discount of {rate} % is more than everything"),
            Self::DiscountNegative => f.write_str("the discount cannot be below zero"),
            Self::Currency(currency) => write!(f, "the discount is not in {currency}, as the ticket is"),
            Self::FixedTaxAbovePrice => {
                f.write_str("the price is said to include fixed taxes, and they are more than the price")
            }
            Self::TooManyTaxes(count) => write!(f, "{count} taxes are more than one line can have"),
            Self::TooLarge(currency) => write!(f, "it comes to more than can be sold at once in {currency}"),
        }
    }
}

impl std::error::Error for BasketRefusal {}
impl std::error::Error for LineRefusal {}
