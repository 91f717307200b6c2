//! Buying on account above the limit, paying on it, and paying with money of another currency, by keys. Must
//! never let a limit pass without a PIN.

use serde_json::Value;

use crate::driver::{Terminal, key};
use crate::shop::{self, WATER, pause};

const F6: &str = "\x1b[17~";
const F8: &str = "\x1b[19~";
const CTRL_L: &str = "\x0c";
/// Luz's PIN, as the demo's sign-in screen shows it.
const LUZS_PIN: &str = "240318";

fn press(till: &mut Terminal, keys: &[&str]) {
    for key in keys {
        pause();
        till.keys(key);
    }
    pause();
}

/// Twenty bottles, 13.00, before the payment.
fn twenty(till: &mut Terminal) {
    till.keys(&format!("20*{}", WATER.0));
    press(till, &[key::ENTER]);
    till.wait_for("13,00");
}

fn rows(home: &std::path::Path, kind: &str) -> Vec<Value> {
    let exported = shop::ask_demo(home, &["export", kind, "--json"]);
    let lines = exported.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_supervisor_allows_more_than_the_limit_and_the_customer_pays_some_of_it() {
    let home = shop::demo();
    let save = [
        "customer",
        "save",
        "Zenobia Ruiz",
        "--limit",
        "5",
        "--user",
        "Luz",
    ];
    shop::ask_demo(home.path(), &save);
    let paid_before = rows(home.path(), "accounts").len();
    let mut till = shop::signed_in(home.path(), 80, 24);
    twenty(&mut till);
    press(&mut till, &[CTRL_L]);
    till.wait_for("Zenobia");
    press(&mut till, &["zenobia", key::ENTER]);
    till.wait_for("Cliente: Zenobia Ruiz");
    press(&mut till, &[key::ENTER]);
    till.wait_for("A PAGAR");
    press(&mut till, &[F6]);
    till.wait_for("Quien puede autorizar");
    press(&mut till, &[key::ESC]);
    till.wait_gone("Quien puede autorizar");
    press(&mut till, &[F6]);
    till.wait_for("Quien puede autorizar");
    press(&mut till, &[LUZS_PIN, key::ENTER]);
    till.wait_for("guardado");
    press(&mut till, &[key::ENTER]);
    till.wait_for("TOTAL");

    press(&mut till, &[CTRL_L]);
    till.wait_for("Zenobia");
    press(&mut till, &["zenobia", F6]);
    till.wait_for("Debe 13,00");
    press(&mut till, &["5", key::ENTER]);
    till.wait_for("Cobro a cuenta");
    till.kill();

    let paid = rows(home.path(), "accounts");
    assert_eq!(paid.len(), paid_before + 1);
    assert_eq!(paid[paid_before]["balance"], "8.00");
    let customers = rows(home.path(), "customers");
    let owes = customers.iter().find(|one| one["name"] == "Zenobia Ruiz");
    assert_eq!(owes.unwrap()["balance"], "8.00");
    shop::ask_demo(home.path(), &["audit", "verify"]);
}

#[test]
fn money_of_another_currency_gives_change_in_the_shops_own() {
    let home = shop::demo();
    let mut till = shop::signed_in(home.path(), 80, 24);
    twenty(&mut till);
    press(&mut till, &[key::ENTER]);
    till.wait_for("A PAGAR");
    // twenty dollars at 0.92 are 18.40
    press(&mut till, &["20", F8]);
    let screen = till.wait_for("CAMBIO");
    assert!(
        screen.contains("18,40") && screen.contains("guardado"),
        "durable before the change is shown:\n{screen}"
    );
    till.kill();
    let sales = rows(home.path(), "sales");
    let last = sales.last().unwrap();
    assert_eq!((&last["change"], &last["due"]), (&"5.40".into(), &"13.00".into()));
    assert_eq!(last["payments"][0]["method"], "foreign");
    shop::ask_demo(home.path(), &["audit", "verify"]);
}
