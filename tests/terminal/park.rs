//! A ticket that was put aside is there after the program ended, however it ended, and is paid once. Must
//! never count a parked ticket as sold.

use crate::driver::{Terminal, key};
use crate::shop::{self, WATER, pause};

const F6: &str = "\x1b[17~";
const CTRL_C: &str = "\x03";

fn press(till: &mut Terminal, keys: &[&str]) {
    for key in keys {
        pause();
        till.keys(key);
    }
    pause();
}

fn park(till: &mut Terminal, label: &str) {
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    press(till, &[F6]);
    till.wait_for("Nombre o mesa");
    press(till, &[label, key::ENTER]);
    till.wait_for("Aparcado.");
}

/// Takes the ticket up where it is not in hand already, and pays it.
fn pay(till: &mut Terminal, label: &str) {
    if !till.screen().contains(WATER.1) {
        press(till, &[F6]);
        till.wait_for(label);
        press(till, &[key::ENTER]);
        till.wait_for(WATER.1);
    }
    press(till, &[key::ENTER]);
    till.wait_for("A PAGAR");
    press(till, &[key::ENTER]);
    till.wait_for("guardado");
    press(till, &[key::ENTER]);
    till.wait_for("TOTAL");
    till.wait_gone("1 aparcado");
}

#[test]
fn a_parked_ticket_is_there_after_quitting_and_after_a_power_cut() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    park(&mut till, "mesa 3");
    press(&mut till, &[CTRL_C]);
    assert_eq!(till.end(), 0);
    assert_eq!(shop::sales(home.path()), before, "nothing is sold yet");

    let mut till = shop::signed_in(home.path(), 80, 24);
    till.wait_for("1 aparcado");
    pay(&mut till, "mesa 3");
    park(&mut till, "mesa 4");
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);

    let mut till = shop::signed_in(home.path(), 80, 24);
    till.wait_for("1 aparcado");
    pay(&mut till, "mesa 4");
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 2);
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
