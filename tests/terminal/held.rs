//! A disk that takes its time or has no room: the keyboard lives, nothing is shown as paid, and the sale is
//! there once the disk answers. Must never measure a time: the disk is held until the test lets it go.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::driver::{Terminal, key};
use crate::shop::{self, SMALL_WATER, WATER, pause};

#[test]
fn a_sync_that_takes_its_time_never_freezes_the_keyboard() {
    let home = shop::demo();
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    shop::to_pay(&mut till);
    let gates = home.path().join("gates");
    fs::create_dir_all(&gates).unwrap();
    fs::write(gates.join("slow"), "").unwrap();
    till.keys(key::ENTER);
    pause();
    till.keys(key::F1);
    let help = till.wait_for("Ayuda");
    assert!(!help.contains("guardado"), "nothing is shown as paid:\n{help}");
    till.keys(key::ESC);
    till.wait_for("A PAGAR");
    till.resize(100, 30);
    let screen = till.wait_for("A PAGAR");
    assert!(!screen.contains("guardado"));
    fs::remove_file(gates.join("slow")).unwrap();
    till.wait_for("guardado");
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);
}

/// Bytes of a block of the journal, which a frame fills from its start.
const BLOCK: usize = 512;
/// Blocks that are left for signing in.
const LEFT: usize = 3;

/// Blocks of the journal's last file that nothing stands in yet.
fn room(store: &Path) -> usize {
    let mut files: Vec<_> = walk(&store.join("journal"));
    files.sort();
    let bytes = fs::read(files.last().unwrap()).unwrap();
    bytes
        .rchunks(BLOCK)
        .take_while(|block| block.iter().all(|byte| *byte == 0))
        .count()
}

fn walk(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

/// The program over the demo's store, with the gates in its way.
fn gated(home: &Path, (store, key): (&str, &str), arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tendero"));
    shop::environment(&mut command, home);
    command
        .env("TENDERO_TEST_GATES", home.join("gates"))
        .args(arguments)
        .args(["--store", store, "--key-file", key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

fn fed(mut command: Command, input: String) {
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || pipe.write_all(input.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

/// Lists so many goods with long names, from that one on: the journal fills.
fn list(home: &Path, shop: (&str, &str), from: usize, count: usize) {
    let mut goods = "sku,barcode,name,category,price,cost,tax,unit,stock,min_stock\n".to_owned();
    for n in from..from + count {
        let name = format!("Relleno {n} {}", "largo ".repeat(14));
        goods.push_str(&format!("R{n},,{},Varios,1.00,,standard,ea,,\n", name.trim()));
    }
    fs::write(home.join("goods.csv"), goods).unwrap();
    fed(
        gated(home, shop, &["import", "products", "goods.csv"]),
        String::new(),
    );
}

/// Sells a bottle so many times, by script.
fn sell(home: &Path, shop: (&str, &str), from: usize, count: usize) {
    let baskets: String = (from..from + count)
        .map(|n| {
            let id = format!("01900000-0000-7000-8000-{n:012}");
            let lines = format!(r#"[{{"code":"{}","qty":"1"}}]"#, WATER.0);
            let payments = r#"[{"method":"cash","tendered":"1.00"}]"#;
            format!("{{\"id\":\"{id}\",\"lines\":{lines},\"payments\":{payments}}}\n")
        })
        .collect();
    fed(gated(home, shop, &["sell", "--user", "Ana"]), baskets);
}

/// Whoever wants to go may go, with room for a note of it and without. Then there is room again.
fn signs_out_and_in_again(till: &mut Terminal, full: &Path) {
    for _ in 0..2 {
        fs::write(full, "").unwrap();
        pause();
        // What the palette calls it.
        till.keys(key::CTRL_P);
        till.wait_for("Órdenes");
        till.keys("Salir");
        pause();
        till.keys(key::ENTER);
        till.wait_for(shop::ANAS_PIN);
        fs::remove_file(full).unwrap();
        shop::sign_in(till, ("Ana", shop::ANAS_PIN));
        till.wait_for(SMALL_WATER.1);
    }
}

#[test]
fn a_disk_without_room_refuses_in_words_and_keeps_ticket_and_keyboard() {
    let home = shop::demo();
    let made = shop::run(home.path(), &["demo", "--json"]);
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let (store, key_file) = (
        made["store"].as_str().unwrap(),
        made["key_file"].as_str().unwrap(),
    );
    let gates = home.path().join("gates");
    fs::create_dir_all(&gates).unwrap();
    fs::write(gates.join("full"), "").unwrap();
    // The journal is written ahead of use: it is full once its last file is, and no other can begin.
    let shop_keys = (store, key_file);
    let free = || room(Path::new(store));
    let before = free();
    list(home.path(), shop_keys, 0, 1_000);
    let taken = (before - free()).max(1);
    list(home.path(), shop_keys, 1_000, (free() - 400) * 1_000 / taken);
    let (mut sold, mut each) = (0, 1);
    while free() >= LEFT + each {
        let before = free();
        let count = if sold == 0 {
            1
        } else {
            ((before - LEFT) / each / 2).max(1)
        };
        sell(home.path(), shop_keys, sold, count);
        each = (before - free()).div_ceil(count);
        sold += count;
    }
    let before = shop::sales(home.path());
    let mut till = shop::signed_in(home.path(), 80, 24);
    for code in [WATER.0, SMALL_WATER.0].iter().cycle().take(20) {
        till.scan(code);
        pause();
    }
    till.wait_for(SMALL_WATER.1);
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    pause();
    till.keys(key::ENTER);
    let screen = till.wait_for("El disco está lleno");
    assert!(
        !screen.contains("guardado") && screen.contains("A PAGAR"),
        "{screen}"
    );
    pause();
    till.keys(key::F1);
    till.wait_for("Teclas");
    till.keys(key::ESC);
    till.wait_for("A PAGAR");
    pause();
    till.keys(key::ESC);
    till.wait_for(SMALL_WATER.1);
    signs_out_and_in_again(&mut till, &gates.join("full"));
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    pause();
    till.keys(key::ENTER);
    till.wait_for("guardado");
    till.kill();
    assert_eq!(shop::sales(home.path()), before + 1);
    shop::ask_demo(home.path(), &["audit", "verify"]);
}

#[test]
fn eio_or_a_read_only_remount_freezes_selling_with_a_banner_and_the_shop_can_be_copied_away() {
    for (gate, round) in [("broken", 1), ("read-only", 2)] {
        let home = shop::demo();
        let before = shop::sales(home.path());
        let mut till = shop::signed_in(home.path(), 80, 24);
        shop::to_pay(&mut till);
        let gates = home.path().join("gates");
        fs::create_dir_all(&gates).unwrap();
        fs::write(gates.join(gate), "").unwrap();
        till.keys(key::ENTER);
        let screen = till.wait_for("ha dejado de vender");
        assert!(
            !screen.contains("guardado") && screen.contains("Todas las ventas mostradas"),
            "{gate}:\n{screen}"
        );
        assert!(!screen.contains("os error"), "{screen}");
        // Whatever is typed, it stays so.
        for keys in ["1", WATER.0] {
            pause();
            till.keys(keys);
        }
        till.wait_for("ha dejado de vender");
        let copy = home.path().join(format!("copy{round}"));
        shop::ask_demo(home.path(), &["backup", copy.to_str().unwrap()]);
        shop::ask_demo(home.path(), &["audit", "verify"]);
        till.keys("\x03");
        till.wait_ended();
        assert!(till.is_restored() && till.has_its_modes_back(), "{gate}");
        assert_ne!(till.end(), 0, "{gate}: a script notices");
        fs::remove_file(gates.join(gate)).unwrap();
        let after = shop::sales(home.path());
        assert_eq!(after, before, "{gate}: nothing reached the disk");
        let mut till = shop::signed_in(home.path(), 80, 24);
        shop::to_money(&mut till);
        till.keys(key::ENTER);
        till.wait_for("guardado");
        till.kill();
        assert_eq!(shop::sales(home.path()), before + 1, "{gate}");
    }
}
