//! The figures of a priced document, as a receipt prints them and a journal keeps them. Must never compute.

use crate::domain::money::{Currency, Money};
use crate::domain::tax::TaxKind;

/// The figures of a whole document. Σ lines = net, Σ taxes = tax, net + tax = total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The one currency of all figures.
    pub currency: Currency,
    /// Whether the lines' gross and discounts hold their taxes.
    pub prices_include_tax: bool,
    /// One for each line of the basket, in its order.
    pub lines: Vec<PricedLine>,
    /// The ticket discount that the lines share.
    pub discount: Money,
    /// Without tax, after discounts.
    pub net: Money,
    /// One for each different tax, in the order they first appear.
    pub taxes: Vec<TaxTotal>,
    /// All taxes.
    pub tax: Money,
    /// What the document says.
    pub total: Money,
}

/// The figures of one line, the share of the ticket discount taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine {
    /// Quantity × price, rounded, as on the shelf.
    pub gross: Money,
    /// The line's own discount.
    pub discount: Money,
    /// Its share of the ticket discount.
    pub ticket_discount: Money,
    /// Without tax.
    pub net: Money,
    /// All its taxes.
    pub tax: Money,
    /// net + tax.
    pub total: Money,
    /// One for each tax, in the order of the basket's line.
    pub taxes: Vec<LineTax>,
}

/// One tax of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineTax {
    /// Which of [`Priced::taxes`] it adds to.
    pub of: u16,
    /// How much.
    pub tax: Money,
}

/// One tax over the whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxTotal {
    /// What the receipt calls it.
    pub name: String,
    /// How it was computed.
    pub kind: TaxKind,
    /// What it was computed on: the net of its lines, and for a compound tax the taxes before it.
    pub base: Money,
    /// How much.
    pub tax: Money,
}
