//! The stock by keys: a product is made, comes in, is sold and counted, and a mistake is taken back, with the
//! power gone in between. Must never end with another level than what was shown.

use crate::driver::{Terminal, key};
use crate::shop::{self, press};

const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
const F5: &str = "\x1b[15~";
const F6: &str = "\x1b[17~";
const F7: &str = "\x1b[18~";
const NAME: &str = "Miel de prueba";

/// Signs in who may keep the stock.
fn luz(home: &std::path::Path) -> Terminal {
    shop::signed_in_as(home, ("Luz", "240318"), 80, 24)
}

/// Opens the product's page from the sale.
fn page(till: &mut Terminal) {
    press(till, &[key::CTRL_P, "productos"]);
    till.wait_for("Productos");
    press(till, &[key::ENTER]);
    till.wait_for("Buscar");
    press(till, &[NAME, key::ENTER]);
    till.wait_for("Movimientos");
}

/// The level that scripts read.
fn level(home: &std::path::Path) -> String {
    let listed = shop::ask_demo(home, &["stock", "list", "--json"]);
    let mut rows = listed
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let row = rows.find(|row| row["name"] == NAME).unwrap();
    row["level"].as_str().unwrap().to_owned()
}

#[test]
fn goods_are_made_received_sold_counted_and_a_mistake_is_taken_back() {
    let home = shop::demo();
    let mut till = luz(home.path());
    press(&mut till, &[key::CTRL_P, "productos", key::ENTER]);
    till.wait_for("Buscar");
    press(&mut till, &[F5]);
    till.wait_for("Código");
    press(&mut till, &[key::DOWN, NAME, key::DOWN, "4,95", F2]);
    till.wait_for("guardado");
    till.wait_for("Movimientos");

    press(&mut till, &[F4, "12", key::ENTER, "2,50", key::ENTER, key::ENTER]);
    till.wait_for("Proveedor");
    press(&mut till, &["Sur", key::ENTER]);
    till.wait_for("recibido: Sur");
    press(&mut till, &[key::ESC]);
    till.wait_for("Buscar");
    press(&mut till, &[key::ESC]);
    till.wait_for("TOTAL");

    press(&mut till, &[NAME]);
    till.wait_for("4,95");
    press(&mut till, &[key::ENTER, key::ENTER]);
    till.wait_for("A PAGAR");
    press(&mut till, &[key::ENTER]);
    till.wait_for("guardado");
    press(&mut till, &[key::ENTER]);

    press(&mut till, &[key::CTRL_P, "inventario"]);
    press(&mut till, &[key::ENTER]);
    till.wait_for("Estante o zona");
    press(&mut till, &["Miel", key::ENTER, NAME, key::ENTER]);
    let blind = till.wait_for("cuánto");
    assert!(
        !blind.contains("11"),
        "nobody sees what should be there:\n{blind}"
    );
    press(&mut till, &["9", key::ENTER]);
    till.wait_for("Luz");
    press(&mut till, &[F2]);
    till.wait_for("Esperado");
    press(&mut till, &[key::ENTER]);
    till.wait_for("¿Mover");
    press(&mut till, &[key::ENTER]);
    till.wait_for("Recuento terminado");

    page(&mut till);
    till.wait_for("por un recuento");
    press(&mut till, &[F6, "-1", key::ENTER, key::ENTER, "rota", key::ENTER]);
    till.wait_for("ajustado: rota");
    till.kill();
    assert_eq!(level(home.path()), "8");

    let mut till = luz(home.path());
    page(&mut till);
    till.wait_for("ajustado: rota");
    press(&mut till, &[F7]);
    till.wait_for("¿Deshacer");
    press(&mut till, &[key::ENTER]);
    till.wait_for("Deshecho");
    till.kill();
    assert_eq!(level(home.path()), "9");
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
