//! What the hub has that a journal lacks, and where two pasts part.

use proptest::prelude::*;

use super::*;

proptest! {
    /// Whatever both have alike, it is found, with few questions.
    #[test]
    fn the_last_place_alike_is_found(last in 1..2_000_000_u64, at in any::<prop::sample::Index>()) {
        let common = at.index(last as usize + 1) as u64;
        let (mut low, mut high, mut asked) = (0, last, 0);
        while low < high {
            let places = places(low, high);
            prop_assert!(places.len() as u64 <= PROBES && places.iter().all(|seq| *seq > low));
            let compared: Vec<(u64, bool)> =
                places.into_iter().map(|seq| (seq, seq <= common)).collect();
            (low, high) = narrowed((low, high), &compared);
            asked += 1;
            prop_assert!(asked <= 8, "{asked} questions");
        }
        prop_assert_eq!(low, common);
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn life(n: u128, last: u64, acked: u64, have: u64) -> Life {
    Life {
        ordinal: n as u16,
        incarnation: id(n),
        last,
        acked,
        have,
    }
}

fn known(lives: Vec<Life>, settled: &[u128]) -> Known {
    Known {
        hub: id(99),
        terminal: id(98),
        settled: settled.iter().map(|n| id(*n)).collect(),
        epochs: Vec::new(),
        lives,
        again: 0,
        cursors: Vec::new(),
    }
}

fn hub(there: &[(u128, u64)]) -> Vec<LifeAt> {
    let life = |(n, acked): &(u128, u64)| LifeAt {
        incarnation: id(*n),
        acked: *acked,
        head_hash: String::new(),
    };
    there.iter().map(life).collect()
}

fn lacks(lives: Vec<Life>, settled: &[u128], there: &[(u128, u64)]) -> Vec<(u128, u64, Option<usize>)> {
    let newest = lives.last().map(|life| life.incarnation);
    let there = hub(there);
    let fresh = there
        .iter()
        .all(|life| Some(life.incarnation) != newest || life.acked == 0);
    missing(&known(lives, settled), &there, fresh)
        .into_iter()
        .map(|missing| (missing.incarnation.as_u128(), missing.from, missing.follows))
        .collect()
}

#[test]
fn only_lives_gone_by_come_back_and_only_what_is_not_here() {
    let two = || vec![life(10, 5, 5, 5), life(30, 3, 0, 3)];
    assert_eq!(lacks(two(), &[], &[(10, 9), (30, 0)]), [(10, 6, Some(0))]);
    assert_eq!(lacks(two(), &[], &[(10, 5), (30, 7)]), []);
    assert_eq!(lacks(two(), &[10], &[(10, 9)]), []);
    // A life between both that the journal never saw, and one that began after this till's newest.
    let there = [(10, 5), (20, 4), (30, 2), (40, 4)];
    assert_eq!(lacks(two(), &[], &there), [(20, 1, None)]);
    // Before the hub has anything of the newest, no other can have begun after it: that clock was wrong.
    let there = [(10, 5), (20, 4), (30, 0), (40, 4)];
    assert_eq!(lacks(two(), &[], &there), [(20, 1, None), (40, 1, None)]);
    // What came back already is not asked for again.
    let some = vec![life(10, 5, 5, 8), life(30, 3, 0, 3)];
    assert_eq!(lacks(some, &[], &[(10, 9)]), [(10, 9, None)]);
}

#[test]
fn only_a_later_life_that_the_hub_has_something_of_outlives_a_disk() {
    let two = known(vec![life(10, 5, 5, 5), life(30, 3, 0, 3)], &[]);
    for (there, later) in [
        (vec![(10, 9), (20, 4), (30, 7)], false),
        (vec![(30, 7), (40, 0)], false),
        (vec![(30, 7), (40, 1)], true),
    ] {
        assert_eq!(outlived(&two, &hub(&there)), later, "{there:?}");
    }
    // Its own life that began while the clock was ahead, and one that was taken back.
    let lives = vec![life(50, 5, 5, 5), life(30, 3, 0, 3)];
    assert!(!outlived(
        &known(lives.clone(), &[40]),
        &hub(&[(30, 7), (40, 9), (50, 5)])
    ));
    assert!(outlived(&known(lives, &[]), &hub(&[(30, 7), (40, 9), (50, 5)])));
}
