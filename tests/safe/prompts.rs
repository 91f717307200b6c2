//! Secrets typed at a terminal: asked for, checked twice, and never shown.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::shop::Shop;

/// Runs the program in a terminal, answers each question once it is asked, and returns all that was shown and
/// whether it ended well.
fn talk(shop: &Shop, args: &[&str], answers: &[(&str, &str)]) -> (String, bool) {
    let pty = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tendero"));
    command.args(args);
    command.env_clear();
    command.env("HOME", shop.home());
    command.cwd(shop.home());
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut from = pty.master.try_clone_reader().unwrap();
    let mut to = pty.master.take_writer().unwrap();
    let mut shown = String::new();
    let mut more = |shown: &mut String| {
        let mut bytes = [0; 256];
        // A terminal whose program has ended gives an error, not an end.
        let read = from.read(&mut bytes).unwrap_or(0);
        shown.push_str(&String::from_utf8_lossy(&bytes[..read]));
        read > 0
    };
    let mut seen = 0;
    for (question, answer) in answers {
        while !shown[seen..].contains(question) {
            assert!(more(&mut shown), "never asked {question:?}: {shown}");
        }
        seen = shown.len();
        to.write_all(answer.as_bytes()).unwrap();
        to.write_all(b"\r").unwrap();
    }
    while more(&mut shown) {}
    (shown, child.wait().unwrap().success())
}

#[test]
fn a_passphrase_is_typed_twice_and_never_shown() {
    let shop = Shop::new();
    let ask = [
        ("New passphrase: ", "pan con tomate"),
        ("The same again: ", "pan con tomat"),
    ];
    let (shown, good) = talk(&shop, &["key", "add-passphrase"], &ask);
    assert!(
        !good && shown.contains("not the same: nothing was changed"),
        "{shown}"
    );
    assert!(!shown.contains("tomat"), "{shown}");

    let ask = [
        ("New passphrase: ", "pan con tomate"),
        ("The same again: ", "pan con tomate"),
    ];
    let (shown, good) = talk(&shop, &["key", "add-passphrase"], &ask);
    assert!(good && shown.contains("Passphrase 2 opens it as well"), "{shown}");
    assert!(!shown.contains("tomate"), "{shown}");

    // With the key file gone it is what is asked for.
    std::fs::remove_file(shop.key_file()).unwrap();
    let (shown, good) = talk(&shop, &["audit", "verify"], &[("Passphrase: ", "pan con tomate")]);
    assert!(good && shown.contains("Nothing is wrong"), "{shown}");
    assert!(!shown.contains("tomate"), "{shown}");
    let (shown, good) = talk(&shop, &["audit", "verify"], &[("Passphrase: ", "butter")]);
    assert!(
        !good && shown.contains("this passphrase does not open"),
        "{shown}"
    );
}

#[test]
fn a_recovery_code_is_typed_back_at_the_terminal() {
    let shop = Shop::new();
    let (shown, good) = talk(&shop, &["key", "recovery"], &[]);
    assert!(good && shown.contains("shown this once"), "{shown}");
    let code = shown
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 34)
        .unwrap();
    let (shown, good) = talk(&shop, &["key", "confirm"], &[("Recovery code: ", code)]);
    assert!(good && shown.contains("The recovery code is right"), "{shown}");
}
