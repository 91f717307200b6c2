//! Entries after a place are found by the clear headers of those before. What is found must never differ from
//! what all frames, opened one by one, say.

use std::collections::BTreeSet;
use std::fs;

use super::*;

/// Commands of one to three entries each, over two segments.
fn long() -> (TempDir, PathBuf, Journal) {
    let (home, dir, mut journal) = fresh();
    let mut id = 0;
    for at in 0..120_usize {
        let long = if at == 60 || at == 63 { 5 << 20 } else { 0 };
        let bytes = vec![at as u8; 40 + (at * 97) % 3_000 + long];
        let entries: Vec<NewEntry<'_>> = (0..=at % 3)
            .map(|cut| {
                id += 1;
                entry(id, &bytes[cut..])
            })
            .collect();
        journal.append(&entries).unwrap();
    }
    (home, dir, journal)
}

fn at(seq: u64) -> Cursor {
    Cursor { incarnation: 1, seq }
}

#[test]
fn every_entry_is_found_from_the_one_before() {
    let (_home, _dir, journal) = long();
    let all: Vec<Entry> = journal.reader().all_entries().map(Result::unwrap).collect();
    assert!(journal.head().cursor.seq == 240 && all.last().unwrap().position.segment() > 1);
    for entry in &all {
        let found = journal.reader().entries_after(at(entry.seq() - 1)).next();
        let found = found.unwrap().unwrap();
        assert_eq!((found.hash, found.position), (entry.hash, entry.position));
    }
    let last = journal.head().cursor;
    assert!(journal.reader().entries_after(last).next().is_none());
    let beyond = at(last.seq + 7);
    assert!(journal.reader().entries_after(beyond).next().is_none());
}

#[test]
fn frames_before_the_place_are_not_opened() {
    let (_home, dir, journal) = long();
    let entry = journal.reader().entries_after(at(9)).next().unwrap().unwrap();
    drop(journal);
    // A bit of the first frame's body: whoever opens it sees the damage.
    let path = dir.join("0001/00000001.seg");
    let mut bytes = fs::read(&path).unwrap();
    bytes[512 + 64 + 3] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let reader = reader(&dir);
    assert_eq!(
        reader.entries_after(at(9)).next().unwrap().unwrap().hash,
        entry.hash
    );
    assert!(matches!(
        reader.all_entries().next(),
        Some(Err(JournalError::Damaged { .. }))
    ));
    assert!(verify(&reader, |_| ()).is_err());
}

#[test]
fn a_header_that_lies_leads_to_no_other_entry() {
    let (_home, dir, journal) = long();
    let wanted = journal.reader().entries_after(at(20)).next().unwrap().unwrap();
    let block = |seq| {
        journal
            .reader()
            .entries_after(at(seq))
            .next()
            .unwrap()
            .unwrap()
            .position
            .block()
    };
    let passed: BTreeSet<u16> = (0..20).map(block).collect();
    drop(journal);
    let path = dir.join("0001/00000001.seg");
    let file = fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let beside = reader(&dir);
    // Each bit of the place and the count, in one header or two: all of them in each would take minutes.
    let bits = |at: u64| (64 + at % 18..192).step_by(18);
    for (block, bit) in (0..)
        .zip(&passed)
        .flat_map(|(at, block)| bits(at).map(move |bit| (*block, bit)))
    {
        let (place, mut byte) = (u64::from(block) * 512 + bit / 8, [0]);
        file.read_exact_at(&mut byte, place).unwrap();
        file.write_all_at(&[byte[0] ^ (1 << (bit % 8))], place).unwrap();
        match beside.entries_after(at(20)).next().unwrap() {
            Ok(found) => assert_eq!((found.seq(), found.hash), (21, wanted.hash)),
            Err(JournalError::Damaged { .. }) => {}
            Err(other) => panic!("block {block}, bit {bit}: {other}"),
        }
        file.write_all_at(&byte, place).unwrap();
    }
}
