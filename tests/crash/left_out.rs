//! Syncs that are left out on purpose: the crash tests are worth something only if they notice each.

use crate::cut::{Chance, Cut, Replay};
use crate::disk::{LeftOut, leave_out};
use crate::shop::{STORE, locks};
use crate::till::{Way, cut_everywhere, twice};
use crate::work::{Work, live};

/// The first segment of the journal.
const SEGMENT: &str = "shop/journal/0001/00000001.seg";

/// A till that leaves them out all day does not pass.
fn noticed_all_day(work: Work, syncs: LeftOut, says: &[&str]) {
    leave_out(Some(syncs));
    let day = live(work, 1, |_| ());
    let broken = cut_everywhere(&day, 1).expect_err("the planted bug must be noticed");
    assert!(says.iter().any(|says| broken.contains(says)), "{broken}");
}

#[test]
fn a_till_that_skips_a_sync_now_and_then_is_noticed() {
    noticed_all_day(
        Work::Closings,
        LeftOut::EachOf(7),
        &["sales were answered", "does not open"],
    );
}

#[test]
fn a_till_that_skips_the_syncs_of_its_journal_is_noticed() {
    noticed_all_day(
        Work::Closings,
        LeftOut::File(SEGMENT),
        &["sales were answered", "does not open"],
    );
}

#[test]
fn a_store_that_skips_its_syncs_is_noticed() {
    noticed_all_day(
        Work::Closings,
        LeftOut::File(STORE),
        &["does not open", "not in the store"],
    );
}

#[test]
fn a_new_segment_whose_name_is_not_synced_is_noticed() {
    leave_out(Some(LeftOut::Directories));
    let (day, lock) = (live(Work::Segments, 1, |_| ()), locks());
    // What was sold last is in the new one.
    let mut replay = Replay::new(day.start.clone(), &day.log);
    while replay.step() {}
    let way = (Way::Power(Cut::Lost), None);
    let broken = twice(&day, &replay, way, &lock, &mut Chance(1));
    let broken = broken.expect_err("the planted bug must be noticed");
    assert!(
        broken.contains("sales were answered") || broken.contains("does not open"),
        "{broken}"
    );
}

#[test]
fn a_start_that_does_not_sync_what_it_found_is_noticed() {
    let broken = (1..=6).find_map(|seed| {
        leave_out(None);
        let day = live(Work::Sales, seed, |_| ());
        leave_out(Some(LeftOut::FirstOf(SEGMENT)));
        cut_everywhere(&day, seed).err()
    });
    let broken = broken.expect("the planted bug must be noticed");
    assert!(broken.contains("and again at operation"), "{broken}");
}
