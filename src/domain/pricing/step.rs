//! One step of explain-total, as data: the screens put it in the shop's language, scripts get it in English.
//! Must never compute.

use crate::domain::money::{Money, Rounding};

/// One step of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which figure of the document.
    pub what: What,
    /// What was done, in signs that need no language: `3 × 0.333333 = 0.999999 → 1.00`. Ends in the result.
    pub formula: String,
    /// The rule that settled the last digit.
    pub rule: Rule,
    /// The figure.
    pub result: Money,
}

/// A figure of a document. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Quantity × price of a line.
    Gross(usize),
    /// A line's own discount.
    LineDiscount(usize),
    /// The discount of the ticket.
    TicketDiscount,
    /// A line's share of it.
    TicketShare(usize),
    /// A tax of a line, by the tax's name.
    LineTax(usize, String),
    /// A tax of the whole document.
    DocumentTax(String),
    /// A line's share of it.
    TaxShare(usize, String),
    /// What is left of an inclusive price.
    LineNet(usize),
    /// The document's net.
    Net,
    /// The document's tax.
    Tax,
    /// The document's total.
    Total,
    /// What cash rounding added or took off.
    CashRounding,
    /// What is to be paid.
    Due,
    /// What goes back in cash.
    Change,
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Gross(line) => write!(f, "line {line}: gross"),
            Self::LineDiscount(line) => write!(f, "line {line}: discount"),
            Self::TicketDiscount => f.write_str("ticket discount"),
            Self::TicketShare(line) => write!(f, "line {line}: share of the ticket discount"),
            Self::LineTax(line, name) => write!(f, "line {line}: tax {name}"),
            Self::DocumentTax(name) => write!(f, "tax {name}"),
            Self::TaxShare(line, name) => write!(f, "line {line}: share of tax {name}"),
            Self::LineNet(line) => write!(f, "line {line}: net"),
            Self::Net => f.write_str("net"),
            Self::Tax => f.write_str("tax"),
            Self::Total => f.write_str("total"),
            Self::CashRounding => f.write_str("cash rounding"),
            Self::Due => f.write_str("due"),
            Self::Change => f.write_str("change"),
        }
    }
}

/// What settled the last digit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Nothing had to be rounded.
    Exact,
    /// As someone typed it.
    Given,
    /// Rounded to the currency's scale.
    Rounded(Rounding),
    /// Rounded to a whole number of the smallest coin.
    Coins(Rounding),
    /// Spread by largest remainder, ties to the earlier line.
    Spread,
    /// What an inclusive price still held, which is less than the rounded tax.
    Capped,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Given => "as given",
            Self::Rounded(Rounding::HalfUp) => "rounded, a half away from zero",
            Self::Rounded(Rounding::HalfEven) => "rounded, a half to the even digit",
            Self::Rounded(Rounding::Up) => "rounded away from zero",
            Self::Rounded(Rounding::Down) => "rounded towards zero",
            Self::Coins(_) => "rounded to the smallest coin",
            Self::Spread => "spread by largest remainder, ties to the earlier line",
            Self::Capped => "no more than the price still holds",
        })
    }
}
