//! Business dates: the next shift's is never before the last one's. Must never look at a clock for it.

use jiff::civil::Date;

use crate::domain::event::Event;

use super::{Seen, Verdict};

#[derive(Default)]
pub(super) struct Dates(Option<Date>);

impl Dates {
    pub(super) fn see(&mut self, seen: &Seen<'_>) -> Verdict {
        let Event::ShiftOpened(opened) = &seen.fact.event else {
            return None;
        };
        let before = self.0.replace(opened.date);
        Some(match before {
            Some(last) if opened.date < last => Err(format!(
                "shift {} has the business date {}, after one of {last}",
                opened.number, opened.date
            )),
            _ => Ok(()),
        })
    }
}
