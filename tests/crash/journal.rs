//! The journal alone, cut at every operation of a small day, and cut again while it recovers. Must never pass
//! a journal that lost an answered entry, kept half a command or made one up.

use std::path::Path;
use std::sync::Arc;

use tendero::journal::{Journal, JournalError, Reached, verify};

use crate::cut::{Chance, Cut, Replay};
use crate::day::{DIR, Day, command, identity, key, live, payload, small};
use crate::disk::RecordingDisk;
use crate::image::Image;

/// Commands of the day: enough for 5,000 crash points over three segments.
const COMMANDS: usize = 460;

/// The ways a power cut treats what was not synced.
const CUTS: [Cut; 4] = [Cut::Lost, Cut::Kept, Cut::Torn(512), Cut::Torn(16)];

/// Cuts the power after every operation of the day in every way, and again in every recovery.
/// Returns the number of crash points, or the first broken promise.
fn cut_everywhere(day: &Day, seed: u64) -> Result<usize, String> {
    let mut replay = Replay::new(Image::default(), &day.log);
    let mut points = 0;
    loop {
        for (way, cut) in CUTS.into_iter().enumerate() {
            let mut chance = Chance(seed ^ (replay.at() as u64) << 8 ^ way as u64);
            let image = replay.cut(cut, &mut chance);
            let told = |what: String| format!("seed {seed}, operation {}, {cut:?}: {what}", replay.at());
            points += check(day, replay.at(), image, &mut chance, true).map_err(told)?;
        }
        if !replay.step() {
            return Ok(points);
        }
    }
}

/// Opens what a crash left after `operations` and holds the journal to its promise; cuts once more at every
/// operation of the recovery if `again`, which a journal that is still being made has none of.
fn check(
    day: &Day,
    operations: usize,
    left: Image,
    chance: &mut Chance,
    again: bool,
) -> Result<usize, String> {
    let disk = RecordingDisk::holding(left.clone());
    let opened = open(day, operations, &disk, chance);
    let mut points = 1;
    if again && day.made_by(operations) {
        let log = disk.log();
        let mut replay = Replay::new(left, &log);
        while replay.step() {
            let image = replay.cut(CUTS[chance.below(CUTS.len())], chance);
            points += check(day, operations, image, chance, false)?;
        }
    }
    let Some(mut journal) = opened? else {
        return Ok(points);
    };
    let before = journal.head();
    command(&mut journal, &small(chance)).map_err(|error| format!("goes on after a crash: {error}"))?;
    if chance.below(256) == 0 {
        drop(journal);
        let reopened = Journal::open(Arc::new(disk), Path::new(DIR), &key(), Reached::default());
        let (journal, _) = reopened.map_err(|error| format!("opens once more: {error}"))?;
        let mut seq = 0;
        let whole = verify(journal.reader(), |entry| {
            seq += u64::from(entry.payload == payload(entry.seq(), entry.payload.len()));
        });
        let whole = whole.map_err(|error| format!("verifies: {error}"))?;
        if whole.entries != seq || seq <= before.cursor.seq {
            return Err(format!("{seq} entries are as they were of {}", whole.entries));
        }
    }
    Ok(points)
}

/// Opens the journal, which must have every answered command and at most the next; nothing if it was
/// not made.
fn open(
    day: &Day,
    operations: usize,
    disk: &RecordingDisk,
    chance: &mut Chance,
) -> Result<Option<Journal>, String> {
    let answered = day.answered_by(operations);
    // The store folds some entries behind the answer; what it has seen counts as a witness.
    let store = day.heads[chance.below(answered + 1)].cursor;
    let reached = Reached {
        store: (chance.below(2) == 0).then_some(store),
        ..Reached::default()
    };
    let made = day.made_by(operations);
    match Journal::open(Arc::new(disk.clone()), Path::new(DIR), &key(), reached) {
        Ok((journal, _)) => {
            let possible = &day.heads[answered..(answered + 2).min(day.heads.len())];
            if possible.contains(&journal.head()) {
                return Ok(Some(journal));
            }
            Err(format!(
                "{answered} commands were answered, but the head is {:?}",
                journal.head().cursor
            ))
        }
        Err(JournalError::NotThere(_)) if !made => {
            Journal::create(Arc::new(disk.clone()), Path::new(DIR), identity(), &key())
                .map_err(|error| format!("is made after a crash while it was made: {error}"))?;
            Ok(None)
        }
        Err(error) => Err(format!("opens after a crash: {error}")),
    }
}

#[test]
fn no_power_cut_loses_an_answered_entry() {
    let day = live(COMMANDS, 1, |_| ());
    match cut_everywhere(&day, 1) {
        Ok(points) => assert!(points >= 5000, "only {points} crash points"),
        Err(broken) => panic!("{broken}"),
    }
}

/// The test above is worth something: a journal that answers before its sync does not pass it.
#[cfg(feature = "planted-bugs")]
#[test]
fn answering_before_the_sync_is_noticed() {
    let day = live(20, 1, |journal| {
        journal.plant(tendero::journal::Plant::AnswerBeforeSync)
    });
    let broken = cut_everywhere(&day, 1).expect_err("the planted bug must be noticed");
    assert!(broken.contains("operation"), "{broken}");
}
