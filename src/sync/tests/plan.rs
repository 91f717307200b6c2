//! The plan against everything a hub, a line and a person can do.

#![allow(clippy::unwrap_used, clippy::panic)]
use proptest::prelude::*;

use super::lane::LONGEST;
use super::*;
use crate::protocol::limits::BATCH_ENTRIES;
use crate::protocol::refused::Code;

/// A plan that has said hello and fetched everything, at that moment.
fn settled() -> Plan {
    let mut plan = Plan::new(false);
    assert_eq!(plan.next(0, 0), Do::Ping);
    plan.heard(0, 0, Heard::Pong);
    assert_eq!(plan.next(0, 0), Do::Hello);
    plan.heard(0, 0, Heard::Welcomed { drain_only: false });
    assert_eq!(plan.next(0, 0), Do::Pull);
    plan.heard(0, 0, pulled(true));
    plan
}

fn pushed(entries: usize) -> Heard {
    Heard::Pushed {
        took: 10,
        entries,
        news: false,
    }
}

fn refused(code: Code) -> Heard {
    Heard::Refused {
        code,
        retry_after: None,
    }
}

fn most(step: Do) -> usize {
    match step {
        Do::Push { most, .. } => most,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_entry_goes_at_once_and_an_idle_till_only_looks_now_and_then() {
    let mut plan = settled();
    let Do::Wait(until) = plan.next(0, 0) else {
        panic!("there is nothing to do")
    };
    assert!((27_000..=33_000).contains(&until), "{until}");
    assert!(matches!(
        plan.next(10, 1),
        Do::Push {
            most: 50,
            opaque: false
        }
    ));
    plan.heard(20, 0, pushed(1));
    assert_eq!(plan.next(until, 0), Do::Pull);
}

#[test]
fn batches_double_while_they_are_quick_and_halve_when_they_time_out() {
    let mut plan = settled();
    let mut sizes = Vec::new();
    for _ in 0..6 {
        let size = most(plan.next(1, 9_999));
        sizes.push(size);
        plan.heard(1, 0, pushed(size));
    }
    assert_eq!(sizes, [50, 100, 200, 400, 500, 500]);
    let _push = plan.next(1, 9_999);
    plan.heard(1, 7, Heard::Unreached { timed_out: true });
    assert_eq!(plan.batch, 250);
    assert_eq!(plan.reached(), Some(false));
}

#[test]
fn downloads_go_on_while_uploads_are_stuck() {
    let mut plan = settled();
    plan.rows_left = true;
    let (mut pulls, mut tried) = (0, 0);
    for now in 1..400 {
        match plan.next(now, 5) {
            Do::Push { .. } => {
                tried += 1;
                plan.heard(now, u64::MAX, refused(Code::Unavailable));
            }
            Do::Pull => {
                pulls += 1;
                plan.heard(now, 0, pulled(false));
            }
            Do::Wait(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(pulls > 300, "{pulls} pages, {tried} tries");
    assert!(tried < 5, "a hub that answered badly is left alone");
}

#[test]
fn numbers_are_asked_for_once_what_was_sold_is_up() {
    let mut plan = settled();
    plan.want(true);
    assert!(!plan.is_done(0));
    assert!(matches!(plan.next(1, 3), Do::Push { .. }));
    plan.heard(1, u64::MAX, refused(Code::Unavailable));
    assert!(
        matches!(plan.next(2, 3), Do::Wait(_)),
        "not while an upload is stuck"
    );
    plan.now(2);
    assert_eq!(plan.next(2, 0), Do::Hello);
    plan.heard(2, 0, Heard::Welcomed { drain_only: false });
    assert_eq!(plan.next(2, 0), Do::Lease);
    plan.heard(2, 0, Heard::Leased);
    assert_eq!(plan.next(3, 0), Do::Pull, "one is enough for a while");
    plan.heard(3, 0, pulled(true));
    assert_eq!(plan.next(4, 0), Do::Wait(2 + LEASES_APART));
    plan.want(false);
    assert!(plan.is_done(0));
    let Do::Wait(until) = plan.next(5, 0) else {
        panic!("there is nothing to do")
    };
    assert!(until > 20_000, "{until}");
}

#[test]
fn numbers_that_are_refused_hold_nothing_up() {
    for code in [Code::Forbidden, Code::Unavailable, Code::NotFound] {
        let mut plan = settled();
        plan.want(true);
        assert_eq!(plan.next(1, 0), Do::Lease);
        plan.heard(1, 700, refused(code));
        assert_eq!(plan.paused(), None, "{code:?}");
        assert!(plan.is_done(0), "nobody waits for them");
        assert!(matches!(plan.next(2, 1), Do::Push { .. }));
        plan.heard(2, 0, pushed(1));
        assert_eq!(plan.next(3, 0), Do::Wait(701));
        assert_eq!(plan.next(701, 0), Do::Lease, "they are asked for again");
        plan.heard(701, 0, Heard::Unreached { timed_out: false });
        assert_eq!(plan.reached(), Some(false));
    }
    let mut plan = settled();
    plan.want(true);
    plan.drain_only = true;
    assert!(
        matches!(plan.next(1, 0), Do::Wait(_)),
        "a till whose place was taken needs none"
    );
    assert!(plan.is_done(0));
}

#[test]
fn nothing_is_fetched_before_an_earlier_life_is_up() {
    let mut plan = settled();
    plan.rows_left = true;
    plan.hold(true);
    assert!(matches!(plan.next(1, 5), Do::Push { .. }));
    plan.heard(1, 0, pushed(5));
    plan.hold(false);
    assert_eq!(plan.next(1, 0), Do::Pull);
}

#[test]
fn one_poisoned_entry_is_found_by_halving_and_sent_unread() {
    let mut plan = settled();
    let (poison, total) = (137_u64, 600_u64);
    let (mut acked, mut now, mut unread, mut steps) = (0, 1, 0, 0);
    while acked < total {
        steps += 1;
        assert!(steps < 300, "it never ends");
        match plan.next(now, total - acked) {
            Do::Push { most, opaque } => {
                let last = (acked + most as u64).min(total);
                if (acked + 1..=last).contains(&poison) && !opaque {
                    plan.heard(now, u64::MAX, refused(Code::Internal));
                } else {
                    unread += u64::from(opaque);
                    plan.heard(now, 0, pushed(usize::try_from(last - acked).unwrap()));
                    acked = last;
                }
            }
            Do::Pull => plan.heard(now, 0, pulled(true)),
            Do::Wait(until) => now = until,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(unread, 1, "only the one that cannot be read");
}

#[test]
fn a_withdrawn_token_pauses_until_somebody_says_so() {
    let mut plan = settled();
    let _push = plan.next(1, 3);
    plan.heard(1, 0, refused(Code::Unauthorized));
    assert_eq!(plan.paused(), Some(Pause::Withdrawn));
    assert_eq!(plan.next(u64::MAX - 1, 3), Do::Wait(u64::MAX));
    plan.now(5);
    assert_eq!(plan.next(5, 3), Do::Hello);
}

#[test]
fn a_till_whose_place_was_taken_sends_and_fetches_nothing() {
    let mut plan = settled();
    plan.now(1);
    assert_eq!(plan.next(1, 2), Do::Hello);
    plan.heard(1, 0, Heard::Welcomed { drain_only: true });
    assert!(matches!(plan.next(1, 2), Do::Push { .. }));
    plan.heard(1, 0, pushed(2));
    assert_eq!(plan.next(u64::MAX - 1, 0), Do::Wait(u64::MAX));
}

#[test]
fn a_line_that_went_is_looked_for_soon_and_then_steadily() {
    let mut plan = settled();
    let _pull = plan.next(40_000, 0);
    plan.heard(40_000, 2_999, Heard::Unreached { timed_out: false });
    assert_eq!(plan.next(40_001, 1), Do::Wait(42_999));
    assert_eq!(plan.next(42_999, 1), Do::Ping);
    for dice in [0, 5_999, u64::MAX] {
        plan.heard(50_000, dice, Heard::Unreached { timed_out: false });
        let Do::Wait(until) = plan.next(50_000, 1) else {
            panic!("it waits")
        };
        assert!((77_000..=85_000).contains(&until), "{until}");
        assert_eq!(plan.next(until, 1), Do::Ping);
    }
}

#[test]
fn a_herd_looks_at_many_moments() {
    // A thousand tills lose their hub at the same moment and look for it again; those that it turns away come
    // back later still, and not together.
    let moment = |dice: u64, refusals: u32| {
        let mut plan = settled();
        let _push = plan.next(1_000, 1);
        for _ in 0..refusals {
            plan.heard(1_000, dice, refused(Code::Unavailable));
        }
        if refusals == 0 {
            plan.heard(1_000, dice, Heard::Unreached { timed_out: false });
        }
        match plan.next(1_000, 1) {
            Do::Wait(until) => until,
            _ => 1_000,
        }
    };
    let dice = |at: u64| at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 7;
    for (refusals, span) in [(0, 3_000), (1, 2_000)] {
        let mut buckets = [0_u32; 10];
        for at in 0..1_000 {
            let wait = moment(dice(at), refusals) - 1_000;
            assert!(wait <= span, "{wait}");
            buckets[usize::try_from(wait * 9 / span).unwrap()] += 1;
        }
        assert!(buckets.iter().all(|count| *count < 200), "{buckets:?}");
    }
}

/// A page with something on it.
fn pulled(caught_up: bool) -> Heard {
    let empty = false;
    Heard::Pulled { caught_up, empty }
}

/// What a hub can say to a step without anything going forward.
fn fruitless(step: Do, lot: u64) -> Heard {
    let no = |code| Heard::Refused {
        code,
        retry_after: None,
    };
    let drain_only = false;
    let empty = Heard::Pulled {
        caught_up: false,
        empty: true,
    };
    let say = match step {
        Do::Ping => vec![Heard::Pong],
        Do::Hello => vec![Heard::Welcomed { drain_only }, no(Code::Unavailable)],
        Do::Push { .. } => vec![
            Heard::Unsure,
            no(Code::ChainGap),
            no(Code::HubBehind),
            no(Code::Internal),
        ],
        Do::Pull => vec![empty, Heard::Doubted, no(Code::Resnapshot), no(Code::Internal)],
        _ => vec![no(Code::Unavailable)],
    };
    say[lot as usize % say.len()]
}

fn heard() -> impl Strategy<Value = Heard> {
    let code = prop::sample::select(Code::ALL);
    prop_oneof![
        any::<bool>().prop_map(|timed_out| Heard::Unreached { timed_out }),
        Just(Heard::Pong),
        any::<bool>().prop_map(|drain_only| Heard::Welcomed { drain_only }),
        (0..5_000_u64, 0..600_usize, any::<bool>()).prop_map(|(took, entries, news)| Heard::Pushed {
            took,
            entries,
            news
        }),
        any::<(bool, bool)>().prop_map(|(caught_up, empty)| Heard::Pulled { caught_up, empty }),
        Just(Heard::Unsure),
        Just(Heard::Doubted),
        (code, prop::option::of(any::<u32>()))
            .prop_map(|(code, retry_after)| Heard::Refused { code, retry_after }),
    ]
}

proptest! {
    /// Whatever is heard: one step at a time, batches within their bounds, and no wait that nobody ends.
    #[test]
    fn it_never_does_two_things_nor_stops_for_good(
        steps in prop::collection::vec((heard(), any::<u64>(), 0..100_000_u64, 0..20_u64), 1..200),
    ) {
        let (mut plan, mut now) = (Plan::new(false), 0_u64);
        for (heard, dice, later, pending) in steps {
            now += later;
            match plan.next(now, pending) {
                Do::Wait(until) if until == u64::MAX => {
                    prop_assert!(plan.paused().is_some() || plan.drain_only());
                    plan.now(now);
                }
                Do::Wait(until) => {
                    prop_assert!(until > now, "a wait is for something to come");
                    prop_assert!(until - now <= LONGEST.max(METERED_PACE * 2));
                }
                Do::Push { most, .. } => {
                    prop_assert!((1..=BATCH_ENTRIES).contains(&most) && pending > 0);
                    prop_assert_eq!(plan.next(now, pending), Do::Wait(u64::MAX), "one at a time");
                    plan.heard(now, dice, heard);
                }
                _ => plan.heard(now, dice, heard),
            }
        }
    }

    /// A hub that answers and lets nothing go forward hears less and less of the till.
    #[test]
    fn a_hub_that_goes_in_circles_is_asked_less_and_less(
        lots in prop::collection::vec(any::<u64>(), 40..400), pending in 0..20_u64,
    ) {
        let (mut plan, mut now, mut asked, mut lots) = (Plan::new(false), 0_u64, 0, lots.into_iter().cycle());
        plan.expect_rows();
        while now < 3_600_000 {
            match plan.next(now, pending) {
                Do::Wait(until) => now = until,
                step => {
                    let (lot, dice) = (lots.next().unwrap_or(0), lots.next().unwrap_or(0));
                    plan.heard(now, dice, fruitless(step, lot));
                    asked += 1;
                }
            }
            prop_assert!(asked < 1_000, "{asked} in {now} ms");
        }
    }
}
