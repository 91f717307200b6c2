//! What a packed segment promises, on real files. Power cuts and failing sticks are in `tests/crash`.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::journal::disk::Os;
use crate::journal::{
    Cursor, Disk, Entry, Head, Identity, Journal, JournalError, NewEntry, Reached, Reader, SEGMENT_LEN,
    Stamp, verify,
};

const FIRST: (u16, u32) = (1, 1);

fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// A journal of two lives, so that the first is closed however little is in it.
struct Till {
    home: TempDir,
    entries: Vec<Entry>,
    /// The bytes of the first segment.
    image: Vec<u8>,
}

impl Till {
    /// Commands with entries of these lengths in the first life, one in the second.
    fn with(terminal: u8, commands: &[Vec<usize>]) -> Till {
        let home = tempfile::tempdir().unwrap();
        let identity = Identity {
            terminal: Uuid::from_bytes([terminal; 16]),
            incarnation: Uuid::from_bytes([2; 16]),
        };
        let dir = home.path().join("journal");
        let mut journal = Journal::create(Arc::new(Os), &dir, identity, &key()).unwrap();
        for lengths in commands {
            append(&mut journal, lengths);
        }
        let mut journal = journal.new_incarnation(Uuid::from_bytes([3; 16])).unwrap();
        append(&mut journal, &[9]);
        let entries = read(journal.reader()).unwrap();
        let image = fs::read(dir.join("0001/00000001.seg")).unwrap();
        Till { home, entries, image }
    }

    fn new() -> Till {
        let commands: Vec<Vec<usize>> = (0..160)
            .map(|at| vec![at * 13 % 900, 40, at * 29 % 2000])
            .collect();
        Till::with(1, &commands)
    }

    fn dir(&self) -> PathBuf {
        self.home.path().join("journal")
    }

    fn reader(&self) -> Reader {
        Reader::open(Arc::new(Os), &self.dir(), &key()).unwrap()
    }

    fn pack(&self) -> PathBuf {
        replace(&self.reader(), FIRST, &key()).unwrap();
        self.dir().join("0001/00000001.pack")
    }

    /// The bytes of the first segment as they read now.
    fn read(&self) -> Result<Vec<u8>, JournalError> {
        let segment = self.reader().segment(1, 1)?;
        let mut image = vec![0; SEGMENT_LEN as usize];
        segment.file.read_at(0, &mut image).unwrap();
        Ok(image)
    }
}

/// Payloads as those of sales: words that come again, and numbers that do not.
fn payload(seed: u64, length: usize) -> Vec<u8> {
    if length > 1 << 20 {
        return vec![seed as u8; length];
    }
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut out = Vec::with_capacity(length + 40);
    while out.len() < length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        out.extend_from_slice(format!("{{\"sku\":\"{}\",\"quantity\":\"1.000\"}}", state >> 40).as_bytes());
    }
    out.truncate(length);
    out
}

fn append(journal: &mut Journal, lengths: &[usize]) {
    let first = journal.head().cursor.seq + 1;
    let payloads: Vec<Vec<u8>> = (first..)
        .zip(lengths)
        .map(|(seq, length)| payload(seq, *length))
        .collect();
    let entries: Vec<NewEntry<'_>> = (first..)
        .zip(&payloads)
        .map(|(seq, payload)| NewEntry {
            id: Uuid::from_u128(u128::from(seq) * 0x9e37_79b9_7f4a_7c15),
            kind: 3,
            kind_version: 1,
            stamp: Stamp::default(),
            payload,
        })
        .collect();
    journal.append(&entries).unwrap();
}

fn read(reader: &Reader) -> Result<Vec<Entry>, JournalError> {
    reader.all_entries().collect()
}

fn head(reader: &Reader) -> Result<Head, JournalError> {
    verify(reader, |_| ()).map(|verified| verified.head)
}

#[test]
fn a_packed_segment_is_smaller_and_everybody_reads_on() {
    let till = Till::new();
    let before = head(&till.reader()).unwrap();
    let pack = till.pack();
    assert!(!till.dir().join("0001/00000001.seg").exists());
    assert!(!pack.with_extension("pack.new").exists());
    let written = usize::from(
        till.entries
            .iter()
            .rfind(|e| e.cursor.incarnation == 1)
            .unwrap()
            .position
            .block(),
    ) * 512;
    let packed = fs::metadata(&pack).unwrap().len() as usize;
    assert!(packed * 3 < written, "{packed} of {written} bytes");

    let reader = till.reader();
    assert_eq!(read(&reader).unwrap(), till.entries);
    assert_eq!(head(&reader).unwrap(), before);
    assert_eq!(till.read().unwrap(), till.image);
    assert_eq!(reader.check_packs().unwrap(), 1);
    for entry in till.entries.iter().rev() {
        assert_eq!(reader.read(entry.position).unwrap(), *entry);
    }
    let after = Cursor {
        incarnation: 1,
        seq: 100,
    };
    let rest: Result<Vec<Entry>, _> = reader.entries_after(after).collect();
    assert_eq!(rest.unwrap(), till.entries[100..]);
    let (mut journal, _) = Journal::open(Arc::new(Os), &till.dir(), &key(), Reached::default()).unwrap();
    append(&mut journal, &[5]);
    assert_eq!(read(journal.reader()).unwrap().len(), till.entries.len() + 1);
}

#[test]
fn what_is_closed_is_what_nobody_writes_any_more() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("journal");
    let identity = Identity {
        terminal: Uuid::from_bytes([1; 16]),
        incarnation: Uuid::from_bytes([2; 16]),
    };
    let mut journal = Journal::create(Arc::new(Os), &dir, identity, &key()).unwrap();
    let closed = |journal: &Journal| -> Vec<(u16, u32)> {
        let kept = journal.reader().again().unwrap().closed().unwrap();
        kept.iter().map(|kept| kept.which).collect()
    };
    for _ in 0..2 {
        append(&mut journal, &[5 << 20]);
        assert_eq!(closed(&journal), []);
    }
    append(&mut journal, &[5 << 20]);
    journal.prepare_next().unwrap();
    assert_eq!(closed(&journal), [FIRST]);
    let reader = journal.reader().again().unwrap();
    replace(&reader, FIRST, &key()).unwrap();
    assert_eq!(closed(&journal), [FIRST]);
    assert!(reader.again().unwrap().closed().unwrap()[0].packed);
    let mut journal = journal.new_incarnation(Uuid::from_bytes([3; 16])).unwrap();
    append(&mut journal, &[5]);
    assert_eq!(closed(&journal), [(1, 1), (1, 2), (1, 3), (1, 4)]);
    let all = journal.reader().again().unwrap();
    // One that was laid out and never used is packed as well.
    let packed = replace(&all, (1, 4), &key()).unwrap();
    assert!(packed.last.is_none() && packed.bytes < 512, "{packed:?}");
    let reader = journal.reader().again().unwrap();
    assert_eq!(read(&reader).unwrap().len(), 4);
    assert_eq!(
        (reader.check_packs().unwrap(), reader.lives().unwrap().len()),
        (2, 2)
    );
}

#[test]
fn every_altered_byte_of_a_pack_is_damage_and_never_other_entries() {
    let till = Till::new();
    let path = till.pack();
    let whole = fs::read(&path).unwrap();
    for at in (0..160)
        .step_by(7)
        .chain((160..whole.len()).step_by(whole.len() / 25))
    {
        let mut bad = whole.clone();
        bad[at] ^= 0x10;
        fs::write(&path, &bad).unwrap();
        only_damage(&till, at);
    }
    for cut in [0, 7, 15, 16, 151, 152, 200, whole.len() / 3, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        only_damage(&till, cut);
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(read(&till.reader()).unwrap(), till.entries);
}

/// What is read are entries that were written, in their order from the first, and then it ends in an error.
#[track_caller]
fn only_damage(till: &Till, at: usize) {
    let reader = match Reader::open(Arc::new(Os), &till.dir(), &key()) {
        Ok(reader) => reader,
        // The segment's own header, or the format's number, was altered.
        Err(_) => return,
    };
    let mut found = 0;
    for entry in reader.all_entries() {
        match entry {
            Ok(entry) => {
                assert_eq!(entry, till.entries[found], "byte {at}");
                found += 1;
            }
            Err(_) => break,
        }
    }
    assert!(found < till.entries.len() - 1, "byte {at}: {found} entries");
    assert!(
        head(&reader).is_err() && reader.check_packs().is_err(),
        "byte {at}"
    );
    // Behind this is nothing in any case.
    let now = &till.read().unwrap()[..600 << 10];
    let other = now
        .iter()
        .zip(&till.image)
        .position(|(now, was)| now != was && *now != 0xff);
    assert_eq!(other, None, "byte {at}");
}

#[test]
fn a_pack_of_another_place_or_till_or_a_newer_program_is_not_read() {
    let till = Till::new();
    let path = till.pack();
    let whole = fs::read(&path).unwrap();
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let opened = Reader::open(Arc::new(Os), &till.dir(), &key());
        let error = opened.and_then(|reader| head(&reader)).unwrap_err();
        error.to_string()
    };
    let other = Till::with(9, &[vec![40], vec![50]]);
    let other = fs::read(other.pack()).unwrap();
    let said = refused(&other);
    assert!(
        said.contains("does not link") || said.contains("another incarnation") || said.contains("damaged"),
        "{said}"
    );
    let mut newer = whole.clone();
    newer[8] = 2;
    assert!(refused(&newer).contains("newer version"), "{}", refused(&newer));
    fs::write(&path, &whole).unwrap();
    let elsewhere = till.dir().join("0001/00000002.pack");
    fs::copy(&path, &elsewhere).unwrap();
    let error = Reader::open(Arc::new(Os), &till.dir(), &key()).unwrap_err();
    assert!(error.to_string().contains("belongs elsewhere"), "{error}");
    fs::remove_file(elsewhere).unwrap();
    let wrong = Reader::open(Arc::new(Os), &till.dir(), &MasterKey::from_bytes([8; 32]));
    assert!(matches!(wrong, Err(JournalError::WrongKey(_))), "{wrong:?}");
}

#[test]
fn the_segment_itself_counts_for_more_than_its_pack() {
    let till = Till::new();
    let pack = till.pack();
    fs::write(till.dir().join("0001/00000001.seg"), &till.image).unwrap();
    fs::write(&pack, b"tdrPACK\0 and nothing more").unwrap();
    assert_eq!(read(&till.reader()).unwrap(), till.entries);
    let kept = till.reader().closed().unwrap();
    assert_eq!((kept[0].packed, kept[0].bytes), (false, SEGMENT_LEN));
    // Packed again, it takes the place of what was left there.
    till.pack();
    assert_eq!(read(&till.reader()).unwrap(), till.entries);
    assert!(till.reader().closed().unwrap()[0].packed);
}

#[test]
fn a_segment_that_a_pack_cannot_give_back_stays() {
    let till = Till::new();
    let path = till.dir().join("0001/00000001.seg");
    let mut image = till.image.clone();
    // Padding carries nothing and is not looked at, and yet it would not come back.
    image[300] = 1;
    fs::write(&path, &image).unwrap();
    let error = replace(&till.reader(), FIRST, &key()).unwrap_err();
    assert!(error.to_string().contains("does not read back"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), image);
    assert_eq!(fs::read_dir(till.dir().join("0001")).unwrap().count(), 1);
}

#[test]
fn unpacked_it_is_the_segment_that_it_was() {
    let till = Till::new();
    let pack = till.pack();
    expand(&till.reader(), FIRST).unwrap();
    assert!(!pack.exists());
    assert_eq!(
        fs::read(till.dir().join("0001/00000001.seg")).unwrap(),
        till.image
    );
}

#[test]
fn a_copy_elsewhere_is_a_journal_that_ends_earlier() {
    let till = Till::new();
    let stick = till.home.path().join("stick");
    let disk: Arc<dyn Disk> = Arc::new(Os);
    let copied = copy_to(&till.reader(), FIRST, (&disk, &stick), &key()).unwrap();
    let there = Reader::open(Arc::new(Os), &stick, &key()).unwrap();
    let found = read(&there).unwrap();
    assert_eq!(found, till.entries[..till.entries.len() - 1]);
    let last = found.last().unwrap();
    assert_eq!(copied.last, Some((last.cursor, last.hash)));
    assert_eq!(there.check_packs().unwrap(), 1);
    let path = stick.join("0001/00000001.pack");
    assert_eq!(fs::metadata(&path).unwrap().len(), copied.bytes);
    // There already, it is not written again, unless it is not what it should be.
    let was = fs::read(&path).unwrap();
    assert_eq!(
        copy_to(&till.reader(), FIRST, (&disk, &stick), &key()).unwrap(),
        copied
    );
    assert_eq!(fs::read(&path).unwrap(), was);
    fs::write(&path, &was[..was.len() - 1]).unwrap();
    till.pack();
    // Damaged, but still known to be the same.
    copy_to(&till.reader(), FIRST, (&disk, &stick), &key()).unwrap();
    assert_eq!(
        read(&Reader::open(Arc::new(Os), &stick, &key()).unwrap()).unwrap(),
        found
    );
}

#[test]
fn no_byte_of_a_payload_is_in_a_pack_in_clear() {
    let till = Till::with(1, &[vec![4000]]);
    let bytes = fs::read(till.pack()).unwrap();
    assert!(!bytes.windows(5).any(|some| some == b"\"sku\""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]
    #[test]
    fn any_frames_come_back_to_the_last_byte(
        commands in prop::collection::vec(
            prop::collection::vec(prop_oneof![0..200_usize, 0..30_000_usize], 1..5),
            1..30,
        ),
    ) {
        let till = Till::with(1, &commands);
        till.pack();
        prop_assert_eq!(till.read().unwrap() == till.image, true);
        // In pieces as a reader asks for them, over every border.
        let segment = till.reader().segment(1, 1).unwrap();
        for (at, step) in [(0, 8 << 10), (100, 333), (511, 65_537)] {
            let mut piece = vec![0; step];
            for offset in (at..512 << 10).step_by(step) {
                segment.file.read_at(offset as u64, &mut piece).unwrap();
                prop_assert!(piece == till.image[offset..offset + step]);
            }
        }
    }
}

#[test]
fn names_of_segments_and_packs_are_told_apart() {
    assert!(shrink::is_segment(Path::new("a/0001/00000001.seg")));
    assert!(!shrink::is_segment(Path::new("a/0001/00000001.pack")));
    assert_eq!(
        pack_path(Path::new("a"), FIRST),
        Path::new("a/0001/00000001.pack")
    );
}
