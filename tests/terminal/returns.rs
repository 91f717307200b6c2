//! Goods that come back, by keys: twice in part, and no more than was sold. Must never end with another
//! drawer than what was given back.

use crate::driver::key;
use crate::shop::{self, WATER, pause, press};

const CTRL_R: &str = "\x12";

/// The returns there are, as scripts read them.
fn refunds(home: &std::path::Path) -> Vec<serde_json::Value> {
    let exported = shop::ask_demo(home, &["export", "refunds", "--json"]);
    let lines = exported.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_sale_comes_back_in_parts_and_no_further() {
    let home = shop::demo();
    let before = refunds(home.path()).len();
    let mut till = shop::signed_in_as(home.path(), ("Luz", "240318"), 80, 24);
    till.keys(&format!("3*{}", WATER.0));
    pause();
    till.keys(key::ENTER);
    till.wait_for("1,95");
    press(&mut till, &[key::ENTER]);
    till.wait_for("A PAGAR");
    press(&mut till, &[key::ENTER]);
    till.wait_for("guardado");
    press(&mut till, &[key::ENTER]);

    for typed in ["1", "1"] {
        press(&mut till, &[CTRL_R]);
        till.wait_for(WATER.1);
        press(&mut till, &[key::ENTER]);
        till.wait_for("Vuelve");
        press(&mut till, &[typed, key::ENTER]);
        till.wait_for("Motivo");
        press(&mut till, &[key::ENTER]);
        let screen = till.wait_for("DEVOLVER");
        assert!(
            screen.contains("guardada"),
            "durable before it is shown:\n{screen}"
        );
        press(&mut till, &[key::ENTER]);
        till.wait_for("TOTAL");
    }
    press(&mut till, &[CTRL_R]);
    till.wait_for(WATER.1);
    press(&mut till, &[key::ENTER]);
    till.wait_for("Vuelve");
    press(&mut till, &["2", key::ENTER]);
    till.wait_for("queda 1");
    till.kill();

    let returns = refunds(home.path());
    assert_eq!(returns.len(), before + 2);
    let back: Vec<&str> = returns[before..]
        .iter()
        .map(|refund| refund["paid_back"].as_str().unwrap())
        .collect();
    assert_eq!(back, ["0.65", "0.65"]);
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
