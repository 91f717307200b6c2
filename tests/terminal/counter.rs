//! Selling at the counter: how few keys it takes, and what the screen says. Must never count a key that was
//! not needed.

use crate::driver::{Terminal, key};
use crate::shop::{self, SMALL_WATER, WATER, pause};

/// Types keys and notes them: the log is the proof of how few there were.
struct Log {
    till: Terminal,
    scans: usize,
    keys: Vec<&'static str>,
}

impl Log {
    fn scan(&mut self, good: (&str, &str)) {
        self.till.scan(good.0);
        self.scans += 1;
        self.till.wait_for(good.1);
        pause();
    }

    fn key(&mut self, key: &'static str) {
        self.till.keys(key);
        self.keys.push(key);
        pause();
    }
}

#[test]
fn two_scanned_goods_in_exact_cash_take_two_keys() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut log = Log {
        till: shop::signed_in(home.path(), 80, 24),
        scans: 0,
        keys: Vec::new(),
    };
    log.scan(WATER);
    log.scan(SMALL_WATER);
    log.key(key::ENTER);
    log.till.wait_for("A PAGAR");
    log.key(key::ENTER);
    log.till.wait_for("guardado");
    assert_eq!(
        (log.scans, log.keys.as_slice()),
        (2, [key::ENTER, key::ENTER].as_slice())
    );
    log.till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);
}

/// What all the tests here rest on: the program stands still for a while, as on a machine that is busy.
#[test]
fn an_enter_is_typed_once_the_enter_before_it_was_read() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.keys(WATER.1);
    till.wait_for("0,65");
    pause();
    let pid = till.pid();
    shop::signal(pid, "STOP");
    let busy = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(500));
        shop::signal(pid, "CONT");
    });
    till.keys(key::ENTER);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    busy.join().unwrap();
    till.kill();
}

#[test]
fn a_quantity_before_the_code_and_a_note_too_many_give_change() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.keys(&format!("3*{}", WATER.0));
    pause();
    till.keys(key::ENTER);
    till.wait_for("1,95");
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    pause();
    till.keys("5");
    pause();
    till.keys(key::ENTER);
    let screen = till.wait_for("CAMBIO");
    assert!(
        screen.contains("guardado"),
        "durable before the change is shown:\n{screen}"
    );
    till.kill();
    let last = shop::ask_demo(home.path(), &["export", "sales", "--json"]);
    let sale: serde_json::Value = serde_json::from_str(last.lines().last().unwrap()).unwrap();
    assert!(sale.to_string().contains("3.05"), "change of 5.00 − 1.95: {sale}");
}

#[test]
fn an_unknown_code_rings_and_sells_nothing() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan("8400000000017");
    till.wait_for("8400000000017");
    pause();
    till.keys(key::ESC);
    pause();
    till.keys(key::ENTER);
    pause();
    till.kill();
    assert_eq!(shop::sales(home.path()), before);
}

#[test]
fn letters_search_and_enter_sells_the_best_match() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.keys("mineral agua 8");
    till.wait_for("Agua mineral 8 L");
    pause();
    till.keys(key::ENTER);
    till.wait_for("1,95");
    till.kill();
}
