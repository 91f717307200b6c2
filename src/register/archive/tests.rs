//! What is old enough, and what is not. Whole tills are in `tests/safe`.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use jiff::civil::date;

use super::survey::Survey;
use super::*;
use crate::journal::disk::Os;
use crate::journal::{Cursor, Reader};
use crate::register::sample::Day;
use crate::vault::MasterKey;

fn at(seq: u64) -> Cursor {
    Cursor { incarnation: 1, seq }
}

/// A day of nine entries: the shift that is closed ends with the seventh, the next one is open.
fn survey() -> Survey {
    let home = tempfile::tempdir().unwrap();
    let (dir, key) = (home.path().join("journal"), MasterKey::from_bytes([7; 32]));
    drop(Day::whole().write(&dir, &key));
    Survey::of(&Reader::open(Arc::new(Os), &dir, &key).unwrap()).unwrap()
}

#[test]
fn only_closed_shifts_are_old_and_by_their_own_dates() {
    let survey = survey();
    let day = date(2025, 10, 9);
    assert_eq!(survey.days, Some((day, day)));
    assert_eq!((survey.verified.entries, survey.verified.head.cursor), (9, at(9)));
    assert_eq!(survey.old(Age::Days(0)), Some(at(7)));
    assert_eq!(survey.old(Age::Days(1)), None);
    assert_eq!(survey.old(Age::Days(u16::MAX)), None);
    assert_eq!(survey.old(Age::Until(day)), Some(at(7)));
    assert_eq!(survey.old(Age::Until(day.yesterday().unwrap())), None);
    assert_eq!(survey.a_month(), None, "one day is no pace");
}

#[test]
fn a_day_that_a_wrong_clock_made_older_hides_no_younger_one() {
    let mut survey = survey();
    survey.closings = vec![
        (at(2), date(2025, 1, 1)),
        (at(4), date(2025, 3, 1)),
        (at(6), date(2024, 1, 1)),
    ];
    assert_eq!(survey.old(Age::Until(date(2025, 2, 1))), Some(at(2)));
    assert_eq!(survey.old(Age::Until(date(2025, 3, 1))), Some(at(6)));
    assert_eq!(survey.old(Age::Until(date(2024, 6, 1))), None);
}

#[test]
fn segments_go_whole_and_in_order() {
    let mut survey = survey();
    survey.last = [((1, 1), at(3)), ((1, 2), at(6)), ((2, 1), at(9))].into();
    let all = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)];
    assert_eq!(survey.up_to(all, at(5)), [(1, 1)]);
    // The third was laid out and never used: it goes with the one that comes after it.
    assert_eq!(survey.up_to(all, at(6)), [(1, 1), (1, 2)]);
    assert_eq!(survey.up_to(all, at(9)), all[..4]);
    assert_eq!(survey.up_to(all, at(2)), []);
}
