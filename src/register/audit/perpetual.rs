//! Perpetual totals, recomputed from the first document on. Must never start anew: no life of the journal
//! resets them.

use crate::domain::document::{DocumentNumber, Perpetual};
use crate::domain::event::Event;
use crate::domain::money::Money;

use super::{Seen, Verdict};

/// Smallest units of both totals after the last document.
#[derive(Default)]
pub(super) struct Perpetuals {
    absolute: i128,
    net: i128,
}

impl Perpetuals {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::Sold(sale) => Some(self.take(sale.priced.total, &sale.perpetual, &sale.number)),
            Event::Refunded(refund) => {
                Some(self.take(-refund.priced.total, &refund.perpetual, &refund.number))
            }
            Event::XTaken(said) => Some(self.hold(said, "the X report")),
            Event::ShiftClosed(closing) => {
                Some(self.hold(&closing.perpetual, &format!("closing {}", closing.number)))
            }
            _ => None,
        }
    }

    /// A document of another life that came back: it went into the totals, and says others.
    pub(super) fn pass(&mut self, seen: &Seen<'_>) {
        let total = match &seen.fact.event {
            Event::Sold(sale) => sale.priced.total.minor(),
            Event::Refunded(refund) => -refund.priced.total.minor(),
            _ => return,
        };
        self.absolute += i128::from(total).abs();
        self.net += i128::from(total);
    }

    fn take(&mut self, total: Money, said: &Perpetual, number: &DocumentNumber) -> Result<(), String> {
        let total = i128::from(total.minor());
        self.absolute += total.abs();
        self.net += total;
        let outcome = self.hold(said, &format!("document {number}"));
        // One wrong figure is one finding: the next is held against what this one says.
        self.absolute = i128::from(said.absolute.minor());
        self.net = i128::from(said.net.minor());
        outcome
    }

    fn hold(&self, said: &Perpetual, who: &str) -> Result<(), String> {
        let (absolute, net) = (said.absolute.minor(), said.net.minor());
        if (i128::from(absolute), i128::from(net)) == (self.absolute, self.net) {
            return Ok(());
        }
        Err(format!(
            "{who} says perpetual totals of {} and {}, the documents so far come to \
             {} and {} (smallest units)",
            absolute, net, self.absolute, self.net
        ))
    }
}
