//! Packing that loses its power, or whose disk fails, at every operation: of the till, and of the stick that
//! holds the archive. Must never pass a journal that lacks an entry.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use tendero::journal::pack::{copy_to, expand, replace};
use tendero::journal::{Cursor, Disk, Hash, Journal, JournalError, Reached, Reader};
use uuid::Uuid;

use crate::cut::{Chance, Cut, Replay};
use crate::day::{DIR, command, identity, key, small};
use crate::disk::{Fault, LeftOut, RecordingDisk, leave_out};
use crate::image::Image;

const FIRST: (u16, u32) = (1, 1);
const CUTS: [Cut; 3] = [Cut::Kept, Cut::Torn(512), Cut::Torn(16)];
const FAULTS: [Fault; 4] = [
    Fault::Nothing(ErrorKind::StorageFull),
    Fault::Half(ErrorKind::Other),
    Fault::Nothing(ErrorKind::ReadOnlyFilesystem),
    Fault::Forgotten(ErrorKind::Other),
];

/// The disk of a till in its second life, everything on it durable.
fn till() -> RecordingDisk {
    let disk = RecordingDisk::default();
    let (mut chance, dir) = (Chance(7), Path::new(DIR));
    let mut journal = Journal::create(Arc::new(disk.clone()), dir, identity(), &key()).unwrap();
    for _ in 0..12 {
        command(&mut journal, &small(&mut chance)).unwrap();
    }
    let mut journal = journal.new_incarnation(Uuid::from_bytes([3; 16])).unwrap();
    command(&mut journal, &small(&mut chance)).unwrap();
    RecordingDisk::holding(disk.image())
}

fn reader(disk: &RecordingDisk) -> Result<Reader, JournalError> {
    Reader::open(Arc::new(disk.clone()), Path::new(DIR), &key())
}

fn entries(reader: &Reader) -> Result<Vec<(Cursor, Hash)>, JournalError> {
    let entries = reader.all_entries();
    entries
        .map(|entry| entry.map(|entry| (entry.cursor, entry.hash)))
        .collect()
}

/// What is done with the first segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    Pack,
    Unpack,
}

impl Work {
    fn on(self, disk: &RecordingDisk) -> Result<(), JournalError> {
        let reader = reader(disk)?;
        match self {
            Work::Pack => replace(&reader, FIRST, &key()).map(drop),
            Work::Unpack => expand(&reader, FIRST),
        }
    }
}

/// The till that a crash left: it has every entry, sells on, and the work can be done again.
fn check(left: Image, all: &[(Cursor, Hash)], work: Work) -> Result<(), String> {
    let disk = RecordingDisk::holding(left);
    let said = |error: JournalError| format!("it is not whole: {error}");
    let found = reader(&disk).and_then(|reader| entries(&reader)).map_err(said)?;
    if found != all {
        return Err(format!("{} entries of {}", found.len(), all.len()));
    }
    let opened = Journal::open(Arc::new(disk.clone()), Path::new(DIR), &key(), Reached::default());
    let (mut journal, _) = opened.map_err(said)?;
    command(&mut journal, &[40]).map_err(said)?;
    drop(journal);
    let packed = |disk: &RecordingDisk| {
        let kept = reader(disk).and_then(|reader| reader.closed());
        kept.map(|kept| kept[0].packed).map_err(said)
    };
    if packed(&disk)? != (work == Work::Pack) {
        work.on(&disk)
            .map_err(|error| format!("it cannot be done again: {error}"))?;
    }
    let found = reader(&disk).and_then(|reader| entries(&reader)).map_err(said)?;
    if found.len() != all.len() + 1 || found[..all.len()] != *all {
        return Err("an entry was lost when it was done again".to_owned());
    }
    (packed(&disk)? == (work == Work::Pack))
        .then_some(())
        .ok_or_else(|| "it was not done".to_owned())
}

/// Cuts the power after every operation of the work.
fn cut_everywhere(start: &RecordingDisk, work: Work) -> Result<usize, String> {
    let all = entries(&reader(start).unwrap()).unwrap();
    let disk = RecordingDisk::holding(start.image());
    work.on(&disk).unwrap();
    let log = disk.log();
    let (mut replay, mut points) = (Replay::new(start.image(), &log), 0);
    loop {
        for cut in [Cut::Lost, CUTS[replay.at() % CUTS.len()]] {
            let left = replay.cut(cut, &mut Chance(replay.at() as u64));
            check(left, &all, work)
                .map_err(|broken| format!("{work:?}, operation {}, {cut:?}: {broken}", replay.at()))?;
            points += 1;
        }
        if !replay.step() {
            return Ok(points);
        }
    }
}

fn packed() -> RecordingDisk {
    let disk = till();
    Work::Pack.on(&disk).unwrap();
    RecordingDisk::holding(disk.image())
}

#[test]
fn a_power_cut_while_a_segment_is_packed_or_unpacked_loses_no_entry() {
    let points = cut_everywhere(&till(), Work::Pack).unwrap();
    assert!(points >= 14, "only {points} points");
    let points = cut_everywhere(&packed(), Work::Unpack).unwrap();
    assert!(points >= 70, "only {points} points");
}

/// The test above is worth something: it notices when a pack takes the place of a segment unsynced.
#[test]
fn a_pack_that_is_not_synced_is_noticed() {
    let start = till();
    leave_out(Some(LeftOut::File("shop/journal/0001/00000001.pack.new")));
    let broken = cut_everywhere(&start, Work::Pack);
    leave_out(None);
    let broken = broken.expect_err("the planted bug must be noticed");
    assert!(broken.contains("is not whole"), "{broken}");
}

#[test]
fn a_disk_that_fails_at_any_operation_of_packing_loses_no_entry() {
    for (start, work) in [(till(), Work::Pack), (packed(), Work::Unpack)] {
        let all = entries(&reader(&start).unwrap()).unwrap();
        let whole = RecordingDisk::holding(start.image());
        work.on(&whole).unwrap();
        for at in 0..whole.operations() {
            let fault = FAULTS[at % FAULTS.len()];
            let disk = RecordingDisk::holding(start.image());
            disk.break_at(at, fault);
            let done = work.on(&disk);
            assert!(disk.has_failed(), "{work:?}, operation {at}");
            let log = disk.log();
            let mut replay = Replay::new(start.image(), &log);
            while replay.step() {}
            for left in [disk.image(), replay.cut(Cut::Lost, &mut Chance(at as u64))] {
                if let Err(broken) = check(left, &all, work) {
                    panic!("{work:?}, operation {at}, {fault:?}, {done:?}: {broken}");
                }
            }
        }
    }
}

#[test]
fn a_stick_that_is_pulled_out_at_any_operation_has_no_half_of_a_pack() {
    let (own, root) = (till(), Path::new("stick/journal"));
    let all = entries(&reader(&own).unwrap()).unwrap();
    let first_life = all.iter().filter(|(cursor, _)| cursor.incarnation == 1).count();
    let all = &all[..first_life];
    let copy = |disk: &RecordingDisk| {
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        copy_to(&reader(&own).unwrap(), FIRST, (&disk, root), &key())
    };
    let empty = || {
        let disk = RecordingDisk::default();
        disk.create_dir(Path::new("stick")).unwrap();
        RecordingDisk::holding(disk.image())
    };
    let right = |left: Image, what: &str| {
        let disk = RecordingDisk::holding(left);
        match Reader::open(Arc::new(disk.clone()), root, &key()) {
            Err(JournalError::NotThere(_)) => {}
            there => assert_eq!(there.and_then(|there| entries(&there)).unwrap(), all, "{what}"),
        }
        copy(&disk).unwrap_or_else(|error| panic!("{what}: {error}"));
        let there = Reader::open(Arc::new(disk), root, &key()).unwrap();
        assert_eq!(entries(&there).unwrap(), all, "{what}");
        assert_eq!(there.check_packs().unwrap(), 1, "{what}");
    };
    let whole = empty();
    let start = whole.image();
    copy(&whole).unwrap();
    let log = whole.log();
    let mut replay = Replay::new(start.clone(), &log);
    loop {
        for cut in [Cut::Lost, CUTS[replay.at() % CUTS.len()]] {
            let left = replay.cut(cut, &mut Chance(replay.at() as u64));
            right(left, &format!("operation {}, {cut:?}", replay.at()));
        }
        if !replay.step() {
            break;
        }
    }
    for at in 0..whole.operations() {
        let (disk, fault) = (empty(), FAULTS[at % FAULTS.len()]);
        disk.break_at(at, fault);
        let _refused = copy(&disk);
        right(disk.image(), &format!("operation {at}, {fault:?}"));
    }
    // Whatever happened there, the till was only read.
    assert_eq!(own.operations(), 0);
}
