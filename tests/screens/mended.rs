//! What was put right after a disk was set back, and what came of asking the hub. Must never show half a
//! sentence.

use insta::assert_snapshot;
use tendero::lang::Lang;
use tendero::register::hub::Mended;
use tendero::register::hub::state::{Lamp, Met, SyncState};
use tendero::sync::Missing;

use crate::shop::hub::state;
use crate::sync::{HOUR, NOW, owner, rows, tell};
use crate::till::At;

#[test]
fn what_was_put_right_is_told_whole_in_a_small_window() {
    let mended = SyncState {
        mended: Some(Mended {
            back: 1_234,
            again: 5_678,
            series: Some("C1R0ABC9".to_owned()),
            ..Mended::default()
        }),
        offline_since: Some(NOW - HOUR),
        why: Some(Met::Missing(Missing::Nobody)),
        ..state(Lamp::Offline)
    };
    for (lang, open, tried) in [
        (Lang::Es, "<F10>cola de env<Enter>", "qué."),
        (Lang::En, "<F10>sync queue<Enter>", "why."),
    ] {
        let mut small = owner(lang, (40, 15));
        small.register.hub.rows = rows();
        tell(&mut small, mended.clone());
        small.keys(open);
        let whole = |small: &mut At| {
            assert!(small.shows("C1R0ABC9."), "{}", small.text());
            assert!(small.shows(" PEND"), "an entry at least: {}", small.text());
        };
        whole(&mut small);
        let there = SyncState {
            lamp: Lamp::Synced,
            why: None,
            retried: Some((1_234, 56)),
            ..mended.clone()
        };
        tell(&mut small, there);
        whole(&mut small);
        assert!(small.shows(tried), "{}", small.text());
        assert_snapshot!(format!("sync_queue_mended_{}", lang.tag()), small.text());
    }
}

#[test]
fn who_asks_the_hub_is_told_what_came_of_it() {
    let mut at = owner(Lang::En, (80, 24));
    let came = |at: &mut At, lamp: Lamp, there: bool| {
        let state = SyncState {
            asked: Some(there),
            ..state(lamp)
        };
        tell(at, state);
    };
    at.keys("<F10>sync queue<Enter><F5>");
    assert!(at.shows("The hub is asked now."), "{}", at.text());
    came(&mut at, Lamp::Offline, false);
    assert!(
        at.shows("Asked just now: the hub is still not there."),
        "{}",
        at.text()
    );
    at.keys("<F5>");
    came(&mut at, Lamp::Synced, true);
    assert!(at.shows("Asked just now: the hub is there."), "{}", at.text());
    // Who has gone on is not told any more.
    at.keys("<F5><Down>");
    came(&mut at, Lamp::Offline, false);
    assert!(!at.shows("Asked just now"), "{}", at.text());
}
