//! A disk without room, for real: a small file system filled to the brim, and files that may not grow. Must
//! never take a made-up error for a full disk.

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Output, Stdio};

use crate::shop::{Shop, goods, loaves};
use crate::unshared::{Ran, unshared};

/// A day in one that is filled to its end.
const SMALL: &str = r#"
fill() { dd if=/dev/zero of="$HOME/fill$1" bs=4k 2> /dev/null; }
t init init --shop Tienda --currency EUR --tax standard=21 --tax reduced=10 --tax exempt=0 \
  --prices-include-tax --user Luz --pin 1234 --zone=UTC
t import import products "$OUT/goods.csv"
t open shift open --user Luz --float 100.00
fill 1
t reserve sell --user Luz
fill 2
t full sell --user Luz
t again sell --user Luz
t report report day
t export export sales --json
t sync sync status
t status shift status
t audit audit verify
t doctor doctor
t backup backup "$OUT/backup"
rm "$HOME"/fill*
t room sell --user Luz
t after export sales --json
t whole audit verify
"#;

const STEPS: [&str; 16] = [
    "init", "import", "open", "reserve", "full", "again", "report", "export", "sync", "status", "audit",
    "doctor", "backup", "room", "after", "whole",
];

#[test]
fn disk_full_on_a_small_file_system_refuses_before_tender_and_the_rest_still_works() {
    const RESERVE: usize = 200;
    let inputs = [
        ("goods.csv", goods()),
        ("reserve.in", loaves(0, RESERVE)),
        ("full.in", loaves(RESERVE, 100)),
        ("again.in", loaves(0, RESERVE)),
        ("room.in", loaves(RESERVE, 100)),
    ];
    let (_out, ran) = unshared((40, SMALL), &STEPS, &inputs);
    for step in ["init", "import", "open", "reserve", "room"] {
        ran[step].done();
    }
    // The journal is written ahead of use, and the store has its reserve.
    let (reserve, refused) = ran["reserve"].sold();
    assert_eq!((reserve.len(), refused), (RESERVE, 0), "{}", ran["reserve"].err);
    // Then nothing is sold that could not be looked up: refused in words, one by one.
    let (full, refused) = ran["full"].sold();
    assert_eq!(
        (full.len(), refused),
        (0, 100),
        "{}{}",
        ran["full"].out,
        ran["full"].err
    );
    assert!(
        ran["full"].out.contains("the disk is full"),
        "{}",
        ran["full"].out
    );
    assert!(
        ran["doctor"].out.contains("make room now"),
        "{}",
        ran["doctor"].out
    );
    // What was sold is answered again, and everything that needs no room works.
    assert_eq!(ran["again"].sold().0.len(), RESERVE, "{}", ran["again"].err);
    for step in ["report", "export", "sync", "status", "audit", "backup"] {
        ran[step].done();
    }
    assert_eq!(ran["export"].out.lines().count(), RESERVE);
    // With room again it goes on, and each sale is there once.
    let (room, refused) = ran["room"].sold();
    assert_eq!((room.len(), refused), (100, 0));
    assert_eq!(ran["after"].out.lines().count(), RESERVE + 100);
    for id in reserve.keys().chain(room.keys()) {
        assert_eq!(ran["after"].out.matches(id).count(), 1, "{id}");
    }
    ran["whole"].done();
}

/// A file system with room for weeks, and no more.
const LITTLE: &str = r#"
t init init --shop Tienda --currency EUR --tax standard=21 --user Luz --pin 1234 --zone=UTC
t open shift open --user Luz --float 100.00
t doctor doctor
"#;

#[test]
fn disk_full_is_warned_of_long_before_by_the_till_itself() {
    let (_out, ran) = unshared((300, LITTLE), &["init", "open", "doctor"], &[]);
    ran["open"].done();
    let said = &ran["open"].err;
    assert!(
        said.contains("MiB are free") && said.contains("make room soon"),
        "{said}"
    );
    assert!(
        ran["doctor"].out.contains("make room soon"),
        "{}",
        ran["doctor"].out
    );
}

/// `sell` with files that may not grow beyond so many blocks: of 512 bytes in most shells, of 1024 in some.
fn limited(shop: &Shop, blocks: usize, input: String) -> Output {
    let script = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let till = env!("CARGO_BIN_EXE_tendero");
    let mut command = shop.command_of("sh", &["-c", &script, till, "sell", "--user", "Luz"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("a shell");
    let mut to = child.stdin.take().expect("a pipe");
    let feeding = std::thread::spawn(move || drop(to.write_all(input.as_bytes())));
    let output = child.wait_with_output().expect("it ends");
    feeding.join().expect("the input is fed");
    output
}

#[test]
fn disk_full_by_a_limit_on_the_size_of_files_is_told_and_is_no_signal() {
    let shop = Shop::open(&goods());
    let (mut printed, mut next, mut stopped) = (BTreeMap::new(), 0, 0);
    for blocks in [0, 1, 16, 80, 200, 400, 2_000, 8_000, 20_000] {
        let output = limited(&shop, blocks, loaves(next, 300));
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.signal(), None, "{blocks} blocks: {err}");
        let ran = Ran {
            code: output.status.code().unwrap_or(-1).to_string(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err,
        };
        let (sold, _) = ran.sold();
        for (id, said) in sold {
            let before = printed.insert(id.clone(), said.clone());
            assert!(before.is_none_or(|before| before == said), "{id} was sold twice");
        }
        next = printed.len();
        if ran.code != "0" {
            stopped += 1;
            let said = format!("{}{}", ran.out, ran.err);
            let told = ["the disk is full", "may not grow any further"];
            assert!(
                told.iter().any(|told| said.contains(told)),
                "{blocks} blocks: {}{}",
                ran.out,
                ran.err
            );
        }
    }
    assert!(stopped >= 2, "only {stopped} of the limits were met");
    shop.feed(&["sell", "--user", "Luz"], loaves(next, 20).as_bytes())
        .done();
    let there = shop.run(&["export", "sales", "--json"]).done().out;
    for id in printed.keys() {
        assert_eq!(there.matches(id.as_str()).count(), 1, "{id}");
    }
    shop.run(&["audit", "verify"]).done();
}
