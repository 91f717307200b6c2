//! Shifts one after the other, and every document in the one that is open. Must never guess which one it was
//! meant for.

use jiff::civil::Date;

use crate::domain::event::Event;
use crate::domain::shift::ShiftOpened;

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Shifts {
    last: u64,
    open: Option<(u64, Date)>,
}

impl Shifts {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        match &seen.fact.event {
            Event::ShiftOpened(opened) => Some(self.begin(opened)),
            Event::Sold(sale) => {
                Some(self.take(&format_args!("document {}", sale.number), sale.shift, sale.date))
            }
            Event::Refunded(refund) => {
                let document = format_args!("document {}", refund.number);
                Some(self.take(&document, refund.shift, refund.date))
            }
            Event::CashMoved(moved) => Some(self.take(&"a cash move", moved.shift, moved.date)),
            Event::ExpensePaid(spent) => Some(self.take(&"an expense", spent.shift, spent.date)),
            Event::AccountPaid(paid) => Some(self.take(&"a payment on account", paid.shift, paid.date)),
            Event::ShiftClosed(closing) => Some(match self.open.take() {
                Some((number, _)) if number == closing.opened.number => Ok(()),
                Some((number, _)) => Err(format!(
                    "closing {} closes shift {} and shift {number} is open",
                    closing.number, closing.opened.number
                )),
                None => Err(format!(
                    "closing {} closes a register that is closed",
                    closing.number
                )),
            }),
            _ => None,
        }
    }

    /// A shift of another life: the next one's number goes on after it.
    pub(super) fn pass(&mut self, seen: &Seen<'_>) {
        if let Event::ShiftOpened(opened) = &seen.fact.event {
            self.last = self.last.max(opened.number);
        }
    }

    fn begin(&mut self, opened: &ShiftOpened) -> Result<(), String> {
        let before = self.open.replace((opened.number, opened.date));
        let last = std::mem::replace(&mut self.last, opened.number);
        if let Some((number, _)) = before {
            return Err(format!(
                "shift {} opens while shift {number} is open",
                opened.number
            ));
        }
        if opened.number != last + 1 {
            return Err(format!("shift {} follows shift {last}", opened.number));
        }
        Ok(())
    }

    fn take(&self, what: &dyn std::fmt::Display, shift: u64, day: Date) -> Result<(), String> {
        let Some((number, date)) = self.open else {
            return Err(format!("{what} was issued while the register was closed"));
        };
        if (shift, day) == (number, date) {
            return Ok(());
        }
        Err(format!(
            "{what} says shift {shift} of {day}, and shift {number} of {date} is open"
        ))
    }
}
