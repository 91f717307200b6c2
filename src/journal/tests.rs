//! What the journal promises, on real files. Power cuts and flipped bits are in `tests/crash`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod passing;
mod refused;

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::disk::Os;
use super::*;
use crate::vault::MasterKey;
use crate::vault::chain::ORIGIN;

fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

fn identity() -> Identity {
    Identity {
        terminal: Uuid::from_bytes([1; 16]),
        incarnation: Uuid::from_bytes([2; 16]),
    }
}

fn fresh() -> (TempDir, PathBuf, Journal) {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("journal");
    let journal = Journal::create(Arc::new(Os), &dir, identity(), &key()).unwrap();
    (home, dir, journal)
}

fn open(dir: &Path) -> Result<(Journal, Recovery), JournalError> {
    Journal::open(Arc::new(Os), dir, &key(), Reached::default())
}

fn reader(dir: &Path) -> Reader {
    Reader::open(Arc::new(Os), dir, &key()).unwrap()
}

fn entry(id: u128, payload: &[u8]) -> NewEntry<'_> {
    let stamp = Stamp {
        at_wall: 5,
        at_mono: 6,
        clock_offset: -7,
    };
    NewEntry {
        id: Uuid::from_u128(id),
        kind: 3,
        kind_version: 1,
        stamp,
        payload,
    }
}

fn payloads(entries: Entries<'_>) -> Vec<Vec<u8>> {
    entries.map(|entry| entry.unwrap().payload).collect()
}

#[test]
fn what_is_appended_is_read_back_by_position_order_and_after_reopening() {
    let (_home, dir, mut journal) = fresh();
    let first = journal.append(&[entry(1, b"open"), entry(2, b"float")]).unwrap();
    let second = journal.append(&[entry(3, b"")]).unwrap();
    assert_eq!(
        first.iter().chain(&second).map(|a| a.seq).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    let head = journal.head();
    assert_eq!(
        (head.cursor, head.hash),
        (
            Cursor {
                incarnation: 1,
                seq: 3
            },
            second[0].hash
        )
    );
    drop(journal);

    let (journal, recovery) = open(&dir).unwrap();
    assert_eq!((recovery, journal.head()), (Recovery::Clean, head));
    let float = journal.read(first[1].position).unwrap();
    assert_eq!(
        (float.seq(), float.id, &float.payload[..]),
        (2, Uuid::from_u128(2), &b"float"[..])
    );
    assert_eq!((float.hash, float.prev_hash), (first[1].hash, first[0].hash));
    assert_eq!(
        (float.kind, float.kind_version, float.stamp),
        (3, 1, entry(2, b"").stamp)
    );
    assert_eq!(
        payloads(journal.reader().all_entries()),
        [&b"open"[..], b"float", b""]
    );
    let after = Cursor {
        incarnation: 1,
        seq: 1,
    };
    assert_eq!(
        payloads(journal.reader().entries_after(after)),
        [&b"float"[..], b""]
    );
    assert_eq!(
        verify(journal.reader(), |_| ()).unwrap(),
        Verified { entries: 3, head }
    );
}

#[test]
fn no_byte_of_a_payload_is_on_disk_in_clear() {
    let (_home, dir, mut journal) = fresh();
    journal.append(&[entry(1, b"a name to look for")]).unwrap();
    let bytes = fs::read(dir.join("0001/00000001.seg")).unwrap();
    assert!(!bytes.windows(6).any(|w| w == b"a name"));
}

#[test]
fn a_command_that_does_not_fit_goes_to_the_next_segment_and_history_stays_one() {
    let (_home, dir, mut journal) = fresh();
    let big = vec![9; 3 << 20];
    for id in 1..=5 {
        journal.append(&[entry(id, &big)]).unwrap();
    }
    assert_eq!(journal.head().cursor.seq, 5);
    assert!(dir.join("0001/00000003.seg").exists());
    let (mut journal, _) = open(&dir).unwrap();
    let last = journal.append(&[entry(6, b"last")]).unwrap();
    assert_eq!(last[0].position.segment(), 3);
    assert_eq!(verify(journal.reader(), |_| ()).unwrap().entries, 6);
    for seq in 0..6 {
        let mut after = journal.reader().entries_after(Cursor { incarnation: 1, seq });
        assert_eq!(after.next().unwrap().unwrap().seq(), seq + 1);
    }
    assert!(
        journal
            .reader()
            .entries_after(journal.head().cursor)
            .next()
            .is_none()
    );
}

#[test]
fn the_next_segment_is_made_ahead_of_use_and_survives_a_restart_unused() {
    let (_home, dir, mut journal) = fresh();
    assert!(!journal.wants_next());
    journal.append(&[entry(1, &vec![1; 5 << 20])]).unwrap();
    assert!(journal.wants_next());
    journal.prepare_next().unwrap();
    journal.prepare_next().unwrap();
    assert!(!journal.wants_next() && dir.join("0001/00000002.seg").exists());
    let (mut journal, recovery) = open(&dir).unwrap();
    assert_eq!(recovery, Recovery::Clean);
    assert!(!journal.wants_next());
    assert_eq!(
        journal.append(&[entry(2, b"small")]).unwrap()[0]
            .position
            .segment(),
        1
    );
    assert_eq!(
        journal.append(&[entry(3, &vec![1; 5 << 20])]).unwrap()[0]
            .position
            .segment(),
        2
    );
    assert_eq!(verify(journal.reader(), |_| ()).unwrap().entries, 3);
}

#[test]
fn too_much_for_a_frame_is_refused_and_changes_nothing() {
    let (_home, _dir, mut journal) = fresh();
    let head = journal.head();
    assert!(matches!(
        journal.append(&[entry(1, &vec![0; 8 << 20])]),
        Err(JournalError::TooLarge(_))
    ));
    assert!(journal.append(&[]).unwrap().is_empty());
    assert_eq!(journal.head(), head);
    journal.append(&[entry(1, b"fits")]).unwrap();
}

#[test]
fn a_new_incarnation_counts_from_one_and_links_to_the_old() {
    let (_home, dir, mut journal) = fresh();
    let old = journal.append(&[entry(1, b"before")]).unwrap()[0];
    let mut journal = journal.new_incarnation(Uuid::from_bytes([3; 16])).unwrap();
    assert_eq!(
        (journal.head().cursor, journal.head().hash),
        (
            Cursor {
                incarnation: 2,
                seq: 0
            },
            old.hash
        )
    );
    let new = journal.append(&[entry(2, b"after")]).unwrap()[0];
    assert!(new.position > old.position);
    let (journal, _) = open(&dir).unwrap();
    let entries: Vec<Entry> = journal.reader().all_entries().map(Result::unwrap).collect();
    assert_eq!(entries[0].prev_hash, ORIGIN);
    assert_eq!((entries[1].prev_hash, entries[1].seq()), (old.hash, 1));
    assert_eq!(entries[1].incarnation, Uuid::from_bytes([3; 16]));
    assert_eq!(entries[1].terminal, entries[0].terminal);
    assert_eq!(
        payloads(journal.reader().entries_after(entries[0].cursor)),
        [b"after"]
    );
    assert_eq!(verify(journal.reader(), |_| ()).unwrap().entries, 2);
    assert_eq!(journal.read(old.position).unwrap().payload, b"before");
}

#[test]
fn a_position_that_points_nowhere_reads_nothing() {
    let (_home, _dir, mut journal) = fresh();
    let at = journal.append(&[entry(1, b"one")]).unwrap()[0].position;
    for off in [1, 1 << 14, 2 << 14] {
        let nowhere = Position::from_u64(at.to_u64() + off);
        assert!(matches!(journal.read(nowhere), Err(JournalError::NoEntry(_))));
    }
    assert!(journal.read(Position::from_u64(0)).is_err());
    assert!(journal.read(Position::from_u64(u64::MAX)).is_err());
}

#[test]
fn a_reader_beside_the_till_sees_whole_frames_and_leaves_an_unfinished_one() {
    let (_home, dir, mut journal) = fresh();
    let beside = reader(&dir);
    journal.append(&[entry(1, b"one")]).unwrap();
    journal.append(&[entry(2, b"two")]).unwrap();
    assert_eq!(payloads(beside.all_entries()), [b"one", b"two"]);
    // The third frame has begun: its first block is not there yet, its second is.
    let file = fs::OpenOptions::new()
        .write(true)
        .open(dir.join("0001/00000001.seg"))
        .unwrap();
    file.write_all_at(&[0xEE; 512], 4 * 512).unwrap();
    assert_eq!(payloads(beside.all_entries()), [b"one", b"two"]);
    assert_eq!(beside.head().unwrap(), journal.head());
}

#[test]
fn a_reader_beside_a_busy_till_never_sees_damage() {
    let (_home, dir, mut journal) = fresh();
    let till = std::thread::spawn(move || {
        for id in 1..=150u128 {
            journal.append(&[entry(id, &vec![id as u8; 3000])]).unwrap();
        }
        journal.head()
    });
    let beside = reader(&dir);
    let mut seen = 0;
    loop {
        let over = till.is_finished();
        let whole = verify(&beside, |_| ()).unwrap();
        assert!(whole.entries >= seen, "{} after {seen}", whole.entries);
        seen = whole.entries;
        assert!(beside.head().unwrap().cursor.seq >= seen);
        if over {
            break;
        }
    }
    assert_eq!(seen, 150);
    assert_eq!(beside.head().unwrap(), till.join().unwrap());
}

#[test]
fn names_that_are_not_the_journals_are_left_alone() {
    let (_home, dir, mut journal) = fresh();
    journal.append(&[entry(1, b"one")]).unwrap();
    for stray in [
        "0001/00000002.new",
        "0001/+0000001.seg",
        "0001/1.seg",
        "0001/notes.txt",
        "notes",
    ] {
        fs::write(dir.join(stray), b"stray").unwrap();
    }
    fs::create_dir(dir.join("0002")).unwrap();
    let (journal, _) = open(&dir).unwrap();
    assert_eq!(
        journal.head().cursor,
        Cursor {
            incarnation: 1,
            seq: 1
        }
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_commands_read_back_in_order_through_restarts(
        commands in prop::collection::vec(prop::collection::vec(0..6000usize, 1..4), 1..20),
        restart in 1..5usize,
    ) {
        let (_home, dir, mut journal) = fresh();
        let (mut expected, mut id) = (Vec::new(), 0);
        for (at, command) in commands.iter().enumerate() {
            let bytes: Vec<Vec<u8>> = command.iter().map(|len| vec![at as u8; *len]).collect();
            let entries: Vec<NewEntry<'_>> =
                bytes.iter().zip(id + 1..).map(|(payload, id)| entry(id, payload)).collect();
            id += entries.len() as u128;
            for (appended, payload) in journal.append(&entries).unwrap().iter().zip(&bytes) {
                expected.push((appended.seq, appended.hash, appended.position, payload.clone()));
            }
            if at % restart == 0 {
                drop(journal);
                journal = open(&dir).unwrap().0;
            }
        }
        let read: Vec<_> = journal.reader().all_entries().map(|entry| {
            let entry = entry.unwrap();
            (entry.seq(), entry.hash, entry.position, entry.payload)
        }).collect();
        prop_assert_eq!(read, expected);
    }
}
