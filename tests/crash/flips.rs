//! Flipped bits anywhere in the history. Must never let one pass: an entry reads back as it was, or an error
//! says where.

use std::path::Path;
use std::sync::Arc;

use tendero::journal::{Journal, JournalError, Reached, Reader, verify};

use crate::cut::Chance;
use crate::day::{DIR, key, live, payload};
use crate::disk::RecordingDisk;
use crate::image::{FileId, Image};

/// A day's image, its only segment, and the bytes written of it.
fn history() -> (Image, FileId, u64) {
    let day = live(12, 3, |_| ());
    let mut image = Image::default();
    day.log.iter().for_each(|op| image.apply(op));
    let path = Path::new(DIR).join("0001/00000001.seg");
    let file = image.file(&path).unwrap();
    let mut end = 0;
    let mut block = [0; 512];
    for at in (0..image.bytes(file).len()).step_by(512) {
        image.bytes(file).read(at, &mut block).unwrap();
        if block != [0; 512] {
            end = at + 512;
        }
    }
    (image, file, end)
}

fn flip(image: &Image, file: FileId, bit: u64) -> Image {
    let mut image = image.clone();
    let mut byte = [0];
    image.bytes(file).read(bit / 8, &mut byte).unwrap();
    image.bytes_mut(file).write(bit / 8, &[byte[0] ^ 1 << (bit % 8)]);
    image
}

#[test]
fn a_flipped_bit_is_damage_or_changes_nothing() {
    let (image, file, end) = history();
    let disk = RecordingDisk::holding(image.clone());
    let (journal, _) = Journal::open(Arc::new(disk), Path::new(DIR), &key(), Reached::default()).unwrap();
    let head = journal.head();
    // The store has folded all but the last command; the last frame may pass for a torn one.
    let reached = Reached {
        store: Some(head.cursor),
        ..Reached::default()
    };
    let mut chance = Chance(5);
    let mut harmless = 0;
    for _ in 0..2000 {
        let bit = chance.below(end as usize * 8) as u64;
        let disk = RecordingDisk::holding(flip(&image, file, bit));
        match Journal::open(Arc::new(disk.clone()), Path::new(DIR), &key(), reached) {
            Ok((journal, _)) => {
                // Only the zeros that pad a frame or the header block carry nothing.
                let whole = verify(journal.reader(), |entry| {
                    assert_eq!(entry.payload, payload(entry.seq(), entry.payload.len()))
                });
                assert_eq!(whole.map(|whole| whole.head).ok(), Some(head), "bit {bit}");
                assert!(disk.changes().is_empty(), "bit {bit}");
                harmless += 1;
            }
            Err(JournalError::Damaged { offset, .. }) => assert!(offset <= bit / 8, "bit {bit}"),
            Err(JournalError::WrongKey(_) | JournalError::Newer { .. }) => {
                assert!(bit < 512 * 8, "bit {bit}");
            }
            Err(other) => panic!("bit {bit}: {other}"),
        }
    }
    assert!(harmless < 1000, "{harmless} of 2000 flips changed nothing");
}

#[test]
fn a_reader_beside_the_till_names_the_damage_too() {
    let (image, file, _) = history();
    let disk = RecordingDisk::holding(flip(&image, file, 700 * 8));
    let reader = Reader::open(Arc::new(disk), Path::new(DIR), &key()).unwrap();
    assert!(matches!(
        verify(&reader, |_| ()),
        Err(JournalError::Damaged { offset: 512, .. })
    ));
}

#[test]
fn a_frame_zeroed_in_the_middle_is_not_the_end() {
    let (mut image, file, end) = history();
    image.bytes_mut(file).write(512, &[0; 4096]);
    assert!(end > 8192);
    let disk = RecordingDisk::holding(image);
    let opened = Journal::open(Arc::new(disk), Path::new(DIR), &key(), Reached::default());
    assert!(matches!(opened, Err(JournalError::Damaged { offset: 512, .. })));
}
