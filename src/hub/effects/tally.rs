//! What the entries of a life of a journal have come to, counted where each effect is done: by it a till
//! finds out that one was done twice, or not at all. Must never be reckoned from the entries.

use super::Origin;
use crate::domain::quantity::Quantity;
use crate::domain::retold::{Told, ToldAgain};
use crate::hub::keys;
use crate::hub::work::{Sum, Work};
use crate::protocol::verify::{Stretch, Tally};

/// Why goods move.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    /// They were sold.
    Sold,
    /// They came back onto the shelf.
    Returned,
    /// They came in, went out or were put right.
    Moved,
}

/// Counts into the tally of the entry's life.
fn count(work: &mut Work<'_>, from: &Origin<'_>, into: impl FnOnce(&mut Tally)) {
    let key = keys::tally(from.incarnation());
    let mut tally = work.tally(&key).unwrap_or_else(|| Tally {
        since: from.entry.seq,
        ..Tally::default()
    });
    // What an older hub took and this one tries again belongs to a sum that nobody kept.
    if from.entry.seq >= tally.since {
        into(&mut tally);
        work.sum_up(key, Sum::Tally(tally));
    }
}

/// An entry did what it says.
pub(super) fn applied(work: &mut Work<'_>, from: &Origin<'_>) {
    count(work, from, |tally| {
        *tally.applied.entry(from.entry.kind).or_default() += 1;
    });
}

/// Goods moved.
pub(super) fn goods(work: &mut Work<'_>, from: &Origin<'_>, way: Way, by: Quantity) {
    count(work, from, |tally| {
        let sum = match way {
            Way::Sold => &mut tally.sold,
            Way::Returned => &mut tally.returned,
            Way::Moved => &mut tally.moved,
        };
        *sum = sum.saturating_add(by.thousandths());
    });
}

/// Somebody owes more, or less.
pub(super) fn owed(work: &mut Work<'_>, from: &Origin<'_>, minor: i64) {
    count(work, from, |tally| tally.owed = tally.owed.saturating_add(minor));
}

/// An entry is known from another life.
pub(in crate::hub) fn alias(work: &mut Work<'_>, from: &Origin<'_>) {
    count(work, from, |tally| {
        Stretch::note(&mut tally.aliases, from.entry.seq)
    });
}

/// An entry that waited was given up.
pub(in crate::hub) fn given_up(work: &mut Work<'_>, from: &Origin<'_>) {
    count(work, from, |tally| {
        Stretch::note(&mut tally.given_up, from.entry.seq)
    });
}

/// Entries of another life follow this one.
pub(super) fn announced(work: &mut Work<'_>, from: &Origin<'_>, told: &ToldAgain) {
    count(work, from, |tally| tally.announced(from.entry.seq, told));
}

/// How an entry of that life came into its place.
pub(in crate::hub) fn told(work: &Work<'_>, from: &Origin<'_>, seq: u64) -> Told {
    work.told(&keys::tally(from.incarnation()), seq)
}
