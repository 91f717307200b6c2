//! The mirror, by the program itself: a stick that is there, away, another till's, and what it is good for.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::shop::{Shop, open_at, open_shift, run_in, sell};

/// A directory that stands for a stick, and where it is while it is pulled out.
struct Stick {
    there: PathBuf,
    away: PathBuf,
}

impl Stick {
    fn of(shop: &Shop) -> Stick {
        let there = shop.home().join("stick");
        fs::create_dir(&there).unwrap();
        Stick {
            there,
            away: shop.home().join("in-a-pocket"),
        }
    }

    /// Pulls it out; its mount point stays, empty.
    fn pull(&self) {
        fs::rename(&self.there, &self.away).unwrap();
        fs::create_dir(&self.there).unwrap();
    }

    fn put_back(&self) {
        fs::remove_dir(&self.there).unwrap();
        fs::rename(&self.away, &self.there).unwrap();
    }

    fn segment(&self) -> PathBuf {
        self.there.join("journal/0001/00000001.seg")
    }
}

/// A shop after a day with a mirror on a stick.
fn mirrored() -> (Shop, Stick) {
    let shop = Shop::after_a_day();
    let stick = Stick::of(&shop);
    shop.run(&["mirror", "start", "stick"])
        .ends(0)
        .says("is the mirror of this till");
    (shop, stick)
}

fn status(shop: &Shop) -> Value {
    shop.run(&["mirror", "status", "--json"]).ends(0).json()
}

/// Waits until the mirror is as it should be.
#[track_caller]
fn until(shop: &Shop, right: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let state = status(shop);
        if right(&state) {
            return state;
        }
        assert!(Instant::now() < end, "{state:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn same(one: &Path, other: &Path) -> bool {
    fs::read(one).unwrap() == fs::read(other).unwrap()
}

#[test]
fn a_mirror_follows_the_sales_and_counts_as_a_copy() {
    let (shop, stick) = mirrored();
    assert!(same(&shop.segment(), &stick.segment()));
    shop.run(&["doctor"])
        .ends(0)
        .says("2 current copies of the journal: this disk and the mirror")
        .says("which is all there is");
    // By a running till, and by one that ends at once.
    let mut register = shop.open();
    sell(&mut register, 4);
    let head = register.journal().head().cursor.seq;
    until(&shop, |state| state["current"] == true && state["seq"] == head);
    sell(&mut register, 5);
    drop(register);
    assert_eq!(status(&shop)["current"], true);
    assert!(same(&shop.segment(), &stick.segment()));
    // No key opens what is there but the shop's own.
    assert!(stick.there.join("keys").exists());
    shop.run(&["mirror", "stop"]).ends(0).says("is followed no more");
    shop.run(&["mirror", "status"]).ends(0).says("has no mirror");
    assert!(stick.segment().exists());
}

#[test]
fn a_stick_that_is_pulled_out_stops_no_sale_and_catches_up_when_it_is_back() {
    let (shop, stick) = mirrored();
    let mut register = shop.open();
    sell(&mut register, 4);
    until(&shop, |state| state["current"] == true);
    stick.pull();
    let begun = Instant::now();
    for loaves in 1..6 {
        sell(&mut register, loaves);
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "a sale waited for the stick"
    );
    let end = Instant::now() + Duration::from_secs(20);
    while register.mirror().unwrap().trouble.is_none() {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(20));
    }
    let state = register.mirror().unwrap();
    assert_eq!(state.trouble.unwrap().code, "mirror-unmarked");
    assert_eq!(state.behind, Some(5));
    assert!(state.since.is_some());
    // The empty mount point is not taken for the stick.
    assert_eq!(fs::read_dir(&stick.there).unwrap().count(), 0);
    drop(register);
    let told = shop.run(&["doctor"]).ends(0);
    told.says("plug its stick in").says("missing since");
    shop.run(&["doctor"]).ends(0).says("1 current copy");
    let register = shop.open();
    stick.put_back();
    until(&shop, |state| state["current"] == true);
    drop(register);
    assert!(same(&shop.segment(), &stick.segment()));
}

#[test]
fn the_stick_of_another_shop_is_refused() {
    let (shop, stick) = mirrored();
    let other = Shop::after_a_day();
    let there = stick.there.to_str().unwrap();
    let before = fs::read(stick.segment()).unwrap();
    other
        .run(&["mirror", "start", there])
        .ends(1)
        .says("is the mirror of another till");
    other
        .run(&["mirror", "start", "nowhere"])
        .ends(3)
        .says("plug the stick in");
    let inside = other.dir().join("journal");
    other
        .run(&["mirror", "start", inside.to_str().unwrap()])
        .ends(1)
        .says("inside the store");
    fs::create_dir_all(other.home().join("full/journal/0001")).unwrap();
    other
        .run(&["mirror", "start", "full"])
        .ends(1)
        .says("choose an empty place");
    assert_eq!(fs::read(stick.segment()).unwrap(), before);
    drop(shop);
}

#[test]
fn the_config_names_the_mirror() {
    let shop = Shop::after_a_day();
    let stick = Stick::of(&shop);
    let config = shop.home().join("config.toml");
    let text = format!("[store]\nmirror = {:?}\n", stick.there.to_str().unwrap());
    fs::write(&config, text).unwrap();
    let args = ["--config", "config.toml", "shift", "status"];
    // A directory that nobody has made a mirror is not filled.
    shop.run(&args).ends(0);
    assert_eq!(fs::read_dir(&stick.there).unwrap().count(), 0);
    shop.run(&["mirror", "status"]).ends(0).says("holds no mirror");
    shop.run(&["mirror", "start", "stick"]).ends(0);
    shop.run(&args).ends(0);
    assert_eq!(status(&shop)["current"], true);
}

/// The row of the fault table: flipped bits, "journal from mirror".
#[test]
fn flipped_bits_in_the_journal_are_mended_from_the_mirror() {
    let (shop, _stick) = mirrored();
    let whole = fs::read(shop.segment()).unwrap();
    let entries = shop.entries();
    for n in [0, 4, entries.len() - 1] {
        let mut bytes = whole.clone();
        bytes[usize::from(entries[n].position.block()) * 512 + 90] ^= 0x20;
        fs::write(shop.segment(), &bytes).unwrap();
        shop.run(&["shift", "status"])
            .ends(3)
            .says("is damaged at byte")
            .says("tendero mirror mend");
        shop.run(&["doctor", "--full"])
            .ends(1)
            .says("tendero mirror mend");
        // Nothing is changed without a word.
        shop.run(&["mirror", "mend"])
            .ends(1)
            .says("would be replaced")
            .says("say --yes");
        assert_eq!(fs::read(shop.segment()).unwrap(), bytes);
        let mended = shop.run(&["mirror", "mend", "--yes", "--json"]).ends(0).json();
        assert_eq!(fs::read(shop.segment()).unwrap(), whole);
        let aside = Path::new(mended["aside"].as_str().unwrap());
        assert_eq!(fs::read(aside.join("0001-00000001.seg")).unwrap(), bytes);
        shop.run(&["audit", "verify"]).ends(0);
        shop.run(&["mirror", "mend"]).ends(0).says("nothing was changed");
    }
    shop.run(&["shift", "status"]).ends(0).says("C1-000004");
}

#[test]
fn an_old_copy_of_the_disk_is_noticed_and_the_mirror_brings_the_sales_back() {
    let (shop, _stick) = mirrored();
    let old = fs::read(shop.segment()).unwrap();
    let mut register = shop.open();
    let last = sell(&mut register, 4);
    let seq = register.journal().head().cursor.seq;
    until(&shop, |state| state["seq"] == seq);
    drop(register);
    // The disk is set back, the store with it.
    fs::write(shop.segment(), &old).unwrap();
    fs::remove_dir_all(shop.dir().join("store")).unwrap();
    shop.run(&["shift", "status"])
        .ends(3)
        .says(&format!("but Mirror has seen entry 1:{seq}"));
    shop.run(&["mirror", "mend", "--yes"])
        .ends(0)
        .says("entries verified, 1 of them from the mirror");
    let mut register = shop.open();
    assert_eq!(register.till().last_sale.as_ref().unwrap().to_string(), last);
    assert_ne!(sell(&mut register, 1), last);
}

#[test]
fn a_copied_till_is_told_and_its_mirror_left_alone() {
    let (shop, stick) = mirrored();
    let old = fs::read(shop.segment()).unwrap();
    sell(&mut shop.open(), 4);
    until(&shop, |state| state["current"] == true);
    let mirror = fs::read(stick.segment()).unwrap();
    // The copy sells something else before it meets the stick.
    fs::write(shop.segment(), &old).unwrap();
    fs::remove_dir_all(shop.dir().join("store")).unwrap();
    stick.pull();
    let mut register = shop.open();
    sell(&mut register, 7);
    stick.put_back();
    let end = Instant::now() + Duration::from_secs(20);
    let trouble = || register.mirror().unwrap().trouble.map(|said| said.code);
    while trouble() != Some("mirror-parted") {
        assert!(Instant::now() < end, "{:?}", register.mirror());
        std::thread::sleep(Duration::from_millis(20));
    }
    drop(register);
    // Selling goes on all the same.
    sell(&mut shop.open(), 1);
    shop.run(&["mirror", "status"]).ends(0).says("another past");
    shop.run(&["mirror", "mend", "--yes"])
        .ends(3)
        .says("another past");
    assert_eq!(fs::read(stick.segment()).unwrap(), mirror);
}

/// Restores a backup with the mirror, into a home of its own.
fn restore(home: &Path, shop: &Shop, code: &Path, more: &[&str]) -> Value {
    let backup = shop.home().join("old.backup");
    let args = ["restore", backup.to_str().unwrap(), "--json"];
    let code = ["--recovery-code-file", code.to_str().unwrap()];
    let args = [&args[..], &code, more].concat();
    run_in(home, &args, "").ends(0).json()
}

#[test]
fn a_restored_till_takes_what_the_mirror_has_and_goes_on_where_the_last_paper_proves_it_whole() {
    let shop = Shop::after_a_day();
    let code = shop.recovery_code();
    shop.run(&["backup", "old.backup"]).ends(0);
    let stick = Stick::of(&shop);
    shop.run(&["mirror", "start", "stick"]).ends(0);
    let mut register = shop.open();
    sell(&mut register, 4);
    let last = sell(&mut register, 5);
    let before = register.till().clone();
    drop(register);
    assert_eq!(status(&shop)["current"], true);
    let mirror = stick.there.to_str().unwrap();

    // Nobody knows the last paper: the sales come back, the numbers begin anew.
    let home = tempfile::tempdir().unwrap();
    let restored = restore(home.path(), &shop, &code, &["--mirror", mirror]);
    assert_eq!(
        (&restored["whole"], &restored["last_paper"]),
        (&false.into(), &last.as_str().into())
    );
    assert!(restored["from_mirror"].as_u64().unwrap() >= 2, "{restored:#}");
    assert!(restored["series"].as_str().unwrap().starts_with("C1R"));
    run_in(home.path(), &["audit", "verify"], "").ends(0);

    // A paper that the mirror does not end with proves nothing.
    let home = tempfile::tempdir().unwrap();
    let other = ["--mirror", mirror, "--last", "C1-000009"];
    assert_eq!(restore(home.path(), &shop, &code, &other)["whole"], false);

    let home = tempfile::tempdir().unwrap();
    let proven = ["--mirror", mirror, "--last", &last];
    let restored = restore(home.path(), &shop, &code, &proven);
    assert_eq!(
        (&restored["whole"], &restored["series"]),
        (&true.into(), &"C1".into())
    );
    let dir = home.path().join(".local/share/tendero/store");
    let mut register = open_at(&dir, Path::new(restored["key_file"].as_str().unwrap()));
    assert_eq!(register.till().incarnation, before.incarnation);
    assert_eq!(register.till().perpetual, before.perpetual);
    let next = sell(&mut register, 1);
    assert_eq!(next, before.next_document().to_string());
    drop(register);
    run_in(home.path(), &["audit", "verify"], "").ends(0);
    run_in(home.path(), &["rebuild"], "").ends(0);
}

#[test]
fn a_mirror_with_another_past_proves_nothing_and_leaves_nothing_behind() {
    let (shop, stick) = mirrored();
    let code = shop.recovery_code();
    let old = fs::read(shop.segment()).unwrap();
    sell(&mut shop.open(), 4);
    until(&shop, |state| state["current"] == true);
    stick.pull();
    fs::write(shop.segment(), &old).unwrap();
    fs::remove_dir_all(shop.dir().join("store")).unwrap();
    let mut register = shop.open();
    sell(&mut register, 7);
    open_shift_again(&mut register);
    drop(register);
    shop.run(&["backup", "old.backup"]).ends(0);
    let home = tempfile::tempdir().unwrap();
    let backup = shop.home().join("old.backup");
    let args = [
        "restore",
        backup.to_str().unwrap(),
        "--recovery-code-file",
        code.to_str().unwrap(),
        "--mirror",
        stick.away.to_str().unwrap(),
    ];
    run_in(home.path(), &args, "").ends(3).says("another past");
    let left = fs::read_dir(home.path().join(".local/share/tendero")).map_or(0, Iterator::count);
    assert_eq!(left, 0);
}

fn open_shift_again(register: &mut tendero::register::Register) {
    crate::shop::close_shift(register);
    open_shift(register);
}

#[test]
fn a_mirror_alone_is_enough_to_have_the_shop_again() {
    let shop = Shop::after_a_day();
    let code = shop.recovery_code();
    let stick = Stick::of(&shop);
    shop.run(&["mirror", "start", "stick"]).ends(0);
    let last = sell(&mut shop.open(), 4);
    assert_eq!(status(&shop)["current"], true);
    let home = tempfile::tempdir().unwrap();
    let args = [
        "restore",
        stick.there.to_str().unwrap(),
        "--json",
        "--recovery-code-file",
    ];
    let args = [&args[..], &[code.to_str().unwrap()]].concat();
    let restored = run_in(home.path(), &args, "").ends(0).json();
    assert_eq!(restored["last_paper"], last.as_str());
    assert_eq!(
        (&restored["whole"], &restored["audit"]),
        (&false.into(), &true.into())
    );
    run_in(home.path(), &["audit", "verify"], "")
        .ends(0)
        .says("entry 2:");
    let proven = [&args[..], &["--last", &last, "--store", "other"]].concat();
    let restored = run_in(home.path(), &proven, "").ends(0).json();
    assert_eq!(
        (&restored["whole"], &restored["series"]),
        (&true.into(), &"C1".into())
    );
    // What is no mirror is no source.
    fs::create_dir(home.path().join("empty")).unwrap();
    run_in(home.path(), &["restore", "empty", "--store", "third"], "")
        .ends(3)
        .says("holds no mirror");
    assert!(!home.path().join("third").exists());
}
