//! Entries that the hub gave back to a till that had lost them. Must never move a level or a balance: the
//! hub's own rows have them in already, and are laid under what the till did since.

use redb::ReadableTable;

use super::Fold;
use crate::domain::document::DocumentNumber;
use crate::domain::event::Event;
use crate::domain::retold::Told;
use crate::store::StoreError;

/// What is put behind the name of a series for those documents whose number another one here has too: both
/// are listed, and whoever asks for the number finds the one that was made here.
const BESIDE: char = '\u{1f}';

impl Fold<'_> {
    /// What of such an entry is shown: its document, its figures, its place in the lists.
    pub(super) fn back(&mut self, event: &Event, position: u64) -> Result<(), StoreError> {
        match event {
            Event::Sold(sale) => self.sale(sale, position, Told::Back),
            Event::Refunded(refund) => self.refund(refund, position, Told::Back),
            Event::AccountPaid(paid) => self.account_paid(paid, position, Told::Back),
            Event::Reprinted((number, copy)) => self.reprint(number, *copy),
            Event::ShiftClosed(closing) if self.closings.get(closing.number)?.is_none() => {
                self.closing(closing, position)
            }
            _ => Ok(()),
        }
    }

    /// Keeps where the document of that number is, and gives the number of the series that it is kept under.
    pub(super) fn file(
        &mut self,
        number: &DocumentNumber,
        position: u64,
        told: Told,
    ) -> Result<u32, StoreError> {
        let mut series = self.series(&number.series)?;
        if told == Told::Back && self.numbers.get((series, number.number))?.is_some() {
            series = self.series(&format!("{}{BESIDE}", number.series))?;
        }
        self.numbers.insert((series, number.number), position)?;
        Ok(series)
    }
}
