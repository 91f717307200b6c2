//! What a mirror promises, on real files. Pulled sticks at every operation are in `tests/crash`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod mending;
mod past;
mod pulled;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::journal::disk::Os;
use crate::journal::{Cursor, Identity, Journal, NewEntry, Reached, Reader, Stamp};
use crate::vault::MasterKey;

fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

const TERMINAL: Uuid = Uuid::from_bytes([1; 16]);

/// A journal, and a stick that is its mirror.
struct Till {
    home: TempDir,
    journal: Journal,
    mirror: Mirror,
}

impl Till {
    fn new() -> Till {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("stick")).unwrap();
        mark(&home.path().join("stick"), TERMINAL);
        let identity = Identity {
            terminal: TERMINAL,
            incarnation: Uuid::from_bytes([2; 16]),
        };
        let dir = home.path().join("till");
        fs::create_dir(&dir).unwrap();
        let journal = Journal::create(Arc::new(Os), &dir.join("journal"), identity, &key()).unwrap();
        let mirror = Mirror::of(
            journal.reader(),
            Arc::new(Os),
            &home.path().join("stick"),
            TERMINAL,
        );
        Till {
            home,
            journal,
            mirror,
        }
    }

    fn dir(&self) -> PathBuf {
        self.home.path().join("till/journal")
    }

    fn stick(&self) -> PathBuf {
        self.home.path().join("stick")
    }

    /// Entries of so many bytes, each a command of its own.
    fn sell(&mut self, lengths: &[usize]) {
        for length in lengths {
            let id = Uuid::from_u128(u128::from(self.journal.head().cursor.seq) + 1);
            let stamp = Stamp {
                at_wall: 5,
                at_mono: 6,
                clock_offset: -7,
            };
            let entry = NewEntry {
                id,
                kind: 3,
                kind_version: 1,
                stamp,
                payload: &vec![*length as u8; *length],
            };
            self.journal.append(&[entry]).unwrap();
        }
    }

    /// Has the mirror follow to the end.
    fn follow(&mut self) -> Result<(), MirrorError> {
        let durable = self.journal.durable();
        for _ in 0..1_000 {
            if !self.mirror.step(&durable)? {
                return Ok(());
            }
        }
        panic!("the mirror never comes to an end");
    }

    /// The journal again, as after a new start, or as it is on another disk by now.
    fn reopen(&mut self) {
        self.journal = Journal::open(Arc::new(Os), &self.dir(), &key(), Reached::default())
            .unwrap()
            .0;
        self.mirror = Mirror::of(self.journal.reader(), Arc::new(Os), &self.stick(), TERMINAL);
    }

    #[track_caller]
    fn agrees(&self) {
        assert_eq!(hashes(&self.stick().join(JOURNAL)), hashes(&self.dir()));
    }

    /// Puts the disk back to what it was: a copy of the whole journal.
    fn copy_to(&self, name: &str) -> PathBuf {
        let to = self.home.path().join(name);
        copy(&self.dir(), &to);
        to
    }

    fn put_back(&mut self, from: &Path) {
        fs::remove_dir_all(self.dir()).unwrap();
        copy(from, &self.dir());
        self.reopen();
    }
}

fn mark(root: &Path, terminal: Uuid) {
    let mirror = Uuid::new_v4_like(root);
    Marker { terminal, mirror }.write(&Os, root).unwrap();
}

/// An id that differs from place to place.
trait Placed {
    fn new_v4_like(root: &Path) -> Uuid;
}

impl Placed for Uuid {
    fn new_v4_like(root: &Path) -> Uuid {
        let sum = root.to_string_lossy().bytes().fold(7_u128, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u128::from(byte))
        });
        Uuid::from_u128(sum)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

fn hashes(dir: &Path) -> Vec<(Cursor, crate::journal::Hash)> {
    let reader = Reader::open(Arc::new(Os), dir, &key()).unwrap();
    let entries = reader.all_entries().map(Result::unwrap);
    entries.map(|entry| (entry.cursor, entry.hash)).collect()
}

#[test]
fn it_follows_each_entry_byte_for_byte() {
    let mut till = Till::new();
    for length in [10, 700, 0, 90_000, 3] {
        till.sell(&[length]);
        till.follow().unwrap();
        assert_eq!(till.mirror.upto(), Some(till.journal.head().cursor));
        till.agrees();
    }
    let segment = Path::new("0001/00000001.seg");
    let (own, there) = (till.dir().join(segment), till.stick().join(JOURNAL).join(segment));
    assert!(fs::read(own).unwrap() == fs::read(there).unwrap());
}

#[test]
fn a_long_past_is_copied_segment_by_segment_and_through_all_lives() {
    let mut till = Till::new();
    // One entry that leaves no room behind it, so that the next is in another segment.
    till.sell(&[10, 8_387_000, 10]);
    till.journal.go_on_as(Uuid::from_bytes([9; 16])).unwrap();
    till.sell(&[20; 40]);
    till.journal.go_on_as(Uuid::from_bytes([8; 16])).unwrap();
    till.sell(&[20]);
    till.reopen();
    till.follow().unwrap();
    for segment in [
        "0001/00000001.seg",
        "0001/00000002.seg",
        "0002/00000001.seg",
        "0003/00000001.seg",
    ] {
        let (own, there) = (till.dir().join(segment), till.stick().join(JOURNAL).join(segment));
        assert!(fs::read(own).unwrap() == fs::read(there).unwrap(), "{segment}");
    }
    // What is there already is not written again.
    let file = till.stick().join("journal/0001/00000001.seg");
    let written = fs::metadata(&file).unwrap().modified().unwrap();
    till.reopen();
    till.sell(&[30, 40]);
    till.follow().unwrap();
    assert_eq!(till.mirror.upto(), Some(till.journal.head().cursor));
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), written);
}

#[test]
fn only_what_is_durable_is_copied() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let durable = till.journal.durable();
    till.sell(&[30]);
    while till.mirror.step(&durable).unwrap() {}
    assert_eq!(till.mirror.upto(), Some(durable.head.cursor));
    assert_eq!(hashes(&till.stick().join(JOURNAL)).len(), 2);
}

#[test]
fn what_does_not_open_in_the_journal_is_never_copied() {
    let mut till = Till::new();
    till.sell(&[10, 20, 30]);
    let path = till.dir().join("0001/00000001.seg");
    let mut bytes = fs::read(&path).unwrap();
    bytes[2 * 512 + 70] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let error = till.follow().unwrap_err();
    assert!(matches!(error, MirrorError::Own(_)), "{error}");
    assert!(!till.stick().join("journal/0001/00000001.seg").exists());
}
