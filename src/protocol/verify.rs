//! A till asks what the hub made of its entries, to compare: the entries themselves, and the sums that the
//! hub came to by doing what they say. Must never be answered with what the till said: only with what the hub
//! holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::retold::{Told, ToldAgain};

/// A till asks what the hub holds of a stretch of its journal, so many entries at most as
/// [`CHECKED_ENTRIES`](super::limits::CHECKED_ENTRIES).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct CheckEntries {
    /// Life of the journal.
    pub incarnation: Uuid,
    /// The first entry.
    pub from: u64,
    /// The last one.
    pub to: u64,
    /// Hash of the entry before the first.
    pub prev_hash: String,
    /// Whether each hash is wanted, to find the one that differs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub each: bool,
}

/// What it holds of it. Each hash is reckoned anew from the bytes of the entry and the hash that is kept of
/// the one before: an entry that has changed since does not have its hash any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct EntriesChecked {
    /// The last entry of the life that the hub has acknowledged.
    pub acked: u64,
    /// How many of the stretch it holds.
    pub held: u64,
    /// SHA-256 over their hashes, in order; 64 hex digits.
    pub digest: String,
    /// Each of them, where that was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hashes: Vec<super::fetch::HashAt>,
}

/// A till asks for the sums of one life of its journal, and of these shifts, closings and days: as many in
/// all as [`CHECKED_SUMS`](super::limits::CHECKED_SUMS).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct CheckSums {
    /// Life of the journal.
    pub incarnation: Uuid,
    /// Numbers of shifts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<u64>,
    /// Numbers of closings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<u64>,
    /// Business dates, as in `2026-11-21`; their sums are those of all lives of this till.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<String>,
}

/// What the entries of that life have come to, all of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct SumsChecked {
    /// The last entry that is in these sums.
    pub acked: u64,
    /// Sums of the whole life.
    pub tally: Tally,
    /// Places of entries whose effect waits, so many at most as a message lists.
    pub parked: Vec<u64>,
    /// How many wait in all.
    pub parked_count: u64,
    /// Lives of the till's journal that the hub has seen: the sums of days are those of all of them.
    #[serde(default)]
    pub lives: u64,
    /// The shifts that were asked for, as far as the hub knows them.
    pub shifts: Vec<ShiftSums>,
    /// The closings.
    pub closings: Vec<ClosingSums>,
    /// The days.
    pub days: Vec<DaySums>,
}

/// Counted each time the hub did what an entry says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Tally {
    /// The first entry that was counted: an older hub took those before it.
    pub since: u64,
    /// By kind of entry: how many did what they say.
    pub applied: BTreeMap<u16, u64>,
    /// Σ of what was sold, in thousandths of a unit.
    pub sold: i64,
    /// Σ of what came back onto the shelf, in thousandths.
    pub returned: i64,
    /// Σ of what came in, went out or was put right, in thousandths.
    pub moved: i64,
    /// Σ of what customers owe for it, in the smallest coin.
    pub owed: i64,
    /// Stretches of entries that were known from another life: they did nothing more, but they are in the
    /// sums of their shift.
    pub aliases: Vec<Stretch>,
    /// Stretches of entries that somebody gave up: they did nothing.
    pub given_up: Vec<Stretch>,
    /// Stretches of entries of another life that the till told again, each with the entry that announces it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Stretch>,
    /// Stretches of entries of another life that the hub gave back, likewise: they are in the sums of no
    /// shift of this life, since nothing at the counter was otherwise for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<Stretch>,
}

impl Tally {
    /// How the entry in that place came there.
    pub fn told(&self, seq: u64) -> Told {
        if Stretch::any_has(&self.back, seq) {
            Told::Back
        } else if Stretch::any_has(&self.again, seq) {
            Told::Again
        } else {
            Told::First
        }
    }

    /// The entry in that place says that entries of another life follow it. One that was told again itself
    /// says what followed it there.
    pub fn announced(&mut self, seq: u64, told: &ToldAgain) {
        if self.told(seq) != Told::First {
            return;
        }
        let all = if told.here {
            &mut self.again
        } else {
            &mut self.back
        };
        Stretch::go_on(all, seq, seq.saturating_add(told.many));
    }
}

/// Sums of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct ShiftSums {
    /// Its number.
    pub number: u64,
    /// As the `figures` of a closing.
    pub figures: serde_json::Value,
}

/// What the hub keeps of a closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct ClosingSums {
    /// Its number.
    pub number: u64,
    /// As the entry says it.
    pub closing: serde_json::Value,
    /// Which figures of it the hub's documents did not come to when it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<String>,
}

/// Sums of a business day of this till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct DaySums {
    /// The date.
    pub date: String,
    /// As the `figures` of a closing.
    pub figures: serde_json::Value,
}

/// Entries that follow each other, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Stretch {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

impl Stretch {
    /// Puts a place into stretches that are in order and apart.
    pub fn note(all: &mut Vec<Stretch>, seq: u64) {
        let at = all.partition_point(|stretch| stretch.to + 1 < seq);
        let Some(stretch) = all.get_mut(at).filter(|stretch| stretch.from <= seq + 1) else {
            all.insert(at, Stretch { from: seq, to: seq });
            return;
        };
        stretch.from = stretch.from.min(seq);
        stretch.to = stretch.to.max(seq);
        let to = stretch.to;
        if let Some(next) = all.get(at + 1).copied().filter(|next| next.from <= to + 1) {
            all[at].to = next.to;
            all.remove(at + 1);
        }
    }

    /// Puts places into stretches that are in order, after all that are there.
    pub fn go_on(all: &mut Vec<Stretch>, from: u64, to: u64) {
        match all.last_mut().filter(|last| last.to.saturating_add(1) >= from) {
            Some(last) => last.to = last.to.max(to),
            None => all.push(Stretch { from, to }),
        }
    }

    /// Whether a place is in one of them.
    pub fn any_has(all: &[Stretch], seq: u64) -> bool {
        all.iter()
            .any(|stretch| (stretch.from..=stretch.to).contains(&seq))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_follow_each_other_are_one_stretch() {
        let mut all = Vec::new();
        for seq in [5, 6, 9, 1, 7, 8, 3, 2, 5] {
            Stretch::note(&mut all, seq);
        }
        let told: Vec<(u64, u64)> = all.iter().map(|one| (one.from, one.to)).collect();
        assert_eq!(told, [(1, 3), (5, 9)]);
        let inside: Vec<u64> = (0..12).filter(|seq| Stretch::any_has(&all, *seq)).collect();
        assert_eq!(inside, [1, 2, 3, 5, 6, 7, 8, 9]);
        for (from, to) in [(9, 12), (13, 20), (22, u64::MAX), (30, 31)] {
            Stretch::go_on(&mut all, from, to);
        }
        let told: Vec<(u64, u64)> = all.iter().map(|one| (one.from, one.to)).collect();
        assert_eq!(told, [(1, 3), (5, 20), (22, u64::MAX)]);
    }
}
