//! Shifts that are opened and closed. Must never refuse a closing that does not agree: it is kept and told.

use std::collections::BTreeSet;

use serde_json::json;

use super::tell::tell;
use super::{Origin, Park, park, tally};
use crate::domain::money::Money;
use crate::domain::retold::Told;
use crate::domain::shift::{Closing, Figures, ShiftOpened};
use crate::hub::carried::{Before, Totals};
use crate::hub::keys;
use crate::hub::ledger::{Key, StoredEntry};
use crate::hub::rows::{self, Difference, Shift, Terminal};
use crate::hub::work::{Sum, Work};

pub(super) fn wanted(closing: &Closing, entry: &StoredEntry, keys: &mut BTreeSet<Key>) {
    keys.insert(keys::closing(entry.terminal, entry.incarnation, closing.number));
    keys.insert(keys::shift(entry.incarnation, closing.opened.number));
}

/// The register was opened.
pub(super) fn opened(work: &mut Work<'_>, from: &Origin<'_>, opened: &ShiftOpened) -> Result<(), Park> {
    // What stands at the counter is not otherwise for what the hub gave back.
    if tally::told(work, from, from.entry.seq) == Told::Back {
        return Ok(());
    }
    let key = keys::shift(from.incarnation(), opened.number);
    let row = Shift {
        from_seq: from.entry.seq,
        figures: Figures::zero(opened.float.currency()),
    };
    work.sum_up(key, Sum::Shift(row));
    standing(work, from, Some((opened.number, opened.date)));
    Ok(())
}

/// The register was closed.
pub(super) fn closed(work: &mut Work<'_>, from: &Origin<'_>, closing: &Closing) -> Result<(), Park> {
    let key = keys::closing(from.terminal(), from.incarnation(), closing.number);
    if let Some(other) = work.get::<rows::Closing>(&key)
        && other.id != from.entry.id
    {
        let why = format!("another closing of this till has the number {}", closing.number);
        return Err(park("closed_twice", why));
    }
    let told = tally::told(work, from, from.entry.seq);
    let differs = differences(work, from, closing);
    let row = rows::Closing {
        terminal: from.terminal(),
        incarnation: from.incarnation(),
        seq: from.entry.seq,
        id: from.entry.id,
        closing: serde_json::to_value(closing).unwrap_or_default(),
        differs,
    };
    let data = json!({
        "number": closing.number, "shift": closing.opened.number, "date": closing.opened.date,
        "time": closing.time, "by": closing.by, "sales": closing.figures.sales,
        "total": closing.figures.total.amount().to_string(), "currency": closing.figures.total.currency(),
        "expected": closing.expected.amount().to_string(), "counted": closing.counted.amount().to_string(),
        "variance": closing.variance.amount().to_string(), "reason": closing.reason, "differs": row.differs,
    });
    work.put(key, &row);
    if !row.differs.is_empty() {
        tell(work, from, "closing_differs", "", &data);
    }
    tell(work, from, "closing", "", &data);
    if told != Told::Back {
        standing(work, from, None);
    }
    Ok(())
}

/// Notes at the till whether its register is open.
fn standing(work: &mut Work<'_>, from: &Origin<'_>, shift: Option<(u64, jiff::civil::Date)>) {
    let key = keys::terminal(from.terminal());
    if let Some(mut terminal) = work.get::<Terminal>(&key) {
        terminal.shift = shift;
        work.put(key, &terminal);
    }
}

/// Where the closing and what the hub has seen of the shift do not agree: nowhere, where it cannot see the
/// whole of it.
fn differences(work: &Work<'_>, from: &Origin<'_>, closing: &Closing) -> Vec<Difference> {
    let seq = from.entry.seq;
    let told = tally::told(work, from, seq);
    if told == Told::Back || from.before == Some(&Before::Unknown) {
        return Vec::new();
    }
    let seen = work.shift(&keys::shift(from.incarnation(), closing.opened.number));
    let till = &closing.figures;
    let mut hub = Totals::zero(till.total.currency());
    let mut from_seq = 0;
    if let Some(seen) = &seen {
        hub.add(&Totals::from(&seen.figures));
        from_seq = seen.from_seq;
    }
    if let Some(Before::Known(before)) = from.before {
        hub.add(before);
    }
    // Places of another life are compared with none of this one.
    let mut range = closing.range;
    if from.before.is_some() || tally::told(work, from, from_seq) == Told::Again {
        range.0 = from_seq;
    }
    let ended = match told {
        Told::First => (from_seq, seq.saturating_sub(1)),
        Told::Again | Told::Back => range,
    };
    let plain = |amount: Money| amount.amount().to_string();
    let places = |(from, to): (u64, u64)| format!("{from}–{to}");
    let rows = [
        ("sales", till.sales.to_string(), hub.sales.to_string()),
        ("net", plain(till.net), plain(hub.net)),
        ("tax", plain(till.tax), plain(hub.tax)),
        ("total", plain(till.total), plain(hub.total)),
        ("range", places(range), places(ended)),
    ];
    let differ = rows.into_iter().filter(|(_, till, hub)| till != hub);
    differ
        .map(|(figure, till, hub)| Difference {
            figure: figure.to_owned(),
            till,
            hub,
        })
        .collect()
}
