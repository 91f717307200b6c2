//! Sums by day and till, and by shift. Must never hold a figure that no entry says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Origin, tally};
use crate::domain::event::Event;
use crate::domain::money::{Currency, Money};
use crate::domain::retold::Told;
use crate::domain::shift::Figures;
use crate::hub::keys;
use crate::hub::ledger::{Key, StoredEntry};
use crate::hub::read::Read;
use crate::hub::rows::{Day, Shift};
use crate::hub::work::{Sum, Work};

/// The rows of sums that an entry of that day and shift changes.
pub(super) fn wanted(entry: &StoredEntry, date: Date, shift: u64, keys: &mut BTreeSet<Key>) {
    keys.insert(keys::day(date, entry.terminal));
    keys.insert(keys::shift(entry.incarnation, shift));
    keys.insert(keys::shop());
}

/// Takes an entry into the sums of its day and its shift.
pub(super) fn add(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    (date, shift, currency): (Date, u64, Currency),
    mut take: impl FnMut(&mut Figures),
    more: impl FnOnce(&mut Day),
) {
    in_shift(work, from, (shift, currency), &mut take);
    let key = keys::day(date, from.terminal());
    let mut day = work.day(&key).unwrap_or_else(|| nothing(date, from, currency));
    take(&mut day.figures);
    more(&mut day);
    work.sum_up(key, Sum::Day(day));
}

/// Takes an entry into the sums of its shift alone; not one that the hub gave back, which the till has in no
/// shift that it closes.
fn in_shift(
    work: &mut Work<'_>,
    from: &Origin<'_>,
    (shift, currency): (u64, Currency),
    take: &mut impl FnMut(&mut Figures),
) {
    if tally::told(work, from, from.entry.seq) == Told::Back {
        return;
    }
    let key = keys::shift(from.incarnation(), shift);
    let mut row = work.shift(&key).unwrap_or_else(|| Shift {
        from_seq: 0,
        figures: Figures::zero(currency),
    });
    take(&mut row.figures);
    work.sum_up(key, Sum::Shift(row));
}

fn nothing(date: Date, from: &Origin<'_>, currency: Currency) -> Day {
    Day {
        date,
        terminal: from.terminal(),
        figures: Figures::zero(currency),
        cost: Money::zero(currency),
        uncosted: Money::zero(currency),
        hours: BTreeMap::new(),
    }
}

/// An entry that is known from another life of the journal has had its effect; only the sums of the shift
/// here must have it too, or the closing of that shift would seem wrong.
pub(in crate::hub) fn again(work: &mut Work<'_>, from: &Origin<'_>, read: &Read) {
    let Read::Fact(fact) = read else { return };
    match &fact.event {
        Event::Sold(sale) => {
            let shift = (sale.shift, sale.priced.currency);
            in_shift(work, from, shift, &mut |figures| figures.add(sale));
        }
        Event::Refunded(refund) => {
            let shift = (refund.shift, refund.priced.currency);
            in_shift(work, from, shift, &mut |figures| figures.take_back(refund));
        }
        Event::AccountPaid(paid) => {
            let shift = (paid.shift, paid.amount.currency());
            in_shift(work, from, shift, &mut |figures| figures.pay_account(paid));
        }
        _ => {}
    }
}
