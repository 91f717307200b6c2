//! Keys added, changed, lost and found again.

use std::fs;

use crate::shop::{Shop, run_in};

fn kinds(shop: &Shop) -> Vec<String> {
    let list = shop.run(&["key", "list", "--json"]).ends(0).json();
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", row["number"], row["kind"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_lost_key_file_with_a_recovery_code_costs_nothing() {
    let shop = Shop::after_a_day();
    let code = shop.recovery_code();
    let code = code.to_str().unwrap();
    fs::remove_file(shop.key_file()).unwrap();
    shop.run(&["shift", "status"])
        .ends(3)
        .says("--recovery-code-file");
    shop.run(&["doctor"]).ends(1).says("nothing is lost");
    shop.run(&["audit", "verify", "--recovery-code-file", code])
        .ends(0);
    shop.run(&["key", "add-key-file", "new.key", "--recovery-code-file", code])
        .ends(0);
    shop.run(&["shift", "status"]).ends(0).says("C1-000004");
    shop.run(&["key", "remove", "1"]).ends(0);
    assert_eq!(kinds(&shop), ["2 recovery", "3 key_file"]);
    shop.run(&["doctor"]).ends(0);
    shop.run(&["audit", "verify"]).ends(0);
}

#[test]
fn a_lost_key_file_without_one_is_said_plainly() {
    let shop = Shop::after_a_day();
    shop.run(&["doctor"])
        .ends(0)
        .says("whoever loses the key loses the shop");
    fs::rename(shop.key_file(), shop.home().join("found.key")).unwrap();
    shop.run(&["shift", "status"])
        .ends(3)
        .says("without that file nothing opens it");
    shop.run(&["doctor"]).ends(1).says("there is no recovery code");
    shop.run(&["shift", "status", "--key-file", "found.key"]).ends(0);
}

#[test]
fn a_wrong_key_opens_nothing_and_changes_nothing() {
    let shop = Shop::after_a_day();
    fs::write(shop.home().join("other.key"), [9; 32]).unwrap();
    fs::write(shop.home().join("short.key"), [9; 31]).unwrap();
    fs::write(shop.home().join("phrase"), "butter\n").unwrap();
    for (args, saying) in [
        (
            ["--key-file", "other.key"],
            "this key file does not open the store",
        ),
        (["--key-file", "short.key"], "is not a key file"),
        (["--key-file", "none.key"], "is not there"),
        (["--passphrase-file", "phrase"], "the store has no passphrase"),
        (["--recovery-code-file", "phrase"], "this is not a recovery code"),
    ] {
        for command in [
            &["shift", "status"][..],
            &["audit", "verify"],
            &["backup", "b"],
            &["rebuild"],
        ] {
            shop.run(&[command, &args[..]].concat()).ends(3).says(saying);
        }
        shop.run(&[&["doctor"][..], &args[..]].concat())
            .ends(1)
            .says(saying);
    }
    shop.run(&["audit", "verify"]).ends(0);
}

#[test]
fn passphrases_come_change_and_go() {
    let shop = Shop::new();
    fs::write(shop.home().join("first"), "pan con tomate\n").unwrap();
    fs::write(shop.home().join("second"), "pan con aceite\n").unwrap();
    shop.run(&["key", "add-passphrase"]).ends(2).says("--new-file");
    shop.run(&["key", "add-passphrase", "--new-file", "first"])
        .ends(0);
    shop.run(&["shift", "status", "--passphrase-file", "first"])
        .ends(0);
    shop.run(&["key", "change-passphrase", "--new-file", "second"])
        .ends(0);
    shop.run(&["shift", "status", "--passphrase-file", "first"])
        .ends(3)
        .says("does not open");
    shop.run(&["shift", "status", "--passphrase-file", "second"])
        .ends(0);
    assert_eq!(kinds(&shop), ["1 key_file", "3 passphrase"]);
    shop.run(&["key", "remove", "1"]).ends(0);
    shop.run(&["key", "remove", "3", "--passphrase-file", "second"])
        .ends(1)
        .says("the last key slot cannot be removed");
    shop.run(&["key", "remove", "8", "--passphrase-file", "second"])
        .ends(1)
        .says("no key slot 8");
    shop.run(&["shift", "status"]).ends(3).says("--passphrase-file");
    shop.run(&["audit", "verify", "--passphrase-file", "second"])
        .ends(0);
}

#[test]
fn a_recovery_code_counts_once_it_was_typed_back() {
    let shop = Shop::new();
    let first = shop.run(&["key", "recovery", "--json"]).ends(0).json();
    let first = first["recovery_code"].as_str().unwrap().to_owned();
    shop.run(&["doctor"]).ends(0).says("never typed back");
    shop.run(&["backup", "b"]).ends(0).says("type it back");
    let confirm = |typed: &str| run_in(shop.home(), &["key", "confirm"], typed);
    confirm("0000-0000-0000-0000-0000-0000-0000\n")
        .ends(3)
        .says("does not open");
    confirm("hello\n").ends(3).says("not a recovery code");
    confirm(&format!("{}\n", first.to_lowercase().replace('-', " "))).ends(0);
    shop.run(&["key", "list"]).ends(0).says("typed back");
    let quiet = shop.run(&["backup", "b", "--force"]).ends(0);
    assert!(!quiet.out.contains("type it back"), "{}", quiet.out);
    // A new one takes the old one's place, and starts unproven.
    shop.run(&["key", "recovery"]).ends(0).says("shown this once");
    confirm(&format!("{first}\n")).ends(3).says("does not open");
    shop.run(&["doctor"]).ends(0).says("never typed back");
    assert!(!shop.open().till().recovery_confirmed);
    shop.run(&["audit", "verify"]).ends(0);
}
