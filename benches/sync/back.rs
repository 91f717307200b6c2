//! A line that comes back, and a line on which nothing happens. Must never take a plan's word for what can be
//! measured.

use std::time::{Duration, Instant};

use tendero::sync::plan::{Do, Heard, Plan};

use crate::child::Till;
use crate::line::Mode;
use crate::upload::offline;
use crate::{Known, Rows, seconds};

/// Sales that wait when the line comes back.
const SALES: usize = 100;
/// How long the till is left alone.
const IDLE: Duration = Duration::from_secs(100);

pub fn measure(known: &Known, till: &mut Till, name: &str) -> Rows {
    let figure = |what: &str, value: String| (format!("{what} ({name})"), value);
    let mut told = Vec::new();
    offline(known, till, SALES);
    known.line.set(Mode::Pass);
    let begun = Instant::now();
    till.say("now");
    till.synced();
    told.push(figure("100 sales up, from Sync now, s", seconds(begun)));
    known.settle(till);
    offline(known, till, SALES);
    let before = known.line.bytes();
    let begun = Instant::now();
    known.line.set(Mode::Pass);
    while known.line.bytes() == before {
        std::thread::sleep(Duration::from_millis(2));
    }
    told.push(figure(
        "the line found again by itself, this time, s",
        seconds(begun),
    ));
    let found = Instant::now();
    till.synced();
    told.push(figure("100 sales up, from there, s", seconds(found)));
    let longest = longest();
    told.push(figure(
        "the line found again, by plan, longest, s",
        format!("{:.1}", longest as f64 / 1e3),
    ));
    told.extend(idle(known, till, name));
    told
}

/// The longest that the plan leaves a missing hub alone, over every throw of its dice.
fn longest() -> u64 {
    let wait = |dice: u64| {
        let mut plan = Plan::new(false);
        plan.next(0, 100);
        plan.heard(0, dice, Heard::Unreached { timed_out: false });
        match plan.next(0, 100) {
            Do::Wait(until) => until,
            _ => 0,
        }
    };
    (0..60_000).map(wait).max().unwrap_or(0)
}

fn idle(known: &Known, till: &mut Till, name: &str) -> Rows {
    let figure = |what: &str, value: String| (format!("{what} ({name})"), value);
    known.settle(till);
    let before = (known.line.bytes(), known.line.requests(), till.said());
    std::thread::sleep(IDLE);
    let bytes = (known.line.bytes() - before.0) as f64;
    let looks = (known.line.requests() - before.1).max(1) as f64;
    let woken = till.said() - before.2;
    // What a look takes, at the shortest pace of the plan.
    let minute = |metered: bool| bytes / looks * 60_000.0 / shortest(metered) as f64;
    vec![
        figure("idle, looks in 100 s", format!("{looks:.0}")),
        figure(
            "idle, bytes of a look, both ways",
            format!("{:.0}", bytes / looks),
        ),
        figure("idle, bytes a minute", format!("{:.0}", minute(false))),
        figure("idle, bytes a minute, metered", format!("{:.0}", minute(true))),
        figure("idle, the screens woken", woken.to_string()),
    ]
}

/// The shortest pace of a till that has everything.
fn shortest(metered: bool) -> u64 {
    let wait = |dice: u64| {
        let mut plan = Plan::new(metered);
        plan.next(0, 0);
        plan.heard(0, dice, Heard::Pong);
        plan.next(0, 0);
        plan.heard(0, dice, Heard::Welcomed { drain_only: false });
        plan.next(0, 0);
        plan.heard(
            0,
            dice,
            Heard::Pulled {
                caught_up: true,
                empty: true,
            },
        );
        match plan.next(0, 0) {
            Do::Wait(until) => until,
            _ => 0,
        }
    };
    (0..120_000).map(wait).min().unwrap_or(0)
}
