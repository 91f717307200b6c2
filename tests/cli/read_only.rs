//! A disk that is mounted for reading only from one moment to the next, for real: a small file system that
//! only the test sees. Must never take a made-up error for one.

use std::fs;

use crate::shop::{Shop, goods, loaves};
use crate::unshared::unshared;

const SCRIPT: &str = r#"
t init init --shop Tienda --currency EUR --tax standard=21 --tax reduced=10 --tax exempt=0 \
  --prices-include-tax --user Luz --pin 1234 --zone=UTC
t import import products "$OUT/goods.csv"
t open shift open --user Luz --float 100.00
t sold sell --user Luz
mount -o remount,ro "$HOME"
t status shift status
t more sell --user Luz
t export export sales
t audit audit verify
t doctor doctor
t backup backup "$OUT/backup"
cp .config/tendero/keys/store.key "$OUT/key"
mount -o remount,rw "$HOME"
t again sell --user Luz
"#;

const STEPS: [&str; 11] = [
    "init", "import", "open", "sold", "status", "more", "export", "audit", "doctor", "backup", "again",
];

#[test]
fn a_read_only_remount_refuses_in_words_and_the_shop_can_be_copied_away_and_exported() {
    let inputs = [
        ("goods.csv", goods()),
        ("sold.in", loaves(0, 5)),
        ("more.in", loaves(5, 5)),
        ("again.in", loaves(0, 10)),
    ];
    let (out, ran) = unshared((60, SCRIPT), &STEPS, &inputs);
    for step in ["init", "import", "open", "sold", "audit", "backup", "again"] {
        ran[step].done();
    }
    for step in ["status", "more", "export"] {
        let said = &ran[step];
        assert_eq!(said.code, "3", "{step}: {}{}", said.out, said.err);
        assert!(
            said.err.contains("make its disk writable"),
            "{step}: {}",
            said.err
        );
        assert!(said.out.is_empty(), "{step}: {}", said.out);
    }
    assert!(
        ran["backup"].out.contains("cannot be written"),
        "{}",
        ran["backup"].out
    );
    assert_eq!(ran["again"].sold().0.len(), 10, "{}", ran["again"].err);

    // On another machine the copy is the shop, and everything is exported from it.
    let other = Shop::none();
    let path = |name: &str| out.path().join(name).display().to_string();
    other
        .run(&["restore", &path("backup"), "--key-file", &path("key")])
        .done();
    let sales = other.run(&["export", "sales"]).done().out;
    assert_eq!(sales.lines().count(), 6, "a heading and five sales: {sales}");
    fs::remove_file(path("backup")).expect("it was there");
}
