//! Questions at a terminal: what `init` needs and was not told. Must never show a PIN.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::shop::Shop;

/// Runs `init` in a terminal, types that, and gives its exit code and all that the terminal showed.
fn init(shop: &Shop, typed: &str) -> (u32, String) {
    let pair = native_pty_system()
        .openpty(PtySize::default())
        .expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tendero"));
    command.args(["init", "--lang", "es"]);
    command.env_clear();
    command.env("HOME", shop.path(""));
    command.cwd(shop.path(""));
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    drop(pair.slave);
    let mut from = pair.master.try_clone_reader().expect("what it shows");
    let mut to = pair.master.take_writer().expect("its keyboard");
    let mut shown = String::new();
    // a question at a time: what is typed ahead of a hidden answer is thrown away
    for line in typed.split_inclusive(['\n', '\u{3}']) {
        read_until(&mut from, &mut shown, ": ");
        to.write_all(line.as_bytes()).expect("typed");
        read_until(&mut from, &mut shown, "\n");
    }
    let mut rest = Vec::new();
    // a terminal whose program has ended answers with an error instead of an end
    drop(from.read_to_end(&mut rest));
    shown += &String::from_utf8_lossy(&rest);
    (child.wait().expect("it ends").exit_code(), shown)
}

/// Reads on until something new ends so.
fn read_until(from: &mut dyn Read, shown: &mut String, ending: &str) {
    let start = shown.len();
    let mut byte = [0];
    while !shown[start..].ends_with(ending) && matches!(from.read(&mut byte), Ok(1)) {
        shown.push(char::from(byte[0]));
    }
}

#[test]
fn what_is_missing_is_asked_for_and_the_pin_stays_unseen() {
    let shop = Shop::none();
    let (code, shown) = init(&shop, "Mi tienda\nEUR\n\n\nLuz\n907531\n907531\n");
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("Mi tienda is ready"), "{shown}");
    assert!(!shown.contains("907531"), "{shown}");
    let opened = shop.line("shift open --user luz --float 50.00").done();
    assert!(opened.out.contains("50.00"));
}

#[test]
fn a_person_who_gives_up_leaves_no_store() {
    let shop = Shop::none();
    let (code, shown) = init(&shop, "Mi tienda\nEUR\n\n\nLuz\n9075\u{3}");
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("nothing was done"), "{shown}");
    assert!(!shop.store().exists());
    let (code, shown) = init(&shop, "Mi tienda\nEUR\n\n\nLuz\n907531\n907532\n");
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("the two PINs differ"), "{shown}");
}
