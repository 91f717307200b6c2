//! The mirror on a stick that loses its power, or fails, at every operation while it follows a day. Must
//! never pass a mirror that lacks what it said to have, or that is not a start of the journal.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use tendero::journal::mirror::{JOURNAL, Marker, Mirror};
use tendero::journal::{Cursor, Hash, Journal, JournalError, Reader};
use uuid::Uuid;

use crate::cut::{Chance, Cut, Replay};
use crate::day::{DIR, command, identity, key, small};
use crate::disk::{Fault, RecordingDisk};
use crate::image::{Image, Op};

const ROOT: &str = "stick";
const CUTS: [Cut; 3] = [Cut::Kept, Cut::Torn(512), Cut::Torn(16)];
/// Commands of the day.
const COMMANDS: usize = 32;

/// A journal, the stick beside it, and after how many operations on it the mirror said to have what.
struct Followed {
    journal: Journal,
    log: Vec<Op>,
    said: Vec<(usize, Cursor)>,
}

fn mirror(journal: &Journal, disk: &RecordingDisk) -> Mirror {
    let disk = Arc::new(disk.clone());
    Mirror::of(journal.reader(), disk, Path::new(ROOT), identity().terminal)
}

fn stick() -> RecordingDisk {
    let disk = RecordingDisk::default();
    tendero::journal::Disk::create_dir(&disk, Path::new(ROOT)).unwrap();
    let marker = Marker {
        terminal: identity().terminal,
        mirror: Uuid::from_bytes([4; 16]),
    };
    marker.write(&disk, Path::new(ROOT)).unwrap();
    RecordingDisk::holding(disk.image())
}

/// Follows to the end of the journal; none where the stick failed.
fn follow(mirror: &mut Mirror, journal: &Journal) -> Option<Cursor> {
    let durable = journal.durable();
    while mirror.step(&durable).ok()? {}
    mirror.upto()
}

/// A day whose mirror follows after every command or every few, and is asked to look again now and then.
fn day(disk: &RecordingDisk, seed: u64) -> Followed {
    let own = Arc::new(RecordingDisk::default());
    let mut journal = Journal::create(own, Path::new(DIR), identity(), &key()).unwrap();
    let (mut chance, mut there, mut said) = (Chance(seed), mirror(&journal, disk), Vec::new());
    for at in 0..COMMANDS {
        command(&mut journal, &small(&mut chance)).unwrap();
        if chance.below(8) == 0 {
            there = mirror(&journal, disk);
        }
        // For a while nobody follows: what is there is then written anew.
        let now = at < 3 || !(6..26).contains(&at) && chance.below(3) > 0;
        if let Some(upto) = now.then(|| follow(&mut there, &journal)).flatten() {
            said.push((disk.operations(), upto));
        }
    }
    Followed {
        journal,
        log: disk.log(),
        said,
    }
}

fn entries(reader: &Reader) -> Result<Vec<(Cursor, Hash)>, JournalError> {
    let entries = reader.all_entries();
    entries
        .map(|entry| entry.map(|entry| (entry.cursor, entry.hash)))
        .collect()
}

/// What is on a stick: nothing, or a start of the journal.
fn there(disk: &RecordingDisk) -> Result<Vec<(Cursor, Hash)>, String> {
    let dir = Path::new(ROOT).join(JOURNAL);
    match Reader::open(Arc::new(disk.clone()), &dir, &key()) {
        Err(JournalError::NotThere(_)) => Ok(Vec::new()),
        opened => {
            let read = opened.and_then(|reader| entries(&reader));
            read.map_err(|error| format!("the mirror does not open: {error}"))
        }
    }
}

/// Holds what a stick has against the journal, and has it caught up.
fn check(followed: &Followed, left: Image, said: Option<Cursor>) -> Result<(), String> {
    let disk = RecordingDisk::holding(left);
    let all = entries(followed.journal.reader()).unwrap();
    let found = there(&disk)?;
    if all.get(..found.len()) != Some(&found[..]) {
        return Err(format!(
            "{} entries there are no start of the journal",
            found.len()
        ));
    }
    let last = found.last().map(|(cursor, _)| *cursor);
    if last < said {
        return Err(format!("it said to have {said:?} and has {last:?}"));
    }
    let mut mirror = mirror(&followed.journal, &disk);
    follow(&mut mirror, &followed.journal).ok_or("it does not catch up")?;
    if there(&disk)? != all {
        return Err("it is not the journal after it caught up".to_owned());
    }
    Ok(())
}

#[test]
fn a_mirror_that_loses_its_power_at_any_operation_has_what_it_said_and_catches_up() {
    let disk = stick();
    let start = disk.image();
    let followed = day(&disk, 1);
    let mut replay = Replay::new(start, &followed.log);
    let mut points = 0;
    loop {
        // Nothing of what was not synced, and in turn another way of some of it.
        for cut in [Cut::Lost, CUTS[replay.at() % CUTS.len()]] {
            let mut chance = Chance(replay.at() as u64);
            let said = followed.said.iter().rev().find(|(at, _)| *at <= replay.at());
            let said = said.map(|(_, upto)| *upto);
            let checked = check(&followed, replay.cut(cut, &mut chance), said);
            if let Err(broken) = checked {
                panic!("operation {}, {cut:?}: {broken}", replay.at());
            }
            points += 1;
        }
        if !replay.step() {
            break;
        }
    }
    assert!(points > 100, "only {points} points");
}

#[test]
fn a_stick_that_fails_at_any_operation_stops_no_sale_and_catches_up() {
    let whole = stick();
    let start = whole.image();
    let operations = {
        day(&whole, 2);
        whole.operations()
    };
    let faults = [
        Fault::Nothing(ErrorKind::StorageFull),
        Fault::Half(ErrorKind::Other),
        Fault::Nothing(ErrorKind::ReadOnlyFilesystem),
        Fault::Forgotten(ErrorKind::Other),
    ];
    for at in 0..operations {
        let fault = faults[at % faults.len()];
        let disk = stick();
        disk.break_at(at, fault);
        // Every command of the day is answered, whatever the stick does.
        let followed = day(&disk, 2);
        assert!(disk.has_failed(), "operation {at}");
        // What it says to have after that is there, even if a sync that failed is never made up for.
        let said = follow(&mut mirror(&followed.journal, &disk), &followed.journal);
        let log = disk.log();
        let mut replay = Replay::new(start.clone(), &log);
        while replay.step() {}
        let left = replay.cut(Cut::Lost, &mut Chance(at as u64));
        if let Err(broken) = check(&followed, left, said) {
            panic!("operation {at}, {fault:?}: {broken}");
        }
    }
}
