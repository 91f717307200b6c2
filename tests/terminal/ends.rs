//! How a till ends: by kill -9, by a signal, by the user. Must never lose what was shown, nor leave the
//! terminal in a state that a person cannot type in.

use std::time::{Duration, Instant};

use crate::driver::{Terminal, key};
use crate::shop::{self, WATER, pause, signal};

/// What a person or a machine waits for at most when the program is told to end.
const SOON: Duration = Duration::from_secs(2);

#[test]
fn a_sale_whose_change_was_shown_survives_kill_9() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    for round in 1..=3 {
        let mut till = shop::signed_in(home.path(), 80, 24);
        shop::to_pay(&mut till);
        till.keys("2");
        pause();
        till.keys(key::ENTER);
        till.wait_for("guardado");
        till.kill();
        assert_eq!(shop::sales(home.path()), before + round);
    }
    shop::ask_demo(home.path(), &["audit", "verify"]);
}

#[test]
fn an_open_ticket_comes_back_after_kill_9() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    // A power cut costs the last second of typing.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    till.kill();
    let till = shop::signed_in(home.path(), 80, 24);
    till.wait_for(WATER.1);
    till.kill();
    assert_eq!(
        shop::sales(home.path()),
        before,
        "a ticket that came back is not sold"
    );
}

#[test]
fn a_signal_keeps_the_ticket_and_gives_the_terminal_back() {
    for name in ["TERM", "HUP"] {
        let home = shop::demo();
        let mut till = shop::signed_in(home.path(), 80, 24);
        till.scan(WATER.0);
        till.wait_for(WATER.1);
        assert!(
            !till.has_its_modes_back(),
            "a program of screens reads key by key"
        );
        let (pid, since) = (till.pid(), Instant::now());
        signal(pid, name);
        wait_restored(&till, name);
        till.wait_ended();
        assert!(since.elapsed() < SOON, "{name}: {:?}", since.elapsed());
        assert!(till.has_its_modes_back(), "{name}");
        till.end();
        let till = shop::signed_in(home.path(), 80, 24);
        till.wait_for(WATER.1);
        till.kill();
    }
}

#[test]
#[cfg(feature = "planted-bugs")]
fn a_panic_gives_the_terminal_back_and_keeps_the_ticket() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    // The draft is on disk within a second.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let begun = Instant::now();
    till.keys("\x1b[200~planted-defect\x1b[201~");
    wait_restored(&till, "a defect");
    till.wait_ended();
    let took = begun.elapsed();
    assert!(took < SOON, "{took:?}");
    assert!(till.has_its_modes_back(), "a defect");
    assert_ne!(till.end(), 0, "a script notices");
    let till = shop::signed_in(home.path(), 80, 24);
    till.wait_for(WATER.1);
    till.kill();
}

fn wait_restored(till: &Terminal, name: &str) {
    for _ in 0..500 {
        if till.is_restored() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the terminal was not given back after {name}:\n{}", till.screen());
}

#[test]
fn a_window_too_small_says_so_and_keeps_the_ticket() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    till.resize(20, 5);
    till.wait_gone(WATER.1);
    till.resize(100, 30);
    till.wait_for(WATER.1);
    // A terminal that does not know its size says nought.
    for (columns, rows) in [(0, 0), (20, 5), (0, 24), (80, 0), (1, 1)] {
        till.resize(columns, rows);
        pause();
    }
    till.resize(80, 24);
    till.wait_for(WATER.1);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    till.kill();
}

#[test]
fn a_line_that_hangs_up_ends_the_program_soon_and_keeps_the_ticket() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    let took = till.hang_up();
    assert!(took < SOON, "{took:?}");
    let till = shop::signed_in(home.path(), 80, 24);
    till.wait_for(WATER.1);
    till.kill();
    assert_eq!(shop::sales(home.path()), before);
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
