//! From an empty home to the first sale, by keys alone. Must never write a file before the last Enter.

use std::path::Path;

use crate::driver::{Terminal, key};
use crate::shop::{self, pause};

/// Types on a step and waits for the next.
fn step(till: &mut Terminal, keys: &str, next: &str) {
    pause();
    till.keys(keys);
    pause();
    till.keys(key::ENTER);
    till.wait_for(next);
}

fn is_empty(home: &Path) -> bool {
    !home.join(".local").exists() && !home.join(".config").exists()
}

#[test]
fn an_empty_home_becomes_a_shop_that_sells() {
    let home = tempfile::tempdir().unwrap();
    let mut till = Terminal::start(home.path(), &[], 80, 24);
    till.wait_for("1 de 9");
    step(&mut till, "", "2 de 9");
    step(&mut till, "Bodega Luz", "3 de 9");
    step(&mut till, "", "EUR");
    step(&mut till, "", "4 de 9");
    for _ in 0..4 {
        pause();
        till.keys(key::DOWN);
    }
    step(&mut till, "", "5 de 9");
    step(&mut till, "Luz", "PIN");
    pause();
    till.keys("1234");
    pause();
    till.keys(key::ENTER);
    pause();
    till.keys("1234");
    step(&mut till, "", "6 de 9");
    step(&mut till, "", "7 de 9");
    for _ in 0..3 {
        pause();
        till.keys(key::DOWN);
    }
    step(&mut till, "", "8 de 9");
    pause();
    till.keys(key::ENTER);
    step(&mut till, "Manzana", "Manzana");
    step(&mut till, "1,50", "1,50");
    step(&mut till, "", "9 de 9");
    till.wait_for("Bodega Luz, EUR");
    assert!(is_empty(home.path()), "nothing is written before the last Enter");
    step(&mut till, "100", "TOTAL");
    assert!(!is_empty(home.path()));
    till.keys("Manz");
    till.wait_for("Manzana");
    pause();
    till.keys(key::ENTER);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    pause();
    till.keys("2");
    pause();
    till.keys(key::ENTER);
    till.wait_for("C1-000001 guardado");
    till.kill();
    let printed = shop::run(home.path(), &["audit", "verify"]);
    assert!(
        printed.status.success(),
        "{}",
        String::from_utf8_lossy(&printed.stdout)
    );
    let sales = shop::run(home.path(), &["export", "sales"]);
    assert!(String::from_utf8_lossy(&sales.stdout).contains("Manzana") || !sales.stdout.is_empty());
}

#[test]
fn whoever_leaves_before_the_end_leaves_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let mut till = Terminal::start(home.path(), &[], 40, 15);
    till.wait_for("1 de 9");
    step(&mut till, "", "2 de 9");
    step(&mut till, "", "3 de 9");
    pause();
    till.keys(key::ESC);
    till.wait_for("2 de 9");
    pause();
    till.keys("\x03");
    assert_eq!(till.end(), 0);
    assert!(is_empty(home.path()));
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let output = shop::run(home.path(), &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("tendero init"));
}
