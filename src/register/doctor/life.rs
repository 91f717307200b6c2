//! What shows behind the key: journal, store, copies, clock, time zone. Must never bring the store up to
//! date.

use jiff::tz::TimeZone;

use crate::domain::till::Till;
use crate::journal::{Cursor, Entry, Reader, SEGMENT_LEN};
use crate::register::audit::audit;
use crate::register::hub::Facts;
use crate::register::mirror::MirrorState;
use crate::register::places::Places;
use crate::register::surroundings::{Surroundings, local};
use crate::store::{Store, StoreError};
use crate::vault::MasterKey;

use super::Line;
use super::copies::copies;

/// What mends a damaged journal.
pub(super) const MEND: &str = "nothing was changed; `tendero audit verify` says how far it is whole; \
                               `tendero mirror mend` makes it whole where there is a mirror; else restore \
                               the last backup into another directory";
/// A clock may be off by this much without a word, in milliseconds.
const SLACK_MS: i64 = 120_000;

pub(super) fn journal(reader: &Reader, full: bool) -> Line {
    if full {
        return match audit(reader) {
            Err(error) => Line::bad("journal", error.to_string(), MEND),
            Ok(report) => match report.first_bad() {
                Some((_, first)) => Line::bad("journal", first.to_string(), MEND),
                None => Line::good(
                    "journal",
                    format!("{} entries, all whole", report.checks[0].checked),
                ),
            },
        };
    }
    match reader.head() {
        Ok(head) => Line::good(
            "journal",
            format!("whole in its last segment, up to entry {}", head.cursor),
        ),
        Err(error) => Line::bad("journal", error.to_string(), MEND),
    }
}

/// What the journal takes on the disk; none where that is told already.
pub(super) fn storage(reader: &Reader) -> Option<Line> {
    let kept = reader.segments().ok()?;
    let tenths = |bytes: u64| bytes * 10 / (1 << 20);
    let said = |bytes: u64| format!("{}.{} MiB", tenths(bytes) / 10, tenths(bytes) % 10);
    let all: u64 = kept.iter().map(|kept| kept.bytes).sum();
    let packed = kept.iter().filter(|kept| kept.packed);
    let (count, saved) = packed.fold((0, 0), |(count, saved), kept| {
        (count + 1, saved + SEGMENT_LEN.saturating_sub(kept.bytes))
    });
    let segments = kept.len();
    let says = match count {
        0 => format!("segments of the journal: {segments}, {}", said(all)),
        _ => format!(
            "segments of the journal: {segments}, {}; packed: {count}, which saves {}",
            said(all),
            said(saved)
        ),
    };
    Some(Line::good("storage", says))
}

pub(super) fn store(
    places: &Places,
    master: &MasterKey,
    reader: &Reader,
    (around, mirror): (&dyn Surroundings, Option<&MirrorState>),
) -> Vec<Line> {
    let rebuild = "`tendero rebuild` makes it anew from the journal";
    if !places.store().exists() {
        return vec![Line::good(
            "store",
            "not there yet: the next start makes it from the journal",
        )];
    }
    let mut store = match Store::open(&places.store(), &master.page_keys()) {
        Ok(store) => store,
        Err(StoreError::Older { .. }) => {
            let says = "an older version wrote it: the next start makes it anew from the journal";
            return vec![Line::good("store", says)];
        }
        Err(error) => return vec![Line::bad("store", error.to_string(), rebuild)],
    };
    if let Err(error) = store.check_integrity() {
        return vec![Line::bad("store", error.to_string(), rebuild)];
    }
    let applied = store.applied();
    let applied = Cursor {
        incarnation: applied.ordinal,
        seq: applied.seq,
    };
    let head = reader.head().map_or(applied, |head| head.cursor);
    let size = store.stats().map_or(0, |stats| stats.file_bytes >> 10);
    let line = if applied > head {
        let says =
            format!("the store has entry {applied}, the journal ends at {head}: sales were lost from it");
        Line::bad("store", says, MEND)
    } else {
        Line::good(
            "store",
            format!("every page is whole, folded up to entry {applied}, {size} KiB"),
        )
    };
    let mut lines = vec![line];
    if let Some(till) = store.till() {
        let mirrored = mirror.is_some_and(MirrorState::is_current);
        lines.push(copies(till, head, (acked(&store, head), mirrored)));
        lines.push(zone(till, around));
    }
    lines
}

/// The last entry of this life that the hub has, as it said last; none for a till without one.
fn acked(store: &Store, head: Cursor) -> Option<u64> {
    let facts = store.read().ok()?.hub_facts().ok()??;
    let facts: Facts = serde_json::from_slice(&facts).ok()?;
    Some(facts.acked.get(&head.incarnation).copied().unwrap_or(0))
}

fn zone(till: &Till, around: &dyn Surroundings) -> Line {
    let name = &till.shop.zone;
    if name == "UTC" {
        return Line::good("zone", "UTC");
    }
    match TimeZone::get(name) {
        Ok(zone) => Line::good("zone", format!("{name}, where it is {}", around.local(&zone))),
        Err(_) => Line::warning(
            "zone",
            format!("this machine does not know the time zone {name}: times are in UTC"),
            "install the time zone data (the package tzdata)",
        ),
    }
}

pub(super) fn clock(reader: &Reader, around: &dyn Surroundings) -> Line {
    let Some(last) = last_entry(reader) else {
        return Line::warning("clock", "there is no last entry to hold the clock against", "");
    };
    let (wall, last) = (around.wall(), last.stamp.at_wall);
    let shown = |wall| local(wall, &TimeZone::UTC);
    if wall.saturating_add(SLACK_MS) < last {
        let says = format!(
            "the clock says {} UTC, the last entry was made at {}",
            shown(wall),
            shown(last)
        );
        return Line::bad("clock", says, "set the clock");
    }
    Line::good("clock", format!("{} UTC, after the last entry", shown(wall)))
}

fn last_entry(reader: &Reader) -> Option<Entry> {
    let head = reader.head().ok()?.cursor;
    let before = Cursor {
        seq: head.seq.checked_sub(1)?,
        ..head
    };
    reader.entries_after(before).next()?.ok()
}
