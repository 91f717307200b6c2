//! A day, then everything that checks or copies it; also beside a running till.

use std::fs;

use serde_json::Value;

use crate::shop::{Shop, run_in, sell};

fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"] == name).unwrap()
}

#[test]
fn audit_rebuild_and_audit_agree() {
    let shop = Shop::after_a_day();
    let before = shop.run(&["audit", "verify", "--json"]).ends(0).json();
    assert_eq!(before["ok"], true);
    for (name, least) in [
        ("chain", 9),
        ("documents", 3),
        ("closings", 1),
        ("numbers", 3),
        ("store", 9),
    ] {
        assert!(
            check(&before, name)["checked"].as_u64().unwrap() >= least,
            "{before:#}"
        );
    }
    let rebuilt = shop.run(&["rebuild", "--json"]).ends(0).json();
    assert_eq!(rebuilt["entries"], check(&before, "chain")["checked"]);
    assert_eq!(
        (&rebuilt["products"], &rebuilt["closings"]),
        (&1.into(), &1.into())
    );
    let after = shop.run(&["audit", "verify", "--json"]).ends(0).json();
    assert_eq!(
        (&after["ok"], check(&after, "store")["state"].as_str()),
        (&true.into(), Some("ok"))
    );
    // The rebuilding itself is one entry more.
    assert_eq!(
        after["head"]["seq"].as_u64().unwrap(),
        before["head"]["seq"].as_u64().unwrap() + 1
    );
}

#[test]
fn a_rebuild_that_was_interrupted_goes_on_at_the_next_start() {
    let shop = Shop::after_a_day();
    fs::remove_file(shop.dir().join("store/store.redb")).unwrap();
    shop.run(&["shift", "status"]).ends(0).says("C1-000004");
    shop.run(&["audit", "verify"]).ends(0);
}

#[test]
fn beside_a_running_till_sealed_frames_are_read_and_nothing_else_is_done() {
    let shop = Shop::after_a_day();
    let mut register = shop.open();
    sell(&mut register, 4);
    let report = shop.run(&["audit", "verify", "--json"]).ends(0).json();
    let store = check(&report, "store");
    let pid = std::process::id();
    assert_eq!(store["state"], "not_checked");
    assert_eq!(
        store["not_checked"],
        format!("the till is running (process {pid})")
    );
    assert_eq!(check(&report, "documents")["checked"], 4);

    let backup = shop.run(&["backup", "b", "--json"]).ends(0).json();
    assert_eq!(backup["noted"], false);
    shop.run(&["backup", "c"]).ends(0).says("does not know of it");
    shop.run(&["doctor"]).ends(0).says(&format!("process {pid}"));
    let code = "key recovery";
    for command in ["rebuild", code, "key remove 1"] {
        let args: Vec<&str> = command.split(' ').collect();
        shop.run(&args).ends(3).says(&format!("process {pid}"));
    }
    // What is sold meanwhile is no damage, neither here nor in the copy.
    sell(&mut register, 5);
    drop(register);
    shop.run(&["audit", "verify", "--export", "b"]).ends(0);
    let backup = shop.run(&["backup", "b", "--force", "--json"]).ends(0).json();
    assert_eq!(backup["noted"], true);
    shop.run(&["doctor"]).ends(0).says("2 current copies");
}

#[test]
fn there_is_a_sentence_where_there_is_no_store() {
    let home = tempfile::tempdir().unwrap();
    for command in ["audit verify", "rebuild", "backup b", "key list", "key recovery"] {
        let args: Vec<&str> = command.split(' ').collect();
        run_in(home.path(), &args, "")
            .ends(3)
            .says("there is no store in");
    }
    run_in(home.path(), &["doctor"], "").ends(1).says("tendero init");
    run_in(home.path(), &["restore", "b"], "")
        .ends(3)
        .says("b: there is no such file");
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        0,
        "nothing is made by asking"
    );
}
