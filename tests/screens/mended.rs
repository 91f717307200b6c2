//! What was put right after a disk was set back, as the queue tells it. Must never show half a sentence.

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
