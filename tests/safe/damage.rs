//! Damage of every kind, and forgery with the key in hand: each is noticed, named, and nothing is changed.

use std::fs;
use std::os::unix::fs::FileExt;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::shop::Shop;

/// Where the n-th entry's frame starts in the segment, in bytes.
fn frame(shop: &Shop, n: usize) -> u64 {
    u64::from(shop.entries()[n].position.block()) * 512
}

fn poke(path: &std::path::Path, at: u64, bytes: &[u8]) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.write_all_at(bytes, at).unwrap();
}

#[test]
fn a_flipped_byte_is_named_by_its_entry() {
    let shop = Shop::after_a_day();
    // Entry 6 shares its frame with nobody: it is the second sale.
    let at = frame(&shop, 5);
    poke(&shop.segment(), at + 90, &[0xEE]);
    let report = shop.run(&["audit", "verify", "--json"]).ends(1).json();
    assert_eq!(report["first_bad"]["check"], "chain");
    assert_eq!(report["first_bad"]["seq"], 6, "{report:#}");
    shop.run(&["audit", "verify"])
        .ends(1)
        .says("The first thing wrong is entry 1:6");
    shop.run(&["doctor"]).ends(1).says("BAD");
    shop.run(&["shift", "status"]).ends(3).says("is damaged at byte");
    shop.run(&["rebuild"]).ends(3).says("is damaged at byte");
}

#[test]
fn a_truncated_missing_or_newer_segment_has_its_sentence() {
    let shop = Shop::after_a_day();
    let whole = fs::read(shop.segment()).unwrap();
    let cases: [(&str, i32, &[u8]); 3] = [
        ("bytes long instead of", 1, &whole[..whole.len() - 512]),
        ("bytes long instead of", 1, &whole[..100]),
        ("bytes long instead of", 1, b""),
    ];
    for (saying, code, bytes) in cases {
        fs::write(shop.segment(), bytes).unwrap();
        shop.run(&["audit", "verify"]).ends(code).says(saying);
        shop.run(&["doctor"]).ends(1).says(saying);
        shop.run(&["shift", "status"])
            .ends(3)
            .says(saying)
            .says("nothing was changed");
        assert_eq!(fs::read(shop.segment()).unwrap(), bytes);
    }
    let mut newer = whole.clone();
    newer[8] = 2;
    fs::write(shop.segment(), &newer).unwrap();
    for command in ["shift status", "audit verify", "rebuild", "backup b"] {
        let args: Vec<&str> = command.split(' ').collect();
        shop.run(&args).ends(3).says("newer than this program");
    }
    fs::remove_file(shop.segment()).unwrap();
    shop.run(&["shift", "status"]).ends(3);
    fs::write(shop.segment(), &whole).unwrap();
    shop.run(&["audit", "verify"]).ends(0);
}

#[test]
fn a_removed_end_is_noticed_because_the_store_has_seen_it() {
    let shop = Shop::after_a_day();
    let entries = shop.entries();
    let last = frame(&shop, entries.len() - 1);
    // Cut clean, as if the last sale had never been.
    poke(&shop.segment(), last, &vec![0; 4096]);
    let seq = entries.len() as u64;
    let report = shop.run(&["audit", "verify", "--json"]).ends(1).json();
    assert_eq!(report["first_bad"]["check"], "store");
    assert_eq!(report["first_bad"]["seq"], seq, "{report:#}");
    shop.run(&["doctor"]).ends(1).says("sales were lost from it");
    shop.run(&["shift", "status"])
        .ends(3)
        .says(&format!("has seen entry 1:{seq}"));
    // A rebuild would make it forget: refused as well.
    shop.run(&["rebuild"])
        .ends(3)
        .says(&format!("has seen entry 1:{seq}"));
    assert!(shop.dir().join("store/store.redb").exists());
}

/// Changes the payload of the first entry of a kind, and seals everything anew with the shop's own key.
fn forge(shop: &Shop, kind: u16, alter: impl FnOnce(&mut Value)) -> u64 {
    let mut entries = shop.entries();
    let entry = entries.iter_mut().find(|entry| entry.kind == kind).unwrap();
    let mut fact: Value = serde_json::from_slice(&entry.payload).unwrap();
    alter(&mut fact["event"]);
    entry.payload = serde_json::to_vec(&fact).unwrap();
    let seq = entry.seq();
    shop.forge(&entries);
    seq
}

#[test]
fn a_sale_forged_with_the_key_in_hand_is_found_and_named() {
    let shop = Shop::after_a_day();
    let seq = forge(&shop, 20, |event| event["sold"]["priced"]["total"] = 1.into());
    let report = shop.run(&["audit", "verify", "--json"]).ends(1).json();
    assert_eq!(report["first_bad"]["check"], "documents", "{report:#}");
    assert_eq!(report["first_bad"]["seq"], seq);
    let what = report["first_bad"]["what"].as_str().unwrap();
    assert!(
        what.contains("C1-000001") && what.contains("do not add up"),
        "{what}"
    );
    // Seals and links are right: only the figures tell.
    assert_eq!(report["checks"][0]["state"], "ok");
    // A backup can still be made of it, and says the same.
    shop.run(&["backup", "b"]).ends(0);
    shop.run(&["audit", "verify", "--export", "b"])
        .ends(1)
        .says("C1-000001");
}

#[test]
fn a_forged_closing_and_a_forged_store_are_found() {
    let shop = Shop::after_a_day();
    forge(&shop, 12, |event| {
        event["shift_closed"]["expected"] = "1.00".into()
    });
    let ran = shop.run(&["audit", "verify"]);
    assert!(ran.code == 1, "{}", ran.out);

    // The journal says one price, the store another: a fold of a forged history.
    let shop = Shop::after_a_day();
    forge(&shop, 32, |event| {
        event["product_saved"]["product"]["name"] = "Otro".into()
    });
    let report = shop.run(&["audit", "verify", "--json"]).ends(1).json();
    assert_eq!(report["first_bad"]["check"], "store", "{report:#}");
    shop.run(&["rebuild"]).ends(0);
    shop.run(&["audit", "verify"]).ends(0);
}

#[test]
fn a_newer_entry_is_told_from_a_broken_one() {
    let shop = Shop::after_a_day();
    let mut entries = shop.entries();
    entries[2].kind_version = 9;
    shop.forge(&entries);
    shop.run(&["audit", "verify"])
        .ends(1)
        .says("a newer version wrote it");
    fs::remove_file(shop.dir().join("store/store.redb")).unwrap();
    shop.run(&["shift", "status"]).ends(3).says("update this program");
}

#[test]
fn a_damaged_store_is_rebuilt() {
    let shop = Shop::after_a_day();
    let path = shop.dir().join("store/store.redb");
    poke(&path, 0, &[0xAA; 4096]);
    shop.run(&["doctor"]).ends(1).says("tendero rebuild");
    shop.run(&["audit", "verify"]).ends(1);
    shop.run(&["shift", "status"]).ends(3).says("tendero rebuild");
    // The journal is whole, so a backup can be made all the same.
    shop.run(&["backup", "b"]).ends(0).says("tendero rebuild");
    shop.run(&["rebuild"]).ends(0).says("The store is rebuilt");
    shop.run(&["audit", "verify"]).ends(0);
    shop.run(&["shift", "status"]).ends(0).says("C1-000004");
}

#[test]
fn the_doctor_sees_open_doors_and_a_lost_copy_of_the_slots() {
    let shop = Shop::after_a_day();
    fs::set_permissions(shop.dir(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(shop.segment(), fs::Permissions::from_mode(0o644)).unwrap();
    fs::remove_file(shop.dir().join("keys.b")).unwrap();
    // Beside the store: a config that others may write, a key that others may read.
    let config = shop.home().join(".config/tendero");
    fs::write(config.join("config.toml"), "").unwrap();
    let key = shop.key_file();
    let state_of = |told: &Value, name: &str| {
        let lines = told["lines"].as_array().unwrap();
        lines.iter().find(|line| line["name"] == name).unwrap()["state"].clone()
    };
    for (mode, state) in [(0o600, "ok"), (0o666, "warning")] {
        for path in [&config.join("config.toml"), &key] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let told = shop.run(&["doctor", "--json"]).ends(0).json();
        for name in ["config", "key file"] {
            assert_eq!(state_of(&told, name), state, "{name}: {told:#}");
        }
    }
    let told = shop.run(&["doctor", "--json"]).ends(0).json();
    let state = |name: &str| state_of(&told, name);
    for name in ["directory", "files", "keys", "recovery", "copies"] {
        assert_eq!(state(name), "warning", "{name}: {told:#}");
    }
    for name in ["space", "lock", "key", "journal", "store", "clock"] {
        assert_eq!(state(name), "ok", "{name}: {told:#}");
    }
    shop.run(&["doctor", "--full"]).ends(0).says("all whole");
}
