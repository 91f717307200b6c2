//! Stores, keys and directories that are wrong: a plain sentence, exit code 3, nothing touched. Must never
//! leave a store that a second try would find half made.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::shop::{Shop, basket, goods};

const NEW: [&str; 11] = [
    "init",
    "--shop",
    "S",
    "--currency",
    "EUR",
    "--tax",
    "a=1",
    "--user",
    "Luz",
    "--pin",
    "1234",
];

#[test]
fn init_makes_no_store_where_it_cannot_or_must_not() {
    let shop = Shop::new();
    let before = shop.contents(&shop.store());
    shop.run(&NEW).refused(1, "there is a store");
    assert_eq!(shop.contents(&shop.store()), before);
    let with = |more: &[&str]| shop.run(&[&NEW[..], more].concat());
    with(&["--store", "/proc/tendero/store"]).refused(3, "/proc");
    shop.file("full/something", b"mine");
    let full = shop.path("full").display().to_string();
    with(&["--store", &full]).refused(1, "full holds other files");
    let inside = shop.path("new/key").display().to_string();
    let new = shop.path("new").display().to_string();
    with(&["--store", &new, "--key-file", &inside]).refused(1, "protects nothing");
    assert!(!shop.path("new/keys.a").exists());
    let weak = [
        "init",
        "--shop",
        "S",
        "--currency",
        "EUR",
        "--tax",
        "a=1",
        "--user",
        "L",
        "--pin",
        "12",
    ];
    shop.run(&[&weak[..], &["--store", &new]].concat())
        .refused(1, "PIN");
}

#[test]
fn a_wrong_or_lost_key_opens_nothing() {
    let shop = Shop::new();
    let other = Shop::new();
    let key = other.key().display().to_string();
    shop.run(&["shift", "status", "--key-file", &key])
        .refused(3, "does not open");
    let text = shop.file("notes.txt", b"not a key");
    shop.run(&["shift", "status", "--key-file", &text])
        .refused(3, "not a key file");
    fs::remove_file(shop.key()).expect("the key is lost");
    shop.run(&["shift", "status"]).refused(3, "--key-file");
    let phrase = shop.file("phrase", b"open sesame\n");
    shop.run(&["shift", "status", "--passphrase-file", &phrase])
        .refused(3, "no passphrase");
}

#[test]
fn a_truncated_segment_is_damage_and_is_left_as_it_is() {
    let shop = Shop::open(&goods());
    let input: String = (0..20).map(|n| basket(n, "PAN", "1", "1.95") + "\n").collect();
    shop.feed(&["sell", "--user", "Luz"], input.as_bytes()).done();
    let files = shop.contents(&shop.store().join("journal"));
    let (segment, bytes) = files
        .iter()
        .find(|(path, _)| path.extension().is_some_and(|e| e == "seg"))
        .expect("one");
    let file = fs::OpenOptions::new()
        .write(true)
        .open(segment)
        .expect("a segment");
    file.set_len(bytes.len() as u64 / 2).expect("cut");
    shop.run(&["shift", "status"]).refused(3, "nothing was changed");
    assert_eq!(
        fs::metadata(segment).expect("there").len(),
        bytes.len() as u64 / 2
    );
    fs::write(segment, bytes).expect("mended");
    shop.run(&["shift", "status"]).done();
}

#[test]
fn no_room_to_write_is_told_and_loses_nothing_answered() {
    let shop = Shop::open(&goods());
    // in blocks of 512 bytes: the journal's segment ends inside the baskets
    let program = shop.command(&[]).get_program().to_owned();
    let mut command = shop.command_of("sh", &["-c", "ulimit -f 130; exec \"$0\" sell --user Luz"]);
    command
        .arg(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("a shell");
    let mut to = child.stdin.take().expect("a pipe");
    let feeding = std::thread::spawn(move || {
        for id in 0..300 {
            // it ends before it has read them all
            if writeln!(to, "{}", basket(id, "PAN", "1", "1.95")).is_err() {
                break;
            }
        }
    });
    let end = child.wait_with_output().expect("it ends");
    feeding.join().expect("the feeder ends");
    let told = String::from_utf8_lossy(&end.stderr);
    assert_eq!(end.status.code(), Some(3), "{told}");
    assert!(
        told.starts_with("tendero: ") && told.contains("may not grow"),
        "{told}"
    );
    let answered = String::from_utf8_lossy(&end.stdout).lines().count();
    let there = shop.run(&["export", "sales"]).done().out.lines().count() - 1;
    assert!(
        there == answered || there == answered + 1,
        "{answered} answered, {there} there"
    );
    let again: String = (0..300).map(|n| basket(n, "PAN", "1", "1.95") + "\n").collect();
    let out = shop.feed(&["sell", "--user", "Luz"], again.as_bytes()).done().out;
    assert!(
        out.starts_with(String::from_utf8_lossy(&end.stdout).as_ref()),
        "the first answers stand"
    );
    assert_eq!(shop.run(&["export", "sales"]).done().out.lines().count(), 301);
}

#[test]
fn a_second_process_is_told_who_has_the_store() {
    let shop = Shop::open(&goods());
    let mut command = shop.command(&["sell", "--user", "Luz"]);
    let mut first = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut to = first.stdin.take().expect("a pipe");
    writeln!(to, "{}", basket(1, "PAN", "1", "1.95")).expect("a basket");
    let mut line = String::new();
    BufReader::new(first.stdout.as_mut().expect("a pipe"))
        .read_line(&mut line)
        .expect("an answer");
    let pid = first.id().to_string();
    shop.run(&["shift", "status"]).refused(3, &pid);
    drop(to);
    assert!(first.wait().expect("it ends").success());
    shop.run(&["shift", "status"]).done();
}

#[test]
fn the_registers_rules_hold_on_the_command_line() {
    let shop = Shop::new();
    let open = ["shift", "open", "--user", "Luz", "--float"];
    let sell = |input: &str| shop.feed(&["sell", "--user", "Luz"], input.as_bytes());
    let closed = sell(&basket(1, "PAN", "1", "1.95"));
    assert_eq!(closed.code, 1);
    shop.run(&[&open[..], &["-1.00"]].concat())
        .refused(1, "below zero");
    shop.run(&[&open[..], &["1,00"]].concat()).refused(2, "1,00");
    shop.run(&[&open[..], &["1.001"]].concat()).refused(2, "decimals");
    shop.run(&["shift", "open", "--user", "Nadie", "--float", "1"])
        .refused(1, "Nadie");
    shop.run(&[&open[..], &["100"]].concat()).done();
    shop.run(&[&open[..], &["100"]].concat())
        .refused(1, "already open");
    shop.run(&["shift", "close", "--counted", "90.00"])
        .refused(1, "say why");
    shop.run(&["shift", "close", "--counted", "80.00", "--count", "20.00x3"])
        .refused(1, "add up to 60.00");
    let z = shop
        .run(&[
            "shift",
            "close",
            "--count",
            "20.00x4,0.50x20",
            "--reason",
            "a note lost",
        ])
        .done();
    assert!(z.out.contains("-10.00") && z.out.contains("a note lost"), "{z:?}");
}

#[test]
fn flipped_bits_in_the_store_are_told_in_a_sentence_and_a_rebuild_mends_them() {
    let shop = Shop::open(&goods());
    let input: String = (0..60).map(|n| basket(n, "PAN", "1", "1.95") + "\n").collect();
    shop.feed(&["sell", "--user", "Luz"], input.as_bytes()).done();
    let path = shop.store().join("store/store.redb");
    let whole = fs::read(&path).expect("a store");
    let used: Vec<usize> = (0..whole.len() / 512)
        .filter(|at| whole[at * 512..][..512].iter().any(|byte| *byte != 0))
        .collect();
    let (mut state, mut told) = (0x5EED_u64, 0);
    for round in 0..50 {
        // xorshift64 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let at = used[state as usize % used.len()] * 512 + (state >> 32) as usize % 512;
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (round % 8);
        fs::write(&path, flipped).expect("it is written");
        // The one reads a little of the store, the other writes to it.
        for args in [&["shift", "status"][..], &["shift", "x", "--user", "Luz"]] {
            let said = shop.run(args);
            assert!([0, 3].contains(&said.code), "byte {at}: {said:#?}");
            said.is_plain();
            told += usize::from(said.code == 3);
            if said.code == 3 {
                assert!(
                    said.err.contains("rebuild") || said.err.contains("first page"),
                    "{said:#?}"
                );
            }
        }
    }
    assert!(told > 0, "no flip was noticed");
    shop.run(&["rebuild"]).done();
    shop.run(&["audit", "verify"]).done();
    assert_eq!(shop.run(&["export", "sales"]).done().out.lines().count(), 61);
}
