//! The last frame cut at every 16 bytes. Must never take a torn tail for damage, nor damage for a torn tail.

use std::path::Path;
use std::sync::Arc;

use tendero::journal::{Cursor, Head, Journal, JournalError, Reached, Recovery};

use crate::day::{DIR, identity, key};
use crate::disk::RecordingDisk;
use crate::image::{Image, Op};

use uuid::Uuid;

/// A journal of three commands, the last of them not answered yet, and its last write.
fn three() -> (Image, Op, Head, Head) {
    let disk = RecordingDisk::default();
    let mut journal = Journal::create(Arc::new(disk.clone()), Path::new(DIR), identity(), &key()).unwrap();
    let mut append = |payload: &[u8]| {
        let stamp = tendero::journal::Stamp::default();
        let id = Uuid::from_u128(payload.len() as u128);
        journal
            .append(&[tendero::journal::NewEntry {
                id,
                kind: 1,
                kind_version: 1,
                stamp,
                payload,
            }])
            .unwrap();
        journal.head()
    };
    append(&[1; 700]);
    let second = append(&[2; 70]);
    let image = disk.image();
    let before = disk.operations();
    let third = append(&[3; 2000]);
    let write = disk.log()[before].clone();
    (image, write, second, third)
}

/// The image with the write cut: only bytes `from..to` of it made it.
fn with_part(image: &Image, write: &Op, from: usize, to: usize) -> Image {
    let Op::Write { file, offset, bytes } = write else {
        panic!("an append writes first: {write:?}")
    };
    let mut image = image.clone();
    image
        .bytes_mut(*file)
        .write(offset + from as u64, &bytes[from..to]);
    image
}

fn written(write: &Op) -> usize {
    let Op::Write { bytes, .. } = write else {
        panic!("an append writes first: {write:?}")
    };
    bytes.len()
}

fn open(image: &Image, reached: Reached) -> Result<(RecordingDisk, Journal, Recovery), JournalError> {
    let disk = RecordingDisk::holding(image.clone());
    let opened = Journal::open(Arc::new(disk.clone()), Path::new(DIR), &key(), reached);
    opened.map(|(journal, recovery)| (disk, journal, recovery))
}

#[test]
fn every_torn_tail_is_cut_zeroed_synced_and_told() {
    let (image, write, second, third) = three();
    let whole = written(&write);
    for cut in (0..=whole).step_by(16) {
        for part in [
            with_part(&image, &write, 0, cut),
            with_part(&image, &write, cut, whole),
        ] {
            let (disk, journal, recovery) = open(&part, Reached::default()).unwrap();
            if journal.head() == third {
                assert_eq!(recovery, Recovery::Clean);
                continue;
            }
            assert_eq!(journal.head(), second, "cut at {cut}");
            match recovery {
                Recovery::Clean => assert!(disk.changes().is_empty(), "cut at {cut}"),
                Recovery::TornTail { bytes, after } => {
                    assert_eq!(after, second.cursor);
                    assert!(bytes > 0 && bytes as usize <= whole && bytes % 512 == 0);
                    assert!(matches!(disk.changes()[..], [Op::Write { .. }]));
                    assert!(matches!(disk.log()[..2], [Op::Write { .. }, Op::Sync { .. }]));
                }
            }
            drop(journal);
            let (_, journal, recovery) = open(&disk.image(), Reached::default()).unwrap();
            assert_eq!(
                (journal.head(), recovery),
                (second, Recovery::Clean),
                "cut at {cut}"
            );
        }
    }
}

#[test]
fn a_torn_frame_that_someone_has_seen_is_damage() {
    let (image, write, second, third) = three();
    let torn = with_part(&image, &write, 0, 640);
    for reached in [
        Reached {
            store: Some(third.cursor),
            ..Reached::default()
        },
        Reached {
            hub: Some(third.cursor),
            ..Reached::default()
        },
        Reached {
            mirror: Some(third.cursor),
            ..Reached::default()
        },
    ] {
        match open(&torn, reached) {
            Err(JournalError::Damaged { after, .. }) => assert_eq!(after, second.cursor),
            other => panic!("{other:?}"),
        }
    }
    assert!(
        open(
            &torn,
            Reached {
                store: Some(second.cursor),
                ..Reached::default()
            }
        )
        .is_ok()
    );
    assert!(
        open(
            &torn,
            Reached {
                store: Some(Cursor::START),
                ..Reached::default()
            }
        )
        .is_ok()
    );
}
