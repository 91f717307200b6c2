//! A journal made whole from its mirror, and everything that is refused.

use super::*;
use crate::journal::JournalError;

/// What would be done to the journal in that directory.
fn planned(till: &Till) -> Result<Mending, MirrorError> {
    plan((Arc::new(Os), &till.dir()), (Arc::new(Os), &till.stick()), &key())
}

fn mended(till: &Till) -> Result<u64, MirrorError> {
    let mending = planned(till)?;
    let verified = mend(&mending, &till.stick(), &till.home.path().join("aside"), &key())?;
    assert_eq!(verified.head.cursor, mending.head);
    Ok(mending.entries())
}

/// Three lives, and all of them on the stick.
fn mirrored() -> (Till, Vec<(Cursor, crate::journal::Hash)>) {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    till.journal.go_on_as(Uuid::from_bytes([8; 16])).unwrap();
    till.sell(&[30, 40]);
    till.journal.go_on_as(Uuid::from_bytes([9; 16])).unwrap();
    till.sell(&[50, 60, 70]);
    till.follow().unwrap();
    let all = hashes(&till.dir());
    (till, all)
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

#[test]
fn whatever_is_damaged_comes_from_the_mirror_and_what_was_there_is_kept() {
    let (till, all) = mirrored();
    let [first, second, later] = [1, 2, 3].map(|life| till.dir().join(format!("000{life}/00000001.seg")));
    let damages: [(&dyn Fn(), &str); 8] = [
        (&|| flip(&first, 512 + 80), "0001-00000001.seg"),
        (&|| flip(&first, 20), "0001-00000001.seg"),
        (&|| flip(&second, 512 + 66), "0002-00000001.seg"),
        (
            &|| fs::write(&second, vec![0; 3_000]).unwrap(),
            "0002-00000001.seg",
        ),
        (&|| fs::write(&later, b"").unwrap(), "0003-00000001.seg"),
        (&|| flip(&later, 2 * 512 + 70), "0003-00000001.seg"),
        (
            &|| fs::write(&first, vec![7; 8 << 20]).unwrap(),
            "0001-00000001.seg",
        ),
        (&|| fs::remove_file(&later).unwrap(), ""),
    ];
    for (at, (damage, kept)) in damages.iter().enumerate() {
        damage();
        let bad = fs::read(till.dir().join(kept.replacen('-', "/", 1))).ok();
        let opened = Reader::open(Arc::new(Os), &till.dir(), &key())
            .and_then(|reader| crate::journal::verify(&reader, |_| ()));
        assert!(opened.is_err() || kept.is_empty(), "damage {at} is none");
        let mending = planned(&till).unwrap_or_else(|error| panic!("damage {at}: {error}"));
        assert_eq!(mending.files.len(), 1, "damage {at}: {:?}", mending.files);
        // Nothing has happened yet.
        assert_eq!(
            fs::read(till.dir().join(kept.replacen('-', "/", 1))).ok(),
            bad,
            "damage {at}"
        );
        mended(&till).unwrap();
        assert_eq!(hashes(&till.dir()), all, "damage {at}");
        if !kept.is_empty() {
            let aside = till.home.path().join("aside").join(kept);
            assert_eq!(fs::read(aside).ok(), bad, "damage {at}");
        }
        assert!(planned(&till).unwrap().files.is_empty(), "damage {at}");
    }
}

#[test]
fn entries_that_only_the_mirror_has_come_back() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let old = till.copy_to("old");
    till.sell(&[30]);
    till.journal.go_on_as(Uuid::from_bytes([8; 16])).unwrap();
    till.sell(&[40, 50]);
    till.follow().unwrap();
    let all = hashes(&till.dir());
    till.put_back(&old);
    assert_eq!(mended(&till).unwrap(), 3);
    assert_eq!(hashes(&till.dir()), all);
    till.reopen();
    till.sell(&[50]);
    till.follow().unwrap();
    till.agrees();
}

#[test]
fn entries_newer_than_the_mirror_stay() {
    let (mut till, _) = mirrored();
    till.sell(&[80, 90]);
    let all = hashes(&till.dir());
    flip(&till.dir().join("0003/00000001.seg"), 512 + 70);
    assert_eq!(mended(&till).unwrap(), 1);
    assert_eq!(hashes(&till.dir()), all);
}

#[test]
fn an_unfinished_end_is_left_to_the_next_start() {
    let (till, all) = mirrored();
    let path = till.dir().join("0003/00000001.seg");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4 * 512..4 * 512 + 40].fill(0x5A);
    fs::write(&path, bytes).unwrap();
    assert!(planned(&till).unwrap().files.is_empty());
    let (journal, _) = Journal::open(Arc::new(Os), &till.dir(), &key(), Reached::default()).unwrap();
    drop(journal);
    assert_eq!(hashes(&till.dir()), all);
}

#[test]
fn what_neither_has_is_refused_and_nothing_is_changed() {
    let (mut till, _) = mirrored();
    till.sell(&[80, 90]);
    // Entry 4 of the third life is newer than the mirror, and damaged.
    let path = till.dir().join("0003/00000001.seg");
    flip(&path, 4 * 512 + 70);
    let before = fs::read(&path).unwrap();
    let error = planned(&till).unwrap_err();
    let after = Cursor {
        incarnation: 3,
        seq: 3,
    };
    assert!(
        matches!(&error, MirrorError::BothDamaged { after: at, .. } if *at == after),
        "{error}"
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn another_past_is_refused() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let old = till.copy_to("old");
    till.sell(&[30, 40]);
    till.follow().unwrap();
    till.put_back(&old);
    till.sell(&[99]);
    let error = planned(&till).unwrap_err();
    assert!(matches!(error, MirrorError::Parted { .. }), "{error}");
    fs::remove_dir_all(till.stick()).unwrap();
    fs::create_dir(till.stick()).unwrap();
    mark(&till.stick(), Uuid::from_bytes([5; 16]));
    let error = planned(&till).unwrap_err();
    assert!(matches!(error, MirrorError::Foreign(_)), "{error}");
}

#[test]
fn a_mirror_is_the_third_witness_of_what_was_durable() {
    let mut till = Till::new();
    till.sell(&[10, 20, 30]);
    till.follow().unwrap();
    // The last frame does not open: without a witness it would be a write that was never finished.
    flip(&till.dir().join("0001/00000001.seg"), 3 * 512 + 70);
    let mirror = seen((Arc::new(Os), &till.stick()), (Arc::new(Os), &till.dir()), &key());
    assert_eq!(
        mirror,
        Some(Cursor {
            incarnation: 1,
            seq: 3
        })
    );
    let reached = Reached {
        mirror,
        ..Reached::default()
    };
    let error = Journal::open(Arc::new(Os), &till.dir(), &key(), reached).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
    mended(&till).unwrap();
    let (journal, _) = Journal::open(Arc::new(Os), &till.dir(), &key(), reached).unwrap();
    assert_eq!(journal.head().cursor.seq, 3);
}
