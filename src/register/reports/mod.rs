//! What has been: reports by every question, lists of documents and closings, for the screens, paper and
//! scripts. Must never compute a figure that the fold or a document has.
//!
//! A [`Source`] is a snapshot that any thread may report from: the command line asks it directly, the screens
//! through [`desk`], whose thread answers beside the sales. Both get the same [`Report`].

pub mod desk;
pub mod documents;
mod expenses;
pub mod file;
mod goods;
pub mod kind;
mod sales;
mod source;
pub mod story;
pub mod summary;
pub mod table;
#[cfg(test)]
mod tests;
pub mod trail;

use jiff::civil::Date;

use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::shift::Closing;
use crate::journal::{Entry, Position};
use crate::store::{ClosingBrief, Day};

use super::commit::decode;
use super::{Completed, Fault, Register};

pub use kind::{Kind, Query};
pub use source::{Source, Stop, Watch};
use summary::Totals;
use table::Table;

/// A report as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was asked.
    pub query: Query,
    /// The rows.
    pub table: Table,
    /// What the period comes to.
    pub totals: Totals,
    /// The period before it, and what that came to.
    pub before: (Period, Totals),
}

impl Source {
    /// A report.
    ///
    /// # Errors
    /// Nobody waits any more, or something cannot be read.
    pub fn report(&self, query: Query, watch: Watch<'_>) -> Result<Report, Stop> {
        let Query { kind, period } = query;
        let days = self.days(period.from(), period.to())?;
        let before = period.before();
        let spent = self.expenses(period, watch)?;
        let spent_before = self.expenses(before, watch)?;
        let mut totals = Totals::of(&days, self.currency);
        totals.expenses = expenses::spent(&spent, self.currency);
        let mut earlier = Totals::of(&self.days(before.from(), before.to())?, self.currency);
        earlier.expenses = expenses::spent(&spent_before, self.currency);
        let table = match kind {
            Kind::Summary => summary::table(&totals, &earlier),
            Kind::Day => sales::days(&days),
            Kind::Hour => sales::hours(&days),
            Kind::Category => sales::categories(&days, self.currency),
            Kind::Cashier => sales::cashiers(&days, |id| self.name(id)),
            Kind::Tender => sales::tenders(&days, self.currency),
            Kind::Tax => sales::taxes(&days, self.currency),
            Kind::Discount => sales::discounts(&days),
            Kind::Expense => expenses::by_category(&spent, self.currency),
            Kind::ExpenseList => expenses::list(self, &spent),
            Kind::Product => goods::products(self, period, watch)?,
            Kind::Margin => goods::margins(self, period, watch)?,
            Kind::Stock => goods::stock(self)?,
            Kind::StockValue => goods::stock_value(self)?,
            Kind::Closings => {
                let mut all = self.store.closings()?;
                all.retain(|closing| period.has(closing.date));
                sales::closings(&all, |id| self.name(id))
            }
        };
        Ok(Report {
            query,
            table,
            totals,
            before: (before, earlier),
        })
    }
}

impl Register {
    /// The days with sales between two business dates, both included.
    pub fn days(&mut self, from: Date, to: Date) -> Result<Vec<(Date, Day)>, Fault> {
        Ok(self.folded()?.days(from, to)?)
    }

    /// Every closing, the oldest first.
    pub fn closings(&mut self) -> Result<Vec<ClosingBrief>, Fault> {
        Ok(self.folded()?.closings()?)
    }

    /// The Z of that number, as the journal has it.
    pub fn closing(&mut self, number: u64) -> Result<Option<Closing>, Fault> {
        let Some(position) = self.folded()?.position_of_closing(number)? else {
            return Ok(None);
        };
        let entry = self.journal.read(Position::from_u64(position))?;
        Ok(match decode(&entry)?.event {
            Event::ShiftClosed(closing) => Some(closing),
            _ => None,
        })
    }

    /// The float that the next shift is likely to begin with, while none is open: what the last one kept.
    pub fn last_float(&mut self) -> Result<Option<Money>, Fault> {
        match (&self.till.shift, self.till.next_closing.checked_sub(1)) {
            (None, Some(last)) => Ok(self.closing(last)?.map(Closing::next_float)),
            _ => Ok(None),
        }
    }

    /// The sales between two business dates, both included, in the order they were made, one at a time.
    pub fn sales_between<E: From<Fault>>(
        &mut self,
        from: Date,
        to: Date,
        mut each: impl FnMut(Completed) -> Result<(), E>,
    ) -> Result<(), E> {
        let positions = self.folded()?.sales_between(from, to).map_err(Fault::from)?;
        for position in positions {
            if let Some(sale) = self.sale_at(position)? {
                each(sale)?;
            }
        }
        Ok(())
    }

    /// Every product in order of SKU with its level; `None` where nothing was ever counted.
    pub fn levels(&mut self, each: impl FnMut(Product, Option<Quantity>)) -> Result<(), Fault> {
        Ok(self.folded()?.for_each_level(each)?)
    }

    /// Every entry of the journal, in order, one at a time.
    pub fn entries<E: From<Fault>>(&self, mut each: impl FnMut(Entry) -> Result<(), E>) -> Result<(), E> {
        for entry in self.journal.reader().all_entries() {
            each(entry.map_err(Fault::from)?)?;
        }
        Ok(())
    }
}

/// What a document sold, line by line, with the net of each line.
pub fn lines(sale: &Sale) -> impl Iterator<Item = (&crate::domain::document::Good, Money)> {
    sale.goods
        .iter()
        .zip(sale.priced.lines.iter().map(|line| line.net))
}
