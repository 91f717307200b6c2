//! `tendero report`: what was sold, by every question that the screens ask; stock and closings. Must never
//! disagree with the screens: both ask the same reports.

use clap::{Args, ValueEnum};

use super::error::{Failure, Outcome};
use super::span::Dates;
use super::table::{Form, write};
use super::{Context, open};
use crate::register::reports;
use crate::register::reports::{Query, Stop};

/// What `report` takes.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Which report
    #[arg(value_enum)]
    kind: Kind,
    #[command(flatten)]
    dates: Dates,
    /// Write comma-separated values
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Sales of each day
    #[value(alias = "days")]
    Day,
    /// Sales of each hour of the clock
    #[value(alias = "hours")]
    Hour,
    /// Sales of each product
    #[value(alias = "products")]
    Product,
    /// Sales of each category
    #[value(alias = "categories")]
    Category,
    /// Sales of each cashier
    #[value(alias = "cashiers")]
    Cashier,
    /// Payments by tender
    #[value(alias = "tenders")]
    Tender,
    /// Taxes by name and rate
    #[value(alias = "taxes")]
    Tax,
    /// What each product earned
    Margin,
    /// Discounts of each day
    #[value(alias = "discounts")]
    Discount,
    /// The figures beside those of the period before
    Summary,
    /// Stock levels now
    Stock,
    /// What the stock is worth now, at its cost
    StockValue,
    /// Closings of the register
    Closings,
    /// What the shop spent, by category
    #[value(alias = "expenses")]
    Expense,
    /// Each expense
    ExpenseList,
}

impl Kind {
    fn asked(self) -> reports::Kind {
        match self {
            Kind::Day => reports::Kind::Day,
            Kind::Hour => reports::Kind::Hour,
            Kind::Product => reports::Kind::Product,
            Kind::Category => reports::Kind::Category,
            Kind::Cashier => reports::Kind::Cashier,
            Kind::Tender => reports::Kind::Tender,
            Kind::Tax => reports::Kind::Tax,
            Kind::Margin => reports::Kind::Margin,
            Kind::Discount => reports::Kind::Discount,
            Kind::Summary => reports::Kind::Summary,
            Kind::Stock => reports::Kind::Stock,
            Kind::StockValue => reports::Kind::StockValue,
            Kind::Closings => reports::Kind::Closings,
            Kind::Expense => reports::Kind::Expense,
            Kind::ExpenseList => reports::Kind::ExpenseList,
        }
    }
}

impl Report {
    /// Runs it.
    pub(super) fn run(&self, context: &mut Context) -> Outcome {
        let period = self.dates.period()?;
        let mut register = open::register(context)?;
        let source = register.source()?;
        let query = Query {
            kind: self.kind.asked(),
            period,
        };
        let table = all(source.report(query, &mut |_, _| true))?.table;
        let form = match (context.options.json, self.csv) {
            (true, _) => Form::Json,
            (false, true) => Form::Csv,
            (false, false) => Form::Human,
        };
        write(&table, form, &mut context.out)
    }
}

/// A report that nobody gives up.
pub(super) fn all<T>(outcome: Result<T, Stop>) -> Result<T, Failure> {
    outcome.map_err(|stop| match stop {
        Stop::Fault(fault) => fault.into(),
        Stop::Cancelled => Failure::refused("given-up", "the report was given up"),
    })
}
