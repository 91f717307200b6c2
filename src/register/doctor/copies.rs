//! How many current copies of the journal there are, and how its mirror stands. Must never count a copy that
//! lacks an entry.

use jiff::tz::TimeZone;

use crate::domain::till::Till;
use crate::journal::{Cursor, Reader};
use crate::register::mirror::{MirrorState, examine};
use crate::register::places::Places;
use crate::register::surroundings::local;

use super::Line;

/// How the mirror stands, where the store remembers one.
pub(super) fn mirror(places: &Places, reader: &Reader) -> Option<MirrorState> {
    // What is the matter with the journal stands in a line of its own.
    examine(places, reader).ok().flatten()
}

/// That in a line.
pub(super) fn line(state: &MirrorState) -> Line {
    let dir = state.dir.display();
    let upto = state.upto.map_or_else(
        || "nothing of this journal".to_owned(),
        |upto| format!("everything up to entry {upto}"),
    );
    let Some(trouble) = &state.trouble else {
        return match state.behind {
            Some(0) => Line::good("mirror", format!("{dir} holds {upto}, which is all there is")),
            Some(behind) => Line::warning(
                "mirror",
                format!("{dir} holds {upto}; {behind} entries are not there yet"),
                "the next start of the till copies them; `tendero mirror start` does it at once",
            ),
            None => Line::warning(
                "mirror",
                format!("{dir} holds {upto} of an earlier life of the journal"),
                "the next start of the till copies the rest; `tendero mirror start` does it at once",
            ),
        };
    };
    let since = state.since.map(|since| local(since, &TimeZone::system()));
    let since = since.map_or_else(String::new, |since| format!(", missing since {since}"));
    let said = format!(
        "{}{since}; when it was seen last it held {upto}",
        trouble.sentence
    );
    Line::warning(
        "mirror",
        said,
        "until then the journal is on this disk only, or in a backup or at the hub",
    )
}

/// How many copies hold all of it. `hub` is the last entry that the hub has, `mirrored` whether the mirror
/// has all.
pub(super) fn copies(till: &Till, head: Cursor, (hub, mirrored): (Option<u64>, bool)) -> Line {
    let backup = till.backed_up.unwrap_or(0);
    let at_hub = hub.is_some_and(|acked| acked >= head.seq);
    // The entry that notes the backup is itself not in it, and is no loss.
    let backed_up = till.backed_up.is_some() && backup >= head.seq;
    let others = [
        (backed_up, "the last backup"),
        (mirrored, "the mirror"),
        (at_hub, "the hub"),
    ];
    let others: Vec<&str> = others
        .iter()
        .filter(|(has, _)| *has)
        .map(|(_, name)| *name)
        .collect();
    if let Some((last, before)) = others.split_last() {
        let before: String = before.iter().flat_map(|name| [", ", name]).collect();
        let says = format!(
            "{} current copies of the journal: this disk{before} and {last}",
            others.len() + 1
        );
        return Line::good("copies", says);
    }
    let todo = "back up to another disk: `tendero backup FILE`";
    let says = match till.backed_up {
        None => format!(
            "1 current copy of the journal: this disk; no backup holds any of the {} entries of its life",
            head.seq
        ),
        Some(_) => format!(
            "1 current copy of the journal: this disk; {} entries are newer than the last backup",
            head.seq.saturating_sub(backup)
        ),
    };
    Line::warning("copies", says, todo)
}
