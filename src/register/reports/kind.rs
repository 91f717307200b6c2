//! Which reports there are, and what one is asked with. Must never compute.

use crate::domain::period::Period;

/// One report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The figures of the period beside those of the one before.
    Summary,
    /// Sales of each day.
    Day,
    /// Sales of each hour of the clock.
    Hour,
    /// Sales of each product.
    Product,
    /// Sales of each category.
    Category,
    /// Sales of each cashier.
    Cashier,
    /// Payments by tender.
    Tender,
    /// Taxes by name and rate.
    Tax,
    /// What each product earned.
    Margin,
    /// Discounts of each day.
    Discount,
    /// Stock levels now.
    Stock,
    /// What the stock is worth now.
    StockValue,
    /// Closings of the register.
    Closings,
    /// What the shop spent, by category.
    Expense,
    /// Each thing that the shop spent money on.
    ExpenseList,
}

impl Kind {
    /// All of them, in the order of the screens.
    pub const ALL: [Kind; 15] = [
        Kind::Summary,
        Kind::Day,
        Kind::Hour,
        Kind::Product,
        Kind::Category,
        Kind::Cashier,
        Kind::Tender,
        Kind::Tax,
        Kind::Margin,
        Kind::Discount,
        Kind::Expense,
        Kind::ExpenseList,
        Kind::Closings,
        Kind::StockValue,
        Kind::Stock,
    ];

    /// Stable, for file names and scripts.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Summary => "summary",
            Kind::Day => "day",
            Kind::Hour => "hour",
            Kind::Product => "product",
            Kind::Category => "category",
            Kind::Cashier => "cashier",
            Kind::Tender => "tender",
            Kind::Tax => "tax",
            Kind::Margin => "margin",
            Kind::Discount => "discount",
            Kind::Stock => "stock",
            Kind::StockValue => "stock-value",
            Kind::Closings => "closings",
            Kind::Expense => "expense",
            Kind::ExpenseList => "expense-list",
        }
    }

    /// Whether it tells how things stand now, whatever the period.
    pub fn is_of_now(self) -> bool {
        matches!(self, Kind::Stock | Kind::StockValue)
    }
}

/// A report that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// Which.
    pub kind: Kind,
    /// Of which business dates.
    pub period: Period,
}
