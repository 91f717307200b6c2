//! A disk that takes its time: the keyboard lives, nothing is shown as paid, and the sale is there once the
//! disk answers. Must never measure a time: the disk is held until the test lets it go.

use std::fs;

use crate::driver::key;
use crate::shop::{self, WATER, pause};

#[test]
fn a_sync_that_takes_its_time_never_freezes_the_keyboard() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    pause();
    let gates = home.path().join("gates");
    fs::create_dir_all(&gates).unwrap();
    fs::write(gates.join("slow"), "").unwrap();
    till.keys(key::ENTER);
    pause();
    till.keys(key::F1);
    let help = till.wait_for("Ayuda");
    assert!(!help.contains("guardado"), "nothing is shown as paid:\n{help}");
    till.keys(key::ESC);
    till.wait_for("A PAGAR");
    till.resize(100, 30);
    let screen = till.wait_for("A PAGAR");
    assert!(!screen.contains("guardado"));
    fs::remove_file(gates.join("slow")).unwrap();
    till.wait_for("guardado");
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);
}
