//! What a disk, a key or another version can do to the store, and what it says. Must never end in a stop of
//! the program.

use std::fs::{self, File};

use redb::{Database, ReadableDatabase, TableHandle};

use super::disk::Disk;
use super::shop::{Written, sku};
use super::{assert_equal, fold, folded};
use crate::store::schema::{BLOCKS, FORMAT, META, META_FORMAT, OF_THE_HUB, TABLES};
use crate::store::{Store, StoreError};
use crate::vault::key::{MasterKey, PageKeys};

fn keys() -> PageKeys {
    MasterKey::from_bytes([7; 32]).page_keys()
}

fn small() -> Written {
    let mut written = Written::new();
    written.import(0..120, Some(9), true);
    for sale in 0..30 {
        written.sell(&[(sale, 1), (sale + 40, 2)], 10);
    }
    written
}

#[test]
fn a_store_comes_back_from_its_directory() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("deep/store");
    let written = small();
    let mut store = Store::open(&dir, &keys()).unwrap();
    fold(&mut store, &written.entries, &written.entries);
    drop(store);
    let mut store = Store::open(&dir, &keys()).unwrap();
    assert_equal(&store, &folded(&written));
    assert_eq!(store.applied(), written.entries.last().unwrap().place());
    store.check_integrity().unwrap();
    let stats = store.stats().unwrap();
    assert!(stats.file_bytes > 0);
    assert_eq!(stats.reserve_bytes, 8 << 20);
    drop(store);
    let clear = fs::read(dir.join("store.redb")).unwrap();
    let name = b"Galletas";
    assert!(
        !clear.windows(name.len()).any(|part| part == name),
        "a name in clear"
    );
    Store::remove(&dir).unwrap();
    assert_eq!(Store::open(&dir, &keys()).unwrap().till(), None);
    Store::remove(&home.path().join("nowhere")).unwrap();
}

#[test]
fn a_second_opening_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let _first = Store::open(home.path(), &keys()).unwrap();
    assert!(matches!(
        Store::open(home.path(), &keys()),
        Err(StoreError::InUse)
    ));
}

#[test]
fn a_stub_of_a_creation_is_not_taken_for_a_store() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("store.redb.new"), [1; 5000]).unwrap();
    assert!(Store::open(home.path(), &keys()).is_ok());
    assert!(!home.path().join("store.redb.new").exists());
}

#[test]
fn another_key_is_told_from_damage() {
    let home = tempfile::tempdir().unwrap();
    drop(Store::open(home.path(), &keys()).unwrap());
    let other = MasterKey::from_bytes([8; 32]).page_keys();
    assert!(matches!(
        Store::open(home.path(), &other),
        Err(StoreError::WrongKey)
    ));
    assert!(
        Store::open(home.path(), &keys()).is_ok(),
        "the attempt changed nothing"
    );
}

#[test]
fn a_file_cut_anywhere_is_a_plain_error() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store.redb");
    let written = small();
    let mut store = Store::open(home.path(), &keys()).unwrap();
    fold(&mut store, &written.entries, &written.entries);
    drop(store);
    let whole = fs::read(&path).unwrap();
    for cut in [
        1,
        8,
        4095,
        4096,
        8192,
        12_288,
        40_960,
        whole.len() / 2,
        whole.len() - 4096,
    ] {
        fs::write(&path, &whole[..cut]).unwrap();
        let opened = Store::open(home.path(), &keys());
        assert!(opened.is_err(), "cut at {cut}");
    }
    fs::write(&path, &whole).unwrap();
    Store::open(home.path(), &keys()).unwrap();
}

#[test]
fn a_flipped_byte_does_not_pass_the_integrity_check() {
    let disk = Disk::default();
    let open = |disk: &Disk| {
        let disk = disk.clone();
        Store::with_backends(move || Ok(disk.backend()))
    };
    let written = small();
    let mut store = open(&disk).unwrap();
    fold(&mut store, &written.entries, &written.entries);
    drop(store);
    let name = b"Galletas";
    let at = {
        let state = disk.state();
        let found = state.bytes.windows(name.len()).position(|part| part == name);
        found.unwrap()
    };
    disk.state().bytes[at] ^= 1;
    let mut store = open(&disk).unwrap();
    assert!(matches!(store.check_integrity(), Err(StoreError::Damaged(_))));
}

#[test]
fn a_newer_store_is_refused_in_plain_words() {
    let disk = Disk::default();
    let open = |disk: &Disk| {
        let disk = disk.clone();
        Store::with_backends(move || Ok(disk.backend()))
    };
    drop(open(&disk).unwrap());
    let set = |format: u32| {
        let database = Database::builder().create_with_backend(disk.backend()).unwrap();
        let tx = database.begin_write().unwrap();
        let mut meta = tx.open_table(META).unwrap();
        meta.insert(META_FORMAT, format.to_le_bytes().as_slice()).unwrap();
        drop(meta);
        tx.commit().unwrap();
    };
    set(FORMAT + 1);
    let refused = open(&disk).err().unwrap();
    assert!(matches!(refused, StoreError::Newer { found, known: FORMAT } if found == FORMAT + 1));
    assert!(refused.to_string().contains("newer version"), "{refused}");
    set(0);
    assert!(matches!(
        open(&disk),
        Err(StoreError::Older {
            found: 0,
            known: FORMAT,
            ..
        })
    ));
}

#[test]
fn a_row_that_makes_no_sense_stops_the_store_until_it_is_opened_again() {
    let disk = Disk::default();
    let next = {
        let disk = disk.clone();
        move || Ok(disk.backend())
    };
    let written = small();
    let (most, last) = written.entries.split_at(written.entries.len() - 1);
    let mut store = Store::with_backends(next.clone()).unwrap();
    fold(&mut store, most, &written.entries);
    drop(store);
    let database = Database::builder().create_with_backend(disk.backend()).unwrap();
    let tx = database.begin_write().unwrap();
    tx.open_table(BLOCKS)
        .unwrap()
        .insert(0, [9, 9].as_slice())
        .unwrap();
    tx.commit().unwrap();
    drop(database);
    let mut store = Store::with_backends(next).unwrap();
    let mut fold_last = || store.fold(last, &mut |_, _| Ok(()));
    assert!(matches!(fold_last(), Err(StoreError::Damaged(_))));
    assert!(matches!(fold_last(), Err(StoreError::Stopped)));
    assert!(matches!(store.read(), Err(StoreError::Stopped)));
    assert_eq!(store.applied(), most.last().unwrap().place());
}

#[test]
fn every_table_is_compared_or_of_the_hub() {
    let disk = Disk::default();
    drop(Store::with_backends({
        let disk = disk.clone();
        move || Ok(disk.backend())
    }));
    let database = Database::builder().create_with_backend(disk.backend()).unwrap();
    let tx = database.begin_read().unwrap();
    let mut stored: Vec<String> = tx
        .list_tables()
        .unwrap()
        .map(|table| table.name().to_owned())
        .collect();
    let mut listed: Vec<&str> = TABLES.iter().chain(OF_THE_HUB).map(|table| table.name).collect();
    stored.sort();
    listed.sort_unstable();
    assert_eq!(stored, listed);
}

/// Whatever write the disk gets full at, the fold ends once there is room, or says so; nothing is folded
/// twice.
#[test]
fn a_full_disk_ends_the_fold_and_not_the_store() {
    let written = small();
    let whole = folded(&written);
    for writes in 0..60 {
        let disk = Disk::default();
        let mut store = Store::with_backends({
            let disk = disk.clone();
            move || {
                // Opening again is what happens after the reserve was freed.
                disk.state().writes_left = None;
                Ok(disk.backend())
            }
        })
        .unwrap();
        disk.state().writes_left = Some(writes);
        fold(&mut store, &written.entries, &written.entries);
        assert_equal(&store, &whole);
    }
}

#[test]
fn a_disk_that_stays_full_is_told_and_the_store_can_be_opened_later() {
    let written = small();
    let disk = Disk::default();
    let next = {
        let disk = disk.clone();
        move || Ok(disk.backend())
    };
    let mut store = Store::with_backends(next.clone()).unwrap();
    fold(&mut store, &written.entries[..10], &written.entries);
    disk.state().writes_left = Some(0);
    let refused = store.fold(&written.entries, &mut |import, show| {
        Written::show_parts(&written.entries, import, show)
    });
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    drop(store);
    disk.state().writes_left = None;
    let mut store = Store::with_backends(next).unwrap();
    assert_eq!(store.applied(), written.entries[9].place());
    fold(&mut store, &written.entries, &written.entries);
    assert_equal(&store, &folded(&written));
    assert!(store.read().unwrap().stock(&[sku(0)]).unwrap()[0].is_some());
}

#[test]
fn a_directory_without_permission_or_a_file_in_its_place_is_a_plain_error() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    File::create(&file).unwrap();
    assert!(matches!(
        Store::open(&file.join("store"), &keys()),
        Err(StoreError::Io(_))
    ));
}

/// Zeroed pages, scrambled pages and flipped bits anywhere: the store opens as it is or as it was a
/// transaction before, or it says that it is damaged. It neither stops the program nor passes a row off as
/// another.
#[test]
fn damage_anywhere_is_told() {
    let written = small();
    let whole = folded(&written);
    let disk = Disk::default();
    let next = |disk: &Disk| {
        let disk = disk.clone();
        move || Ok(disk.backend())
    };
    let mut store = Store::with_backends(next(&disk)).unwrap();
    fold(&mut store, &written.entries, &written.entries);
    let killed = disk.state().bytes.clone();
    drop(store);
    let closed = disk.state().bytes.clone();
    let mut random = 88_172_645_463_325_252_u64;
    let mut told = 0;
    for round in 0..600 {
        let broken = Disk::default();
        let mut bytes = if round % 2 == 0 {
            killed.clone()
        } else {
            closed.clone()
        };
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let at = random as usize % if round % 5 == 0 { 512 } else { bytes.len() };
        let page = at / 4096 * 4096;
        match round % 3 {
            0 => bytes[page..page + 4096].fill(0),
            1 => bytes[page..page + 4096].rotate_left(1 + at % 4000),
            _ => bytes[at] ^= 1 << (random >> 61),
        }
        broken.state().bytes = bytes;
        let looked = (|| {
            let mut store = Store::with_backends(next(&broken))?;
            store.read()?.compare(&whole.read()?)?;
            store.check_integrity()?;
            store.fold(&written.entries, &mut |import, show| {
                Written::show_parts(&written.entries, import, show)
            })?;
            store.read()?.compare(&whole.read()?)
        })();
        match looked {
            Ok(differences) => assert_eq!(differences, [], "round {round} at {at}"),
            Err(_) => told += 1,
        }
    }
    assert!(told > 50, "only {told} of the rounds hit anything");
}
