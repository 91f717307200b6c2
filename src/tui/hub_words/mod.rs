//! How the till stands with its hub, in words: the lamp, what became of an entry, what two tills made of a
//! field. Must never say by a colour alone what a word does not say.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::lang::{self, Words};
use crate::register::hub::state::{Lamp, Met, SyncState};
use crate::sync::plan::Pause;
use crate::sync::transport::BadLine;

use super::counter::Counter;
use super::theme::Role;

pub mod conflict;
pub mod queue;

/// A state as the header shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// One mark and a blank.
    pub mark: &'static str,
    /// The word, with as much beside it as is known; the shortest last.
    pub words: Vec<String>,
    /// Its tone.
    pub role: Role,
}

/// The lamp.
pub fn lamp(state: Option<&SyncState>, words: &Words) -> Sign {
    let text = |key: &str| words.text(key).into_owned();
    let counted = |key: &str, count: u64| words.format(key, &[("count", count.into())]);
    let Some(state) = state.filter(|state| state.lamp != Lamp::NotEnrolled) else {
        return sign("o ", vec![text("lamp-local")], Role::Text);
    };
    match state.lamp {
        Lamp::NotEnrolled | Lamp::Synced => sign("* ", vec![text("lamp-synced")], Role::Good),
        Lamp::Syncing => sign("~ ", syncing(state, words), Role::Warn),
        Lamp::Offline if state.waiting > 0 => {
            let all = vec![
                counted("lamp-offline-waiting", state.waiting),
                counted("lamp-offline-count", state.waiting),
                text("lamp-offline"),
            ];
            sign("x ", all, Role::Bad)
        }
        Lamp::Offline => sign("x ", vec![text("lamp-offline")], Role::Bad),
        Lamp::Paused => {
            let mut all = vec![text("lamp-paused")];
            if let Some(pause) = state.paused {
                let why = words.text(pause_short(pause));
                all.insert(
                    0,
                    words.format("lamp-paused-why", &[("why", why.into_owned().into())]),
                );
            }
            sign("! ", all, Role::Bad)
        }
    }
}

fn sign(mark: &'static str, words: Vec<String>, role: Role) -> Sign {
    Sign { mark, words, role }
}

/// How far a long upload or the first download is.
fn syncing(state: &SyncState, words: &Words) -> Vec<String> {
    let plain = words.text("lamp-syncing").into_owned();
    let waiting = words.format("lamp-syncing-count", &[("count", state.waiting.into())]);
    let long = match (state.sending, state.fetching.filter(|left| *left > 0)) {
        (Some((done, all)), _) => {
            let told = words.format("lamp-sending", &[("done", done.into()), ("all", all.into())]);
            return vec![told, waiting, plain];
        }
        (None, Some(left)) => words.format("lamp-fetching", &[("count", left.into())]),
        (None, None) if state.waiting > 0 => waiting,
        (None, None) => return vec![plain],
    };
    vec![long, plain]
}

/// What stands beside the lamp: conflicts that wait, a clock that is wrong. The longest of each first.
pub fn notes(state: Option<&SyncState>, words: &Words) -> Vec<Sign> {
    let mut notes = Vec::new();
    let Some(state) = state else { return notes };
    if state.conflicts > 0 {
        let told = words.format("lamp-conflicts", &[("count", state.conflicts.into())]);
        let short = words.format("lamp-conflicts-short", &[("count", state.conflicts.into())]);
        notes.push(sign("! ", vec![told, short], Role::Warn));
    }
    if let Some(skew) = state.skew {
        let all = vec![
            words.format("lamp-clock", &[("minutes", minutes(skew).into())]),
            words.text("lamp-clock-short").into_owned(),
        ];
        notes.push(sign("! ", all, Role::Warn));
    }
    notes
}

/// A difference of clocks in whole minutes.
pub fn minutes(millis: i64) -> u64 {
    millis.unsigned_abs() / 60_000
}

/// Why nothing goes on, in a word or two.
fn pause_short(pause: Pause) -> &'static str {
    match pause {
        Pause::Withdrawn => "pause-withdrawn",
        Pause::Upgrade => "pause-upgrade",
        Pause::HubFork => "pause-hub-fork",
        Pause::ChainFork => "pause-chain-fork",
        Pause::SeriesBehind => "pause-series-behind",
    }
}

/// Why nothing goes on, in a sentence.
fn pause_long(pause: Pause) -> &'static str {
    match pause {
        Pause::Withdrawn => "pause-withdrawn-told",
        Pause::Upgrade => "pause-upgrade-told",
        Pause::HubFork => "pause-hub-fork-told",
        Pause::ChainFork => "pause-chain-fork-told",
        Pause::SeriesBehind => "pause-series-behind-told",
    }
}

/// What was met that is not as it should be, in a sentence for who mends it.
fn met(met: &Met, words: &Words) -> String {
    match met {
        Met::Missing(missing) => {
            let values = [
                ("met", missing.word().into()),
                ("status", usize::from(missing.status()).into()),
            ];
            words.format("hub-missing", &values)
        }
        Met::Line(BadLine::Url(url)) => words.format("hub-line-url", &[("url", url.as_str().into())]),
        Met::Line(BadLine::Certificate(file)) => {
            words.format("hub-line-certificate", &[("file", file.as_str().into())])
        }
        Met::Refused(_) => words.text("sync-refused").into_owned(),
        Met::Journal => words.text("hub-journal").into_owned(),
    }
}

/// How it stands, in a sentence, and its tone.
pub fn standing(counter: &Counter) -> (String, Role) {
    let words = &counter.look.words;
    let Some(state) = counter.hub() else {
        return (words.text("sync-none").into_owned(), Role::Dim);
    };
    let contact = state.last_contact.map(|at| moment(counter, at));
    let contact = contact.unwrap_or_else(|| "-".to_owned());
    match (state.lamp, state.paused) {
        (_, Some(pause)) => (words.text(pause_long(pause)).into_owned(), Role::Bad),
        (Lamp::Offline, _) => {
            let since = state.offline_since.map(|at| moment(counter, at));
            let values = [("since", since.unwrap_or(contact).into())];
            let told = words.format("sync-offline", &values);
            let why = state.why.as_ref().map(|why| met(why, words)).unwrap_or_default();
            (format!("{told} {why}").trim_end().to_owned(), Role::Bad)
        }
        (Lamp::Syncing, _) if matches!(state.why, Some(Met::Refused(_))) => {
            (words.text("sync-refused").into_owned(), Role::Warn)
        }
        (Lamp::Syncing, _) => {
            let told = syncing(state, words).swap_remove(0);
            (words.format("sync-syncing", &[("told", told.into())]), Role::Warn)
        }
        _ if state.drain_only => (words.text("sync-drain").into_owned(), Role::Warn),
        _ => (
            words.format("sync-synced", &[("last", contact.into())]),
            Role::Good,
        ),
    }
}

/// What was put right of late, in a sentence; none where nothing was.
pub fn mended(counter: &Counter) -> Option<String> {
    let words = &counter.look.words;
    let mended = counter.hub()?.mended.as_ref()?;
    let (back, again) = (mended.back, mended.again);
    Some(match (&mended.series, &mended.raised) {
        (Some(series), _) => {
            let values = [
                ("again", again.into()),
                ("back", back.into()),
                ("series", series.as_str().into()),
            ];
            words.format("sync-mended-parted", &values)
        }
        (None, Some(number)) => words.format("sync-mended-raised", &[("number", number.as_str().into())]),
        (None, None) => words.format("sync-mended-back", &[("back", back.into())]),
    })
}

/// A moment by the wall clock as a person says it at the counter: the time alone where it is today.
pub fn moment(counter: &Counter, wall: i64) -> String {
    let at = local(counter, wall);
    if at.date() == counter.at.local.date() {
        lang::time(at.time())
    } else {
        lang::moment(counter.look.lang(), at)
    }
}

fn local(counter: &Counter, wall: i64) -> DateTime {
    let ago = SignedDuration::from_millis(counter.at.wall.saturating_sub(wall));
    counter.at.local.checked_sub(ago).unwrap_or(counter.at.local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn the_lamp_says_by_a_word_what_its_colour_says() {
        let words = Words::new(Lang::En);
        let shown = |state: &SyncState| {
            let sign = lamp(Some(state), &words);
            format!("{}{}", sign.mark, sign.words[0])
        };
        assert_eq!(lamp(None, &words).words, ["LOCAL"]);
        assert_eq!(shown(&SyncState::of(Lamp::NotEnrolled)), "o LOCAL");
        assert_eq!(shown(&SyncState::of(Lamp::Synced)), "* SYNCED");
        assert_eq!(shown(&SyncState::of(Lamp::Offline)), "x OFFLINE");
        let waiting = SyncState {
            waiting: 1_200,
            ..SyncState::of(Lamp::Offline)
        };
        assert_eq!(shown(&waiting), "x OFFLINE, 1,200 waiting");
        let long = SyncState {
            sending: Some((340, 1_200)),
            ..SyncState::of(Lamp::Syncing)
        };
        assert_eq!(shown(&long), "~ SYNCING 340/1,200");
        let first = SyncState {
            fetching: Some(99),
            ..SyncState::of(Lamp::Syncing)
        };
        assert_eq!(shown(&first), "~ FETCHING 99");
        let paused = SyncState {
            paused: Some(Pause::Withdrawn),
            ..SyncState::of(Lamp::Paused)
        };
        assert_eq!(shown(&paused), "! PAUSED: signed out");
    }

    #[test]
    fn a_clock_that_is_wrong_and_conflicts_stand_beside_it() {
        let words = Words::new(Lang::En);
        let both = SyncState {
            conflicts: 2,
            skew: Some(-301_000),
            ..SyncState::of(Lamp::Synced)
        };
        let told: Vec<String> = notes(Some(&both), &words)
            .into_iter()
            .map(|mut note| note.words.swap_remove(0))
            .collect();
        assert_eq!(told, ["2 CONFLICTS", "CLOCK 5 MIN OFF"]);
        assert!(notes(Some(&SyncState::of(Lamp::Synced)), &words).is_empty());
    }
}
