//! The drawer over a day, by keys: cash in, an expense, a drop, the X, a blind closing that differs and is
//! allowed, its Z again. Must never close on a figure that somebody saw before counting.

use crate::driver::{Terminal, key};
use crate::shop::{self, WATER, pause};

const F3: &str = "\x1bOR";
const CTRL_W: &str = "\x17";
/// Luz's PIN, as the demo's sign-in screen shows it.
const LUZS_PIN: &str = "240318";

fn press(till: &mut Terminal, keys: &[&str]) {
    for key in keys {
        pause();
        till.keys(key);
    }
    pause();
}

/// Does a command by its name; Luz allows it.
fn allowed(till: &mut Terminal, name: &str, form: &str) {
    press(till, &[key::CTRL_P]);
    till.wait_for("¿Qué quiere hacer?");
    press(till, &[name, key::ENTER]);
    till.wait_for("Quien puede autorizar");
    press(till, &[LUZS_PIN, key::ENTER]);
    till.wait_for(form);
}

/// What the cash book of the open shift says, the oldest first.
fn book(home: &std::path::Path) -> Vec<(String, String)> {
    let listed = shop::ask_demo(home, &["cash", "list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let rows = listed.as_array().unwrap().iter();
    rows.map(|row| (text(row, "kind"), text(row, "drawer"))).collect()
}

#[test]
fn a_cash_move_that_was_shown_is_there_after_a_power_cut() {
    let home = shop::demo();
    let before = book(home.path()).len();
    let mut till = shop::signed_in(home.path(), 80, 24);
    allowed(&mut till, "entrada", "Por qué");
    press(&mut till, &["50", key::ENTER, "cambio del banco", key::ENTER]);
    till.wait_for("50,00 €, apuntado");
    till.kill();
    let rows = book(home.path());
    assert_eq!(rows.len(), before + 1);
    assert!(rows.contains(&("in".to_owned(), "50.00".to_owned())), "{rows:?}");
    let mut till = shop::signed_in(home.path(), 80, 24);
    press(&mut till, &[key::CTRL_P]);
    till.wait_for("¿Qué quiere hacer?");
    press(&mut till, &["libro", key::ENTER]);
    till.wait_for("cambio del");
    till.kill();
}

#[test]
fn a_day_of_the_drawer_ends_in_a_z_that_can_be_read_again() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    allowed(&mut till, "entrada", "Por qué");
    press(&mut till, &["50", key::ENTER, "cambio", key::ENTER]);
    till.wait_for("50,00 €, apuntado");
    allowed(&mut till, "gasto", "Clase");
    press(&mut till, &["3,50", key::ENTER, key::ENTER]);
    till.wait_for("3,50 €, apuntado");
    allowed(&mut till, "retirada", "Por qué");
    press(&mut till, &["20", key::ENTER, "a la caja", key::ENTER]);
    till.wait_for("20,00 €, apuntado");
    till.scan(WATER.0);
    till.wait_for(WATER.1);
    press(&mut till, &[key::ENTER]);
    till.wait_for("A PAGAR");
    press(&mut till, &[F3]);
    till.wait_for("guardado");

    press(&mut till, &[key::CTRL_P]);
    till.wait_for("¿Qué quiere hacer?");
    press(&mut till, &["informe x", key::ENTER]);
    till.wait_for("X, turno");
    press(&mut till, &[key::ESC]);
    till.wait_gone("X, turno");

    press(&mut till, &[CTRL_W]);
    let screen = till.wait_for("Billetes");
    assert!(!screen.contains("Esperado"), "the count is blind:\n{screen}");
    press(&mut till, &["1", key::ENTER]);
    till.wait_for("Tarjeta");
    press(&mut till, &["0,65", key::ENTER]);
    till.wait_for("Esperado");
    press(&mut till, &["prueba", key::ENTER, "100", key::ENTER, key::ENTER]);
    till.wait_for("Cerrar con una diferencia de");
    press(&mut till, &[LUZS_PIN, key::ENTER]);
    till.wait_for("Caja cerrada. Z");
    press(&mut till, &[key::ESC]);
    till.wait_for("Fondo");
    press(&mut till, &[key::CTRL_P]);
    till.wait_for("¿Qué quiere hacer?");
    press(&mut till, &["cierres", key::ENTER]);
    till.wait_for("Quien puede autorizar");
    press(&mut till, &[LUZS_PIN, key::ENTER]);
    till.wait_gone("Quien puede autorizar");
    till.wait_for("Cierres");
    press(&mut till, &[key::ENTER]);
    till.wait_for("Efectivo sin venta");
    till.kill();

    let closings = shop::ask_demo(home.path(), &["closing", "list", "--json"]);
    let closings: serde_json::Value = serde_json::from_str(&closings).unwrap();
    let number = closings.as_array().unwrap().last().unwrap()["number"].to_string();
    let z = shop::ask_demo(home.path(), &["closing", "show", &number, "--json"]);
    let z: serde_json::Value = serde_json::from_str(&z).unwrap();
    assert_eq!(
        (&z["counted"], &z["kept"], &z["banked"], &z["approved_by"]),
        (
            &"500.00".into(),
            &"100.00".into(),
            &"400.00".into(),
            &"Luz".into()
        )
    );
    assert_eq!(z["declared"][0]["declared"], "0.65");
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
