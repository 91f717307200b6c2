//! A week without a network, and then there is one. Must never count what was up already.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::child::Till;
use crate::kernel;
use crate::line::Mode;
use crate::{Known, Rows, memory, seconds};

/// Sales between two turns of the line.
const TURN: usize = 10;
/// Milliseconds between two of them.
const PAUSE: u64 = 4;

/// The upload, and nothing else.
pub fn alone(known: &Known, till: &mut Till, name: &str, sales: usize) -> Rows {
    let figure = |what: &str, value: String| (format!("{what} ({name})"), value);
    let mut told = Vec::new();
    offline(known, till, sales);
    let before = (till.memory(), known.line.pushed());
    let (done, pid) = (AtomicBool::new(false), till.pid());
    let memories = std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut seen = Vec::new();
            while !done.load(Relaxed) {
                seen.push(kernel::memory(pid));
                std::thread::sleep(Duration::from_millis(10));
            }
            seen
        });
        known.line.set(Mode::Pass);
        let begun = Instant::now();
        till.say("now");
        till.until(|told| (told["waiting"] == 0).then_some(()));
        told.push(figure(&format!("{sales} sales of 5 lines up, s"), seconds(begun)));
        done.store(true, Relaxed);
        watch.join().expect("the watch ends")
    });
    let bytes = (known.line.pushed() - before.1) as f64 / sales as f64;
    told.push(figure(
        "bytes on the wire a sale, with its answer",
        format!("{bytes:.0}"),
    ));
    let most = |part: &[u64]| part.iter().max().copied().unwrap_or(0);
    let (first, last) = memories.split_at(memories.len() / 2);
    told.push(figure(
        "memory of the till before the upload, MB",
        memory(before.0),
    ));
    told.push(figure("memory at its peak, first half, MB", memory(most(first))));
    told.push(figure("memory at its peak, second half, MB", memory(most(last))));
    told.push(figure("memory after the upload, MB", memory(till.memory())));
    known.settle(till);
    told
}

/// Sales while the upload goes on, in turn with sales while it is held.
/// Another, beside which the till sells.
pub fn beside(known: &Known, till: &mut Till, name: &str, sales: usize) -> Rows {
    offline(known, till, sales);
    known.line.set(Mode::Pass);
    till.say("now");
    let sending = |state: &serde_json::Value| (state["lamp"] == "Syncing").then_some(());
    till.until(sending);
    let (mut with, mut without, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    while till.state["waiting"].as_u64().unwrap_or(0) > 1_000 {
        let during = till.sell(TURN, PAUSE);
        known.line.set(Mode::Hold);
        // What is on its way already ends first.
        std::thread::sleep(Duration::from_millis(60));
        let alone = till.sell(TURN, PAUSE);
        known.line.set(Mode::Pass);
        ratios.push(middle(&during) as f64 / middle(&alone).max(1) as f64);
        with.extend(during);
        without.extend(alone);
        till.drain();
    }
    till.synced();
    known.settle(till);
    eprintln!("{name}: uploads are done");
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN);
    let figure = |what: &str, value: String| (format!("{what} ({name})"), value);
    vec![
        figure("a sale during the upload, median, us", middle(&with).to_string()),
        figure(
            "a sale while it is held, median, us",
            middle(&without).to_string(),
        ),
        figure(
            "a sale during the upload / while it is held, pairs",
            format!("{ratio:.2}"),
        ),
        figure("pairs", ratios.len().to_string()),
    ]
}

/// Sells so often without a hub.
pub fn offline(known: &Known, till: &mut Till, sales: usize) {
    known.line.set(Mode::Down);
    till.sell(sales, 0);
    till.drain();
    if till.state["lamp"] != "Offline" {
        till.until(|told| (told["lamp"] == "Offline").then_some(()));
    }
    // The fold is done before anything is measured.
    std::thread::sleep(Duration::from_secs(3));
    till.drain();
}

fn middle(times: &[u64]) -> u64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or(0)
}
