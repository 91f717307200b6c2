//! Sticks of another till, of another past, with more on them, damaged ones: what is not known to the journal
//! is never overwritten.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Everything that is there, by name.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for item in fs::read_dir(root).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

/// The mirror says why it does not go on, and nothing on the stick has changed.
#[track_caller]
fn refuses(till: &mut Till, right: impl Fn(&MirrorError) -> bool) {
    let before = files(&till.stick());
    for _ in 0..2 {
        let error = till.follow().unwrap_err();
        assert!(right(&error), "{error:?}");
    }
    assert!(files(&till.stick()) == before, "the stick was changed");
}

#[test]
fn an_empty_directory_is_no_stick() {
    let mut till = Till::new();
    till.sell(&[10]);
    fs::remove_dir_all(till.stick()).unwrap();
    let error = till.follow().unwrap_err();
    assert!(matches!(error, MirrorError::NotThere(_)) && !till.stick().exists());
    // Its mount point, on the disk of the till.
    fs::create_dir(till.stick()).unwrap();
    refuses(&mut till, |error| matches!(error, MirrorError::NotMarked(_)));
}

#[test]
fn the_stick_of_another_till_is_left_alone() {
    let mut till = Till::new();
    till.sell(&[10]);
    fs::remove_dir_all(till.stick()).unwrap();
    fs::create_dir(till.stick()).unwrap();
    mark(&till.stick(), Uuid::from_bytes([5; 16]));
    refuses(&mut till, |error| matches!(error, MirrorError::Foreign(_)));
}

#[test]
fn a_stick_that_is_changed_for_another_of_the_same_till_is_looked_at_first() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    till.follow().unwrap();
    let first = till.home.path().join("first");
    fs::rename(till.stick(), &first).unwrap();
    fs::create_dir(till.stick()).unwrap();
    mark(&till.stick(), TERMINAL);
    // It says that it is another one.
    let marker = Marker {
        terminal: TERMINAL,
        mirror: Uuid::from_bytes([3; 16]),
    };
    marker.write(&Os, &till.stick()).unwrap();
    till.sell(&[30]);
    till.follow().unwrap();
    till.agrees();
    fs::remove_dir_all(till.stick()).unwrap();
    fs::rename(&first, till.stick()).unwrap();
    till.sell(&[40]);
    till.follow().unwrap();
    till.agrees();
}

#[test]
fn a_mirror_that_is_ahead_is_the_sign_of_a_disk_set_back() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let old = till.copy_to("old");
    till.sell(&[30, 40]);
    till.follow().unwrap();
    till.put_back(&old);
    refuses(&mut till, |error| {
        matches!(error, MirrorError::Ahead { journal, mirror, .. }
                if (journal.seq, mirror.seq) == (2, 4))
    });
    let seen = seen((Arc::new(Os), &till.stick()), (Arc::new(Os), &till.dir()), &key());
    assert_eq!(
        seen,
        Some(Cursor {
            incarnation: 1,
            seq: 4
        })
    );
}

#[test]
fn a_mirror_with_another_past_is_the_sign_of_a_copied_till() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let old = till.copy_to("old");
    till.sell(&[30, 40]);
    till.follow().unwrap();
    till.put_back(&old);
    // It sells on: shorter than what the mirror has, as long, longer, in a new life.
    for more in 0..3 {
        till.sell(&[99]);
        refuses(&mut till, |error| matches!(error, MirrorError::Parted { .. }));
        let seen = seen((Arc::new(Os), &till.stick()), (Arc::new(Os), &till.dir()), &key());
        assert_eq!(seen, None, "after {more}");
    }
    till.put_back(&old);
    till.journal.go_on_as(Uuid::from_bytes([9; 16])).unwrap();
    till.sell(&[1]);
    refuses(&mut till, |error| matches!(error, MirrorError::Parted { .. }));
}

#[test]
fn the_same_past_in_other_frames_is_written_anew() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let old = till.copy_to("old");
    till.sell(&[30, 40]);
    till.follow().unwrap();
    till.put_back(&old);
    // The hub gives the entries back: the same ones, in frames of their own.
    till.sell(&[30, 40]);
    till.sell(&[50]);
    till.follow().unwrap();
    till.agrees();
}

#[test]
fn a_damaged_mirror_is_mended_from_the_journal() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    till.journal.go_on_as(Uuid::from_bytes([9; 16])).unwrap();
    till.sell(&[30, 40]);
    till.follow().unwrap();
    let whole = files(&till.stick());
    let (first, second) = (
        till.stick().join("journal/0001/00000001.seg"),
        till.stick().join("journal/0002/00000001.seg"),
    );
    let damages: [&dyn Fn(); 6] = [
        &|| flip(&second, 512 + 80),
        &|| flip(&second, 100),
        &|| fs::write(&second, &fs::read(&second).unwrap()[..5_000]).unwrap(),
        &|| fs::write(&second, b"").unwrap(),
        &|| fs::remove_file(&first).unwrap(),
        &|| flip(&first, 30),
    ];
    for (at, damage) in damages.iter().enumerate() {
        damage();
        till.mirror.look_again();
        till.follow()
            .unwrap_or_else(|error| panic!("damage {at}: {error}"));
        assert!(files(&till.stick()) == whole, "damage {at}");
    }
}

#[test]
fn a_damaged_mirror_with_entries_of_its_own_is_left_alone() {
    let mut till = Till::new();
    till.sell(&[10, 20]);
    let old = till.copy_to("old");
    till.sell(&[30, 40]);
    till.follow().unwrap();
    till.put_back(&old);
    // Entry 3 is gone there, entry 4 is not.
    flip(&till.stick().join("journal/0001/00000001.seg"), 3 * 512 + 80);
    refuses(
        &mut till,
        |error| matches!(error, MirrorError::Damaged { what, .. } if what.contains("1:4")),
    );
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// However often the till is set back, goes on and meets its mirror again: every entry that was ever on
    /// the stick stays on it.
    #[test]
    fn nothing_is_lost_from_a_stick(steps in prop::collection::vec((0..4_u8, 1..900_usize), 1..24)) {
        let mut till = Till::new();
        till.sell(&[1]);
        let mut copies = vec![till.copy_to("copy-0")];
        for (step, length) in steps {
            match step {
                0 => till.sell(&[length]),
                1 => copies.push(till.copy_to(&format!("copy-{}", copies.len()))),
                2 => {
                    let from = copies[length % copies.len()].clone();
                    till.put_back(&from);
                }
                _ => {
                    let journal = till.stick().join(JOURNAL);
                    let before = if journal.exists() { hashes(&journal) } else { Vec::new() };
                    let followed = till.follow();
                    let after = if journal.exists() { hashes(&journal) } else { Vec::new() };
                    prop_assert!(before.iter().all(|entry| after.contains(entry)));
                    match followed {
                        Ok(()) => prop_assert_eq!(after, hashes(&till.dir())),
                        Err(MirrorError::Ahead { .. } | MirrorError::Parted { .. }) => {
                            prop_assert_eq!(before, after);
                        }
                        Err(error) => prop_assert!(false, "{error}"),
                    }
                }
            }
        }
    }
}
