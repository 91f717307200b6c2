//! How the till stands with its hub. Must never store what it tells.

use std::path::Path;

use serde_json::json;

use super::super::Context;
use super::super::error::Outcome;
use super::super::table::{Cell, pairs};
use crate::register::Register;
use crate::register::hub::Mended;
use crate::register::hub::state::{Lamp, SyncState};
use crate::register::surroundings::local;

pub(super) fn status(register: &Register, context: &mut Context) -> Outcome {
    let state = register.sync_state();
    let [waiting, syncing, synced, failed] = register.counts();
    let Some(facts) = register.sync_facts() else {
        if context.options.json {
            return context
                .out
                .json(&json!({ "enrolled": false, "waiting": waiting }));
        }
        return context.out.line(
            "This till has no hub: it sells all the same, and `tendero sync enrol` makes it known to one",
        );
    };
    let storage = size(register.places().dir());
    let shared = shared(register);
    let seconds = facts.back_to_synced.map(|millis| millis / 1000);
    if context.options.json {
        return context.out.json(&json!({
            "enrolled": true, "lamp": word(state.lamp), "url": state.url, "shop": state.shop,
            "pending": waiting, "syncing": syncing, "synced": synced, "failed": failed,
            "conflicts": state.conflicts, "bad_rows": state.bad_rows,
            "sales_offline": facts.offline_sales, "seconds_to_synced": seconds,
            "last_contact": state.last_contact, "offline_since": state.offline_since,
            "skew_ms": state.skew, "drain_only": state.drain_only, "storage_bytes": storage,
            "mended": state.mended, "epoch": facts.epochs.last(),
            "shared_series": shared.as_ref().map(|(series, _)| series),
            "numbers_left": shared.as_ref().map(|(_, left)| left),
        }));
    }
    if let Some(mended) = &state.mended {
        context.out.line(said_of(mended))?;
    }
    let rows = rows(register, &state, [waiting, syncing, synced, failed]);
    let more = [
        ("sales made offline", Cell::Count(facts.offline_sales)),
        (
            "seconds until all was up",
            seconds
                .and_then(|s| u64::try_from(s).ok())
                .map_or(Cell::Unknown, Cell::Count),
        ),
        ("bytes on the disk", Cell::Count(storage)),
    ];
    let all = rows
        .into_iter()
        .chain(more)
        .map(|(name, cell)| (name.to_owned(), cell))
        .chain(shared.map(|(series, left)| (format!("numbers left of {series}"), Cell::Count(left))));
    pairs(&mut context.out, &all.collect::<Vec<_>>())
}

/// The series that the shop's tills share, and how many numbers of it this one has left.
fn shared(register: &Register) -> Option<(String, u64)> {
    let till = register.till();
    let series = till.shared()?;
    Some((series.to_owned(), till.blocks.left(series)))
}

/// What was put right, in a sentence.
fn said_of(mended: &Mended) -> String {
    let Mended { back, again, .. } = mended;
    match (&mended.series, &mended.raised) {
        (Some(series), _) => format!(
            "This machine was set back or copied: {again} of its entries went up anew, {back} came back from \
             the hub, and documents go on as {series}"
        ),
        (None, Some(number)) => {
            format!("Documents go on at {number}: the hub had seen the numbers before it")
        }
        (None, None) => format!("{back} entries that this machine had lost came back from the hub"),
    }
}

fn rows(register: &Register, state: &SyncState, counts: [u64; 4]) -> Vec<(&'static str, Cell)> {
    let time = |at: Option<i64>| {
        at.map_or(Cell::Unknown, |at| {
            Cell::Text(local(at, register.zone()).to_string())
        })
    };
    let [waiting, syncing, synced, failed] = counts;
    vec![
        ("hub", Cell::text(word(state.lamp))),
        ("at", Cell::text(state.url.as_str())),
        ("shop", Cell::text(state.shop.as_str())),
        ("pending", Cell::Count(waiting)),
        ("syncing", Cell::Count(syncing)),
        ("synced", Cell::Count(synced)),
        ("failed", Cell::Count(failed)),
        ("conflicts", Cell::Count(state.conflicts)),
        ("rows not taken", Cell::Count(state.bad_rows)),
        ("last contact", time(state.last_contact)),
        ("offline since", time(state.offline_since)),
    ]
}

fn word(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::NotEnrolled => "none",
        Lamp::Synced => "synced",
        Lamp::Syncing => "syncing",
        Lamp::Offline => "offline",
        Lamp::Paused => "paused",
    }
}

/// Bytes below a directory.
fn size(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}
