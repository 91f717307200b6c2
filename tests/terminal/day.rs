//! A whole day over 100,000 goods: by script and by keys, counted blind, closed, and held against itself by
//! audit, rebuild, backup and restore. Must never close on a figure that it took from the program.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::catalogue::catalogue;
use crate::driver::{Terminal, key};
use crate::shop::{environment, pause, run};

/// Baskets sold by script, and sales by keys.
const SCRIPTED: usize = 500;
const TYPED: usize = 5;
/// The one good that is sold, a euro fifty; what is in the drawer at the end is easily said.
const CODE: &str = "2990000000016";

fn done(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{arguments:?}: {printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

fn json(home: &Path, arguments: &[&str]) -> serde_json::Value {
    let printed = done(home, &[arguments, &["--json"]].concat());
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {printed}"))
}

fn found(home: &Path) {
    let shop = [
        "init",
        "--shop",
        "Bodega Luz",
        "--currency",
        "EUR",
        "--tax",
        "standard=21",
        "--tax",
        "reduced=10",
    ];
    let more = [
        "--tax",
        "exempt=0",
        "--prices-include-tax",
        "--lang",
        "es",
        "--user",
        "Luz",
        "--pin",
        "4071",
    ];
    done(home, &[shop.as_slice(), more.as_slice()].concat());
    let mut goods = catalogue();
    goods.push_str(&format!(
        "UNO,{CODE},Uno cincuenta,Varios,1.50,1.00,standard,ea,9,1\n"
    ));
    fs::write(home.join("goods.csv"), goods).unwrap();
    done(home, &["import", "products", "goods.csv"]);
}

/// Sells by script; every basket must be answered with its number.
fn sell_by_script(home: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tendero"));
    environment(&mut command, home);
    command
        .args(["sell", "--user", "Luz"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        for n in 0..SCRIPTED {
            let id = format!("01900000-0000-7000-8000-{n:012}");
            let payment = if n % 5 == 0 { "card" } else { "cash" };
            let field = if payment == "cash" { "tendered" } else { "amount" };
            let lines = format!(r#"[{{"code":"{CODE}","qty":"2"}}]"#);
            let payments = format!(r#"[{{"method":"{payment}","{field}":"3.00"}}]"#);
            writeln!(input, r#"{{"id":"{id}","lines":{lines},"payments":{payments}}}"#).unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        answers.lines().filter(|line| line.contains("\"number\"")).count(),
        SCRIPTED,
        "{answers}"
    );
}

/// The only person there is needs no choice.
fn sign_in(till: &mut Terminal) {
    till.wait_for("PIN de Luz");
    till.keys("4071");
    pause();
    till.keys(key::ENTER);
}

/// Signs in, opens the register, sells some by keys.
fn open_and_sell(home: &Path) {
    let mut till = Terminal::start(home, &[], 80, 24);
    sign_in(&mut till);
    till.wait_for("Fondo");
    till.keys("100");
    pause();
    till.keys(key::ENTER);
    till.wait_for("TOTAL");
    for _ in 0..TYPED {
        till.scan(CODE);
        till.wait_for("Uno cincuenta");
        pause();
        till.keys(key::ENTER);
        till.wait_for("A PAGAR");
        pause();
        till.keys("2");
        pause();
        till.keys(key::ENTER);
        till.wait_for("guardado");
        pause();
    }
    till.kill();
}

/// Counts blind and closes: 100 + 400 × 3.00 + 5 × 1.50 = 1,307.50 should be in the drawer; 1,307.00 is.
fn close_blind(home: &Path) {
    let mut till = Terminal::start(home, &[], 80, 24);
    sign_in(&mut till);
    till.wait_for("TOTAL");
    till.keys("\x17");
    let screen = till.wait_for("Billetes");
    assert!(!screen.contains("1.307"), "the count is blind:\n{screen}");
    // 2 × 500, 1 × 200, 1 × 100 in notes, then 3 × 2 and 1 × 1 in coins.
    for keys in ["2", "\t", "1", "\t", "1", "\t\t\t\t\t", "3", "\t", "1"] {
        till.keys(keys);
        pause();
    }
    till.wait_for("1.307,00");
    till.keys(key::ENTER);
    // the card machine's own total
    till.wait_for("Tarjeta");
    pause();
    till.keys("300");
    pause();
    till.keys(key::ENTER);
    let screen = till.wait_for("Esperado");
    assert!(screen.contains("1.307,50") && screen.contains("0,50"), "{screen}");
    for _ in 0..3 {
        pause();
        till.keys(key::ENTER);
    }
    till.wait_for("Z 1");
    till.kill();
}

#[test]
fn a_day_by_script_and_by_keys_agrees_with_itself_everywhere() {
    let place = tempfile::tempdir().unwrap();
    let home = place.path();
    found(home);
    open_and_sell(home);
    sell_by_script(home);
    close_blind(home);
    let z = json(home, &["closing", "show", "1"]);
    for (name, wanted) in [
        ("expected", "1307.50"),
        ("counted", "1307.00"),
        ("variance", "-0.50"),
    ] {
        assert_eq!(z[name], wanted, "{z}");
    }
    assert_eq!(
        z["figures"]["sales"].as_u64().or_else(|| z["sales"].as_u64()),
        Some((SCRIPTED + TYPED) as u64),
        "{z}"
    );
    let sales = done(home, &["export", "sales"]);
    done(home, &["audit", "verify"]);
    done(home, &["rebuild"]);
    done(home, &["audit", "verify"]);
    assert_eq!(
        done(home, &["export", "sales"]),
        sales,
        "rebuilt from the journal"
    );
    done(home, &["backup", "shop.backup"]);
    let key = key_file(home);
    done(
        home,
        &["restore", "shop.backup", "--store", "again", "--key-file", &key],
    );
    done(home, &["audit", "verify", "--store", "again", "--key-file", &key]);
    assert_eq!(
        done(home, &["export", "sales", "--store", "again", "--key-file", &key]),
        sales,
        "restored"
    );
}

/// The key file that `init` wrote.
fn key_file(home: &Path) -> String {
    let keys = fs::read_dir(home.join(".config/tendero/keys")).unwrap();
    let files: Vec<_> = keys.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].to_str().unwrap().to_owned()
}
