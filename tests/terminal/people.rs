//! A till that is left alone or locked, and taken over, in a real terminal. Must never show the ticket to
//! whoever has not typed a PIN.

use crate::driver::key;
use crate::shop::{self, WATER, pause};

/// Ctrl+G.
const LOCK: &str = "\x07";
/// Luz's PIN, as the demo's sign-in screen shows it.
const LUZS_PIN: &str = "240318";

#[test]
fn a_locked_till_keeps_the_ticket_and_is_taken_over() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    pause();
    till.keys(LOCK);
    till.wait_for("bloqueada");
    till.wait_gone(WATER.1);
    pause();
    till.keys("9999");
    pause();
    till.keys(key::ENTER);
    till.wait_for("no es el PIN");
    pause();
    till.keys(shop::ANAS_PIN);
    pause();
    till.keys(key::ENTER);
    till.wait_for(WATER.1);
    pause();
    till.keys(LOCK);
    till.wait_for("bloqueada");
    for _ in 0..4 {
        pause();
        till.keys(key::UP);
    }
    till.wait_for("PIN de Luz");
    till.keys(LUZS_PIN);
    pause();
    till.keys(key::ENTER);
    till.wait_for("Relevo de Ana");
    till.wait_for(WATER.1);
    till.kill();
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
