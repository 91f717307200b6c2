//! Every operation of a day failing once: no space, or a broken disk. Must never let the journal go on as if
//! a write or a sync had succeeded.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use tendero::journal::{Head, Journal, JournalError, Reached};

use crate::cut::{Chance, Cut, Replay};
use crate::day::{DIR, command, identity, key, lengths};
use crate::disk::RecordingDisk;
use crate::image::Image;

/// Enough for a second segment, made in line.
const COMMANDS: usize = 26;

/// The heads after each number of commands, and the operations, of a day without a fault.
fn whole_day() -> (Vec<Head>, usize) {
    let disk = RecordingDisk::default();
    let (heads, ended) = live(&disk);
    assert!(ended.is_none());
    (heads, disk.operations())
}

/// Lives the day until something fails; returns the head after each answer, and what failed with the journal
/// it failed on, if there was one by then.
fn live(disk: &RecordingDisk) -> (Vec<Head>, Option<(JournalError, Option<Journal>)>) {
    let made = Journal::create(Arc::new(disk.clone()), Path::new(DIR), identity(), &key());
    let mut journal = match made {
        Ok(journal) => journal,
        Err(error) => return (Vec::new(), Some((error, None))),
    };
    let (mut chance, mut block, mut heads) = (Chance(2), 1, vec![journal.head()]);
    for at in 0..COMMANDS {
        let lengths = lengths(at, block, &mut chance);
        block = match command(&mut journal, &lengths) {
            Ok(block) => block,
            Err(error) => return (heads, Some((error, Some(journal)))),
        };
        heads.push(journal.head());
    }
    (heads, None)
}

#[test]
fn any_failing_operation_stops_the_journal_and_loses_nothing_answered() {
    let (whole, operations) = whole_day();
    let mut seen = [0, 0];
    for at in 0..operations {
        for (way, kind) in [ErrorKind::StorageFull, ErrorKind::Other].into_iter().enumerate() {
            let disk = RecordingDisk::default();
            disk.fail(at, kind);
            let told = format!("operation {at}, {kind:?}");
            let (heads, ended) = live(&disk);
            let (error, journal) = ended.expect("the fault shows");
            if let Some(mut journal) = journal {
                let again = command(&mut journal, &[10]);
                if matches!(error, JournalError::NoSpace(_)) {
                    seen[way] += 1;
                    assert!(
                        again.is_ok(),
                        "{told}: space is back, and nothing had been written"
                    );
                    continue;
                }
                assert!(matches!(again, Err(JournalError::Poisoned)), "{told}: {again:?}");
            }
            restart(&disk, &heads, &whole, &told);
        }
    }
    assert!(
        seen[0] > 30 && seen[1] == 0,
        "a full disk was met {seen:?} times while a segment was made"
    );
}

/// The process is gone, then the power: what is there then has every answer and at most the one in hand.
fn restart(disk: &RecordingDisk, heads: &[Head], whole: &[Head], told: &str) {
    let log = disk.log();
    let mut replay = Replay::new(Image::default(), &log);
    while replay.step() {}
    let mut chance = Chance(log.len() as u64);
    for cut in [Cut::Kept, Cut::Lost, Cut::Torn(512)] {
        let disk: Arc<RecordingDisk> = Arc::new(RecordingDisk::holding(replay.cut(cut, &mut chance)));
        let reached = Reached {
            store: heads.last().map(|head| head.cursor),
            ..Reached::default()
        };
        match Journal::open(disk.clone(), Path::new(DIR), &key(), reached) {
            Ok((mut journal, _)) => {
                let answered = heads.len().saturating_sub(1);
                let head = journal.head();
                assert!(
                    whole[answered..answered + 2].contains(&head),
                    "{told}, {cut:?}: {head:?}"
                );
                command(&mut journal, &[10]).unwrap();
            }
            Err(JournalError::NotThere(_)) if heads.is_empty() => {
                Journal::create(disk, Path::new(DIR), identity(), &key()).unwrap();
            }
            Err(error) => panic!("{told}, {cut:?}: {error}"),
        }
    }
}
