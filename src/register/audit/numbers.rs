//! Gaps and doubles in the number series, of sales and of returns. Must never accept a number of a series
//! that is not the till's.

use crate::domain::document::{DocumentNumber, refund_series};
use crate::domain::event::Event;
use crate::domain::retold::NumbersRaised;

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Numbers {
    sales: Run,
    returns: Run,
}

/// One series as far as it went.
#[derive(Default)]
struct Run {
    series: String,
    last: u64,
}

impl Numbers {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::Founded(founded) => self.begin(&founded.series),
            Event::IncarnationOpened(opened) => self.begin(&opened.series),
            Event::HubJoined(joined) => joined.series.iter().for_each(|series| self.begin(series)),
            Event::Sold(sale) => return Some(self.sales.take(&sale.number)),
            Event::Refunded(refund) => return Some(self.returns.take(&refund.number)),
            Event::NumbersRaised(raised) => {
                let mut runs = [&mut self.sales, &mut self.returns].into_iter();
                let run = runs.find(|run| run.series == raised.series);
                return Some(run.map_or(Ok(()), |run| run.raise(raised)));
            }
            _ => {}
        }
        None
    }

    fn begin(&mut self, series: &str) {
        self.sales = Run {
            series: series.to_owned(),
            last: 0,
        };
        self.returns = Run {
            series: refund_series(series),
            last: 0,
        };
    }
}

impl Run {
    /// Numbers that the hub has seen are passed over, and that is said.
    fn raise(&mut self, raised: &NumbersRaised) -> Result<(), String> {
        if raised.from != self.last + 1 || raised.next <= raised.from {
            return Err(format!(
                "the series {} is raised from {} where {} was due",
                raised.series,
                raised.from,
                self.last + 1
            ));
        }
        self.last = raised.next - 1;
        Ok(())
    }

    fn take(&mut self, number: &DocumentNumber) -> Result<(), String> {
        if number.series != self.series {
            return Err(format!(
                "document {number} is not of this till's series {}",
                self.series
            ));
        }
        let before = self.last;
        self.last = number.number.max(before);
        let expected = DocumentNumber {
            series: self.series.clone(),
            number: before + 1,
        };
        if number.number == expected.number {
            Ok(())
        } else if number.number <= before {
            Err(format!("document {number} was issued before"))
        } else {
            Err(format!(
                "document {number} stands where {expected} was due: numbers are missing"
            ))
        }
    }
}
