//! What a counter does beside scanning: goods by their number, discounts over the line that somebody allows,
//! another price, a note, a line given up, a good that nobody knew, and the receipt again. Must never pay
//! without looking at the amount.

use std::path::Path;

use crate::driver::{Terminal, key};
use crate::shop::{self, SMALL_WATER, WATER, pause};

const LUZS_PIN: &str = "240318";
const CTRL_E: &str = "\x05";
const CTRL_N: &str = "\x0e";

fn press(till: &mut Terminal, keys: &str, shown: &str) -> String {
    till.keys(keys);
    let screen = till.wait_for(shown);
    pause();
    screen
}

/// Luz comes over and allows it.
fn allow(till: &mut Terminal, shown: &str) {
    till.wait_for("PIN");
    pause();
    till.keys(LUZS_PIN);
    pause();
    press(till, key::ENTER, shown);
}

/// Does a command by its name.
fn order(till: &mut Terminal, name: &str, shown: &str) {
    press(till, key::CTRL_P, "Órdenes");
    till.keys(name);
    pause();
    press(till, key::ENTER, shown);
}

/// The last sale, as scripts read it.
fn last(home: &Path) -> serde_json::Value {
    let sales = shop::ask_demo(home, &["export", "sales", "--json"]);
    serde_json::from_str(sales.lines().last().unwrap()).unwrap()
}

#[test]
fn a_ticket_with_everything_that_is_given_away_is_paid_to_the_cent() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    // By its number in the grid, weighed by hand.
    press(&mut till, key::F5, "Sin código");
    till.keys("1");
    pause();
    press(&mut till, key::ENTER, "Cuántos");
    till.keys("0,5");
    pause();
    press(&mut till, key::ENTER, "0,500 kg");
    // A discount on the line.
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    pause();
    press(&mut till, key::F4, "Descuento");
    till.keys("10%");
    pause();
    till.keys(key::ENTER);
    allow(&mut till, "10 % de descuento");
    // Another price, and a note.
    till.scan(SMALL_WATER.0);
    till.wait_for(SMALL_WATER.1);
    pause();
    press(&mut till, CTRL_E, "Precio");
    till.keys("0,10");
    pause();
    till.keys(key::ENTER);
    allow(&mut till, "precio cambiado");
    press(&mut till, CTRL_N, "Nota");
    till.keys("abollada");
    pause();
    press(&mut till, key::ENTER, "abollada");
    // A line that is given up by somebody who may.
    till.keys(&format!("7*{}", WATER.0));
    pause();
    press(&mut till, key::ENTER, "4,55");
    till.keys(key::F8);
    pause();
    till.wait_gone("4,55");
    // What the total is made of, before anybody pays it.
    press(&mut till, key::ENTER, "A PAGAR");
    press(&mut till, key::F7, "10 %");
    press(&mut till, key::ESC, "A PAGAR");
    till.keys("50");
    pause();
    press(&mut till, key::ENTER, "guardado");
    // Nothing that was shown is lost by a power cut.
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);
    let sale = last(home.path());
    assert_eq!(
        sale["lines"]
            .as_array()
            .map_or(sale["lines"].as_u64(), |lines| Some(lines.len() as u64)),
        Some(3)
    );
    let mut till = shop::signed_in(home.path(), 80, 24);
    order(&mut till, "recibo", "abollada");
    press(&mut till, key::ESC, "TOTAL");
    till.kill();
    shop::ask_demo(home.path(), &["audit", "verify"]);
}

#[test]
fn a_code_that_nobody_knows_becomes_a_good_and_is_sold() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    till.scan("8480000123459");
    till.wait_for("8480000123459");
    pause();
    till.keys(key::F5);
    allow(&mut till, "Producto nuevo");
    // The code is there already; after the price everything may stay as it is.
    for typed in ["Miel de romero", "4,95", "", "", "", "", ""] {
        till.keys(typed);
        pause();
        till.keys(key::ENTER);
        pause();
        if till.screen().contains("en el ticket") {
            break;
        }
    }
    till.wait_for("en el ticket");
    pause();
    press(&mut till, key::ENTER, "A PAGAR");
    press(&mut till, key::ENTER, "guardado");
    till.kill();
    assert_eq!(last(home.path())["total"], "4.95");
}
