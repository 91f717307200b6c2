//! What the key slots promise: every way in, nobody locked out, no crash that leaves neither copy.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

struct Shop {
    home: TempDir,
    store: PathBuf,
    key_file: PathBuf,
    master: MasterKey,
    ring: KeyRing,
}

fn shop() -> Shop {
    let home = tempfile::tempdir().unwrap();
    let (store, key_file) = (home.path().join("store"), home.path().join("keys/shop.key"));
    fs::create_dir(&store).unwrap();
    let master = MasterKey::generate().unwrap();
    let ring = KeyRing::create(&store, &master, NewSlot::KeyFile(&key_file)).unwrap();
    Shop {
        home,
        store,
        key_file,
        master,
        ring,
    }
}

fn opens(dir: &Path, with: Unlock<'_>, master: &MasterKey) -> bool {
    KeyRing::load(dir)
        .unwrap()
        .unlock(with)
        .is_ok_and(|opened| opened.bytes() == master.bytes())
}

#[test]
fn each_way_opens_the_same_key() {
    let mut shop = shop();
    let code = RecoveryCode::generate().unwrap();
    shop.ring
        .add(&shop.master, NewSlot::Passphrase("correcto caballo", Cost::LEAST))
        .unwrap();
    shop.ring.add(&shop.master, NewSlot::Recovery(&code)).unwrap();
    assert!(opens(&shop.store, Unlock::KeyFile(&shop.key_file), &shop.master));
    assert!(opens(
        &shop.store,
        Unlock::Passphrase("correcto caballo"),
        &shop.master
    ));
    assert!(opens(
        &shop.store,
        Unlock::Recovery(&code.to_string().to_lowercase()),
        &shop.master
    ));
    let kinds: Vec<SlotKind> = KeyRing::load(&shop.store)
        .unwrap()
        .slots()
        .iter()
        .map(|slot| slot.kind)
        .collect();
    assert_eq!(
        kinds,
        [SlotKind::KeyFile, SlotKind::Passphrase, SlotKind::Recovery]
    );
}

#[test]
fn the_key_file_is_private_and_its_place_remembered() {
    let shop = shop();
    for path in [
        &shop.key_file,
        &shop.store.join("keys.a"),
        &shop.store.join("keys.b"),
    ] {
        assert_eq!(
            fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600,
            "{}",
            path.display()
        );
    }
    assert_eq!(shop.ring.slots()[0].written_to.as_deref(), Some(&*shop.key_file));
    assert_eq!(fs::read(&shop.key_file).unwrap().len(), 32);
}

#[test]
fn a_key_file_inside_the_store_is_refused() {
    let mut shop = shop();
    let beside = shop.store.join("sub/../sub/shop.key");
    let refused = shop.ring.add(&shop.master, NewSlot::KeyFile(&beside));
    assert!(
        matches!(refused, Err(VaultError::KeyFileInsideStore(_))),
        "{refused:?}"
    );
}

#[test]
fn wrong_lost_and_mangled_are_told_apart() {
    let mut shop = shop();
    let ring = &shop.ring;
    assert!(matches!(
        ring.unlock(Unlock::Passphrase("x")),
        Err(VaultError::NoSlot(SlotKind::Passphrase))
    ));
    let stranger = shop.home.path().join("other.key");
    assert!(matches!(
        ring.unlock(Unlock::KeyFile(&stranger)),
        Err(VaultError::KeyFileMissing(_))
    ));
    fs::write(&stranger, [1; 31]).unwrap();
    assert!(matches!(
        ring.unlock(Unlock::KeyFile(&stranger)),
        Err(VaultError::NotAKeyFile(_))
    ));
    fs::write(&stranger, [1; 32]).unwrap();
    assert!(matches!(
        ring.unlock(Unlock::KeyFile(&stranger)),
        Err(VaultError::WrongKey(SlotKind::KeyFile))
    ));
    shop.ring
        .add(&shop.master, NewSlot::Passphrase("right", Cost::LEAST))
        .unwrap();
    let wrong = shop.ring.unlock(Unlock::Passphrase("Right"));
    assert!(matches!(wrong, Err(VaultError::WrongKey(SlotKind::Passphrase))));
    assert!(matches!(
        shop.ring.unlock(Unlock::Recovery("nope")),
        Err(VaultError::NotARecoveryCode(_))
    ));
    let other = RecoveryCode::generate().unwrap();
    shop.ring
        .add(
            &shop.master,
            NewSlot::Recovery(&RecoveryCode::generate().unwrap()),
        )
        .unwrap();
    let wrong = shop.ring.unlock(Unlock::Recovery(&other.to_string()));
    assert!(matches!(wrong, Err(VaultError::WrongKey(SlotKind::Recovery))));
}

#[test]
fn an_accent_composed_otherwise_is_the_same_passphrase() {
    let mut shop = shop();
    shop.ring
        .add(&shop.master, NewSlot::Passphrase("caf\u{e9}", Cost::LEAST))
        .unwrap();
    assert!(opens(
        &shop.store,
        Unlock::Passphrase("cafe\u{301}"),
        &shop.master
    ));
}

#[test]
fn replacing_ends_the_old_passphrase_in_both_copies_and_the_last_slot_stays() {
    let mut shop = shop();
    let old = shop
        .ring
        .add(&shop.master, NewSlot::Passphrase("old", Cost::LEAST))
        .unwrap();
    let new = shop
        .ring
        .replace(&shop.master, old, NewSlot::Passphrase("new", Cost::LEAST))
        .unwrap();
    assert!(new > old);
    for gone in ["keys.a", "keys.b"] {
        let kept = fs::read(shop.store.join(gone)).unwrap();
        fs::remove_file(shop.store.join(gone)).unwrap();
        assert!(opens(&shop.store, Unlock::Passphrase("new"), &shop.master));
        assert!(!opens(&shop.store, Unlock::Passphrase("old"), &shop.master));
        fs::write(shop.store.join(gone), kept).unwrap();
    }
    assert!(matches!(shop.ring.remove(old), Err(VaultError::UnknownSlot(_))));
    shop.ring.remove(1).unwrap();
    assert!(matches!(shop.ring.remove(new), Err(VaultError::LastSlot)));
    assert!(opens(&shop.store, Unlock::Passphrase("new"), &shop.master));
}

#[test]
fn a_recovery_code_counts_once_typed_back() {
    let mut shop = shop();
    let code = RecoveryCode::generate().unwrap();
    shop.ring.add(&shop.master, NewSlot::Recovery(&code)).unwrap();
    assert!(!shop.ring.slots()[1].confirmed);
    assert!(
        shop.ring
            .confirm_recovery(&RecoveryCode::generate().unwrap().to_string())
            .is_err()
    );
    shop.ring.confirm_recovery(&code.to_string()).unwrap();
    assert!(KeyRing::load(&shop.store).unwrap().slots()[1].confirmed);
    assert!(opens(
        &shop.store,
        Unlock::Recovery(&code.to_string()),
        &shop.master
    ));
}

#[test]
fn either_copy_alone_opens_and_any_flipped_bit_in_one_is_survived() {
    let shop = shop();
    let path = shop.store.join("keys.a");
    let whole = fs::read(&path).unwrap();
    for bit in (0..whole.len() * 8).step_by(13) {
        let mut bad = whole.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, &bad).unwrap();
        assert!(
            opens(&shop.store, Unlock::KeyFile(&shop.key_file), &shop.master),
            "bit {bit}"
        );
    }
    for cut in 0..whole.len() {
        assert!(matches!(
            KeyRing::from_bytes(&shop.store, &whole[..cut]),
            Err(VaultError::Damaged(_))
        ));
    }
    fs::write(shop.store.join("keys.b"), b"").unwrap();
    assert!(matches!(KeyRing::load(&shop.store), Err(VaultError::Damaged(_))));
    fs::remove_file(&path).unwrap();
    fs::remove_file(shop.store.join("keys.b")).unwrap();
    assert!(matches!(KeyRing::load(&shop.store), Err(VaultError::NoKeys(_))));
}

#[test]
fn a_crash_between_the_copies_leaves_the_newer_slots() {
    let mut shop = shop();
    let old = fs::read(shop.store.join("keys.b")).unwrap();
    shop.ring
        .add(&shop.master, NewSlot::Passphrase("new", Cost::LEAST))
        .unwrap();
    fs::write(shop.store.join("keys.b"), &old).unwrap();
    let mut ring = KeyRing::load(&shop.store).unwrap();
    assert_eq!(ring.slots().len(), 2);
    // The next save heals the stale copy.
    ring.save().unwrap();
    assert_eq!(
        fs::read(shop.store.join("keys.a")).unwrap(),
        fs::read(shop.store.join("keys.b")).unwrap()
    );
}

#[test]
fn slots_travel_in_a_backup() {
    let shop = shop();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut ring = KeyRing::from_bytes(elsewhere.path(), &shop.ring.to_bytes()).unwrap();
    ring.save().unwrap();
    assert!(opens(
        elsewhere.path(),
        Unlock::KeyFile(&shop.key_file),
        &shop.master
    ));
}

#[test]
fn newer_and_already_there_are_refused() {
    let shop = shop();
    let again = KeyRing::create(&shop.store, &shop.master, NewSlot::KeyFile(&shop.key_file));
    assert!(matches!(again, Err(VaultError::AlreadyThere(_))));
    use sha2::{Digest, Sha256};
    let bytes = shop.ring.to_bytes();
    let mut newer = bytes[..bytes.len() - 32].to_vec();
    newer[8] = 9;
    let sum = Sha256::digest(&newer);
    newer.extend_from_slice(&sum);
    fs::write(shop.store.join("keys.b"), &newer).unwrap();
    assert!(matches!(KeyRing::load(&shop.store), Err(VaultError::Newer(9))));
}
