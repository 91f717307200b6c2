//! A till whose disk has no room left, and its hub. Must never take a made-up error for a full disk.

use serde_json::Value;

use crate::hub::Hub;
use crate::shop::{goods, loaves};
use crate::unshared::unshared;

/// The last room that there is goes to sales; then there is none, and what was sold goes up.
const SCRIPT: &str = r#"
t init init --shop Tienda --currency EUR --tax standard=21 --tax reduced=10 --tax exempt=0 \
  --prices-include-tax --user Luz --pin 1234 --zone=UTC
t import import products "$OUT/goods.csv"
t open shift open --user Luz --float 100.00
t enrol sync enrol "$(cat "$OUT/url")" "$(cat "$OUT/code")"
t first sync now
dd if=/dev/zero of="$HOME/fill1" bs=4k 2> /dev/null
t sold sell --user Luz
dd if=/dev/zero of="$HOME/fill2" bs=4k 2> /dev/null
t full sell --user Luz
t sent sync now --json
t verified sync verify --json
rm "$HOME"/fill*
t room sell --user Luz
t more sync now --json
t again sync verify --json
"#;

const STEPS: [&str; 12] = [
    "init", "import", "open", "enrol", "first", "sold", "full", "sent", "verified", "room", "more", "again",
];

#[test]
fn a_till_whose_disk_is_full_sends_what_it_has_sold() {
    let hub = Hub::new();
    let inputs = [
        ("goods.csv", goods()),
        ("url", format!("http://{}", hub.address)),
        ("code", hub.code()),
        ("sold.in", loaves(0, 200)),
        ("full.in", loaves(200, 100)),
        ("room.in", loaves(200, 100)),
    ];
    let (_out, ran) = unshared((40, SCRIPT), &STEPS, &inputs);
    for step in ["init", "import", "open", "enrol", "first", "sold", "room"] {
        ran[step].done();
    }
    let (full, refused) = ran["full"].sold();
    assert_eq!((full.len(), refused), (0, 100), "{}", ran["full"].out);
    for (sent, verified) in [("sent", "verified"), ("more", "again")] {
        ran[sent].done();
        ran[verified].done();
        let sent: Value = serde_json::from_str(&ran[sent].out).expect("JSON");
        assert_eq!(
            (&sent["pending"], &sent["failed"]),
            (&0.into(), &0.into()),
            "{sent}"
        );
        let verified: Value = serde_json::from_str(&ran[verified].out).expect("JSON");
        assert_eq!(
            (&verified["agrees"], &verified["waiting"]),
            (&true.into(), &0.into()),
            "{verified}"
        );
    }
    let (room, refused) = ran["room"].sold();
    assert_eq!((room.len(), refused), (100, 0));
}
