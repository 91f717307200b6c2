//! Homes with a shop in them, and the command line to look into them. Must never share a home between tests.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::UNIX_EPOCH;

use tempfile::TempDir;

use crate::driver::{Terminal, key};

/// Two goods of the demo shop, by code and as the ticket shows them.
pub const WATER: (&str, &str) = ("2910010795002", "Agua mineral 1,5 L");
pub const SMALL_WATER: (&str, &str) = ("2910020899004", "Agua mineral 50 cl");
/// Ana's PIN, as the demo's sign-in screen shows it.
pub const ANAS_PIN: &str = "4071";

/// A home with the demo shop in it: a copy of one that is made once for this build of the program.
pub fn demo() -> TempDir {
    let binary = Path::new(env!("CARGO_BIN_EXE_tendero"))
        .metadata()
        .unwrap()
        .modified()
        .unwrap();
    let built = binary.duration_since(UNIX_EPOCH).unwrap().as_nanos().to_string();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo-home");
    fs::create_dir_all(&place).unwrap();
    let lock = fs::File::create(place.join("lock")).unwrap();
    lock.lock().unwrap();
    let (whole, first) = (place.join("whole"), place.join("home"));
    if fs::read_to_string(&whole).unwrap_or_default() != built {
        let _absent = fs::remove_dir_all(&first);
        fs::create_dir_all(&first).unwrap();
        let made = run(&first, &["demo", "--json"]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        fs::write(&whole, built).unwrap();
    }
    let home = tempfile::tempdir().unwrap();
    let copied = Command::new("cp")
        .arg("-a")
        .arg(first.join("."))
        .arg(home.path())
        .status()
        .unwrap();
    assert!(copied.success());
    home
}

/// The program without a terminal.
pub fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tendero"));
    environment(&mut command, home);
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

/// A home of its own and nothing else of this machine.
pub fn environment(command: &mut Command, home: &Path) {
    let variables = [("TZ", "UTC"), ("LANG", "es_ES.UTF-8")];
    command
        .env_clear()
        .env("HOME", home)
        .envs(variables)
        .current_dir(home);
}

/// The same over the demo's store, which must succeed; what it printed.
pub fn ask_demo(home: &Path, arguments: &[&str]) -> String {
    let made: serde_json::Value = serde_json::from_slice(&run(home, &["demo", "--json"]).stdout).unwrap();
    let (store, key) = (
        made["store"].as_str().unwrap(),
        made["key_file"].as_str().unwrap(),
    );
    let all = [arguments, &["--store", store, "--key-file", key]].concat();
    let output = run(home, &all);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{all:?}: {printed}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

/// How many sales the demo shop has.
pub fn sales(home: &Path) -> usize {
    ask_demo(home, &["export", "sales"]).lines().count()
}

/// Opens the demo and signs Ana in, as the screen says.
pub fn signed_in(home: &Path, columns: u16, rows: u16) -> Terminal {
    signed_in_as(home, ("Ana", ANAS_PIN), columns, rows)
}

/// Opens the demo and signs somebody in by their PIN.
pub fn signed_in_as(home: &Path, (name, pin): (&str, &str), columns: u16, rows: u16) -> Terminal {
    let mut till = Terminal::start(home, &["demo"], columns, rows);
    sign_in(&mut till, (name, pin));
    till
}

/// Signs somebody in by their PIN.
pub fn sign_in(till: &mut Terminal, (name, pin): (&str, &str)) {
    till.wait_for(ANAS_PIN);
    till.keys(name);
    till.keys(key::ENTER);
    till.wait_for("PIN");
    pause();
    till.keys(pin);
    till.keys(key::ENTER);
    till.wait_for("TOTAL");
}

/// Presses one key after the other, as a person does.
pub fn press(till: &mut Terminal, keys: &[&str]) {
    for key in keys {
        pause();
        till.keys(key);
    }
    pause();
}

/// Takes the water's code and asks for the money: the dialog that says how much is open.
pub fn to_pay(till: &mut Terminal) {
    till.scan(WATER.0);
    to_money(till);
}

/// Asks for the money of a ticket with the water on it.
pub fn to_money(till: &mut Terminal) {
    till.wait_for(WATER.1);
    pause();
    till.keys(key::ENTER);
    till.wait_for("A PAGAR");
    pause();
}

/// Longer than a scanner's bounce, shorter than a person's: two Enters in a row are two keys.
pub fn pause() {
    std::thread::sleep(std::time::Duration::from_millis(120));
}

/// Sends a signal to a process.
pub fn signal(pid: u32, name: &str) {
    assert!(
        Command::new("kill")
            .args([&format!("-{name}"), &pid.to_string()])
            .status()
            .unwrap()
            .success()
    );
}
