//! Series of documents: whose they are and how far they have come. Must never give one to two tills in
//! silence.

use serde_json::json;

use super::Origin;
use super::tell::notice;
use crate::domain::document::{DocumentNumber, refund_series};
use crate::hub::keys;
use crate::hub::ledger::Key;
use crate::hub::rows::Series;
use crate::hub::work::Work;

/// The rows of a series and of the returns beside it.
pub(super) fn series_keys(series: &str) -> [Key; 2] {
    [keys::series(series), keys::series(&refund_series(series))]
}

/// A life of a till's journal begins with a series of its own.
pub(super) fn series(work: &mut Work<'_>, from: &Origin<'_>, series: &str) {
    for key in series_keys(series) {
        let stands = work.get::<Series>(&key);
        match stands {
            Some(Series {
                terminal: Some(other),
                ..
            }) if other != from.terminal() => {
                let data = json!({ "series": series, "terminal": other });
                notice(work, from, "series_taken", &key.id, &data);
            }
            Some(_) => {}
            None => {
                let row = Series {
                    terminal: Some(from.terminal()),
                    next: 1,
                };
                work.put(key, &row);
            }
        }
    }
}

/// A document of a series was written: the next one is beyond it.
pub(super) fn reached(work: &mut Work<'_>, from: &Origin<'_>, number: &DocumentNumber) {
    let key = keys::series(&number.series);
    let mut row = work.get::<Series>(&key).unwrap_or(Series {
        terminal: Some(from.terminal()),
        next: 1,
    });
    if row.next <= number.number {
        row.next = number.number.saturating_add(1);
        work.put(key, &row);
    }
}
