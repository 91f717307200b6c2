//! What has been: days, closings, sales and levels, for reports and exports. Must never compute a figure that
//! the fold or a document has.

use jiff::civil::Date;

use crate::domain::document::Sale;
use crate::domain::event::Event;
use crate::domain::money::Money;
use crate::domain::product::Product;
use crate::domain::quantity::Quantity;
use crate::domain::shift::Closing;
use crate::journal::{Entry, Position};
use crate::store::{ClosingBrief, Day};

use super::commit::decode;
use super::{Completed, Fault, Register};

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

    /// The float of the last shift that was closed, while none is open.
    pub fn last_float(&mut self) -> Result<Option<Money>, Fault> {
        match (&self.till.shift, self.till.next_closing.checked_sub(1)) {
            (None, Some(last)) => Ok(self.closing(last)?.map(|closing| closing.opened.float)),
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
pub fn lines(
    sale: &Sale,
) -> impl Iterator<Item = (&crate::domain::document::Good, crate::domain::money::Money)> {
    sale.goods
        .iter()
        .zip(sale.priced.lines.iter().map(|line| line.net))
}
