//! Backups written and read back, and damaged in every place. What needs a whole till is in `tests/cli`.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::journal::{Journal, Reached, verify};
use crate::register::audit::audit;
use crate::register::sample::Day;
use crate::register::{Failure, Unlocking};
use crate::vault::{Cost, MasterKey, NewSlot, RecoveryCode};

/// A store of keys and journal, and where its backup goes.
struct Home {
    dir: TempDir,
    master: MasterKey,
    ring: KeyRing,
    code: RecoveryCode,
}

impl Home {
    fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        fs::create_dir(&store).unwrap();
        let master = MasterKey::from_bytes([7; 32]);
        let code = RecoveryCode::generate().unwrap();
        let key_file = dir.path().join("shop.key");
        let mut ring = KeyRing::create(&store, &master, NewSlot::KeyFile(&key_file)).unwrap();
        ring.add(&master, NewSlot::Recovery(&code)).unwrap();
        ring.add(&master, NewSlot::Passphrase("bread", Cost::LEAST))
            .unwrap();
        Day::whole().write(&store.join("journal"), &master);
        Home {
            dir,
            master,
            ring,
            code,
        }
    }

    fn places(&self) -> Places {
        Places::of(&self.dir.path().join("store"))
    }

    fn reader(&self) -> Reader {
        Reader::open(Arc::new(Os), &self.places().journal(), &self.master).unwrap()
    }

    fn target(&self) -> PathBuf {
        self.dir.path().join("shop.backup")
    }

    fn write(&self) -> write::Written {
        let reader = self.reader();
        write(
            &reader,
            &self.ring,
            &self.master,
            &self.target(),
            1,
            &mut |_, _| {},
        )
        .unwrap()
    }
}

fn said<T>(outcome: Result<T, Fault>) -> String {
    Failure::Fault(outcome.err().unwrap()).to_string()
}

#[test]
fn a_backup_holds_the_journal_entry_for_entry() {
    let home = Home::new();
    let written = home.write();
    let length = fs::metadata(home.target()).unwrap().len();
    assert_eq!((written.head.seq, written.entries, written.bytes), (9, 9, length));
    // Only what is used of the segment, not its zeros.
    assert!(length < 64 << 10, "{length}");
    assert!(!home.target().with_file_name("shop.backup.part").exists());

    let backup = Backup::open(&home.target()).unwrap();
    let manifest = backup.verify(&home.master).unwrap();
    let reader = backup.reader(&manifest, &home.master).unwrap();
    let original = home.reader();
    let pairs = reader.all_entries().zip(original.all_entries());
    assert_eq!(pairs.map(|(a, b)| assert_eq!(a.unwrap(), b.unwrap())).count(), 9);
    assert!(audit(&reader).unwrap().is_good());
    assert_eq!(verify(&reader, |_| {}).unwrap().head, original.head().unwrap());
}

#[test]
fn it_opens_with_each_of_its_keys_and_with_no_other() {
    let home = Home::new();
    home.write();
    let backup = Backup::open(&home.target()).unwrap();
    let good = [
        Unlocking::File(None),
        Unlocking::File(Some(home.dir.path().join("shop.key"))),
        Unlocking::Passphrase("bread".to_owned()),
        Unlocking::Recovery(home.code.to_string()),
    ];
    for key in good {
        backup.verify(&backup.unlock(&key).unwrap()).unwrap();
    }
    let other = home.dir.path().join("other.key");
    fs::write(&other, [9; 32]).unwrap();
    let wrong = [
        (
            Unlocking::File(Some(other)),
            "this key file does not open the store",
        ),
        (
            Unlocking::Passphrase("butter".to_owned()),
            "this passphrase does not open",
        ),
        (
            Unlocking::Recovery(RecoveryCode::generate().unwrap().to_string()),
            "this recovery code does not open",
        ),
        (Unlocking::Recovery("bread".to_owned()), "is not a recovery code"),
    ];
    for (key, sentence) in wrong {
        let said = said(backup.unlock(&key));
        assert!(said.contains(sentence), "{said}");
    }
    fs::remove_file(home.dir.path().join("shop.key")).unwrap();
    let said = said(backup.unlock(&Unlocking::File(None)));
    assert!(said.contains("is not there"), "{said}");
}

#[test]
fn what_is_appended_meanwhile_is_left_out() {
    let home = Home::new();
    let reader = home.reader();
    let (head, parts) = reader.parts().unwrap();
    let (mut journal, _) = Journal::open(
        Arc::new(Os),
        &home.places().journal(),
        &home.master,
        Reached::default(),
    )
    .unwrap();
    let entry = crate::journal::NewEntry {
        id: uuid::Uuid::from_u128(77),
        kind: 42,
        kind_version: 1,
        stamp: crate::journal::Stamp::default(),
        payload: b"{}",
    };
    journal.append(&[entry]).unwrap();
    assert_eq!(reader.parts().unwrap().0.cursor.seq, head.cursor.seq + 1);
    assert!(reader.parts().unwrap().1[0].bytes > parts[0].bytes);
}

#[test]
fn a_byte_changed_anywhere_is_refused() {
    let home = Home::new();
    home.write();
    let whole = fs::read(home.target()).unwrap();
    let bad = home.dir.path().join("bad.backup");
    // Every byte of the head and the tail, and a sample between.
    let edges = (0..600).chain(whole.len() - 500..whole.len());
    for at in edges.chain((600..whole.len() - 500).step_by(97)) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&bad, &bytes).unwrap();
        let outcome = Backup::open(&bad).and_then(|backup| backup.verify(&home.master));
        assert!(outcome.is_err(), "byte {at} of {}", whole.len());
        let slots = Backup::open(&bad).and_then(|backup| backup.ring(home.dir.path()));
        let in_keys = (16..16 + home.ring.to_bytes().len()).contains(&at);
        assert!(!in_keys || slots.is_err(), "byte {at} lies in the keys");
    }
    for length in (0..whole.len()).step_by(61).chain([whole.len() - 1]) {
        fs::write(&bad, &whole[..length]).unwrap();
        let outcome = Backup::open(&bad).and_then(|backup| backup.verify(&home.master));
        assert!(outcome.is_err(), "cut to {length}");
    }
    let longer = [&whole[..], b"\0"].concat();
    fs::write(&bad, longer).unwrap();
    assert!(said(Backup::open(&bad)).contains("its end is missing"));
}

#[test]
fn each_kind_of_damage_has_its_sentence() {
    let home = Home::new();
    home.write();
    let whole = fs::read(home.target()).unwrap();
    let bad = home.dir.path().join("bad.backup");
    let keys = home.ring.to_bytes().len();
    let with = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        fs::write(&bad, &bytes).unwrap();
        said(Backup::open(&bad).and_then(|backup| backup.verify(&home.master)))
    };
    for (at, byte, sentence) in [
        (0, b'x', "is not a backup of this program"),
        (8, 2, "has backup format 2, which is newer than this program"),
        (12, 0, "its list of contents does not open"),
        (16 + keys + 5000, 0xFF, "000001.seg in it was altered"),
        (whole.len() - 20, 0, "its list of contents does not open"),
        (whole.len() - 1, 1, "its end is missing"),
        (whole.len() - 9, 0x7F, "its lengths do not fit"),
    ] {
        let said = with(at, byte);
        assert!(
            said.contains(sentence) && said.contains("bad.backup"),
            "{at}: {said}"
        );
    }
    let said = said(Backup::open(&home.dir.path().join("none")));
    assert!(said.contains("none"), "{said}");
}
