//! Shifts one after the other, and every sale in the one that is open. Must never guess which one a sale was
//! meant for.

use jiff::civil::Date;

use crate::domain::document::Sale;
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
            Event::Sold(sale) => Some(self.take(sale)),
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

    fn take(&self, sale: &Sale) -> Result<(), String> {
        let Some((number, date)) = self.open else {
            return Err(format!(
                "document {} was sold while the register was closed",
                sale.number
            ));
        };
        if (sale.shift, sale.date) == (number, date) {
            return Ok(());
        }
        Err(format!(
            "document {} says shift {} of {}, and shift {number} of {date} is open",
            sale.number, sale.shift, sale.date
        ))
    }
}
