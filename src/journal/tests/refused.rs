//! What a journal refuses, each in words of its own: another's key, another's file, a file that is gone. Must
//! never see one of them called by another's name.

use super::*;

#[test]
fn creating_over_a_journal_and_opening_none_are_refused() {
    let (home, dir, _journal) = fresh();
    let again = Journal::create(Arc::new(Os), &dir, identity(), &key());
    assert!(matches!(again, Err(JournalError::AlreadyThere(_))));
    assert!(matches!(
        open(&home.path().join("elsewhere")),
        Err(JournalError::NotThere(_))
    ));
}

#[test]
fn a_wrong_key_is_not_called_damage() {
    let (_home, dir, _journal) = fresh();
    let other = MasterKey::from_bytes([8; 32]);
    let opened = Journal::open(Arc::new(Os), &dir, &other, Reached::default());
    assert!(matches!(opened, Err(JournalError::WrongKey(_))));
}

#[test]
fn truncated_missing_newer_and_foreign_segments_are_named() {
    let (_home, dir, mut journal) = fresh();
    for id in 1..=5 {
        journal.append(&[entry(id, &vec![9; 3 << 20])]).unwrap();
    }
    drop(journal);
    let (first, second) = (dir.join("0001/00000001.seg"), dir.join("0001/00000002.seg"));
    let whole = fs::read(&second).unwrap();

    fs::write(&second, &whole[..5000]).unwrap();
    assert!(matches!(
        open(&dir),
        Err(JournalError::Truncated { found: 5000, .. })
    ));
    fs::remove_file(&second).unwrap();
    assert!(matches!(open(&dir), Err(JournalError::Missing(path)) if path == second));
    fs::copy(&first, &second).unwrap();
    assert!(matches!(open(&dir), Err(JournalError::Damaged { .. })));
    let mut newer = whole.clone();
    newer[8] = 2;
    fs::write(&second, &newer).unwrap();
    assert!(matches!(open(&dir), Err(JournalError::Newer { found: 2, .. })));
    newer[8] = 1;
    newer[20] ^= 1;
    fs::write(&second, &newer).unwrap();
    assert!(matches!(open(&dir), Err(JournalError::Damaged { offset: 0, .. })));
    fs::write(&second, &whole).unwrap();
    assert_eq!(verify(&reader(&dir), |_| ()).unwrap().entries, 5);
}

#[test]
fn a_journal_that_ends_before_what_was_seen_is_refused() {
    let (_home, dir, mut journal) = fresh();
    journal.append(&[entry(1, b"one")]).unwrap();
    let reached = Reached {
        hub: Some(Cursor {
            incarnation: 1,
            seq: 2,
        }),
        ..Reached::default()
    };
    let opened = Journal::open(Arc::new(Os), &dir, &key(), reached);
    assert!(matches!(opened, Err(JournalError::Lost { by: Witness::Hub, .. })));
}

#[test]
fn a_life_of_which_nothing_opens_is_not_passed_over() {
    let (_home, dir, mut journal) = fresh();
    journal.append(&[entry(1, b"one")]).unwrap();
    journal.append(&[entry(2, b"two")]).unwrap();
    let mut journal = journal.new_incarnation(Uuid::from_bytes([3; 16])).unwrap();
    journal.append(&[entry(3, b"three")]).unwrap();
    let path = dir.join("0001/00000001.seg");
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    for (from, whole) in [(2, 1), (1, 0)] {
        file.write_all_at(&[0xEE; 512], from * 512).unwrap();
        let found: Vec<_> = reader(&dir).all_entries().collect();
        let (last, before) = found.split_last().unwrap();
        assert_eq!(before.iter().filter(|entry| entry.is_ok()).count(), whole);
        let said = last.as_ref().unwrap_err().to_string();
        assert!(said.contains("the next life goes on do not open"), "{said}");
    }
}
