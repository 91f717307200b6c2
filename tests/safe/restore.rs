//! Restoring: in an empty home, from an old backup, twice; and everything that is refused.

use std::fs;
use std::path::Path;

use crate::shop::{Shop, close_shift, open_at, open_shift, run_in, sell};

/// Restores the backup at `file` into a home of its own and returns the answer.
fn restore(home: &Path, file: &Path, code: &Path) -> serde_json::Value {
    let file = file.to_str().unwrap();
    let args = [
        "restore",
        file,
        "--json",
        "--recovery-code-file",
        code.to_str().unwrap(),
    ];
    run_in(home, &args, "").ends(0).json()
}

#[test]
fn an_empty_home_the_backup_and_the_recovery_code_are_enough() {
    let shop = Shop::after_a_day();
    let code = shop.recovery_code();
    shop.run(&["backup", "shop.backup"]).ends(0);
    let sold = shop.open().till().clone();

    let home = tempfile::tempdir().unwrap();
    let restored = restore(home.path(), &shop.home().join("shop.backup"), &code);
    assert_eq!(restored["last_document"], "C1-000003");
    assert_eq!(restored["perpetual"], sold.perpetual.net.to_string());
    assert_eq!(restored["audit"], true);
    run_in(home.path(), &["audit", "verify"], "")
        .ends(0)
        .says("Nothing is wrong up to entry 2:");

    // It opens by itself with the new key file, in the same shift, and the code counts as typed back.
    let dir = home.path().join(".local/share/tendero/store");
    let key_file = Path::new(restored["key_file"].as_str().unwrap());
    assert!(key_file.starts_with(home.path().join(".config")), "{key_file:?}");
    let mut register = open_at(&dir, key_file);
    let till = register.till().clone();
    assert_eq!(
        (till.perpetual, &till.shift, &till.people),
        (sold.perpetual, &sold.shift, &sold.people)
    );
    assert!(till.recovery_confirmed);
    assert_eq!(
        (till.next_shift, till.next_closing),
        (sold.next_shift, sold.next_closing)
    );

    let series = restored["series"].as_str().unwrap();
    assert_eq!(sell(&mut register, 1), format!("{series}-000001"));
    // The shift was opened in the life before, and closes in this one.
    close_shift(&mut register);
    open_shift(&mut register);
    assert_eq!(sell(&mut register, 2), format!("{series}-000002"));
    drop(register);
    run_in(home.path(), &["audit", "verify"], "").ends(0);
    run_in(home.path(), &["rebuild"], "").ends(0);
    run_in(home.path(), &["audit", "verify"], "").ends(0);
}

#[test]
fn an_old_backup_never_gives_a_number_again_however_often_it_is_restored() {
    let shop = Shop::after_a_day();
    let code = shop.recovery_code();
    shop.run(&["backup", "old"]).ends(0);
    // Sold after the backup: these numbers are on paper somewhere.
    sell(&mut shop.open(), 1);
    let mut series = vec!["C1".to_owned()];
    let mut from = shop.home().join("old");
    let homes: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    for (at, home) in homes.iter().enumerate() {
        let restored = restore(home.path(), &from, &code);
        let new = restored["series"].as_str().unwrap().to_owned();
        assert!(
            new.starts_with("C1R") && !series.contains(&new),
            "{new} after {series:?}"
        );
        series.push(new);
        if at == 1 {
            // The third is restored from what the second became.
            run_in(home.path(), &["backup", "next"], "").ends(0);
            from = home.path().join("next");
        }
    }
    let last = homes[2].path();
    run_in(last, &["audit", "verify"], "")
        .ends(0)
        .says("up to entry 3:");
    // A new life starts with nothing copied.
    run_in(last, &["doctor"], "")
        .ends(0)
        .says("no backup holds any of the");
}

#[test]
fn a_backup_opens_with_what_opened_the_shop() {
    let shop = Shop::after_a_day();
    shop.run(&["backup", "b"])
        .ends(0)
        .says("It opens only with the key file");
    let home = tempfile::tempdir().unwrap();
    let file = shop.home().join("b");
    let file = file.to_str().unwrap();
    // The stick is plugged in elsewhere today.
    let stick = home.path().join("stick.key");
    fs::rename(shop.key_file(), &stick).unwrap();
    run_in(home.path(), &["restore", file], "")
        .ends(3)
        .says("nothing opens it");
    let args = ["restore", file, "--key-file", stick.to_str().unwrap()];
    run_in(home.path(), &args, "").ends(0);
    // Where the key file is now is remembered.
    run_in(home.path(), &["audit", "verify"], "").ends(0);
}

#[test]
fn what_cannot_be_restored_leaves_nothing_behind() {
    let shop = Shop::after_a_day();
    let code = shop.recovery_code();
    shop.run(&["backup", "b"]).ends(0);
    let whole = fs::read(shop.home().join("b")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let bad = home.path().join("bad");
    let code = code.to_str().unwrap();
    let refuse = |bytes: &[u8], code: &str, saying: &str| {
        fs::write(&bad, bytes).unwrap();
        let args = [
            "restore",
            "bad",
            "--store",
            "shops/here",
            "--recovery-code-file",
            code,
        ];
        run_in(home.path(), &args, "").ends(3).says(saying);
        let left = fs::read_dir(home.path().join("shops")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{saying}");
        assert!(!home.path().join(".config").exists());
    };
    refuse(b"", code, "is not a backup of this program");
    refuse(
        b"PK\x03\x04 something else",
        code,
        "is not a backup of this program",
    );
    refuse(&whole[..whole.len() / 2], code, "its end is missing");
    let mut newer = whole.clone();
    newer[8] = 2;
    refuse(&newer, code, "newer than this program");
    for at in (2000..whole.len() - 20).step_by(whole.len() / 7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        refuse(&bytes, code, "is damaged");
    }
    let wrong = home.path().join("wrong");
    fs::write(&wrong, "0000-0000-0000-0000-0000-0000-0000").unwrap();
    refuse(
        &whole,
        wrong.to_str().unwrap(),
        "this recovery code does not open the store",
    );
    fs::write(&wrong, "bread and butter").unwrap();
    refuse(&whole, wrong.to_str().unwrap(), "this is not a recovery code");

    // And never over anything.
    let b = shop.home().join("b");
    let args = ["restore", b.to_str().unwrap(), "--recovery-code-file", code];
    run_in(shop.home(), &args, "").ends(1).says("there is a store in");
    shop.run(&["audit", "verify"]).ends(0);
}

#[test]
fn a_backup_is_not_replaced_unless_asked_and_not_by_a_bad_one() {
    let shop = Shop::after_a_day();
    shop.run(&["backup", "b"]).ends(0);
    let first = fs::read(shop.home().join("b")).unwrap();
    shop.run(&["backup", "b"]).ends(1).says("say --force");
    assert_eq!(fs::read(shop.home().join("b")).unwrap(), first);
    let mut register = shop.open();
    sell(&mut register, 1);
    drop(register);
    shop.run(&["backup", "b", "--force"]).ends(0);
    assert_ne!(fs::read(shop.home().join("b")).unwrap(), first);
    // A journal that is not whole gives no backup, and the good one stays.
    let good = fs::read(shop.home().join("b")).unwrap();
    let position = shop.entries()[2].position;
    let mut bytes = fs::read(shop.segment()).unwrap();
    bytes[usize::from(position.block()) * 512 + 80] ^= 1;
    fs::write(shop.segment(), bytes).unwrap();
    shop.run(&["backup", "b", "--force"]).ends(3);
    assert_eq!(fs::read(shop.home().join("b")).unwrap(), good);
    assert!(!shop.home().join("b.part").exists());
}
