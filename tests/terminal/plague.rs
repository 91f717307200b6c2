//! A till at its screens that is killed again and again, in the middle of a sale: what was shown as paid is
//! there, once. Must never look anywhere but on the screen for what was answered.
//!
//! `TENDERO_KILLED_LIVES=400` lives so many lives instead of a few:
//!
//! ```text
//! TENDERO_KILLED_LIVES=400 cargo nextest run --cargo-profile ci --all-features --test terminal plague
//! ```

use std::time::{Duration, Instant};

use crate::driver::{Terminal, key};
use crate::shop::{self, pause};

/// Lives of an ordinary run.
const LIVES: u64 = 16;

/// Up to the question what is paid; a ticket that came back is paid with the rest.
fn rings_up(till: &mut Terminal) {
    shop::to_pay(till);
}

#[test]
fn sales_shown_as_paid_under_the_screens_survive_kill_9_again_and_again() {
    let lives = std::env::var("TENDERO_KILLED_LIVES")
        .ok()
        .and_then(|lives| lives.parse().ok())
        .unwrap_or(LIVES);
    let (home, begun) = (shop::demo(), Instant::now());
    let (mut there, mut shown, mut in_hand) = (shop::sales(home.path()), 0, 0);
    for life in 0..lives {
        let mut till = shop::signed_in(home.path(), 80, 24);
        // What became of the last ticket may be told in a window of its own.
        pause();
        till.keys(key::ESC);
        pause();
        for _ in 0..1 + life % 3 {
            rings_up(&mut till);
            till.keys(key::ENTER);
            till.wait_for("guardado");
            pause();
            shown += 1;
        }
        rings_up(&mut till);
        till.keys(key::ENTER);
        // In steps that share no factor with the time a sale takes.
        std::thread::sleep(Duration::from_micros(life * 7_919 % 24_000));
        let paid = till.screen().contains("guardado");
        till.kill();
        shown += usize::from(paid);
        let now = shop::sales(home.path());
        let answered = (1 + life % 3) as usize + usize::from(paid);
        assert!(
            now == there + answered || (!paid && now == there + answered + 1),
            "life {life}: {answered} sales were shown as paid, {} more are there",
            now - there
        );
        in_hand += now - there - answered;
        there = now;
    }
    shop::ask_demo(home.path(), &["audit", "verify"]);
    println!(
        "{lives} lives, {shown} sales shown as paid, {in_hand} that were in hand, {:.0?}",
        begun.elapsed()
    );
}
