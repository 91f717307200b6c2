//! Series of documents: whose they are and how far they have come. Must never give one to two tills in
//! silence.

use serde_json::json;
use uuid::Uuid;

use super::Origin;
use super::tell::notice;
use crate::domain::document::{DocumentNumber, refund_series};
use crate::domain::shared::NumbersLeased;
use crate::hub::keys;
use crate::hub::ledger::Key;
use crate::hub::rows::{Lease, Series, Terminal};
use crate::hub::work::Work;

/// So far beyond the one before it no till comes by itself.
const FAR: u64 = 10_000;

/// Series of other tills that are noted of a till.
const STRAYS_MAX: usize = 100;

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
            }) if other != from.terminal() => strays(work, from, (&key.id, Some(other)), None),
            // The shop's tills share it.
            Some(Series { terminal: None, .. }) => strays(work, from, (&key.id, None), None),
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

/// What is seen where a block of a shared series is.
pub(super) fn lease_keys(leased: &NumbersLeased) -> [Key; 2] {
    [keys::series(&leased.series), keys::lease(leased.request)]
}

/// A till holds a block of a shared series: a hub that was set back since it gave it learns so again, and
/// gives none of it to another till.
pub(super) fn leased(work: &mut Work<'_>, from: &Origin<'_>, leased: &NumbersLeased) {
    let [series, request] = lease_keys(leased);
    let mut row = work.get::<Series>(&series).unwrap_or(Series {
        terminal: None,
        next: 1,
    });
    if row.terminal.is_none() && leased.to < i64::MAX as u64 {
        row.next = row.next.max(leased.to.saturating_add(1));
        work.put(series, &row);
    }
    if work.value(&request).is_none() {
        let block = Lease {
            terminal: from.terminal(),
            series: leased.series.clone(),
            from: leased.from,
            to: leased.to,
        };
        work.put(request, &block);
    }
}

/// A document of a series was written: the next one is beyond it. The owner is told where it is one of
/// another till's own series, once of each till and series, and where it is far beyond the one before it.
pub(super) fn reached(work: &mut Work<'_>, from: &Origin<'_>, number: &DocumentNumber) {
    let key = keys::series(&number.series);
    let stands = work.get::<Series>(&key);
    let known = stands.is_some();
    let mut row = stands.unwrap_or(Series {
        terminal: Some(from.terminal()),
        next: 1,
    });
    let owner = row.terminal.filter(|owner| *owner != from.terminal());
    if let Some(owner) = owner {
        strays(work, from, (&number.series, Some(owner)), Some(number));
    }
    let far = known && number.number.saturating_sub(row.next) >= FAR;
    if far {
        let data = json!({ "number": number.to_string(), "expected": row.next });
        notice(work, from, "number_far", "", data);
    }
    // Nobody takes the numbers of another till, or of all, away at one blow.
    let own = row.terminal == Some(from.terminal());
    if row.next <= number.number && (own || !far) {
        row.next = number.number.saturating_add(1);
        work.put(key, &row);
    }
}

/// A till writes in the series of another one, or has one of its own that all share: noted at the till, and
/// told the first time.
fn strays(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    (series, owner): (&str, Option<Uuid>),
    document: Option<&DocumentNumber>,
) {
    let key = keys::terminal(from.terminal());
    if let Some(mut till) = work.get::<Terminal>(&key)
        && till.strays.len() < STRAYS_MAX
        && !till.strays.iter().any(|known| known == series)
    {
        till.strays.push(series.to_owned());
        work.put(key, &till);
        let document = document.map(DocumentNumber::to_string);
        let data = json!({ "series": series, "terminal": owner, "document": document });
        notice(work, from, "series_taken", series, data);
    }
}
