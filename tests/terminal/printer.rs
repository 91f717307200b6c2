//! The till beside a printer that takes nothing: sales and keys go on, and the paper comes when it can. Must
//! never need a printer.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::{MasterPty, PtySize, native_pty_system};

use crate::driver::{Terminal, key};
use crate::shop::{ANAS_PIN, WATER, demo, pause, signed_in};

/// A cable whose other end nobody reads, full to the brim.
fn deaf() -> (Box<dyn MasterPty + Send>, fs::File, String) {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let name = pair.master.tty_name().unwrap().display().to_string();
    let flags = (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY).bits();
    let mut cable = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(flags as i32)
        .open(&name)
        .unwrap();
    let mut modes = rustix::termios::tcgetattr(&cable).unwrap();
    modes.make_raw();
    rustix::termios::tcsetattr(&cable, rustix::termios::OptionalActions::Now, &modes).unwrap();
    while cable.write(b"x").is_ok() {}
    (pair.master, cable, name)
}

pub fn set_up(home: &Path, via: &str, at: &str) {
    let dir = home.join(".config/tendero");
    fs::create_dir_all(&dir).unwrap();
    let text = format!("[printer]\nvia = \"{via}\"\nat = \"{at}\"\ndrawer = \"pin2\"\n");
    fs::write(dir.join("config.toml"), text).unwrap();
}

pub fn sell(till: &mut Terminal) {
    till.keys(WATER.0);
    till.keys(key::ENTER);
    till.wait_for(WATER.1);
    pause();
    till.keys(key::ENTER);
    till.wait_for("PAGAR");
    pause();
    till.keys(key::ENTER);
    till.wait_for("guardado");
    pause();
}

#[test]
fn a_printer_that_never_reads_stops_nobody_and_its_papers_come_later() {
    let home = demo();
    let (_master, _cable, name) = deaf();
    set_up(home.path(), "usb", &name);
    let mut till = signed_in(home.path(), 80, 24);
    let since = Instant::now();
    sell(&mut till);
    till.keys(key::ENTER);
    sell(&mut till);
    assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
    till.wait_for("IMPRESORA");
    till.keys(key::ENTER);
    till.wait_for("TOTAL");
    till.keys("agua");
    till.wait_for("agua");
    till.keys(key::ESC);
    pause();
    let since = Instant::now();
    till.keys("\x03");
    assert_eq!(till.end(), 0);
    assert!(since.elapsed() < Duration::from_secs(3), "{:?}", since.elapsed());

    // another printer in its place: both papers come out, once
    let file = home.path().join("paper");
    set_up(home.path(), "file", &file.display().to_string());
    let mut till = Terminal::start(home.path(), &["demo"], 80, 24);
    till.wait_for(ANAS_PIN);
    let since = Instant::now();
    let cuts = || {
        let bytes = fs::read(&file).unwrap_or_default();
        bytes
            .windows(3)
            .filter(|three| *three == [0x1D, b'V', 65])
            .count()
    };
    while cuts() < 2 {
        assert!(since.elapsed() < Duration::from_secs(10), "{} papers", cuts());
        std::thread::sleep(Duration::from_millis(20));
    }
    till.keys("\x03");
    assert_eq!(till.end(), 0);
    assert_eq!(cuts(), 2);
    // nobody stands at the drawer any more
    let bytes = fs::read(&file).unwrap();
    assert!(!bytes.windows(2).any(|two| two == [0x1B, b'p']));
}
